import { isErrno } from '../../kernel/errno.ts';
import type { Program } from '../../kernel/program.ts';
import { findGroup, findUser, groupsOf, users } from '../commands/common/accounts.ts';

/** gosu and su-exec: become USER[:GROUP] and replace yourself with the command. */
function stepDown(name: 'gosu' | 'su-exec', usage: string): Program {
  return {
    name,
    async main(sys) {
      const [spec, ...command] = sys.argv.slice(1);
      if (spec === undefined || command.length === 0) {
        await sys.write(2, usage);
        return name === 'gosu' ? 1 : 0;
      }
      const refuse = async (message: string) => {
        await sys.write(2, `${name === 'gosu' ? 'error' : name}: ${message}\n`);
        return 1;
      };
      const [userText = '', groupText] = spec.split(':', 2);
      const user = findUser(sys, userText);
      if (!user) {
        return refuse(
          name === 'gosu'
            ? `failed switching to "${spec}": unable to find user ${userText}: no matching entries in passwd file`
            : `getpwnam(${userText}): Success`,
        );
      }
      const account = users(sys).find(({ uid }) => uid === user.uid);
      const gid = groupText === undefined ? (user.gid ?? account?.gid ?? 0) : findGroup(sys, groupText);
      if (gid === undefined) {
        return refuse(
          name === 'gosu'
            ? `failed switching to "${spec}": unable to find group ${groupText}: no matching entries in group file`
            : `getgrnam(${groupText}): Success`,
        );
      }
      const own = sys.credentials();
      const listed = groupText === undefined && account ? groupsOf(sys, account.name, gid) : [gid];
      try {
        sys.setCredentials({
          uid: user.uid,
          gid,
          euid: user.uid,
          egid: gid,
          groups: listed,
          capabilities: user.uid === 0 ? own.capabilities : new Set(),
        });
      } catch (error) {
        if (!isErrno(error)) throw error;
        return refuse(
          name === 'gosu'
            ? `failed switching to "${spec}": operation not permitted`
            : `setgroups(${gid}): ${error.message}`,
        );
      }
      const env = new Map(sys.env);
      env.set('HOME', account?.home ?? '/');
      try {
        return sys.exec(command, env);
      } catch (error) {
        if (!isErrno(error)) throw error;
        const [program = ''] = command;
        return refuse(
          name === 'gosu'
            ? `exec: "${program}": ${error.code === 'ENOENT' ? 'executable file not found in $PATH' : error.message.toLowerCase()}`
            : `${program}: ${error.message}`,
        );
      }
    },
  };
}

export const gosu = stepDown(
  'gosu',
  "Usage: gosu user-spec command [args]\n   eg: gosu tianon bash\n       gosu nobody:root bash -c 'whoami && id'\n       gosu 1000:1 id\n\n",
);
export const suExec = stepDown('su-exec', 'Usage: su-exec user-spec command [args]\n');
