import { isErrno, KernelError } from '../../../kernel/errno.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { TooComplex } from '../../regexp/too-complex.ts';
import { Output } from './output.ts';
import { quote, quoteIfNeeded } from './quote.ts';

/** Whose manners a command has: busybox's applet or the GNU program (coreutils, findutils, procps …). */
export type Flavour = 'busybox' | 'gnu';

/** A command's body. What it answers is its exit status; nothing means `context.status`. */
export type Command = (context: Context) => MaybePromise<number | undefined>;

/** Ends a command from anywhere; the message, if any, is printed after the command's name. */
export class Exit extends Error {
  readonly status: number;

  constructor(status: number, message = '') {
    super(message);
    this.status = status;
  }
}

/** The applets of busybox that say of a file they cannot read only `x: reason`. */
const NAMES_ONLY = new Set(
  'base32 base64 cmp comm cut expand fold hd hexdump nl od paste rev strings tac unexpand xxd'.split(' '),
);

/** One run of a command: its arguments, its output and the words it complains with. */
export class Context {
  readonly sys: SystemCalls;
  /** What error messages begin with. */
  readonly name: string;
  readonly args: readonly string[];
  readonly flavour: Flavour;
  readonly out: Output;
  status = 0;
  /** What wrong use is answered with where that is no hint at --help. */
  usage: string | undefined;

  constructor(sys: SystemCalls, name: string, args: readonly string[], flavour: Flavour) {
    this.sys = sys;
    this.name = name;
    this.args = args;
    this.flavour = flavour;
    this.out = new Output(sys);
  }

  get gnu(): boolean {
    return this.flavour === 'gnu';
  }

  print(text: string): void {
    this.out.text(text);
  }

  /** A message on standard error after the command's name. */
  warn(message: string): void {
    this.out.text(`${this.name}: ${message}\n`, 2);
  }

  /** Warns, and the command will end with status 1 (or the one given). */
  fail(message: string, status = 1): void {
    this.warn(message);
    this.status = status;
  }

  /** `cannot VERB 'PATH': reason` (GNU) or `can't VERB 'PATH': reason` (busybox). */
  cannot(verb: string, path: string, error: unknown): void {
    this.fail(`${this.gnu ? 'cannot' : "can't"} ${verb} ${this.quote(path)}: ${reason(error)}`);
  }

  /** A file that cannot be read: `x: reason` (GNU) or `can't open 'x': reason` (busybox). */
  cannotOpen(path: string, error: unknown, status = 1): void {
    if (!this.gnu && NAMES_ONLY.has(this.name)) {
      this.failed(path, error, status);
      return;
    }
    this.fail(this.gnu ? `${quoteIfNeeded(path)}: ${reason(error)}` : `can't open '${path}': ${reason(error)}`, status);
  }

  /** `x: reason`, as perror would. */
  failed(path: string, error: unknown, status = 1): void {
    this.fail(`${this.gnu ? quoteIfNeeded(path) : path}: ${reason(error)}`, status);
  }

  quote(text: string): string {
    return this.gnu ? quote(text) : `'${text}'`;
  }

  /** Refuses the arguments; GNU programs point to --help. */
  misuse(message: string, status = 1): never {
    throw new Exit(status, this.gnu ? `${message}\n${this.hint()}` : message);
  }

  hint(): string {
    return this.usage ?? `Try '${this.name} --help' for more information.`;
  }
}

/** The strerror text of a failed system call; anything else is thrown on. */
export function reason(error: unknown): string {
  if (error instanceof KernelError) return error.message;
  throw error;
}

/** Runs a command in a process and answers its exit status, everything written. */
export function runCommand(
  command: Command,
  sys: SystemCalls,
  name: string,
  args: readonly string[],
  flavour: Flavour,
): MaybePromise<number> {
  const context = new Context(sys, name, args, flavour);
  let result: MaybePromise<number | undefined>;
  try {
    result = command(context);
  } catch (error) {
    return finish(context, failure(context, error));
  }
  if (result instanceof Promise) return finishLater(context, result);
  return finish(context, result ?? context.status);
}

async function finishLater(context: Context, result: Promise<number | undefined>): Promise<number> {
  let status: number;
  try {
    status = (await result) ?? context.status;
  } catch (error) {
    status = failure(context, error);
  }
  return finish(context, status);
}

function finish(context: Context, status: number): MaybePromise<number> {
  try {
    const waiting = context.out.flush();
    return waiting
      ? waiting.then(
          () => status,
          (error) => writeFailure(context, error),
        )
      : status;
  } catch (error) {
    return writeFailure(context, error);
  }
}

function failure(context: Context, error: unknown): number {
  if (error instanceof Exit) {
    if (error.message) context.warn(error.message);
    return error.status;
  }
  if (error instanceof TooComplex) {
    context.warn(error.message);
    return 2;
  }
  if (!isErrno(error)) throw error;
  if (error.code === 'EPIPE' || error.code === 'ENOSPC') return writeFailure(context, error);
  context.warn(error.path === undefined ? error.message : `${error.path}: ${error.message}`);
  return 1;
}

function writeFailure(context: Context, error: unknown): number {
  context.out.discard();
  context.warn(`write error: ${reason(error)}`);
  try {
    const waiting = context.out.flush();
    if (waiting) waiting.catch(() => undefined);
  } catch (again) {
    if (!isErrno(again)) throw again;
  }
  return 1;
}
