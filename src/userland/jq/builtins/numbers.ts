import type { Native } from '../environment.ts';
import type { Json } from '../values.ts';
import { number, plain, text, wrong } from './plain.ts';

function toNumber(value: Json): number {
  if (typeof value === 'number') return value;
  const given = text(value, 'cannot be parsed as a number');
  const read = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(given.trim()) ? Number(given) : Number.NaN;
  if (Number.isNaN(read)) wrong(value, 'cannot be parsed as a number');
  return read;
}

function math(names: readonly string[]): Record<string, Native> {
  return Object.fromEntries(
    names.map((name) => [
      `${name}/0`,
      plain((input) => (Math as unknown as Record<string, (x: number) => number>)[name]!(number(input))),
    ]),
  );
}

/** Numbers. */
export const numbersBuiltins: Record<string, Native> = {
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
};
