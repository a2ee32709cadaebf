import type { Keyspace } from '../keyspace.ts';
import { RedisError, type Reply } from '../reply.ts';

/** What a command sees. */
export interface CommandContext {
  readonly keys: Keyspace;
  readonly now: () => number;
  /** The number below 1 that randomness is made of. */
  readonly random: () => number;
}

/** A data command: its words behind the name in, a reply out. */
export interface DataCommand {
  /** As Redis counts: with the name; negative for at least. */
  readonly arity: number;
  /** Changes data: is counted for snapshots and goes into the append-only file. */
  readonly writes: boolean;
  readonly run: (context: CommandContext, args: readonly string[]) => Reply;
}

export type CommandTable = Record<string, DataCommand>;

export function read(arity: number, run: DataCommand['run']): DataCommand {
  return { arity, writes: false, run };
}

export function write(arity: number, run: DataCommand['run']): DataCommand {
  return { arity, writes: true, run };
}

const MAX_INTEGER = 2n ** 63n;

export function integer(text: string | undefined): number {
  if (text === undefined || !/^-?(0|[1-9]\d*)$/.test(text)) throw notAnInteger();
  const value = BigInt(text);
  if (value >= MAX_INTEGER || value < -MAX_INTEGER) throw notAnInteger();
  return Number(value);
}

export function notAnInteger(): RedisError {
  return new RedisError('ERR value is not an integer or out of range');
}

export function float(text: string | undefined): number {
  const known = { inf: Infinity, '+inf': Infinity, '-inf': -Infinity }[(text ?? '').toLowerCase()];
  const value = known ?? (text === undefined || text.trim() === '' || /\s/.test(text) ? Number.NaN : Number(text));
  if (Number.isNaN(value)) throw new RedisError('ERR value is not a valid float');
  return value;
}

/** A double as Redis prints it. */
export function floatText(value: number): string {
  if (value === Infinity) return 'inf';
  if (value === -Infinity) return '-inf';
  return Math.abs(value) < 1e21 ? String(Number(value.toPrecision(17))) : String(value);
}

export function syntaxError(): RedisError {
  return new RedisError('ERR syntax error');
}

/** A range of indexes as LRANGE and GETRANGE take them: negative from the end; undefined when empty. */
export function slice(length: number, from: number, to: number): [from: number, to: number] | undefined {
  const start = from < 0 ? Math.max(0, length + from) : from;
  const end = Math.min(to < 0 ? length + to : to, length - 1);
  return start > end || start >= length ? undefined : [start, end];
}

/** A glob as KEYS takes it. */
export function globMatcher(pattern: string): (text: string) => boolean {
  let out = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '*') out += '[^]*';
    else if (char === '?') out += '[^]';
    else if (char === '[') {
      const end = pattern.indexOf(']', i + 1);
      if (end < 0) out += '\\[';
      else {
        out += `[${pattern.slice(i + 1, end).replace(/\\(?!\])/g, '\\\\')}]`;
        i = end;
      }
    } else
      out += (char === '\\' && i + 1 < pattern.length ? pattern[++i]! : char).replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  }
  const matcher = new RegExp(`^${out}$`);
  return (text) => matcher.test(text);
}
