import { isErrno, type KernelError } from '../../../kernel/errno.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
import type { OpenFlags } from '../../../kernel/system-calls.ts';
import { encode } from '../../../kernel/text.ts';
import { expandWords, wordText } from '../expand/expand.ts';
import type { Redirect } from '../grammar/tree.ts';
import type { Shell } from './shell.ts';
import { chain } from './waiting.ts';

/** A redirection that could not be made; the message is complete but for the shell's prefix. */
export class RedirectFailure extends Error {}

/** Descriptors as they were: fd → saved copy, or undefined when it was closed. */
export class Redirection {
  private readonly saved: [number, number | undefined][] = [];
  private readonly shell: Shell;
  private readonly capture: string[] | undefined;
  private readonly keep: boolean;

  constructor(shell: Shell, keep: boolean) {
    this.shell = shell;
    this.capture = shell.capture;
    this.keep = keep;
  }

  save(fd: number): void {
    if (fd === 1) this.shell.capture = undefined;
    if (this.keep || this.saved.some(([known]) => known === fd)) return;
    const { sys } = this.shell;
    try {
      const copy = sys.dup(fd, 10);
      sys.setCloseOnExec(copy, true);
      this.saved.push([fd, copy]);
    } catch (error) {
      if (!isErrno(error, 'EBADF')) throw error;
      this.saved.push([fd, undefined]);
    }
  }

  /** The saved copy of a descriptor. */
  savedCopy(fd: number): number | undefined {
    return this.saved.find(([known]) => known === fd)?.[1];
  }

  /** Whether `exec` made the changes stay. */
  kept = false;

  /** `exec >file`: the changes stay. */
  forget(): void {
    this.kept = true;
    for (const [, copy] of this.saved) if (copy !== undefined) this.shell.sys.close(copy);
    this.saved.length = 0;
  }

  undo(): void {
    const { sys } = this.shell;
    if (!this.keep) this.shell.capture = this.capture;
    for (const [fd, copy] of this.saved.reverse()) {
      if (copy === undefined) closeQuietly(this.shell, fd);
      else {
        sys.dup2(copy, fd);
        sys.close(copy);
      }
    }
    this.saved.length = 0;
  }
}

function closeQuietly(shell: Shell, fd: number): void {
  try {
    shell.sys.close(fd);
  } catch (error) {
    if (!isErrno(error, 'EBADF')) throw error;
  }
}

/** Makes the redirections in order. Throws RedirectFailure with all undone. */
export function redirect(shell: Shell, list: readonly Redirect[], keep = false): MaybePromise<Redirection> {
  const made = new Redirection(shell, keep);
  const step = (index: number): MaybePromise<Redirection> => {
    for (let at = index; at < list.length; at++) {
      const wait = one(shell, list[at]!, made);
      if (wait) return wait.then(() => step(at + 1));
    }
    return made;
  };
  try {
    const result = step(0);
    if (!(result instanceof Promise)) return result;
    return result.catch((error) => {
      made.undo();
      throw error;
    });
  } catch (error) {
    made.undo();
    throw error;
  }
}

function one(shell: Shell, node: Redirect, made: Redirection): Promise<void> | undefined {
  const done = chain(targetOf(shell, node), (target) => apply(shell, node, target, made));
  return done instanceof Promise ? done : undefined;
}

/** bash expands a file's name like any word, and wants one. */
function targetOf(shell: Shell, { operator, word }: Redirect): MaybePromise<string> {
  if (!shell.dialect.bash || word.literal !== undefined || operator === '<<' || operator === '<<<')
    return wordText(shell, word);
  return chain(expandWords(shell, [word]), ([target, ...more]) => {
    if (target === undefined || more.length > 0) throw new RedirectFailure(`${word.text}: ambiguous redirect`);
    return target;
  });
}

function apply(shell: Shell, node: Redirect, target: string, made: Redirection): MaybePromise<void> {
  if (node.operator === '<<' || node.operator === '<<<') {
    return chain(documentPipe(shell, node.operator === '<<<' ? `${target}\n` : target), (fd) =>
      place(shell, fd, node, made),
    );
  }
  if (node.operator === '<&' || node.operator === '>&') return duplicate(shell, node, target, made);
  if (node.operator === '&>' || node.operator === '&>>') return both(shell, target, node.operator === '&>>', made);
  place(shell, openFile(shell, node.operator, target), node, made);
}

function place(shell: Shell, opened: number, node: Redirect, made: Redirection): void {
  const { sys } = shell;
  if (node.variable) {
    const fd = sys.dup(opened, 10);
    sys.close(opened);
    shell.assign(node.variable, String(fd));
    return;
  }
  if (opened === node.fd) {
    made.save(-1);
    return;
  }
  made.save(node.fd);
  sys.dup2(opened, node.fd);
  sys.close(opened);
}

function both(shell: Shell, target: string, append: boolean, made: Redirection): void {
  const opened = openFile(shell, append ? '>>' : '>', target);
  made.save(1);
  made.save(2);
  shell.sys.dup2(opened, 1);
  shell.sys.dup2(opened, 2);
  shell.sys.close(opened);
}

function duplicate(shell: Shell, node: Redirect, target: string, made: Redirection): void {
  const { sys, dialect } = shell;
  if (target === '-') {
    if (node.variable) {
      closeQuietly(shell, Number(shell.variables.get(node.variable)));
      return;
    }
    made.save(node.fd);
    closeQuietly(shell, node.fd);
    return;
  }
  const move = dialect.bash ? /^(\d+)-$/.exec(target) : undefined;
  if (!/^\d+$/.test(target) && !move) {
    if (dialect.extended && node.operator === '>&' && node.fd === 1) {
      both(shell, target, false, made);
      return;
    }
    if (dialect.flavour === 'dash') throw new RedirectFailure(`Bad fd number`);
    throw new RedirectFailure(dialect.bash ? `${target}: ambiguous redirect` : `syntax error: bad fd number`);
  }
  const from = Number(move?.[1] ?? target);
  if (from === node.fd && sys.descriptors().includes(from)) return;
  let copy: number;
  try {
    copy = sys.dup(from, 10);
  } catch (error) {
    if (!isErrno(error, 'EBADF')) throw error;
    const text = dialect.flavour === 'dash' ? 'Bad file descriptor' : error.message;
    throw new RedirectFailure(`${from}: ${text}`);
  }
  made.save(node.fd);
  sys.dup2(copy, node.fd);
  sys.close(copy);
  if (move) {
    made.save(from);
    closeQuietly(shell, from);
  }
}

const FLAGS: Record<string, OpenFlags> = {
  '<': { read: true },
  '<>': { read: true, write: true, create: true },
  '>': { write: true, create: true, truncate: true },
  '>|': { write: true, create: true, truncate: true },
  '>>': { write: true, create: true, append: true },
};

function openFile(shell: Shell, operator: string, target: string): number {
  const reading = operator === '<';
  try {
    if (operator === '>' && shell.options.noclobber && existsAsFile(shell, target)) {
      throw new RedirectFailure(noclobber(shell, target));
    }
    return shell.sys.open(target, FLAGS[operator]!, 0o666);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new RedirectFailure(openFailure(shell, target, error, reading));
  }
}

function existsAsFile(shell: Shell, path: string): boolean {
  try {
    return shell.sys.stat(path).kind === 'file';
  } catch {
    return false;
  }
}

function noclobber(shell: Shell, target: string): string {
  if (shell.dialect.bash) return `${target}: cannot overwrite existing file`;
  return shell.dialect.flavour === 'dash'
    ? `cannot create ${target}: File exists`
    : `can't create ${target}: File exists`;
}

function openFailure(shell: Shell, target: string, error: KernelError, reading: boolean): string {
  const { flavour } = shell.dialect;
  if (flavour === 'bash') return `${target}: ${error.message}`;
  let { message } = error;
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
    if (reading) message = flavour === 'dash' ? 'No such file' : 'no such file';
    else message = flavour === 'dash' ? 'Directory nonexistent' : 'nonexistent directory';
  }
  const verb = flavour === 'dash' ? 'cannot' : "can't";
  return `${verb} ${reading ? 'open' : 'create'} ${target}: ${message}`;
}

/** Fits into any pipe at once. */
const PIPE_ROOM = 16_384;

/** A pipe that holds the text; a helper process writes what does not fit. */
function documentPipe(shell: Shell, text: string): MaybePromise<number> {
  const { sys } = shell;
  const [read, write] = sys.pipe();
  const bytes = encode(text);
  if (bytes.length <= PIPE_ROOM) {
    return chain(sys.write(write, bytes), () => {
      sys.close(write);
      return read;
    });
  }
  sys.fork(async (child) => {
    child.close(read);
    await child.write(write, bytes);
    return 0;
  });
  sys.close(write);
  return read;
}
