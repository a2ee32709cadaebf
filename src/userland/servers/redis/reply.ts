import { bytesFromBinary } from '../../commands/common/binary.ts';

/** A status like OK, sent as a simple string. */
export class Status {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An error the client is told of; `message` begins with its code. */
export class RedisError extends Error {}

/** An array that is not there (an aborted EXEC, a BLPOP that timed out). */
export const NO_ARRAY: unique symbol = Symbol('no array');

/** What version 3 of the protocol tells apart and version 2 sends as an array or a string. */
export class Typed {
  readonly kind: 'map' | 'set' | 'push' | 'double' | 'pairs';
  /** As version 2 has it: names and values in turn. */
  readonly plain: readonly Reply[] | string;

  constructor(kind: Typed['kind'], plain: readonly Reply[] | string) {
    this.kind = kind;
    this.plain = plain;
  }
}

type Simple = number | string | null | Status | RedisError | typeof NO_ARRAY;

/** A reply. Strings are byte strings; null is the absent string. */
export type Reply = Simple | Typed | readonly Reply[];

/** What a client of version 2 reads. */
export type Received = Simple | readonly Received[];

export const OK = new Status('OK');

export type Protocol = 2 | 3;

/** https://redis.io/docs/latest/develop/reference/protocol-spec/ */
export function encodeReply(reply: Reply, protocol: Protocol = 2): Uint8Array {
  return bytesFromBinary(replyText(reply, protocol));
}

function replyText(reply: Reply, protocol: Protocol): string {
  if (reply === null || reply === NO_ARRAY) return protocol === 3 ? '_\r\n' : reply === null ? '$-1\r\n' : '*-1\r\n';
  if (typeof reply === 'number') return `:${reply}\r\n`;
  if (typeof reply === 'string') return `$${reply.length}\r\n${reply}\r\n`;
  if (reply instanceof Status) return `+${reply.text}\r\n`;
  if (reply instanceof RedisError) return `-${reply.message}\r\n`;
  if (reply instanceof Typed) return protocol === 3 ? typedText(reply) : replyText(reply.plain, 2);
  return aggregate('*', reply.length, reply, protocol);
}

function typedText({ kind, plain }: Typed): string {
  if (typeof plain === 'string') return `,${plain}\r\n`;
  if (kind === 'map') return aggregate('%', plain.length / 2, plain, 3);
  if (kind === 'set') return aggregate('~', plain.length, plain, 3);
  if (kind === 'push') return aggregate('>', plain.length, plain, 3);
  const pairs: Reply[] = [];
  for (let at = 0; at < plain.length; at += 2) pairs.push(plain.slice(at, at + 2));
  return aggregate('*', pairs.length, pairs, 3);
}

function aggregate(sign: string, length: number, items: readonly Reply[], protocol: Protocol): string {
  return `${sign}${length}\r\n${items.map((item) => replyText(item, protocol)).join('')}`;
}

export function encodeCommand(words: readonly string[]): Uint8Array {
  return encodeReply(words);
}
