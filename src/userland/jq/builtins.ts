import { strftime } from '../commands/common/time/strftime.ts';
import { localTime, type TimeZone } from '../commands/common/time/zone.ts';
import type { Native, Place, Scope } from './environment.ts';
import { pathsOf, run, values } from './evaluate.ts';
import { formatted, textOf } from './formats.ts';
import { deletePaths, getPath, indexed, indicesOf, setPath } from './paths.ts';
import { printed } from './print.ts';
import { JsonFault, readOne } from './read.ts';
import { regexBuiltins } from './regular-expressions.ts';
import type { Filter } from './tree.ts';
import { compare, described, isObject, isTrue, JqError, type Json, kindOf, sortedKeys } from './values.ts';

const UTC: TimeZone = { at: () => ({ offset: 0, zone: 'UTC' }) };

/** A function of values: called for every combination of what its arguments give. */
type Plain = (input: Json, ...args: Json[]) => Json;

function plain(call: Plain): Native {
  return function* (place, args, scope) {
    const combine = function* (index: number, given: Json[]): Generator<Place> {
      if (index < 0) yield { value: call(place.value, ...given), path: undefined };
      else for (const value of values(args[index]!, place.value, scope)) yield* combine(index - 1, [value, ...given]);
    };
    yield* combine(args.length - 1, []);
  };
}

function wrong(value: Json, what: string): never {
  throw new JqError(`${described(value)} ${what}`);
}

function list(value: Json, what: string): Json[] {
  return Array.isArray(value) ? value : wrong(value, what);
}

function text(value: Json, what: string): string {
  return typeof value === 'string' ? value : wrong(value, what);
}

function number(value: Json, what = 'number required'): number {
  return typeof value === 'number' ? value : wrong(value, what);
}

function keys(value: Json, sorted: boolean): Json[] {
  if (Array.isArray(value)) return value.map((_, index) => index);
  if (!isObject(value)) return wrong(value, 'has no keys');
  return sorted ? sortedKeys(value) : Object.keys(value);
}

function length(value: Json): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return wrong(value, 'has no length');
  if (typeof value === 'number') return Math.abs(value);
  if (typeof value === 'string') return [...value].length;
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

function contains(a: Json, b: Json): boolean {
  if (isObject(a) && isObject(b)) return Object.keys(b).every((key) => key in a && contains(a[key]!, b[key]!));
  if (Array.isArray(a) && Array.isArray(b)) return b.every((one) => a.some((other) => contains(other, one)));
  if (typeof a === 'string' && typeof b === 'string') return a.includes(b);
  if (kindOf(a) !== kindOf(b))
    throw new JqError(`${described(a)} and ${described(b)} cannot have their containment checked`);
  return compare(a, b) === 0;
}

function flatten(value: Json[], depth: number): Json[] {
  if (depth < 0) throw new JqError('flatten depth must not be negative');
  return value.flatMap((item) => (Array.isArray(item) && depth > 0 ? flatten(item, depth - 1) : [item]));
}

function toNumber(value: Json): number {
  if (typeof value === 'number') return value;
  const given = text(value, 'cannot be parsed as a number');
  const read = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(given.trim()) ? Number(given) : Number.NaN;
  if (Number.isNaN(read)) wrong(value, 'cannot be parsed as a number');
  return read;
}

function indices(value: Json, wanted: Json): Json {
  if (value === null) return null;
  if (typeof value === 'string' && typeof wanted === 'string') {
    const found: number[] = [];
    if (wanted === '') return null;
    for (let at = value.indexOf(wanted); at >= 0; at = value.indexOf(wanted, at + 1))
      found.push([...value.slice(0, at)].length);
    return found;
  }
  if (Array.isArray(value)) {
    if (Array.isArray(wanted)) return indicesOf(value, wanted);
    return value.flatMap((item, at) => (compare(item, wanted) === 0 ? [at] : []));
  }
  return indexed(value, wanted);
}

function exploded(value: Json): string {
  if (typeof value !== 'string') throw new JqError('explode input must be a string');
  return value;
}

/** With what a filter gives for each item, for what sorts and groups by it. */
function keyed({ value }: Place, filter: Filter, scope: Scope): { item: Json; key: Json }[] {
  if (!Array.isArray(value))
    throw new JqError(isObject(value) ? `Cannot index object with number` : `Cannot iterate over ${described(value)}`);
  return value.map((item) => ({ item, key: [...values(filter, item, scope)] })).sort((a, b) => compare(a.key, b.key));
}

function by(make: (rows: { item: Json; key: Json }[]) => Json): Native {
  return function* (place, [filter], scope) {
    yield { value: make(keyed(place, filter!, scope)), path: undefined };
  };
}

const SORT = 'cannot be sorted, as it is not an array';

function grouped(rows: { item: Json; key: Json }[]): Json[][] {
  const groups: { key: Json; items: Json[] }[] = [];
  for (const { item, key } of rows) {
    const last = groups.at(-1);
    if (last && compare(last.key, key) === 0) last.items.push(item);
    else groups.push({ key, items: [item] });
  }
  return groups.map(({ items }) => items);
}

function extreme(rows: { item: Json; key: Json }[], sign: 1 | -1): Json {
  let best: { item: Json; key: Json } | undefined;
  for (const row of rows) if (!best || compare(row.key, best.key) * sign >= (sign > 0 ? 0 : 1)) best = row;
  return best?.item ?? null;
}

const self = (rows: Json): { item: Json; key: Json }[] =>
  list(rows, 'cannot be sorted, as it is not an array').map((item) => ({ item, key: item }));

function math(names: readonly string[]): Record<string, Native> {
  return Object.fromEntries(
    names.map((name) => [
      `${name}/0`,
      plain((input) => (Math as unknown as Record<string, (x: number) => number>)[name]!(number(input))),
    ]),
  );
}

/** Seconds as jq's broken down time: year, month from 0, day, hours, minutes, seconds, weekday, day of the year. */
function brokenDown(seconds: number): Json[] {
  const date = new Date(seconds * 1000);
  const start = Date.UTC(date.getUTCFullYear(), 0, 1);
  return [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds() + (seconds - Math.floor(seconds)),
    date.getUTCDay(),
    Math.floor((date.getTime() - start) / 86_400_000),
  ];
}

function mktime(value: Json): number {
  const parts = list(value, 'requires array of 6 numbers').map((part) =>
    number(part, 'requires parsed datetime inputs'),
  );
  const [year = 1970, month = 0, day = 1, hours = 0, minutes = 0, seconds = 0] = parts;
  return Math.floor(Date.UTC(year, month, day, hours, minutes, Math.floor(seconds)) / 1000);
}

function strptime(given: Json, format: Json): Json {
  const source = text(given, 'cannot be parsed as a date');
  const iso = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)Z)?$/.exec(source);
  if (!iso || !['%Y-%m-%dT%H:%M:%SZ', '%Y-%m-%d', '%FT%TZ', '%F'].includes(String(format)))
    throw new JqError(`date "${source}" does not match format "${String(format)}"`);
  const [, ...fields] = iso;
  const [year, month, day, hours, minutes, seconds] = fields.map((field) => Number(field ?? 0));
  return brokenDown(Date.UTC(year!, month! - 1, day!, hours!, minutes!, seconds!) / 1000);
}

export const natives: Record<string, Native> = {
  'empty/0': () => [],
  'not/0': plain((input) => !isTrue(input)),
  'true/0': plain(() => true),
  'false/0': plain(() => false),
  'null/0': plain(() => null),
  'error/0': plain((input) => {
    throw new JqError(input);
  }),
  'error/1': plain((_, message) => {
    throw new JqError(message!);
  }),
  'type/0': plain(kindOf),
  'length/0': plain(length),
  'utf8bytelength/0': plain(
    (input) => new TextEncoder().encode(text(input, 'only strings have UTF-8 byte length')).length,
  ),
  'keys/0': plain((input) => keys(input, true)),
  'keys_unsorted/0': plain((input) => keys(input, false)),
  'has/1': plain((input, key) => {
    if (isObject(input) && typeof key === 'string') return Object.hasOwn(input, key);
    if (input === null) return false;
    if (Array.isArray(input) && typeof key === 'number') return key >= 0 && key < input.length;
    throw new JqError(
      `Cannot check whether ${kindOf(input)} has a ${typeof key === 'string' ? 'string' : kindOf(key!)} key`,
    );
  }),
  'contains/1': plain((input, other) => contains(input, other!)),
  'tostring/0': plain(textOf),
  'tojson/0': plain((input) => printed(input)),
  'fromjson/0': plain((input) => {
    const given = text(input, 'cannot be parsed as JSON');
    try {
      return readOne(given);
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      throw new JqError(`${error.message} (while parsing '${given}')`);
    }
  }),
  'tonumber/0': plain(toNumber),
  'floor/0': plain((input) => Math.floor(number(input))),
  'round/0': plain((input) => Math.sign(number(input)) * Math.round(Math.abs(number(input)))),
  'fabs/0': plain((input) => Math.abs(number(input))),
  'pow/2': plain((_, base, exponent) => number(base!) ** number(exponent!)),
  'atan2/2': plain((_, y, x) => Math.atan2(number(y!), number(x!))),
  'fmin/2': plain((_, a, b) => Math.min(number(a!), number(b!))),
  'fmax/2': plain((_, a, b) => Math.max(number(a!), number(b!))),
  ...math('ceil sqrt trunc exp log log2 log10 log1p expm1 sin cos tan asin acos atan sinh cosh tanh cbrt'.split(' ')),
  'exp10/0': plain((input) => 10 ** number(input)),
  'exp2/0': plain((input) => 2 ** number(input)),
  'infinite/0': plain(() => Number.POSITIVE_INFINITY),
  'nan/0': plain(() => Number.NaN),
  'isinfinite/0': plain((input) => Math.abs(number(input)) === Number.POSITIVE_INFINITY),
  'isnan/0': plain((input) => Number.isNaN(number(input))),
  'isnormal/0': plain((input) => Number.isFinite(number(input)) && input !== 0),
  'explode/0': plain((input) => Array.from(exploded(input), (char) => char.codePointAt(0)!)),
  'implode/0': plain((input) =>
    list(input, 'cannot be imploded')
      .map((code) => String.fromCodePoint(number(code)))
      .join(''),
  ),
  'ltrimstr/1': plain((input, prefix) =>
    typeof input === 'string' && typeof prefix === 'string' && input.startsWith(prefix)
      ? input.slice(prefix.length)
      : input,
  ),
  'rtrimstr/1': plain((input, suffix) =>
    typeof input === 'string' && typeof suffix === 'string' && suffix !== '' && input.endsWith(suffix)
      ? input.slice(0, -suffix.length)
      : input,
  ),
  'startswith/1': plain((input, prefix) => {
    if (typeof input !== 'string' || typeof prefix !== 'string')
      throw new JqError('startswith() requires string inputs');
    return input.startsWith(prefix);
  }),
  'endswith/1': plain((input, suffix) => {
    if (typeof input !== 'string' || typeof suffix !== 'string') throw new JqError('endswith() requires string inputs');
    return input.endsWith(suffix);
  }),
  'trim/0': plain((input) => text(input, 'cannot be trimmed').trim()),
  'ltrim/0': plain((input) => text(input, 'cannot be trimmed').trimStart()),
  'rtrim/0': plain((input) => text(input, 'cannot be trimmed').trimEnd()),
  'split/1': plain((input, separator) => {
    if (typeof input !== 'string' || typeof separator !== 'string')
      throw new JqError('split input and separator must be strings');
    return input === '' ? [] : input.split(separator);
  }),
  'join/1': plain((input, separator) =>
    list(input, 'cannot be iterated over')
      .map((item) => {
        if (item !== null && typeof item === 'object')
          throw new JqError(`${described(separator!)} and ${described(item)} cannot be added`);
        return item === null ? '' : textOf(item);
      })
      .join(text(separator!, 'cannot be added')),
  ),
  'reverse/0': plain((input) => {
    if (typeof input === 'string') return [...input].reverse().join('');
    return input === null ? [] : [...list(input, 'cannot be reversed, as it is not an array')].reverse();
  }),
  'flatten/0': plain((input) => flatten(list(input, 'cannot be flattened'), Number.POSITIVE_INFINITY)),
  'flatten/1': plain((input, depth) => flatten(list(input, 'cannot be flattened'), number(depth!))),
  'sort/0': plain((input) => [...list(input, SORT)].sort(compare)),
  'sort_by/1': by((rows) => rows.map(({ item }) => item)),
  'group_by/1': by(grouped),
  'unique/0': plain((input) => grouped(self([...list(input, SORT)].sort(compare))).map(([first]) => first!)),
  'unique_by/1': by((rows) => grouped(rows).map(([first]) => first!)),
  'min/0': plain((input) => extreme(self(input), -1)),
  'max/0': plain((input) => extreme(self(input), 1)),
  'min_by/1': by((rows) => rows[0]?.item ?? null),
  'max_by/1': by((rows) => rows.at(-1)?.item ?? null),
  'transpose/0': plain((input) => {
    const rows = list(input, 'cannot be transposed').map((row) => list(row, 'cannot be transposed'));
    const width = Math.max(0, ...rows.map((row) => row.length));
    return Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? null));
  }),
  'indices/1': plain((input, wanted) => indices(input, wanted!)),
  'index/1': plain((input, wanted) => (indices(input, wanted!) as Json[] | null)?.[0] ?? null),
  'rindex/1': plain((input, wanted) => (indices(input, wanted!) as Json[] | null)?.at(-1) ?? null),
  'path/1': function* ({ value }, [filter], scope) {
    for (const path of pathsOf(filter!, value, scope)) yield { value: [...path], path: undefined };
  },
  'getpath/1': function* (place, [filter], scope) {
    for (const path of values(filter!, place.value, scope)) {
      const keyList = list(path, 'Path must be specified as an array');
      let value: Json = null;
      try {
        value = getPath(place.value, keyList);
      } catch (error) {
        if (!place.path) throw error;
      }
      yield { value, path: place.path && [...place.path, ...keyList] };
    }
  },
  'setpath/2': plain((input, path, value) =>
    setPath(input, list(path!, 'Path must be specified as an array'), () => value!),
  ),
  'delpaths/1': plain((input, paths) =>
    deletePaths(
      input,
      list(paths!, 'Paths must be specified as an array').map((path) =>
        list(path, 'Path must be specified as an array'),
      ),
    ),
  ),
  'range/1': function* ({ value }, [to], scope) {
    for (const end of values(to!, value, scope)) {
      for (let i = 0; i < number(end, 'Range bounds must be numeric'); i++) yield { value: i, path: undefined };
    }
  },
  'range/2': function* ({ value }, [from, to], scope) {
    for (const start of values(from!, value, scope)) {
      for (const end of values(to!, value, scope)) {
        for (let i = number(start); i < number(end); i++) yield { value: i, path: undefined };
      }
    }
  },
  'range/3': function* ({ value }, [from, to, step], scope) {
    for (const start of values(from!, value, scope)) {
      for (const end of values(to!, value, scope)) {
        for (const by of values(step!, value, scope)) {
          const [last, move] = [number(end), number(by)];
          if (move === 0) continue;
          for (let i = number(start); move > 0 ? i < last : i > last; i += move) yield { value: i, path: undefined };
        }
      }
    }
  },
  'first/1': function* (place, [filter], scope) {
    for (const one of run(filter!, place, scope)) {
      yield one;
      return;
    }
  },
  'last/1': function* (place, [filter], scope) {
    let last: Place | undefined;
    for (const one of run(filter!, place, scope)) last = one;
    if (last) yield last;
  },
  'limit/2': function* (place, [count, filter], scope) {
    for (const most of values(count!, place.value, scope)) {
      let left = number(most);
      if (left <= 0) continue;
      for (const one of run(filter!, place, scope)) {
        yield one;
        if (--left <= 0) break;
      }
    }
  },
  'skip/2': function* (place, [count, filter], scope) {
    for (const some of values(count!, place.value, scope)) {
      let left = number(some);
      for (const one of run(filter!, place, scope)) if (left-- <= 0) yield one;
    }
  },
  'until/2': function* (place, [test, update], scope) {
    const go = function* (from: Place): Generator<Place> {
      let at = from;
      for (;;) {
        if (isTrue(values(test!, at.value, scope).next().value ?? null)) {
          yield at;
          return;
        }
        const next = run(update!, at, scope).next();
        if (next.done) return;
        at = next.value;
      }
    };
    yield* go(place);
  },
  'isempty/1': function* ({ value }, [filter], scope) {
    yield { value: values(filter!, value, scope).next().done === true, path: undefined };
  },
  'now/0': (_, __, scope) => [{ value: scope.runtime.now() / 1000, path: undefined }],
  'input/0': (_, __, scope) => {
    const value = scope.runtime.next();
    if (value === undefined) throw new JqError('No more inputs');
    return [{ value, path: undefined }];
  },
  'input_filename/0': (_, __, scope) => [{ value: scope.runtime.file, path: undefined }],
  'debug/0': (place, _, scope) => {
    scope.runtime.complain(`["DEBUG:",${printed(place.value)}]\n`);
    return [place];
  },
  'stderr/0': (place, _, scope) => {
    scope.runtime.complain(printed(place.value));
    return [place];
  },
  'mktime/0': plain(mktime),
  'gmtime/0': plain((input) => brokenDown(number(input))),
  'localtime/0': plain((input) => brokenDown(number(input))),
  'strptime/1': plain((input, format) => strptime(input, format!)),
  'strftime/1': plain((input, format) => {
    const seconds = typeof input === 'number' ? input : mktime(input);
    return strftime(text(format!, 'requires a string format'), localTime(seconds * 1000, UTC));
  }),
  'format/1': plain((input, name) => formatted(text(name!, 'is not a valid format'), input)),
  'halt_error/1': plain((input, status) => {
    throw new Halt(input, number(status!));
  }),
  'halt/0': plain(() => {
    throw new Halt(undefined, 0);
  }),
  'input_line_number/0': (_, __, scope) => [{ value: scope.runtime.line, path: undefined }],
  ...regexBuiltins(plain),
};

/** `halt` and `halt_error`: the end of the program. */
export class Halt {
  readonly value: Json | undefined;
  readonly status: number;
  constructor(value: Json | undefined, status: number) {
    this.value = value;
    this.status = status;
  }
}
