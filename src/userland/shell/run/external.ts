import { isErrno } from '../../../kernel/errno.ts';
import { executableFormat } from '../../../kernel/executable.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { decode } from '../../../kernel/text.ts';
import { findInPath } from './command-table.ts';
import { foregroundGroup, waitForeground } from './foreground.ts';
import { cannotFork, forkShell } from './fork.ts';
import { ShellExit } from './outcome.ts';
import type { Redirection } from './redirect.ts';
import type { Shell } from './shell.ts';
import { runText } from './source.ts';
import { chain } from './waiting.ts';

/** Runs a command that is a file: in a child, or (`tail`) in place of this process; `searched` instead of PATH. */
export function runExternal(
  shell: Shell,
  argv: string[],
  source: string,
  tail: boolean,
  made: Redirection | undefined,
  searched?: string,
): MaybePromise<number> {
  const env = shell.variables.exports();
  const path = fileOf(shell, argv[0]!, searched);
  if (shell.capture) return captured(shell, argv, env, path);
  if (tail && shell.traps.size === 0) return replace(shell, argv, env, path);
  let pid: number;
  try {
    pid = start(shell, argv, env, path);
  } catch (error) {
    const failure = cannotFork(shell, error);
    if (failure) throw failure;
    return notStarted(shell, argv, error);
  }
  made?.undo();
  return waitForeground(shell, [pid], source, foregroundGroup(shell, pid));
}

/** Where the command is known to be; undefined leaves it to the kernel to say what is wrong. */
function fileOf(shell: Shell, name: string, searched: string | undefined): string | undefined {
  if (name === '' || name.includes('/')) return undefined;
  if (searched !== undefined) return findInPath(shell.sys, name, searched);
  // Without PATH nothing is found (busybox then has its default), whatever execvp(3) would do.
  if (shell.variables.get('PATH') === undefined && shell.dialect.flavour !== 'busybox') return `./${name}`;
  return shell.commands.use(shell.sys, name, shell.variables.get('PATH') ?? '');
}

function start(shell: Shell, argv: string[], env: Map<string, string>, path: string | undefined): number {
  const { sys, options } = shell;
  const group = options.monitor && shell.subshells === 0 ? { processGroup: 0, foreground: shell.terminal } : {};
  try {
    return sys.spawn({ argv, path, env: new Map(env), ...group });
  } catch (error) {
    const script = isErrno(error, 'ENOEXEC') ? findScript(shell, argv[0]!, path) : undefined;
    if (script === undefined) throw error;
    return forkShell(shell, (child) => runScript(child, argv, script), group);
  }
}

/** Takes this process's place. */
export function replace(shell: Shell, argv: string[], env: Map<string, string>, path?: string): MaybePromise<number> {
  try {
    shell.sys.exec(argv, new Map(env), path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const script = error.code === 'ENOEXEC' ? findScript(shell, argv[0]!, path) : undefined;
    if (script !== undefined) {
      return chain(runScript(shell, argv, script), (status) => {
        throw new ShellExit(status);
      });
    }
    return notStarted(shell, argv, error);
  }
}

/** A file without a format is a script of this shell (POSIX 2.9.1.1), unless it is machine code. */
function findScript(shell: Shell, name: string, found: string | undefined): string | undefined {
  const path = found ?? findInPath(shell.sys, name, shell.variables.get('PATH') ?? '');
  if (path === undefined) return undefined;
  const bytes = shell.sys.readFile(path);
  return executableFormat(bytes).kind === 'unknown' && !bytes.subarray(0, 80).includes(0) ? decode(bytes) : undefined;
}

function runScript(shell: Shell, argv: string[], text: string): MaybePromise<number> {
  shell.name = argv[0]!;
  shell.sourceFiles = [shell.name];
  shell.scriptFile = true;
  shell.positional = argv.slice(1);
  shell.variables.keepExported();
  shell.functions.clear();
  shell.aliases.clear();
  return runText(shell, text);
}

/** In an in-process command substitution: the output of the child is gathered. */
async function captured(
  shell: Shell,
  argv: string[],
  env: Map<string, string>,
  path: string | undefined,
): Promise<number> {
  const { sys } = shell;
  const [read, write] = sys.pipe();
  sys.setCloseOnExec(read, true);
  let pid: number;
  const fds = new Map<number, number>();
  for (const fd of sys.descriptors()) if (fd < 10 && fd !== read && fd !== write) fds.set(fd, fd);
  fds.set(1, write);
  try {
    pid = sys.spawn({ argv, path, env: new Map(env), fds });
  } catch (error) {
    sys.close(read);
    sys.close(write);
    return notStarted(shell, argv, error);
  }
  sys.close(write);
  shell.capture!.push(decode(await sys.readAll(read)));
  sys.close(read);
  return waitForeground(shell, [pid], argv.join(' '), undefined);
}

function notStarted(shell: Shell, argv: string[], error: unknown): MaybePromise<number> {
  if (!isErrno(error)) throw error;
  const name = argv[0]!;
  const { flavour } = shell.dialect;
  let text: string;
  let status = 126;
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
    status = 127;
    if (flavour !== 'bash') text = 'not found';
    else if (name.includes('/')) text = error.message;
    else {
      const gone = shell.commands.get(name);
      text = gone === undefined ? 'command not found' : error.message;
      if (gone !== undefined) {
        shell.complain(`${gone}: ${text}`);
        return chain(shell.flush(), () => status);
      }
    }
  } else if (error.code === 'ENOEXEC')
    text = flavour === 'bash' ? 'cannot execute binary file: Exec format error' : 'Exec format error';
  else text = flavour === 'bash' && isDirectory(shell.sys, name) ? 'Is a directory' : error.message;
  shell.complain(`${name}: ${text}`);
  return chain(shell.flush(), () => status);
}

function isDirectory(sys: SystemCalls, path: string): boolean {
  try {
    return sys.stat(path).kind === 'directory';
  } catch {
    return false;
  }
}
