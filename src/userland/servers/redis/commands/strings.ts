import { OK, RedisError, type Reply } from '../reply.ts';
import {
  type CommandContext,
  type CommandTable,
  float,
  floatText,
  integer,
  read,
  slice,
  syntaxError,
  write,
} from './context.ts';

function get({ keys }: CommandContext, key: string): string | undefined {
  return keys.typed(key, 'string')?.text;
}

function put({ keys }: CommandContext, key: string, text: string, keepTime = false): void {
  keys.set(key, { type: 'string', text }, keepTime);
}

const MILLISECONDS: Record<string, number> = { EX: 1000, PX: 1, EXAT: 1000, PXAT: 1 };

/** Milliseconds since the epoch at which EX, PX, EXAT or PXAT makes a key end. */
function expiryFrom({ now }: CommandContext, option: string, text: string | undefined, command: string): number {
  const count = integer(text);
  if (count <= 0) throw new RedisError(`ERR invalid expire time in '${command}' command`);
  return count * MILLISECONDS[option]! + (option.endsWith('AT') ? 0 : now());
}

function set(context: CommandContext, [key = '', value = '', ...options]: readonly string[]): Reply {
  const { keys } = context;
  let condition: string | undefined;
  let expiresAt: number | undefined;
  let keepTime = false;
  let wantsOld = false;
  for (let i = 0; i < options.length; i++) {
    const option = options[i]!.toUpperCase();
    if (option === 'NX' || option === 'XX') {
      if (condition !== undefined && condition !== option) throw syntaxError();
      condition = option;
    } else if (option === 'GET') wantsOld = true;
    else if (option === 'KEEPTTL') keepTime = true;
    else if (MILLISECONDS[option] !== undefined && expiresAt === undefined) {
      expiresAt = expiryFrom(context, option, options[++i], 'set');
    } else throw syntaxError();
  }
  if (keepTime && expiresAt !== undefined) throw syntaxError();
  const old = wantsOld ? (get(context, key) ?? null) : null;
  if (condition !== undefined && keys.has(key) !== (condition === 'XX')) return wantsOld ? old : null;
  put(context, key, value, keepTime);
  if (expiresAt !== undefined) keys.setExpiry(key, expiresAt);
  return wantsOld ? old : OK;
}

function add(context: CommandContext, key: string, by: number): Reply {
  const value = integer(get(context, key) ?? '0') + by;
  if (!Number.isSafeInteger(value)) throw new RedisError('ERR increment or decrement would overflow');
  put(context, key, String(value), true);
  return value;
}

function setPairs(context: CommandContext, args: readonly string[], name: string): void {
  if (args.length % 2 !== 0) throw new RedisError(`ERR wrong number of arguments for '${name}' command`);
  for (let i = 0; i < args.length; i += 2) put(context, args[i]!, args[i + 1]!);
}

export const STRINGS: CommandTable = {
  get: read(2, (context, [key = '']) => get(context, key) ?? null),
  set: write(-3, set),
  setnx: write(3, (context, [key = '', value = '']) => {
    if (context.keys.has(key)) return 0;
    put(context, key, value);
    return 1;
  }),
  setex: write(4, (context, [key = '', time, value = '']) => {
    const at = expiryFrom(context, 'EX', time, 'setex');
    put(context, key, value);
    context.keys.setExpiry(key, at);
    return OK;
  }),
  psetex: write(4, (context, [key = '', time, value = '']) => {
    const at = expiryFrom(context, 'PX', time, 'psetex');
    put(context, key, value);
    context.keys.setExpiry(key, at);
    return OK;
  }),
  getset: write(3, (context, [key = '', value = '']) => {
    const old = get(context, key) ?? null;
    put(context, key, value);
    return old;
  }),
  getdel: write(2, (context, [key = '']) => {
    const old = get(context, key) ?? null;
    context.keys.delete(key);
    return old;
  }),
  getex: write(-2, (context, [key = '', option = '', time]) => {
    const value = get(context, key) ?? null;
    if (option.toUpperCase() === 'PERSIST') context.keys.setExpiry(key, undefined);
    else if (option !== '') {
      if (MILLISECONDS[option.toUpperCase()] === undefined) throw syntaxError();
      context.keys.setExpiry(key, expiryFrom(context, option.toUpperCase(), time, 'getex'));
    }
    return value;
  }),
  mget: read(-2, ({ keys }, names) =>
    names.map((name) => {
      const value = keys.get(name);
      return value?.type === 'string' ? value.text : null;
    }),
  ),
  mset: write(-3, (context, args) => {
    setPairs(context, args, 'mset');
    return OK;
  }),
  msetnx: write(-3, (context, args) => {
    if (args.some((key, index) => index % 2 === 0 && context.keys.has(key))) return 0;
    setPairs(context, args, 'msetnx');
    return 1;
  }),
  incr: write(2, (context, [key = '']) => add(context, key, 1)),
  decr: write(2, (context, [key = '']) => add(context, key, -1)),
  incrby: write(3, (context, [key = '', by]) => add(context, key, integer(by))),
  decrby: write(3, (context, [key = '', by]) => add(context, key, -integer(by))),
  incrbyfloat: write(3, (context, [key = '', by]) => {
    const value = floatText(float(get(context, key) ?? '0') + float(by));
    put(context, key, value, true);
    return value;
  }),
  append: write(3, (context, [key = '', text = '']) => {
    const value = (get(context, key) ?? '') + text;
    put(context, key, value, true);
    return value.length;
  }),
  strlen: read(2, (context, [key = '']) => get(context, key)?.length ?? 0),
  getrange: read(4, (context, [key = '', from, to]) => {
    const text = get(context, key) ?? '';
    const range = slice(text.length, integer(from), integer(to));
    return range ? text.slice(range[0], range[1] + 1) : '';
  }),
  setrange: write(4, (context, [key = '', offset, text = '']) => {
    const at = integer(offset);
    if (at < 0) throw new RedisError('ERR offset is out of range');
    const old = get(context, key) ?? '';
    if (text === '') return old.length;
    const value = old.padEnd(at, '\0').slice(0, at) + text + old.slice(at + text.length);
    put(context, key, value, true);
    return value.length;
  }),
};
