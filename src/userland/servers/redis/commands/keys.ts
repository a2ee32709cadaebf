import type { Value } from '../keyspace.ts';
import { OK, RedisError, type Reply, Status } from '../reply.ts';
import { type CommandContext, type CommandTable, globMatcher, integer, read, syntaxError, write } from './context.ts';

function expire(
  context: CommandContext,
  [key = '', time, condition]: readonly string[],
  unit: number,
  absolute: boolean,
): Reply {
  const { keys, now } = context;
  const at = integer(time) * unit + (absolute ? 0 : now());
  if (!keys.has(key)) return 0;
  const old = keys.expiry(key);
  switch ((condition ?? '').toUpperCase()) {
    case '':
      break;
    case 'NX':
      if (old !== undefined) return 0;
      break;
    case 'XX':
      if (old === undefined) return 0;
      break;
    case 'GT':
      if (old === undefined || at <= old) return 0;
      break;
    case 'LT':
      if (old !== undefined && at >= old) return 0;
      break;
    default:
      throw new RedisError(`ERR Unsupported option ${condition}`);
  }
  if (at <= now()) keys.delete(key);
  else keys.setExpiry(key, at);
  return 1;
}

function left({ keys, now }: CommandContext, key: string, show: (at: number, now: number) => number): Reply {
  if (!keys.has(key)) return -2;
  const at = keys.expiry(key);
  return at === undefined ? -1 : show(at, now());
}

function rename({ keys }: CommandContext, from: string, to: string): void {
  const value = keys.get(from);
  if (!value) throw new RedisError('ERR no such key');
  const at = keys.expiry(from);
  keys.delete(from);
  keys.set(to, value);
  keys.setExpiry(to, at);
}

/** All keys at once: with every cursor but 0 there is nothing more. */
function scan({ keys }: CommandContext, [cursor = '', ...options]: readonly string[]): Reply {
  if (!/^\d+$/.test(cursor)) throw new RedisError('ERR invalid cursor');
  let match = (_: string) => true;
  let type: string | undefined;
  for (let i = 0; i < options.length; i += 2) {
    const [name = '', value = ''] = [options[i]?.toUpperCase(), options[i + 1]];
    if (name === 'MATCH') match = globMatcher(value);
    else if (name === 'TYPE') type = value.toLowerCase();
    else if (name === 'COUNT') {
      if (integer(value) < 1) throw syntaxError();
    } else throw syntaxError();
  }
  if (cursor !== '0') return ['0', []];
  return ['0', keys.keys().filter((key) => match(key) && (type === undefined || keys.get(key)?.type === type))];
}

function scanMembers({ keys }: CommandContext, key: string, cursor: string, type: 'hash' | 'set'): Reply {
  if (!/^\d+$/.test(cursor)) throw new RedisError('ERR invalid cursor');
  if (cursor !== '0') return ['0', []];
  const value = keys.typed(key, type);
  if (!value) return ['0', []];
  return ['0', value.type === 'hash' ? [...value.fields].flat() : [...value.members]];
}

function copy(value: Value): Value {
  switch (value.type) {
    case 'string':
      return { ...value };
    case 'list':
      return { type: 'list', items: [...value.items] };
    case 'hash':
      return { type: 'hash', fields: new Map(value.fields) };
    case 'set':
      return { type: 'set', members: new Set(value.members) };
    case 'zset':
      return { type: 'zset', scores: new Map(value.scores) };
  }
}

const COMPACT = 128;
const COMPACT_TEXT = 64;

/** OBJECT ENCODING by the default thresholds. */
function encoding(value: Value): string {
  const small = (texts: Iterable<string>, count: number) =>
    count <= COMPACT && [...texts].every((text) => text.length <= COMPACT_TEXT);
  switch (value.type) {
    case 'string':
      return /^-?(0|[1-9]\d{0,18})$/.test(value.text) ? 'int' : value.text.length <= 44 ? 'embstr' : 'raw';
    case 'list':
      return small(value.items, value.items.length) ? 'listpack' : 'quicklist';
    case 'hash':
      return small([...value.fields].flat(), value.fields.size) ? 'listpack' : 'hashtable';
    case 'set':
      if ([...value.members].every((member) => /^-?(0|[1-9]\d*)$/.test(member)) && value.members.size <= 512)
        return 'intset';
      return small(value.members, value.members.size) ? 'listpack' : 'hashtable';
    case 'zset':
      return small(value.scores.keys(), value.scores.size) ? 'listpack' : 'skiplist';
  }
}

export const KEYS: CommandTable = {
  del: write(-2, ({ keys }, names) => names.filter((name) => keys.delete(name)).length),
  unlink: write(-2, ({ keys }, names) => names.filter((name) => keys.delete(name)).length),
  exists: read(-2, ({ keys }, names) => names.filter((name) => keys.has(name)).length),
  touch: read(-2, ({ keys }, names) => names.filter((name) => keys.has(name)).length),
  type: read(2, ({ keys }, [key = '']) => new Status(keys.get(key)?.type ?? 'none')),
  keys: read(2, ({ keys }, [pattern = '']) => keys.keys().filter(globMatcher(pattern))),
  scan: read(-2, scan),
  hscan: read(-3, (context, [key = '', cursor = '']) => scanMembers(context, key, cursor, 'hash')),
  sscan: read(-3, (context, [key = '', cursor = '']) => scanMembers(context, key, cursor, 'set')),
  randomkey: read(1, ({ keys, random }) => keys.keys()[Math.floor(random() * keys.size)] ?? null),
  dbsize: read(1, ({ keys }) => keys.size),
  flushdb: write(-1, ({ keys }) => {
    keys.clear();
    return OK;
  }),
  expire: write(-3, (context, args) => expire(context, args, 1000, false)),
  pexpire: write(-3, (context, args) => expire(context, args, 1, false)),
  expireat: write(-3, (context, args) => expire(context, args, 1000, true)),
  pexpireat: write(-3, (context, args) => expire(context, args, 1, true)),
  ttl: read(2, (context, [key = '']) => left(context, key, (at, now) => Math.round((at - now) / 1000))),
  pttl: read(2, (context, [key = '']) => left(context, key, (at, now) => Math.round(at - now))),
  expiretime: read(2, (context, [key = '']) => left(context, key, (at) => Math.floor(at / 1000))),
  pexpiretime: read(2, (context, [key = '']) => left(context, key, (at) => Math.round(at))),
  persist: write(2, ({ keys }, [key = '']) => {
    if (keys.expiry(key) === undefined) return 0;
    keys.setExpiry(key, undefined);
    return 1;
  }),
  rename: write(3, (context, [from = '', to = '']) => {
    rename(context, from, to);
    return OK;
  }),
  renamenx: write(3, (context, [from = '', to = '']) => {
    if (!context.keys.has(from)) throw new RedisError('ERR no such key');
    if (context.keys.has(to)) return 0;
    rename(context, from, to);
    return 1;
  }),
  copy: write(-3, ({ keys }, [from = '', to = '', option]) => {
    const value = keys.get(from);
    if (!value || (keys.has(to) && option?.toUpperCase() !== 'REPLACE')) return 0;
    keys.set(to, copy(value));
    keys.setExpiry(to, keys.expiry(from));
    return 1;
  }),
  object: read(-2, ({ keys }, [what = '', key = '']) => {
    if (what.toUpperCase() !== 'ENCODING') throw new RedisError(`ERR drydock: not simulated: OBJECT ${what}`);
    const value = keys.get(key);
    if (!value) return null;
    return encoding(value);
  }),
};
