import { concat } from '../../../../kernel/bytes.ts';
import type { SystemCalls } from '../../../../kernel/system-calls.ts';

/** The lines of a descriptor, read as far as they are wanted. */
export class LineSource {
  readonly lines: string[] = [];
  ended = false;
  readonly #sys: SystemCalls;
  readonly #fd: number;
  readonly #decoder = new TextDecoder();
  #rest = '';

  constructor(sys: SystemCalls, fd: number) {
    this.#sys = sys;
    this.#fd = fd;
  }

  /** Bytes of the first `count` lines. */
  bytesOf(count: number): number {
    const encoder = new TextEncoder();
    let bytes = 0;
    for (let at = 0; at < count; at++) bytes += encoder.encode(this.lines[at]).length + 1;
    return this.ended && this.#rest !== '' && count === this.lines.length ? bytes - 1 : bytes;
  }

  /** A file that has ended may have grown since. */
  resume(): void {
    if (!this.ended) return;
    this.ended = false;
    if (this.#rest !== '') this.lines.pop();
  }

  /** Reads until there are `count` lines or no more. */
  async want(count: number): Promise<void> {
    while (!this.ended && this.lines.length < count) {
      await this.#sys.checkpoint();
      const bytes = await this.#sys.read(this.#fd);
      if (bytes.length === 0) {
        this.ended = true;
        if (this.#rest !== '') this.lines.push(this.#rest);
        return;
      }
      const parts = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n');
      this.#rest = parts.pop()!;
      for (const part of parts) this.lines.push(part);
    }
  }
}

/** Copies a descriptor to standard output: what a pager does when that is no terminal. */
export async function copyOut(sys: SystemCalls, fd: number): Promise<void> {
  for (;;) {
    await sys.checkpoint();
    const bytes = await sys.read(fd);
    if (bytes.length === 0) return;
    await sys.write(1, concat([bytes]));
  }
}

/** The terminal whose keys drive a pager: standard input may be what is shown. */
export function keyboard(sys: SystemCalls): number | undefined {
  if (sys.exists('/dev/tty')) {
    try {
      return sys.open('/dev/tty', { read: true, write: true });
    } catch {
      // no controlling terminal
    }
  }
  return [2, 1, 0].find((fd) => sys.isatty(fd));
}
