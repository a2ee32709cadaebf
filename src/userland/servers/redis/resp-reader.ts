import type { MaybePromise } from '../../../kernel/program.ts';
import { binaryFromBytes } from '../../commands/common/binary.ts';
import { NO_ARRAY, type Received, RedisError, Status } from './reply.ts';
import { splitWords } from './words.ts';

/** The other side does not speak RESP. */
export class ProtocolError extends Error {}

const MAX_ITEMS = 1024 * 1024;

/** Reads commands and replies from a byte stream. */
export class RespReader {
  readonly #more: () => MaybePromise<Uint8Array>;
  #buffer = '';
  #at = 0;

  constructor(more: () => MaybePromise<Uint8Array>) {
    this.#more = more;
  }

  /** Whether another command may be waiting without reading more. */
  get pending(): boolean {
    return this.#at < this.#buffer.length;
  }

  /** The next command's words; undefined at the end of the stream. An empty line has none. */
  async command(): Promise<string[] | undefined> {
    const line = await this.#line();
    if (line === undefined) return undefined;
    if (!line.startsWith('*')) {
      const words = splitWords(line);
      if (!words) throw new ProtocolError('unbalanced quotes in request');
      return words;
    }
    const count = Number(line.slice(1));
    if (!Number.isInteger(count) || count > MAX_ITEMS) throw new ProtocolError('invalid multibulk length');
    const words: string[] = [];
    for (let index = 0; index < count; index++) {
      const head = await this.#line();
      if (head === undefined) return undefined;
      if (!head.startsWith('$')) throw new ProtocolError(`expected '$', got '${head[0] ?? ''}'`);
      const word = await this.#bulk(Number(head.slice(1)));
      if (word === undefined) return undefined;
      words.push(word);
    }
    return words;
  }

  /** The next reply; undefined at the end of the stream. */
  async reply(): Promise<Received | undefined> {
    const line = await this.#line();
    if (line === undefined) return undefined;
    const rest = line.slice(1);
    switch (line[0]) {
      case '+':
        return new Status(rest);
      case '-':
        return new RedisError(rest);
      case ':':
        return Number(rest);
      case '$':
        return rest === '-1' ? null : this.#bulk(Number(rest));
      case '*': {
        if (rest === '-1') return NO_ARRAY;
        const items: Received[] = [];
        for (let index = 0; index < Number(rest); index++) {
          const item = await this.reply();
          if (item === undefined) return undefined;
          items.push(item);
        }
        return items;
      }
      default:
        throw new ProtocolError(`Protocol error, got ${JSON.stringify(line[0] ?? '')} as reply type byte`);
    }
  }

  async #line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#buffer.indexOf('\n', this.#at);
      if (end >= 0) {
        const line = this.#buffer.slice(this.#at, end).replace(/\r$/, '');
        this.#at = end + 1;
        return line;
      }
      if (!(await this.#fill())) return undefined;
    }
  }

  async #bulk(length: number): Promise<string | undefined> {
    if (!(length >= 0 && length <= 512 * MAX_ITEMS)) throw new ProtocolError('invalid bulk length');
    while (this.#buffer.length - this.#at < length + 2) if (!(await this.#fill())) return undefined;
    const text = this.#buffer.slice(this.#at, this.#at + length);
    this.#at += length + 2;
    return text;
  }

  async #fill(): Promise<boolean> {
    const bytes = await this.#more();
    if (bytes.length === 0) return false;
    this.#buffer = this.#buffer.slice(this.#at) + binaryFromBytes(bytes);
    this.#at = 0;
    return true;
  }
}
