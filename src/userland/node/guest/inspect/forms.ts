import type { ModuleFactory } from '../globals.ts';
import type { CollectionsModule } from './collections.ts';
import type { Context, Entries, Key, Show } from './context.ts';
import type { ErrorsModule } from './errors.ts';
import type { KindsModule } from './kinds.ts';
import type { NamesModule } from './names.ts';
import type { PropertyModule } from './property.ts';
import type { TextModule } from './text.ts';

/** What one kind of object looks like, before its properties. */
export interface Form {
  readonly braces: [string, string];
  readonly keys: Key[];
  readonly base?: string;
  readonly entries?: Entries;
  /** Its entries may stand in columns. */
  readonly isList?: boolean;
  /** What it is when nothing stands in its braces. */
  readonly bare?: string;
  /** It is its base alone however deep it stands. */
  readonly bareWhenDeep?: boolean;
}

export interface FormsModule {
  of(context: Context, value: object, show: Show, inTypedArray: boolean): Form;
}

/** Which form a value has: by what it is, not by its class. */
export const inspectForms: ModuleFactory = (_host, builtin): FormsModule => {
  const kinds = builtin('internal/inspect/kinds') as unknown as KindsModule;
  const names = builtin('internal/inspect/names') as unknown as NamesModule;
  const property = builtin('internal/inspect/property') as unknown as PropertyModule;
  const collections = builtin('internal/inspect/collections') as unknown as CollectionsModule;
  const errors = builtin('internal/inspect/errors') as unknown as ErrorsModule;
  const text = builtin('internal/inspect/text') as unknown as TextModule;
  const { prefix } = names;

  /** What can be iterated over. */
  const iterable = (
    context: Context,
    value: object,
    className: string | null,
    tag: string,
    show: Show,
  ): Form | undefined => {
    const sized = (kind: string, size: number, entries: Entries): Form => {
      const before = prefix(className, tag, kind, `(${size})`);
      const keys = property.keysOf(value, context.showHidden);
      return { braces: [`${before}{`, '}'], keys, entries, ...(size === 0 && { bare: `${before}{}` }) };
    };
    if (Array.isArray(value)) {
      const before = className === 'Array' && tag === '' ? '' : prefix(className, tag, 'Array', `(${value.length})`);
      const entries = collections.array((inside, array, level, index) =>
        property.show(inside, array, level, index, 'element', show),
      );
      const keys = property.keysBesideElements(value, context.showHidden);
      return {
        braces: [`${before}[`, ']'],
        keys,
        entries,
        isList: true,
        ...(value.length === 0 && { bare: `${before}[]` }),
      };
    }
    if (kinds.isSet!(value)) return sized('Set', (value as Set<unknown>).size, collections.set);
    if (kinds.isMap!(value)) return sized('Map', (value as Map<unknown, unknown>).size, collections.map);
    if (kinds.isTypedArray!(value)) {
      const { length } = value as unknown as ArrayLike<number>;
      const before = prefix(className, tag, Object.prototype.toString.call(value).slice(8, -1), `(${length})`);
      const keys = property.keysBesideElements(value, context.showHidden);
      const bare = length === 0 && !context.showHidden && { bare: `${before}[]` };
      return { braces: [`${before}[`, ']'], keys, entries: collections.typedArray, isList: true, ...bare };
    }
    const kind = kinds.isMapIterator!(value) ? 'Map' : kinds.isSetIterator!(value) ? 'Set' : undefined;
    if (kind === undefined) return undefined;
    const rest = collections.rest(value);
    const title = tag === `${kind} Iterator` || tag === '' ? `${kind} Iterator` : `${tag}] [${kind} Iterator`;
    return {
      braces: [`[${rest.pairs ? title.replace(/Iterator$/, 'Entries') : title}] {`, '}'],
      keys: property.keysOf(value, context.showHidden).filter((key) => key !== 'next'),
      entries: collections.iterator(rest),
    };
  };

  const boxed = (context: Context, value: object, className: string | null, tag: string, keys: Key[]): Form => {
    const primitive = (value as { valueOf(): unknown }).valueOf.call(value);
    const type =
      typeof primitive === 'bigint' ? 'BigInt' : Object.prototype.toString.call(Object(primitive)).slice(8, -1);
    if (type === 'String') keys.splice(0, (primitive as string).length);
    const of = className === type ? '' : className === null ? ' (null prototype)' : ` (${className})`;
    const shown = text.primitive((plain) => plain, primitive, context);
    const base = `[${type}${of}: ${shown}]${tag !== '' && tag !== className ? ` [${tag}]` : ''}`;
    return { braces: ['{', '}'], keys, base: keys.length > 0 ? base : context.stylize(base, type.toLowerCase()) };
  };

  const of: FormsModule['of'] = (context, value, show, inTypedArray) => {
    const className = names.constructorName(value);
    const tag = names.tagOf(value, context.showHidden);
    if (Symbol.iterator in value || className === null) {
      const form = iterable(context, value, className, tag, show);
      if (form) return form;
    }
    const keys = property.keysOf(value, context.showHidden);
    const braced = (kind: string, entries?: Entries, more: Key[] = []): Form => ({
      braces: [`${prefix(className, tag, kind)}{`, '}'],
      keys: [...more, ...keys],
      ...(entries && { entries }),
    });
    const based = (kind: string, said: string, style: string): Form => {
      const before = prefix(className, tag, kind);
      const base = before === `${kind} ` ? said : before + said;
      return { braces: ['{', '}'], keys, base: keys.length > 0 ? base : context.stylize(base, style) };
    };
    if (typeof value === 'function') {
      const base = names.functionBase(value, className, tag);
      return { braces: ['{', '}'], keys, base: keys.length > 0 ? base : context.stylize(base, 'special') };
    }
    if (className === 'Object' && !kinds.isNativeError!(value)) {
      const before = kinds.isArgumentsObject!(value)
        ? '[Arguments] '
        : tag === ''
          ? ''
          : prefix(className, tag, 'Object');
      return { braces: [`${before}{`, '}'], keys, bare: `${before}{}` };
    }
    if (kinds.isRegExp!(value))
      return { ...based('RegExp', RegExp.prototype.toString.call(value), 'regexp'), bareWhenDeep: true };
    if (kinds.isDate!(value)) {
      const date = value as Date;
      const said = Number.isNaN(date.getTime()) ? 'Invalid Date' : Date.prototype.toISOString.call(date);
      return based('Date', said, 'date');
    }
    if (value instanceof Error || kinds.isNativeError!(value))
      return { braces: ['{', '}'], keys, base: errors.describe(value as Error, className, tag, context, keys) };
    if (kinds.isAnyArrayBuffer!(value)) {
      const kind = kinds.isArrayBuffer!(value) ? 'ArrayBuffer' : 'SharedArrayBuffer';
      return braced(kind, inTypedArray ? undefined : collections.arrayBuffer, ['byteLength']);
    }
    if (kinds.isDataView!(value)) return braced('DataView', undefined, ['byteLength', 'byteOffset', 'buffer']);
    if (kinds.isPromise!(value)) return braced('Promise', collections.promise);
    if (kinds.isWeakSet!(value)) return braced('WeakSet', collections.unknown);
    if (kinds.isWeakMap!(value)) return braced('WeakMap', collections.unknown);
    if (kinds.isModuleNamespaceObject!(value)) return braced('Module');
    if (kinds.isBoxedPrimitive!(value)) return boxed(context, value, className, tag, keys);
    const before = names.plainPrefix(value, className, tag);
    return { braces: [`${before}{`, '}'], keys, bare: `${before}{}` };
  };

  return { of };
};
