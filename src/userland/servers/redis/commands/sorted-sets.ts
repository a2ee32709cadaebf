import { RedisError, type Reply, Typed } from '../reply.ts';
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

type Pair = readonly [member: string, score: number];

function scores({ keys }: CommandContext, key: string): Map<string, number> {
  return keys.typed(key, 'zset')?.scores ?? new Map<string, number>();
}

function ensure({ keys }: CommandContext, key: string): Map<string, number> {
  return keys.ensure(key, () => ({ type: 'zset', scores: new Map() }), 'zset').scores;
}

function sorted(context: CommandContext, key: string): Pair[] {
  return [...scores(context, key)].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
}

const double = (score: number): Reply => new Typed('double', floatText(score));

function shown(pairs: readonly Pair[], withScores: boolean): Reply {
  if (!withScores) return pairs.map(([member]) => member);
  const flat = pairs.flatMap(([member, score]): Reply[] => [member, double(score)]);
  return new Typed('pairs', flat);
}

/** A bound of BYSCORE: `5`, `(5`, `-inf`. */
function bound(text: string | undefined): { value: number; open: boolean } {
  const open = text?.startsWith('(') ?? false;
  try {
    return { value: float(open ? text?.slice(1) : text), open };
  } catch {
    throw new RedisError('ERR min or max is not a float');
  }
}

function between(pairs: readonly Pair[], low: string | undefined, high: string | undefined): Pair[] {
  const [min, max] = [bound(low), bound(high)];
  return pairs.filter(
    ([, score]) =>
      (min.open ? score > min.value : score >= min.value) && (max.open ? score < max.value : score <= max.value),
  );
}

function range(
  context: CommandContext,
  args: readonly string[],
  forced: { byScore?: boolean; reverse?: boolean },
): Reply {
  const [key = '', first, second, ...options] = args;
  let { byScore = false, reverse = false } = forced;
  let withScores = false;
  let limit: [number, number] | undefined;
  for (let i = 0; i < options.length; i++) {
    const option = options[i]!.toUpperCase();
    if (option === 'WITHSCORES') withScores = true;
    else if (option === 'REV') reverse = true;
    else if (option === 'BYSCORE') byScore = true;
    else if (option === 'LIMIT') limit = [integer(options[++i]), integer(options[++i])];
    else if (option === 'BYLEX') throw new RedisError('ERR drydock: not simulated: BYLEX');
    else throw syntaxError();
  }
  const all = sorted(context, key);
  let found: Pair[];
  if (byScore) {
    found = reverse ? between(all, second, first).reverse() : between(all, first, second);
    if (limit) found = found.slice(limit[0], limit[1] < 0 ? undefined : limit[0] + limit[1]);
  } else {
    if (limit)
      throw new RedisError('ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX');
    if (reverse) all.reverse();
    const part = slice(all.length, integer(first), integer(second));
    found = part ? all.slice(part[0], part[1] + 1) : [];
  }
  return shown(found, withScores);
}

function add(context: CommandContext, [key = '', ...rest]: readonly string[]): Reply {
  const flags = new Set<string>();
  let at = 0;
  while (/^(NX|XX|GT|LT|CH|INCR)$/i.test(rest[at] ?? '')) flags.add(rest[at++]!.toUpperCase());
  const pairs = rest.slice(at);
  if (pairs.length === 0 || pairs.length % 2 !== 0) throw syntaxError();
  const parsed = pairs.flatMap((text, index): Pair[] => (index % 2 === 0 ? [[pairs[index + 1]!, float(text)]] : []));
  const set = ensure(context, key);
  let added = 0;
  let changed = 0;
  let last: number | undefined;
  for (const [member, given] of parsed) {
    const old = set.get(member);
    const score = flags.has('INCR') ? (old ?? 0) + given : given;
    last = undefined;
    if (flags.has('NX') && old !== undefined) continue;
    if (flags.has('XX') && old === undefined) continue;
    if (old !== undefined && ((flags.has('GT') && score <= old) || (flags.has('LT') && score >= old))) continue;
    if (old === undefined) added++;
    else if (old !== score) changed++;
    set.set(member, score);
    last = score;
  }
  context.keys.deleteIfEmpty(key);
  if (flags.has('INCR')) return last === undefined ? null : floatText(last);
  return flags.has('CH') ? added + changed : added;
}

function rank(context: CommandContext, [key = '', member = '']: readonly string[], reverse: boolean): Reply {
  const all = sorted(context, key);
  const at = all.findIndex(([name]) => name === member);
  if (at < 0) return null;
  return reverse ? all.length - 1 - at : at;
}

function popEnd(context: CommandContext, [key = '', count]: readonly string[], highest: boolean): Reply {
  const all = sorted(context, key);
  if (highest) all.reverse();
  const taken = all.slice(0, count === undefined ? 1 : integer(count));
  for (const [member] of taken) scores(context, key).delete(member);
  context.keys.deleteIfEmpty(key);
  const popped = shown(taken, true);
  // Without a count, the one pair is not an array of pairs.
  return count === undefined && popped instanceof Typed ? popped.plain : popped;
}

export const SORTED_SETS: CommandTable = {
  zadd: write(-4, add),
  zrange: read(-4, (context, args) => range(context, args, {})),
  zrevrange: read(-4, (context, args) => range(context, args, { reverse: true })),
  zrangebyscore: read(-4, (context, args) => range(context, args, { byScore: true })),
  zrevrangebyscore: read(-4, (context, args) => range(context, args, { byScore: true, reverse: true })),
  zscore: read(3, (context, [key = '', member = '']) => {
    const score = scores(context, key).get(member);
    return score === undefined ? null : double(score);
  }),
  zrem: write(-3, (context, [key = '', ...removed]) => {
    const set = scores(context, key);
    const count = removed.filter((member) => set.delete(member)).length;
    context.keys.deleteIfEmpty(key);
    return count;
  }),
  zcard: read(2, (context, [key = '']) => scores(context, key).size),
  zcount: read(4, (context, [key = '', low, high]) => between(sorted(context, key), low, high).length),
  zincrby: write(4, (context, [key = '', by, member = '']) => {
    const set = ensure(context, key);
    const score = (set.get(member) ?? 0) + float(by);
    set.set(member, score);
    return double(score);
  }),
  zrank: read(-3, (context, args) => rank(context, args, false)),
  zrevrank: read(-3, (context, args) => rank(context, args, true)),
  zpopmin: write(-2, (context, args) => popEnd(context, args, false)),
  zpopmax: write(-2, (context, args) => popEnd(context, args, true)),
};
