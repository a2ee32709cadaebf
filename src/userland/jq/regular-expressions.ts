import { Pattern } from '../regexp/pattern.ts';
import type { Native, Place, Scope } from './environment.ts';
import { values } from './evaluate.ts';
import type { Filter } from './tree.ts';
import { described, JqError, type Json, object } from './values.ts';

type Plain = (input: Json, ...args: Json[]) => Json;

/** The expression, by Oniguruma's flags; `g` asks for all matches. */
function compile(expression: Json, flags: Json): Pattern {
  if (typeof expression !== 'string')
    throw new JqError(`${described(expression)} cannot be matched, as it is not a string`);
  const wanted = flags === null ? '' : flags;
  if (typeof wanted !== 'string') throw new JqError(`${described(wanted)} is not a string`);
  const unknown = /[^gimnpslx]/.exec(wanted);
  if (unknown) throw new JqError(`${wanted} is not a valid modifier string`);
  const source = wanted.includes('x')
    ? expression.replace(/\\.|\s+|#.*$/gm, (part) => (part[0] === '\\' ? part : ''))
    : expression;
  // A dot matches no line break in Ruby's syntax, and ^ and $ are those of lines.
  const own = `gum${wanted.includes('i') ? 'i' : ''}${/[sp]/.test(wanted) ? 's' : ''}`;
  try {
    return new Pattern(source, own);
  } catch {
    throw new JqError(`${expression} (at offset 0) is not a valid regex: invalid regex`);
  }
}

function* matches(input: Json, expression: Json, flags: Json): Generator<RegExpExecArray> {
  if (typeof input !== 'string') throw new JqError(`${described(input)} cannot be matched, as it is not a string`);
  const pattern = compile(expression, flags);
  const all = typeof flags === 'string' && flags.includes('g');
  for (let match = pattern.exec(input); match; match = pattern.exec(input)) {
    yield match;
    if (!all) return;
    if (match[0] === '') pattern.lastIndex = match.index + 1;
    if (pattern.lastIndex > input.length) return;
  }
}

function points(text: string): number {
  return [...text].length;
}

/** The names of the groups, in order; null for one without. */
function namesOf(expression: string): (string | null)[] {
  return [...expression.matchAll(/\\.|\[(?:\\.|[^\]])*\]|\((?:\?<([A-Za-z_]\w*)>|(?!\?))/g)]
    .filter(([whole]) => whole.startsWith('('))
    .map(([, name]) => name ?? null);
}

function matchObject(match: RegExpExecArray, expression: string): Json {
  const { input, index } = match;
  const offset = points(input.slice(0, index));
  const names = namesOf(expression);
  const captures = match.slice(1).map((part: string | undefined, at) => {
    const place = part === undefined ? -1 : offset + points(input.slice(index, input.indexOf(part, index)));
    return object([
      ['offset', place],
      ['length', part === undefined ? 0 : points(part)],
      ['string', part ?? null],
      ['name', names[at] ?? null],
    ]);
  });
  return object([
    ['offset', offset],
    ['length', points(match[0])],
    ['string', match[0]],
    ['captures', captures],
  ]);
}

/** Either an expression and flags, or one array of both. */
function given(expression: Json, flags: Json): [Json, Json] {
  return Array.isArray(expression) ? [expression[0] ?? null, expression[1] ?? flags] : [expression, flags];
}

/** What the replacements of `sub` see: the named captures. */
function capturesOf(match: RegExpExecArray, expression: string): Json {
  return object(
    namesOf(expression).flatMap((name, at): [string, Json][] => (name === null ? [] : [[name, match[at + 1] ?? null]])),
  );
}

function* substituted(place: Place, args: readonly Filter[], scope: Scope): Generator<Place> {
  const [expression, replacement, flags] = args as [Filter, Filter, Filter];
  for (const flag of values(flags, place.value, scope)) {
    for (const source of values(expression, place.value, scope)) {
      const found = [...matches(place.value, source, flag)];
      const build = function* (index: number, from: number): Generator<string> {
        const match = found[index];
        const input = place.value as string;
        if (!match) {
          yield input.slice(from);
          return;
        }
        for (const text of values(replacement, capturesOf(match, source as string), scope)) {
          if (typeof text !== 'string')
            throw new JqError(`${described(capturesOf(match, source as string))} cannot be added to a string`);
          for (const rest of build(index + 1, match.index + match[0].length)) {
            yield input.slice(from, match.index) + text + rest;
          }
        }
      };
      for (const text of build(0, 0)) yield { value: text, path: undefined };
    }
  }
}

export function regexBuiltins(plain: (call: Plain) => Native): Record<string, Native> {
  return {
    'test/2': plain((input, expression, flags) => {
      const [source, own] = given(expression!, flags!);
      return matches(input, source, own).next().done !== true;
    }),
    'match/2': function* (place, [expression, flags], scope) {
      for (const flag of values(flags!, place.value, scope)) {
        for (const one of values(expression!, place.value, scope)) {
          const [source, own] = given(one, flag);
          for (const match of matches(place.value, source, own))
            yield { value: matchObject(match, source as string), path: undefined };
        }
      }
    },
    'split/2': plain((input, expression, flags) => {
      const parts: string[] = [];
      let from = 0;
      for (const match of matches(input, expression!, `g${(flags as string | null) ?? ''}`)) {
        parts.push((input as string).slice(from, match.index));
        from = match.index + match[0].length;
      }
      return [...parts, (input as string).slice(from)];
    }),
    'sub/3': substituted,
  };
}
