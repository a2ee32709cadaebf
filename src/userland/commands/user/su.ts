import { groupsOf, users } from '../common/accounts.ts';
import { type Command, Exit } from '../common/context.ts';
import { parseOptions } from '../common/options.ts';
import { execute } from '../process/child.ts';

/** su(1): root becomes anybody; others would have to know a password, and there are none. */
export const su: Command = async (context) => {
  const options = parseOptions(context, '+c:lmps:', {
    long: { command: 'c', login: 'l', 'preserve-environment': 'm', shell: 's' },
  });
  const { sys } = context;
  const operands = [...options.operands];
  let login = options.has('l');
  if (operands[0] === '-') {
    operands.shift();
    login = true;
  }
  const [name = 'root', ...rest] = operands;
  const user = users(sys).find((one) => one.name === name);
  if (!user) {
    throw new Exit(
      1,
      context.gnu
        ? `user ${name} does not exist or the user entry does not contain all the required fields`
        : `unknown user ${name}`,
    );
  }
  const own = sys.credentials();
  if (own.euid !== 0 && own.uid !== user.uid) {
    throw new Exit(1, context.gnu ? 'Authentication failure' : 'incorrect password');
  }
  const shell = options.get('s') ?? (user.shell || '/bin/sh');
  const env = new Map(login ? [['TERM', sys.env.get('TERM') ?? 'linux']] : sys.env);
  if (!options.any('mp')) {
    env.set('HOME', user.home).set('SHELL', shell);
    if (user.uid !== 0 || login) env.set('USER', name).set('LOGNAME', name);
    if (login) {
      env.set(
        'PATH',
        user.uid === 0
          ? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
          : '/usr/local/bin:/usr/bin:/bin',
      );
    }
  }
  // Without the capability, the groups are the first thing that cannot be changed.
  if (own.uid !== user.uid && !own.capabilities.has('CAP_SETGID')) {
    throw new Exit(1, `${context.gnu ? 'cannot' : "can't"} set groups: Operation not permitted`);
  }
  sys.setCredentials({
    uid: user.uid,
    gid: user.gid,
    euid: user.uid,
    egid: user.gid,
    groups: groupsOf(sys, user.name, user.gid),
    capabilities: user.uid === 0 ? own.capabilities : new Set(),
  });
  if (login && sys.exists(user.home)) sys.chdir(user.home);
  // busybox and util-linux give the shell a name beginning with `-`; the option says the same and keeps the path
  const argv = [shell, ...(login ? ['-l'] : [])];
  const after = operands.length === 0 ? [] : rest;
  // what follows the name is the shell's, with -c from either place
  let later = after;
  let command = options.get('c');
  if (command === undefined && after[0] === '-c') {
    command = after[1];
    later = after.slice(2);
  }
  if (command !== undefined) argv.push('-c', command);
  return execute(context, [...argv, ...later], env);
};
