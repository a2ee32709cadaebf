import type { ModuleFactory } from '../globals.ts';
import type { Context, Key, Show } from './context.ts';
import type { NamesModule } from './names.ts';
import type { TextModule } from './text.ts';

/** What a property stands in: an object, or an array of which it is an element. */
export type Place = 'object' | 'element' | 'beside elements';

export interface PropertyModule {
  keysOf(value: object, showHidden: boolean): Key[];
  /** Without an array's indices. */
  keysBesideElements(value: object, showHidden: boolean): Key[];
  show(context: Context, owner: object, level: number, key: Key, place: Place, show: Show, self?: object): string;
  /** Accessors and values that classes above give, which showHidden shows too. */
  inherited(context: Context, value: object, level: number, show: Show): string[];
}

/** Properties: which are shown, and as what. */
export const inspectProperty: ModuleFactory = (_host, builtin): PropertyModule => {
  const text = builtin('internal/inspect/text') as unknown as TextModule;
  const { isBuiltin } = builtin('internal/inspect/names') as unknown as NamesModule;

  const symbolsOf = (value: object, showHidden: boolean): symbol[] => {
    const symbols = Object.getOwnPropertySymbols(value);
    if (showHidden || symbols.length === 0) return symbols;
    return symbols.filter((key) => Object.prototype.propertyIsEnumerable.call(value, key));
  };
  const namesOf = (value: object, showHidden: boolean) =>
    showHidden ? Object.getOwnPropertyNames(value) : Object.keys(value);
  const keysOf = (value: object, showHidden: boolean): Key[] => [
    ...namesOf(value, showHidden),
    ...symbolsOf(value, showHidden),
  ];
  const isIndex = (key: string) => /^(?:0|[1-9]\d*)$/.test(key) && Number(key) < 2 ** 32 - 1;
  const keysBesideElements = (value: object, showHidden: boolean): Key[] => {
    // Indices come first.
    const names = namesOf(value, showHidden);
    let begin = names.length;
    while (begin > 0 && !isIndex(names[begin - 1]!)) begin -= 1;
    return [...names.slice(begin), ...symbolsOf(value, showHidden)];
  };

  const nameOf = (context: Context, key: Key, enumerable: boolean): string => {
    if (typeof key === 'symbol') return `[${context.stylize(text.escapeControls(String(key)), 'symbol')}]`;
    if (key === '__proto__') return "['__proto__']";
    if (!enumerable) return `[${text.escapeControls(key)}]`;
    return /^[A-Za-z_]\w*$/.test(key) ? context.stylize(key, 'name') : context.stylize(text.quote(key), 'string');
  };

  /** An accessor by its name, or (the option `getters`) by what it answers. */
  const accessor = (context: Context, { get, set }: PropertyDescriptor, level: number, show: Show, self: object) => {
    const special = (words: string) => context.stylize(words, 'special');
    if (!get) return special('[Setter]');
    const label = set ? 'Getter/Setter' : 'Getter';
    const { getters } = context;
    const wanted = getters === true || (getters === 'get' && !set) || (getters === 'set' && set !== undefined);
    if (!wanted) return special(`[${label}]`);
    context.indentation += 2;
    try {
      const value: unknown = get.call(self);
      if (typeof value === 'object' && value !== null) return `${special(`[${label}]`)} ${show(context, value, level)}`;
      const shown = value === null ? context.stylize('null', 'null') : text.primitive(context.stylize, value, context);
      return `${special(`[${label}:`)} ${shown}${special(']')}`;
    } catch (error) {
      return `${special(`[${label}:`)} <Inspection threw (${(error as Error).message})>${special(']')}`;
    } finally {
      context.indentation -= 2;
    }
  };

  const showProperty: PropertyModule['show'] = (context, owner, level, key, place, show, self = owner) => {
    const property = Object.getOwnPropertyDescriptor(owner, key) ?? {
      value: (owner as Record<Key, unknown>)[key],
      enumerable: true,
    };
    let gap = ' ';
    let shown: string;
    if (property.get || property.set) shown = accessor(context, property, level, show, self);
    else {
      const indent = context.compact === true && place === 'object' ? 3 : 2;
      context.indentation += indent;
      shown = show(context, property.value, level);
      if (indent === 3 && context.breakLength < text.width(shown, context.colors))
        gap = `\n${' '.repeat(context.indentation)}`;
      context.indentation -= indent;
    }
    return place === 'element' ? shown : `${nameOf(context, key, property.enumerable === true)}:${gap}${shown}`;
  };

  const inherited: PropertyModule['inherited'] = (context, value, level, show) => {
    const entries: string[] = [];
    const met = new Set<Key>();
    let owner = Object.getPrototypeOf(value) as object | null;
    for (let above = 0; owner !== null && above < 3; above += 1) {
      const made = Object.getOwnPropertyDescriptor(owner, 'constructor')?.value as { name: string } | undefined;
      if (typeof made === 'function' && isBuiltin((made as { name: string }).name)) break;
      const keys = Reflect.ownKeys(owner);
      context.seen.push(value);
      for (const key of keys) {
        const property = Object.getOwnPropertyDescriptor(owner, key)!;
        if (key === 'constructor' || Object.hasOwn(value, key) || met.has(key) || typeof property.value === 'function')
          continue;
        const entry = showProperty(context, owner, level, key, 'object', show, value);
        entries.push(context.colors ? `\u001b[2m${entry}\u001b[22m` : entry);
      }
      context.seen.pop();
      for (const key of keys) met.add(key);
      owner = Object.getPrototypeOf(owner) as object | null;
    }
    return entries;
  };

  return { keysOf, keysBesideElements, show: showProperty, inherited };
};
