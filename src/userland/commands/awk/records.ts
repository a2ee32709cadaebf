import { compilePattern } from '../../regexp/posix.ts';
import type { Context } from '../common/context.ts';
import { LineReader, openInput } from '../common/input.ts';

/** Reads records from a descriptor as RS says: a character, paragraphs (empty), or an expression. */
export class RecordReader {
  readonly #lines: LineReader;
  readonly #context: Context;
  readonly #fd: number;
  #rest: string | undefined;

  constructor(context: Context, fd: number) {
    this.#context = context;
    this.#fd = fd;
    this.#lines = new LineReader(context, fd);
  }

  static open(context: Context, path: string): RecordReader {
    return new RecordReader(context, openInput(context, path));
  }

  close(): void {
    if (this.#fd !== 0) this.#context.sys.close(this.#fd);
  }

  async next(separator: string): Promise<string | undefined> {
    if (separator === '\n' && this.#rest === undefined) return this.#lines.next();
    // other separators: the whole input is taken apart in memory
    this.#rest ??= await this.#remaining();
    if (separator === '') {
      const text = this.#rest.replace(/^\n+/, '');
      if (text === '') {
        this.#rest = '';
        return undefined;
      }
      const end = /\n\n+/.exec(text);
      this.#rest = end ? text.slice(end.index + end[0].length) : '';
      return end ? text.slice(0, end.index) : text.replace(/\n$/, '');
    }
    if (this.#rest === '') return undefined;
    const end =
      separator.length === 1
        ? literal(this.#rest, separator)
        : compilePattern(separator, { extended: true, escapes: true }).exec(this.#rest);
    // the last line break is no separator here: it stays
    const record = end ? this.#rest.slice(0, end.index) : this.#rest;
    this.#rest = end ? this.#rest.slice(end.index + end[0].length) : '';
    if (!end && record === '') return undefined;
    return record;
  }

  async #remaining(): Promise<string> {
    const parts: string[] = [];
    for (let line = await this.#lines.next(); line !== undefined; line = await this.#lines.next()) {
      parts.push(this.#lines.terminated ? `${line}\n` : line);
    }
    return parts.join('');
  }
}

function literal(text: string, separator: string): { index: number; 0: string } | null {
  const index = text.indexOf(separator);
  return index < 0 ? null : { index, 0: separator };
}
