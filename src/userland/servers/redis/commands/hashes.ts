import { OK, RedisError, type Reply, Typed } from '../reply.ts';
import { type CommandContext, type CommandTable, float, floatText, integer, read, write } from './context.ts';

function fields({ keys }: CommandContext, key: string): Map<string, string> {
  return keys.typed(key, 'hash')?.fields ?? new Map<string, string>();
}

function ensure({ keys }: CommandContext, key: string): Map<string, string> {
  return keys.ensure(key, () => ({ type: 'hash', fields: new Map() }), 'hash').fields;
}

function set(context: CommandContext, [key = '', ...pairs]: readonly string[], name: string): number {
  if (pairs.length % 2 !== 0) throw new RedisError(`ERR wrong number of arguments for '${name}' command`);
  const hash = ensure(context, key);
  const before = hash.size;
  for (let i = 0; i < pairs.length; i += 2) hash.set(pairs[i]!, pairs[i + 1]!);
  return hash.size - before;
}

export const HASHES: CommandTable = {
  hset: write(-4, (context, args) => set(context, args, 'hset')),
  hmset: write(-4, (context, args) => {
    set(context, args, 'hmset');
    return OK;
  }),
  hsetnx: write(4, (context, [key = '', field = '', value = '']) => {
    if (fields(context, key).has(field)) return 0;
    ensure(context, key).set(field, value);
    return 1;
  }),
  hget: read(3, (context, [key = '', field = '']) => fields(context, key).get(field) ?? null),
  hmget: read(-3, (context, [key = '', ...names]) => {
    const hash = fields(context, key);
    return names.map((name) => hash.get(name) ?? null);
  }),
  hgetall: read(2, (context, [key = '']): Reply => new Typed('map', [...fields(context, key)].flat())),
  hdel: write(-3, (context, [key = '', ...names]) => {
    const hash = fields(context, key);
    const removed = names.filter((name) => hash.delete(name)).length;
    context.keys.deleteIfEmpty(key);
    return removed;
  }),
  hlen: read(2, (context, [key = '']) => fields(context, key).size),
  hexists: read(3, (context, [key = '', field = '']) => Number(fields(context, key).has(field))),
  hkeys: read(2, (context, [key = '']) => [...fields(context, key).keys()]),
  hvals: read(2, (context, [key = '']) => [...fields(context, key).values()]),
  hstrlen: read(3, (context, [key = '', field = '']) => fields(context, key).get(field)?.length ?? 0),
  hincrby: write(4, (context, [key = '', field = '', by]) => {
    const step = integer(by);
    const old = fields(context, key).get(field) ?? '0';
    if (!/^-?\d+$/.test(old)) throw new RedisError('ERR hash value is not an integer');
    const value = Number(old) + step;
    ensure(context, key).set(field, String(value));
    return value;
  }),
  hincrbyfloat: write(4, (context, [key = '', field = '', by]) => {
    const value = floatText(float(fields(context, key).get(field) ?? '0') + float(by));
    ensure(context, key).set(field, value);
    return value;
  }),
};
