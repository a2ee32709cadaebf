import type { Context } from '../common/context.ts';

/** Where lines go: standard output or the file being edited, and the files of w. */
export class SedOutput {
  readonly #context: Context;
  readonly #separator: string;
  readonly #files = new Map<string, number>();
  #fd = 1;
  /** The line printed last ended without a newline: GNU adds it before the next. */
  #unfinished = false;

  constructor(context: Context, separator: string) {
    this.#context = context;
    this.#separator = separator;
  }

  /** Opens a file of w, which is there even if nothing is written. */
  open(path: string): void {
    this.#files.set(path, this.#open(path));
  }

  #open(path: string): number {
    if (path === '/dev/stdout') return 1;
    if (path === '/dev/stderr') return 2;
    return this.#context.sys.open(path, { write: true, create: true, truncate: true });
  }

  /** Lines go to that descriptor from now on. */
  redirect(fd: number): void {
    this.#fd = fd;
  }

  get isRedirected(): boolean {
    return this.#fd !== 1;
  }

  /** Another file begins: what the last one left open is none of it. */
  begin(): void {
    this.#unfinished = false;
  }

  /** Whoever edited a file has written it. */
  async close(): Promise<void> {
    await this.#context.out.flush();
    this.#context.sys.close(this.#fd);
    this.#fd = 1;
  }

  print(text: string, terminated = true): void {
    const end = terminated ? this.#separator : '';
    this.#context.out.binary(`${this.#unfinished ? this.#separator : ''}${text}${end}`, this.#fd);
    this.#unfinished = !terminated;
  }

  raw(text: string): void {
    this.#context.out.binary(`${this.#unfinished ? this.#separator : ''}${text}`, this.#fd);
    this.#unfinished = false;
  }

  write(path: string, text: string): void {
    const fd = this.#files.get(path)!;
    if (fd === 1) this.print(text);
    else this.#context.out.binary(text + this.#separator, fd);
  }
}
