import { isErrno } from '../../../kernel/errno.ts';
import { executableFormat } from '../../../kernel/executable.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { decode } from '../text.ts';
import { foregroundGroup, waitForeground } from './foreground.ts';
import { forkShell } from './fork.ts';
import { ShellExit } from './outcome.ts';
import type { Redirection } from './redirect.ts';
import type { Shell } from './shell.ts';
import { runText } from './source.ts';
import { chain } from './waiting.ts';

/** Runs a command that is a file: in a child, or (`tail`) in place of this process. */
export function runExternal(
  shell: Shell,
  argv: string[],
  source: string,
  tail: boolean,
  made: Redirection | undefined,
): MaybePromise<number> {
  const env = shell.variables.exports();
  if (shell.capture) return captured(shell, argv, env);
  if (tail && shell.traps.size === 0) return replace(shell, argv, env);
  let pid: number;
  try {
    pid = start(shell, argv, env);
  } catch (error) {
    return notStarted(shell, argv, error);
  }
  made?.undo();
  return waitForeground(shell, [pid], source, foregroundGroup(shell, pid));
}

function start(shell: Shell, argv: string[], env: Map<string, string>): number {
  const { sys, options } = shell;
  const group = options.monitor && shell.subshells === 0 ? { processGroup: 0, foreground: shell.terminal } : {};
  try {
    return sys.spawn({ argv, env: new Map(env), ...group });
  } catch (error) {
    const script = isErrno(error, 'ENOEXEC') ? findScript(shell, argv[0]!) : undefined;
    if (script === undefined) throw error;
    return forkShell(shell, (child) => runScript(child, argv, script), group);
  }
}

/** Takes this process's place. */
export function replace(shell: Shell, argv: string[], env: Map<string, string>): MaybePromise<number> {
  try {
    shell.sys.exec(argv, new Map(env));
  } catch (error) {
    if (!isErrno(error)) throw error;
    const script = error.code === 'ENOEXEC' ? findScript(shell, argv[0]!) : undefined;
    if (script !== undefined) {
      return chain(runScript(shell, argv, script), (status) => {
        throw new ShellExit(status);
      });
    }
    return notStarted(shell, argv, error);
  }
}

/** A file without a format is a script of this shell (POSIX 2.9.1.1), unless it is machine code. */
function findScript(shell: Shell, name: string): string | undefined {
  const path = findInPath(shell.sys, name, shell.variables.get('PATH') ?? '');
  if (path === undefined) return undefined;
  const bytes = shell.sys.readFile(path);
  return executableFormat(bytes).kind === 'unknown' && !bytes.subarray(0, 80).includes(0) ? decode(bytes) : undefined;
}

function runScript(shell: Shell, argv: string[], text: string): MaybePromise<number> {
  shell.name = argv[0]!;
  shell.scriptFile = true;
  shell.positional = argv.slice(1);
  shell.variables.keepExported();
  shell.functions.clear();
  shell.aliases.clear();
  return runText(shell, text);
}

/** In an in-process command substitution: the output of the child is gathered. */
async function captured(shell: Shell, argv: string[], env: Map<string, string>): Promise<number> {
  const { sys } = shell;
  const [read, write] = sys.pipe();
  sys.setCloseOnExec(read, true);
  let pid: number;
  const fds = new Map<number, number>();
  for (const fd of sys.descriptors()) if (fd < 10 && fd !== read && fd !== write) fds.set(fd, fd);
  fds.set(1, write);
  try {
    pid = sys.spawn({ argv, env: new Map(env), fds });
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
    else text = name.includes('/') ? error.message : 'command not found';
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

/** The file a command name stands for, or undefined. */
export function findInPath(sys: SystemCalls, name: string, path: string): string | undefined {
  const runnable = (file: string): boolean => {
    try {
      return sys.stat(file).kind === 'file' && sys.access(file, 'x');
    } catch {
      return false;
    }
  };
  if (name.includes('/')) return runnable(name) ? name : undefined;
  for (const directory of path.split(':')) {
    const file = directory ? `${directory.replace(/\/$/, '')}/${name}` : `./${name}`;
    if (runnable(file)) return file;
  }
  return undefined;
}
