import { OK, RedisError, type Reply } from '../reply.ts';
import { type CommandContext, type CommandTable, integer, read, slice, syntaxError, write } from './context.ts';

type End = 'left' | 'right';

function push({ keys }: CommandContext, key: string, items: readonly string[], end: End, onlyExisting = false): Reply {
  if (onlyExisting && !keys.typed(key, 'list')) return 0;
  const list = keys.ensure(key, () => ({ type: 'list', items: [] }), 'list');
  for (const item of items) {
    if (end === 'left') list.items.unshift(item);
    else list.items.push(item);
  }
  return list.items.length;
}

export function pop({ keys }: CommandContext, key: string, end: End): string | undefined {
  const list = keys.typed(key, 'list');
  const item = end === 'left' ? list?.items.shift() : list?.items.pop();
  keys.deleteIfEmpty(key);
  return item;
}

function popCount(context: CommandContext, [key = '', count]: readonly string[], end: End): Reply {
  if (count === undefined) return pop(context, key, end) ?? null;
  const wanted = integer(count);
  if (wanted < 0) throw new RedisError('ERR value is out of range, must be positive');
  if (!context.keys.typed(key, 'list')) return null;
  const items: string[] = [];
  for (let item: string | undefined; items.length < wanted && (item = pop(context, key, end)) !== undefined; )
    items.push(item);
  return items;
}

function side(text: string | undefined): End {
  const name = text?.toLowerCase();
  if (name !== 'left' && name !== 'right') throw syntaxError();
  return name;
}

function move(context: CommandContext, from: string, to: string, take: End, give: End): Reply {
  context.keys.typed(to, 'list');
  const item = pop(context, from, take);
  if (item === undefined) return null;
  push(context, to, [item], give);
  return item;
}

function indexIn(length: number, index: number): number {
  return index < 0 ? length + index : index;
}

export const LISTS: CommandTable = {
  lpush: write(-3, (context, [key = '', ...items]) => push(context, key, items, 'left')),
  rpush: write(-3, (context, [key = '', ...items]) => push(context, key, items, 'right')),
  lpushx: write(-3, (context, [key = '', ...items]) => push(context, key, items, 'left', true)),
  rpushx: write(-3, (context, [key = '', ...items]) => push(context, key, items, 'right', true)),
  lpop: write(-2, (context, args) => popCount(context, args, 'left')),
  rpop: write(-2, (context, args) => popCount(context, args, 'right')),
  rpoplpush: write(3, (context, [from = '', to = '']) => move(context, from, to, 'right', 'left')),
  lmove: write(5, (context, [from = '', to = '', take, give]) => move(context, from, to, side(take), side(give))),
  llen: read(2, ({ keys }, [key = '']) => keys.typed(key, 'list')?.items.length ?? 0),
  lrange: read(4, ({ keys }, [key = '', from, to]) => {
    const [first, last] = [integer(from), integer(to)];
    const items = keys.typed(key, 'list')?.items ?? [];
    const range = slice(items.length, first, last);
    return range ? items.slice(range[0], range[1] + 1) : [];
  }),
  lindex: read(3, ({ keys }, [key = '', index]) => {
    const items = keys.typed(key, 'list')?.items ?? [];
    return items[indexIn(items.length, integer(index))] ?? null;
  }),
  lset: write(4, ({ keys }, [key = '', index, value = '']) => {
    const list = keys.typed(key, 'list');
    if (!list) throw new RedisError('ERR no such key');
    const at = indexIn(list.items.length, integer(index));
    if (at < 0 || at >= list.items.length) throw new RedisError('ERR index out of range');
    list.items[at] = value;
    return OK;
  }),
  lrem: write(4, ({ keys }, [key = '', count, value = '']) => {
    const wanted = integer(count);
    const list = keys.typed(key, 'list');
    if (!list) return 0;
    let removed = 0;
    const most = wanted === 0 ? list.items.length : Math.abs(wanted);
    for (let i = 0; i < list.items.length && removed < most; ) {
      const at = wanted < 0 ? list.items.length - 1 - i : i;
      if (list.items[at] === value) {
        list.items.splice(at, 1);
        removed++;
      } else i++;
    }
    keys.deleteIfEmpty(key);
    return removed;
  }),
  ltrim: write(4, ({ keys }, [key = '', from, to]) => {
    const [first, last] = [integer(from), integer(to)];
    const list = keys.typed(key, 'list');
    if (!list) return OK;
    const range = slice(list.items.length, first, last);
    list.items.splice(0, list.items.length, ...(range ? list.items.slice(range[0], range[1] + 1) : []));
    keys.deleteIfEmpty(key);
    return OK;
  }),
  linsert: write(5, ({ keys }, [key = '', where = '', pivot = '', value = '']) => {
    const name = where.toUpperCase();
    if (name !== 'BEFORE' && name !== 'AFTER') throw syntaxError();
    const list = keys.typed(key, 'list');
    if (!list) return 0;
    const at = list.items.indexOf(pivot);
    if (at < 0) return -1;
    list.items.splice(name === 'AFTER' ? at + 1 : at, 0, value);
    return list.items.length;
  }),
};
