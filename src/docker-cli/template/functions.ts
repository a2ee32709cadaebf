import { printValue, toJson } from './print.ts';
import { goPrintf } from './printf.ts';
import { isTrue } from './truth.ts';
import { concrete, type GoType, type GoValue, goBool, goInt, goString, isNil, STRINGS, typeName } from './types.ts';

export interface TemplateFunction {
  readonly least: number;
  readonly most: number;
  call(args: GoValue[]): GoValue;
}

const MANY = Number.POSITIVE_INFINITY;

export const define = (least: number, most: number, call: (args: GoValue[]) => GoValue): TemplateFunction => ({
  least,
  most,
  call,
});

const stringArg = (value: GoValue): string => {
  const { type, value: raw } = concrete(value);
  if (type.kind !== 'string' || type.name)
    throw new Error(`wrong type for value; expected string; got ${typeName(type)}`);
  return String(raw ?? '');
};
const intArg = (value: GoValue): number => {
  const { type, value: raw } = concrete(value);
  if (type.kind !== 'int') throw new Error(`wrong type for value; expected int; got ${typeName(type)}`);
  return Number(raw ?? 0);
};
const onString = (change: (text: string) => string) => define(1, 1, ([text]) => goString(change(stringArg(text!))));

/** text/template's own functions and those docker adds (cli/templates). */
export const templateFunctions: Record<string, TemplateFunction> = {
  and: define(1, MANY, () => goBool(false)),
  or: define(1, MANY, () => goBool(false)),
  not: define(1, 1, ([value]) => goBool(!isTrue(value!))),
  len: define(1, 1, ([value]) => goInt(length(value!))),
  index: define(1, MANY, ([value, ...keys]) => keys.reduce(index, value!)),
  slice: define(1, 4, ([value, ...bounds]) => slice(value!, bounds.map(intArg))),
  print: define(0, MANY, (args) => goString(sprint(args))),
  println: define(0, MANY, (args) => goString(`${args.map((arg) => printValue(arg)).join(' ')}\n`)),
  printf: define(1, MANY, ([format, ...args]) => goString(goPrintf(stringArg(format!), args))),
  html: define(1, MANY, (args) => goString(sprint(args).replace(/[<>&'"]/g, (c) => HTML[c]!))),
  js: define(1, MANY, (args) =>
    goString(
      sprint(args).replace(/['"\\<>&=]/g, (c) =>
        /['"\\]/.test(c) ? `\\${c}` : `\\u00${c.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    ),
  ),
  urlquery: define(1, MANY, (args) => goString(queryEscape(sprint(args)))),
  call: define(1, MANY, () => {
    throw new Error('non-function of type string');
  }),
  eq: define(1, MANY, ([first, ...rest]) => {
    if (rest.length === 0) throw new Error('missing argument for comparison');
    return goBool(rest.some((other) => compare(first!, other, true) === 0));
  }),
  ne: define(2, 2, ([a, b]) => goBool(compare(a!, b!, true) !== 0)),
  lt: define(2, 2, ([a, b]) => goBool(compare(a!, b!, false) < 0)),
  le: define(2, 2, ([a, b]) => goBool(compare(a!, b!, false) <= 0)),
  gt: define(2, 2, ([a, b]) => goBool(compare(a!, b!, false) > 0)),
  ge: define(2, 2, ([a, b]) => goBool(compare(a!, b!, false) >= 0)),
  json: define(1, 1, ([value]) => goString(toJson(value!))),
  split: define(2, 2, ([text, separator]) => ({ type: STRINGS, value: stringArg(text!).split(stringArg(separator!)) })),
  join: define(2, 2, ([list, separator]) => goString(join(list!, stringArg(separator!)))),
  lower: onString((text) => text.toLowerCase()),
  upper: onString((text) => text.toUpperCase()),
  title: onString((text) =>
    text.replace(/(^|[^\p{L}\p{N}_])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase()),
  ),
  pad: define(3, 3, ([text, before, after]) => {
    const shown = stringArg(text!);
    return goString(shown === '' ? shown : ' '.repeat(intArg(before!)) + shown + ' '.repeat(intArg(after!)));
  }),
  truncate: define(2, 2, ([text, size]) => goString(stringArg(text!).slice(0, intArg(size!)))),
};

/** The functions of a header row: what would change a value leaves its title alone. */
export const headerFunctions: Record<string, TemplateFunction> = Object.fromEntries(
  ['json', 'split', 'join', 'title', 'lower', 'upper', 'pad', 'truncate'].map((name) => {
    const { least, most } = templateFunctions[name]!;
    return [name, define(least, most, ([title]) => title!)];
  }),
);

export const functions = (overrides: Partial<Record<string, TemplateFunction>>): Record<string, TemplateFunction> => ({
  ...templateFunctions,
  ...(overrides as Record<string, TemplateFunction>),
});

const HTML: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', "'": '&#39;', '"': '&#34;' };

/** url.QueryEscape: what a browser leaves alone, Go does not. */
const queryEscape = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function sprint(args: readonly GoValue[]): string {
  const isText = (value: GoValue | undefined) => value !== undefined && concrete(value).type.kind === 'string';
  return args.map((arg, i) => (i > 0 && !isText(arg) && !isText(args[i - 1]) ? ' ' : '') + printValue(arg)).join('');
}

function pointed(given: GoValue): GoValue {
  const { type, value } = concrete(given);
  return type.kind === 'pointer' ? concrete({ type: type.element, value }) : { type, value };
}

function length(given: GoValue): number {
  const { type, value } = pointed(given);
  if (isNil({ type, value })) throw new Error('len of nil pointer');
  if (type.kind === 'string') return new TextEncoder().encode(String(value ?? '')).length;
  if (type.kind === 'slice') return ((value as unknown[] | null) ?? []).length;
  if (type.kind === 'map') return Object.keys((value as object | null) ?? {}).length;
  throw new Error(`len of type ${typeName(type)}`);
}

function index(given: GoValue, key: GoValue): GoValue {
  const { type, value } = pointed(given);
  if (isNil({ type, value })) throw new Error('index of untyped nil');
  const by = concrete(key);
  if (type.kind === 'map') {
    if (by.type.kind !== 'string') throw new Error(`value has type ${typeName(by.type)}; should be string`);
    const source = (value as Record<string, unknown> | null) ?? {};
    const name = String(by.value);
    return Object.hasOwn(source, name) ? concrete({ type: type.element, value: source[name] }) : zero(type.element);
  }
  if (type.kind !== 'slice' && type.kind !== 'string') throw new Error(`can't index item of type ${typeName(type)}`);
  if (isNil(by)) throw new Error('cannot index slice/array with nil');
  if (by.type.kind !== 'int') throw new Error(`cannot index slice/array with type ${typeName(by.type)}`);
  const at = Number(by.value);
  const items: ArrayLike<unknown> =
    type.kind === 'string' ? new TextEncoder().encode(String(value ?? '')) : ((value as unknown[] | null) ?? []);
  // Go lets the length itself pass, and then its own library complains.
  if (at === items.length) throw new Error(`reflect: ${type.kind} index out of range`);
  if (at < 0 || at > items.length) throw new Error(`index out of range: ${at}`);
  return type.kind === 'slice' ? concrete({ type: type.element, value: items[at] }) : goInt(Number(items[at]));
}

const zero = (type: GoType): GoValue => ({ type, value: type.kind === 'any' ? undefined : null });

function slice(given: GoValue, bounds: number[]): GoValue {
  const { type, value } = pointed(given);
  const size = length({ type, value });
  const [start = 0, end = size] = bounds;
  for (const bound of [start, end]) if (bound < 0 || bound > size) throw new Error(`index out of range: ${bound}`);
  if (start > end) throw new Error(`invalid slice index: ${start} > ${end}`);
  if (type.kind === 'string') {
    const bytes = new TextEncoder().encode(String(value ?? ''));
    return goString(new TextDecoder().decode(bytes.slice(start, end)));
  }
  return { type, value: ((value as unknown[] | null) ?? []).slice(start, end) };
}

function join(list: GoValue, separator: string): string {
  const { type, value } = pointed(list);
  if (type.kind !== 'slice' || type.element.kind !== 'string')
    throw new Error(`wrong type for value; expected []string; got ${typeName(type)}`);
  return ((value as string[] | null) ?? []).join(separator);
}

function compare(left: GoValue, right: GoValue, equality: boolean): number {
  const a = concrete(left);
  const b = concrete(right);
  const basic = (kind: string) => ['string', 'bool', 'int', 'float'].includes(kind);
  if (equality && (isNil(a) || isNil(b))) return isNil(a) && isNil(b) ? 0 : 1;
  if (!basic(a.type.kind))
    throw new Error(
      equality ? `non-comparable type ${printValue(a)}: ${typeName(a.type)}` : 'invalid type for comparison',
    );
  if (a.type.kind !== b.type.kind)
    throw new Error(`incompatible types for comparison: ${typeName(a.type)} and ${typeName(b.type)}`);
  if (!equality && a.type.kind === 'bool') throw new Error('invalid type for comparison');
  const x = a.value ?? (a.type.kind === 'string' ? '' : a.type.kind === 'bool' ? false : 0);
  const y = b.value ?? (b.type.kind === 'string' ? '' : b.type.kind === 'bool' ? false : 0);
  return (x as number) < (y as number) ? -1 : x === y ? 0 : 1;
}
