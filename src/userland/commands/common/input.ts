import { KernelError } from '../../../kernel/errno.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
import { binaryFromBytes } from './binary.ts';
import type { Context } from './context.ts';

/** Opens an operand for reading, `-` being standard input. Directories fail with EISDIR. */
export function openInput(context: Context, path: string): number {
  if (path === '-') return 0;
  const fd = context.sys.open(path, { read: true });
  if (context.sys.fstat(fd).kind === 'directory') {
    context.sys.close(fd);
    throw new KernelError('EISDIR', path);
  }
  return fd;
}

export function closeInput(context: Context, fd: number): void {
  if (fd !== 0) context.sys.close(fd);
}

/** Next bytes of `fd`; writes out what was printed before it waits. Empty at the end. */
export function readChunk(context: Context, fd: number, max?: number): MaybePromise<Uint8Array> {
  const draining = context.out.drain();
  if (draining) return draining.then(() => readChunk(context, fd, max));
  const breath = context.sys.checkpoint();
  if (breath) return breath.then(() => readChunk(context, fd, max));
  const bytes = context.sys.read(fd, max);
  if (!(bytes instanceof Promise)) return bytes;
  let flushing: MaybePromise<void>;
  try {
    flushing = context.out.flush();
  } catch (error) {
    // the read was begun already: whatever becomes of it is of no interest
    bytes.catch(() => undefined);
    throw error;
  }
  if (!flushing) return bytes;
  bytes.catch(() => undefined);
  return flushing.then(() => bytes);
}

/** The whole of an operand as a byte string. */
export async function readWhole(context: Context, path: string): Promise<string> {
  const fd = openInput(context, path);
  const bytes = context.sys.readAll(fd);
  const whole = binaryFromBytes(bytes instanceof Promise ? await bytes : bytes);
  closeInput(context, fd);
  return whole;
}

/** Lines without their terminators (a trailing terminator makes no empty last line). */
export function splitLines(whole: string, separator = '\n'): string[] {
  if (whole === '') return [];
  const lines = whole.split(separator);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Calls `each` with every operand's descriptor; a file that cannot be opened is reported and skipped. */
export async function eachInput(
  context: Context,
  paths: readonly string[],
  each: (fd: number, path: string) => MaybePromise<void>,
): Promise<void> {
  for (const path of paths.length > 0 ? paths : ['-']) {
    let fd: number;
    try {
      fd = openInput(context, path);
    } catch (error) {
      context.cannotOpen(path, error);
      continue;
    }
    await each(fd, path);
    closeInput(context, fd);
  }
}

/** Reads a descriptor line by line as byte strings. */
export class LineReader {
  readonly #context: Context;
  readonly #fd: number;
  readonly #separator: string;
  #buffer = '';
  #at = 0;
  #ended = false;
  /** Whether the line given last ended in a separator. */
  terminated = true;

  constructor(context: Context, fd: number, separator = '\n') {
    this.#context = context;
    this.#fd = fd;
    this.#separator = separator;
  }

  /** The next line without its separator, undefined at the end. */
  next(): MaybePromise<string | undefined> {
    const end = this.#buffer.indexOf(this.#separator, this.#at);
    if (end >= 0) {
      const line = this.#buffer.slice(this.#at, end);
      this.#at = end + 1;
      this.terminated = true;
      return line;
    }
    if (this.#ended) {
      if (this.#at >= this.#buffer.length) return undefined;
      const line = this.#buffer.slice(this.#at);
      this.#buffer = '';
      this.#at = 0;
      this.terminated = false;
      return line;
    }
    const chunk = readChunk(this.#context, this.#fd);
    if (chunk instanceof Promise) {
      return chunk.then((bytes) => {
        this.#feed(bytes);
        return this.next();
      });
    }
    this.#feed(chunk);
    return this.next();
  }

  #feed(bytes: Uint8Array): void {
    if (bytes.length === 0) this.#ended = true;
    else {
      this.#buffer = this.#buffer.slice(this.#at) + binaryFromBytes(bytes);
      this.#at = 0;
    }
  }

  /** What was read ahead and not yet given out. */
  rest(): string {
    return this.#buffer.slice(this.#at);
  }
}
