import { groupsOf, linesOf, type User, users } from '../common/accounts.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { parseOptions, usage } from '../common/options.ts';
import { execute } from '../process/child.ts';
import { callerOf, ruleFor, type SudoRule, sudoRules } from './sudoers.ts';

const SECURE_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Variables that outlive `env_reset` (sudoers(5), "Environment variables to preserve"). */
const KEPT = /^(TERM|LANG|LC_\w+|LANGUAGE|COLORTERM|COLORS|DISPLAY|HOSTNAME|LS_COLORS|PS1|PS2|TZ|XAUTHORITY)$/;
const BUILTINS = new Set(
  '. : alias bg cd eval exec exit export fg hash jobs read set shift source trap ulimit umask unalias unset wait'.split(
    ' ',
  ),
);
const USAGE = `usage: sudo -h | -K | -k | -V
usage: sudo -v [-ABkNnS] [-g group] [-h host] [-p prompt] [-u user]
usage: sudo -l [-ABkNnS] [-g group] [-h host] [-p prompt] [-U user] [-u user]
            [command [arg ...]]
usage: sudo [-ABbEHkNnPS] [-r role] [-t type] [-C num] [-D directory] [-g
            group] [-h host] [-p prompt] [-R directory] [-T timeout] [-u user]
            [VAR=value] [-i | -s] [command [arg ...]]
usage: sudo -e [-ABkNnS] [-r role] [-t type] [-C num] [-D directory] [-g group]
            [-h host] [-p prompt] [-R directory] [-T timeout] [-u user] file ...`;

/** sudo(8) 1.9: what /etc/sudoers allows without a password. Passwords are not simulated: nobody's is known. */
export const sudo: Command = async (context) => {
  const { sys } = context;
  context.usage = USAGE;
  const options = parseOptions(context, '+EHKSVbhiklnsvAu:g:p:D:', {
    long: {
      user: 'u',
      login: 'i',
      shell: 's',
      list: 'l',
      'non-interactive': 'n',
      'preserve-env': 'E',
      'set-home': 'H',
    },
  });
  if (options.has('V')) {
    context.print('Sudo version 1.9.16p2\n');
    return 0;
  }
  if (options.any('kK')) return 0;
  if (options.any('gDA')) throw new Exit(1, 'drydock: not simulated: sudo -g, -D and -A');
  requireRoot(context);
  const caller = callerOf(sys);
  if (!caller) throw new Exit(1, `you do not exist in the passwd database`);
  const target = users(sys).find(({ name }) => name === (options.get('u') ?? 'root'));
  if (!target) throw new Exit(1, `unknown user ${options.get('u')}`);
  const rules = caller.uid === 0 ? [ANYTHING] : sudoRules(sys, caller);
  if (options.has('l')) return list(context, caller, rules);

  const { assignments, command } = commandOf(options.operands);
  const shell = options.has('i') ? target.shell || '/bin/sh' : (sys.env.get('SHELL') ?? (caller.shell || '/bin/sh'));
  if (command.length === 0 && !options.any('is')) usage(context);
  const path = options.any('is') ? shell : find(context, command[0]!);
  permit(context, caller, ruleFor(rules, path, target.name));
  const argv = options.any('is')
    ? [shell, ...(options.has('i') ? ['-l'] : []), ...(command.length > 0 ? ['-c', command.join(' ')] : [])]
    : [path, ...command.slice(1)];
  const env = environment(context, caller, target, argv, options.has('E'));
  if (!options.any('is')) env.set('SHELL', target.shell || '/bin/sh');
  for (const [name, value] of assignments) env.set(name, value);
  become(context, target);
  if (options.has('i') && sys.exists(target.home)) sys.chdir(target.home);
  return execute(context, argv, env);
};

const ANYTHING: SudoRule = { runAs: 'ALL:ALL', needsPassword: false, commands: ['ALL'] };

/** Its set-user-ID bit makes it root; no_new_privs, or a lost bit, do not. */
function requireRoot({ sys }: Context): void {
  if (sys.credentials().euid === 0) return;
  if (linesOf(sys, '/proc/self/status').includes('NoNewPrivs:\t1'))
    throw new Exit(
      1,
      'The "no new privileges" flag is set, which prevents sudo from running as root.\nsudo: If sudo is running in a container, you may need to adjust the container configuration to disable the flag.',
    );
  throw new Exit(1, '/usr/bin/sudo must be owned by uid 0 and have the setuid bit set');
}

/** `VAR=value …` and the command behind them. */
function commandOf(operands: readonly string[]): { assignments: [string, string][]; command: readonly string[] } {
  const at = operands.findIndex((each) => !/^[A-Za-z_]\w*=/.test(each));
  const given = at < 0 ? operands : operands.slice(0, at);
  const assignments = given.map((each): [string, string] => [
    each.slice(0, each.indexOf('=')),
    each.slice(each.indexOf('=') + 1),
  ]);
  return { assignments, command: at < 0 ? [] : operands.slice(at) };
}

function find({ sys }: Context, name: string): string {
  const candidates = name.includes('/') ? [name] : SECURE_PATH.split(':').map((folder) => `${folder}/${name}`);
  const found = candidates.find(
    (path) => sys.exists(path) && sys.stat(path).kind === 'file' && (sys.stat(path).mode & 0o111) !== 0,
  );
  if (found !== undefined) return found;
  const builtin = BUILTINS.has(name)
    ? `\nsudo: "${name}" is a shell built-in command, it cannot be run directly.\nsudo: the -s option may be used to run a privileged shell.\nsudo: the -D option may be used to run a command in a specific directory.`
    : '';
  throw new Exit(1, `${name}: command not found${builtin}`);
}

function permit(context: Context, caller: User, rule: SudoRule | undefined): void {
  if (rule && !rule.needsPassword) return;
  if (context.args.includes('-n')) throw new Exit(1, 'a password is required');
  if (!context.sys.isatty(0))
    throw new Exit(
      1,
      'a terminal is required to read the password; either use the -S option to read from standard input or configure an askpass helper\nsudo: a password is required',
    );
  throw new Exit(
    1,
    `drydock: not simulated: the password of ${caller.name}; a line "${caller.name} ALL=(ALL) NOPASSWD:ALL" in /etc/sudoers asks for none`,
  );
}

function list(context: Context, caller: User, rules: readonly SudoRule[]): number {
  if (!rules.some(({ needsPassword }) => !needsPassword)) permit(context, caller, undefined);
  const host = context.sys.uname().nodename;
  context.print(`User ${caller.name} may run the following commands on ${host}:\n`);
  for (const { runAs, needsPassword, commands } of rules) {
    const tag = needsPassword || caller.uid === 0 ? '' : 'NOPASSWD: ';
    context.print(`    (${runAs.replace(/\s*:\s*/, ' : ')}) ${tag}${commands.join(', ')}\n`);
  }
  return 0;
}

function environment(
  { sys }: Context,
  caller: User,
  target: User,
  argv: readonly string[],
  preserves: boolean,
): Map<string, string> {
  const env = new Map([...sys.env].filter(([name]) => preserves || KEPT.test(name)));
  env.set('PATH', SECURE_PATH).set('HOME', target.home).set('MAIL', `/var/mail/${target.name}`);
  env
    .set('LOGNAME', target.name)
    .set('USER', target.name)
    .set('SHELL', target.shell || '/bin/sh');
  env.set('SUDO_COMMAND', argv.join(' ')).set('SUDO_USER', caller.name);
  return env.set('SUDO_UID', String(caller.uid)).set('SUDO_GID', String(caller.gid));
}

function become({ sys }: Context, target: User): void {
  const { capabilities } = sys.credentials();
  sys.setCredentials({
    uid: target.uid,
    gid: target.gid,
    euid: target.uid,
    egid: target.gid,
    groups: groupsOf(sys, target.name, target.gid),
    capabilities: target.uid === 0 ? capabilities : new Set(),
  });
}
