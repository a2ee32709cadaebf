import { type Reply, Typed } from '../reply.ts';
import { type CommandContext, type CommandTable, integer, read, write } from './context.ts';

function members({ keys }: CommandContext, key: string): Set<string> {
  return keys.typed(key, 'set')?.members ?? new Set<string>();
}

function combine(context: CommandContext, names: readonly string[], how: 'inter' | 'union' | 'diff'): string[] {
  const [first = new Set<string>(), ...rest] = names.map((name) => members(context, name));
  if (how === 'union') return [...new Set([first, ...rest].flatMap((set) => [...set]))];
  return [...first].filter((member) =>
    how === 'inter' ? rest.every((set) => set.has(member)) : !rest.some((set) => set.has(member)),
  );
}

function store(
  context: CommandContext,
  [target = '', ...names]: readonly string[],
  how: 'inter' | 'union' | 'diff',
): Reply {
  const found = combine(context, names, how);
  context.keys.delete(target);
  if (found.length > 0) context.keys.set(target, { type: 'set', members: new Set(found) });
  return found.length;
}

function pick({ random }: CommandContext, from: readonly string[]): string {
  return from[Math.floor(random() * from.length)]!;
}

export const SETS: CommandTable = {
  sadd: write(-3, ({ keys }, [key = '', ...added]) => {
    const set = keys.ensure(key, () => ({ type: 'set', members: new Set() }), 'set').members;
    const before = set.size;
    for (const member of added) set.add(member);
    return set.size - before;
  }),
  srem: write(-3, (context, [key = '', ...removed]) => {
    const set = members(context, key);
    const count = removed.filter((member) => set.delete(member)).length;
    context.keys.deleteIfEmpty(key);
    return count;
  }),
  smembers: read(2, (context, [key = '']) => new Typed('set', [...members(context, key)])),
  sismember: read(3, (context, [key = '', member = '']) => Number(members(context, key).has(member))),
  smismember: read(-3, (context, [key = '', ...asked]) => {
    const set = members(context, key);
    return asked.map((member) => Number(set.has(member)));
  }),
  scard: read(2, (context, [key = '']) => members(context, key).size),
  spop: write(-2, (context, [key = '', count]) => {
    const set = members(context, key);
    const taken: string[] = [];
    const most = count === undefined ? 1 : integer(count);
    while (taken.length < most && set.size > 0) {
      const member = pick(context, [...set]);
      set.delete(member);
      taken.push(member);
    }
    context.keys.deleteIfEmpty(key);
    return count === undefined ? (taken[0] ?? null) : new Typed('set', taken);
  }),
  srandmember: read(-2, (context, [key = '', count]) => {
    const all = [...members(context, key)];
    if (count === undefined) return all.length === 0 ? null : pick(context, all);
    const wanted = integer(count);
    if (wanted < 0) return all.length === 0 ? [] : Array.from({ length: -wanted }, () => pick(context, all));
    const left = [...all];
    const taken: string[] = [];
    while (taken.length < wanted && left.length > 0)
      taken.push(...left.splice(Math.floor(context.random() * left.length), 1));
    return taken;
  }),
  smove: write(4, (context, [from = '', to = '', member = '']) => {
    if (!members(context, from).delete(member)) return 0;
    context.keys.deleteIfEmpty(from);
    context.keys.ensure(to, () => ({ type: 'set', members: new Set() }), 'set').members.add(member);
    return 1;
  }),
  sinter: read(-2, (context, names) => new Typed('set', combine(context, names, 'inter'))),
  sunion: read(-2, (context, names) => new Typed('set', combine(context, names, 'union'))),
  sdiff: read(-2, (context, names) => new Typed('set', combine(context, names, 'diff'))),
  sinterstore: write(-3, (context, args) => store(context, args, 'inter')),
  sunionstore: write(-3, (context, args) => store(context, args, 'union')),
  sdiffstore: write(-3, (context, args) => store(context, args, 'diff')),
};
