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

/** A reply in RESP2. Strings are byte strings; null is the absent string. */
export type Reply = number | string | null | Status | RedisError | typeof NO_ARRAY | readonly Reply[];

export const OK = new Status('OK');

/** https://redis.io/docs/latest/develop/reference/protocol-spec/ (version 2) */
export function encodeReply(reply: Reply): Uint8Array {
  return bytesFromBinary(replyText(reply));
}

function replyText(reply: Reply): string {
  if (reply === null) return '$-1\r\n';
  if (reply === NO_ARRAY) return '*-1\r\n';
  if (typeof reply === 'number') return `:${reply}\r\n`;
  if (typeof reply === 'string') return `$${reply.length}\r\n${reply}\r\n`;
  if (reply instanceof Status) return `+${reply.text}\r\n`;
  if (reply instanceof RedisError) return `-${reply.message}\r\n`;
  return `*${reply.length}\r\n${reply.map(replyText).join('')}`;
}

export function encodeCommand(words: readonly string[]): Uint8Array {
  return encodeReply(words);
}
