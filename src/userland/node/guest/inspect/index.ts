import type { ModuleFactory } from '../globals.ts';
import type { ProxiesModule } from '../proxies.ts';
import type { Bag, Context, Key, Show } from './context.ts';
import type { FormsModule } from './forms.ts';
import type { LayoutModule } from './layout.ts';
import type { NamesModule } from './names.ts';
import type { OptionsModule } from './options.ts';
import type { PropertyModule } from './property.ts';
import type { TextModule } from './text.ts';

export type Inspect = (value: unknown, ...options: unknown[]) => string;

/** util.inspect: a value as text. */
export const inspect_: ModuleFactory = (_host, builtin) => {
  const options = builtin('internal/inspect/options') as unknown as OptionsModule;
  const names = builtin('internal/inspect/names') as unknown as NamesModule;
  const forms = builtin('internal/inspect/forms') as unknown as FormsModule;
  const property = builtin('internal/inspect/property') as unknown as PropertyModule;
  const { arrange } = builtin('internal/inspect/layout') as unknown as LayoutModule;
  const { primitive } = builtin('internal/inspect/text') as unknown as TextModule;
  const { detailsOf } = builtin('internal/proxies') as unknown as ProxiesModule;
  const custom = Symbol.for('nodejs.util.inspect.custom');

  /** What an object says of itself; undefined when it has nothing to say. */
  const ownWords = (context: Context, value: object, self: object, level: number): string | undefined => {
    const say = context.customInspect ? (value as Bag)[custom] : undefined;
    if (typeof say !== 'function' || say === inspect) return undefined;
    // A class's prototype has the method, and is no object of the class.
    const { constructor: maker } = value as { constructor?: { prototype?: unknown } };
    if (maker && maker.prototype === value) return undefined;
    const left = context.depth === null ? null : context.depth - level;
    const said: unknown = say.call(self, left, options.forCustom(context), inspect);
    if (said === self) return undefined;
    return typeof said === 'string'
      ? said.replaceAll('\n', `\n${' '.repeat(context.indentation)}`)
      : show(context, said, level);
  };

  const show: Show = (context, value, level, inTypedArray = false) => {
    if (value === null) return context.stylize('null', 'null');
    if (typeof value !== 'object' && typeof value !== 'function') return primitive(context.stylize, value, context);
    const proxy = detailsOf(value);
    if (proxy === null) return context.stylize('<Revoked Proxy>', 'special');
    if (proxy && context.showProxy) return showProxy(context, proxy, level);
    return showTarget(context, behind(value), value, level, inTypedArray);
  };
  const behind = (value: object): object => {
    let target = value;
    for (let proxy = detailsOf(value); proxy; proxy = detailsOf(target)) target = proxy.target;
    return target;
  };
  const showProxy = (context: Context, { target, handler }: { target: object; handler: object }, level: number) => {
    if (context.depth !== null && level > context.depth) return context.stylize('Proxy [Array]', 'special');
    context.indentation += 2;
    const parts = [show(context, target, level + 1), show(context, handler, level + 1)];
    context.indentation -= 2;
    return arrange(context, parts, '', ['Proxy [', ']'], level + 1);
  };

  /** `self` is the value or the proxy it stands behind: what a method of the object has as its `this`. */
  const showTarget = (context: Context, value: object, self: object, level: number, inTypedArray: boolean): string => {
    const words = ownWords(context, value, self, level);
    if (words !== undefined) return words;
    if (context.seen.includes(value)) {
      if (!context.circular.has(value)) context.circular.set(value, context.circular.size + 1);
      return context.stylize(`[Circular *${context.circular.get(value)}]`, 'special');
    }
    return showObject(context, value, level, inTypedArray);
  };

  const showObject = (context: Context, value: object, level: number, inTypedArray: boolean): string => {
    const tooDeep = context.depth !== null && level > context.depth;
    const form = forms.of(context, value, show, inTypedArray);
    const inherited = context.showHidden && !tooDeep ? property.inherited(context, value, level, show) : [];
    if (form.keys.length + inherited.length === 0) {
      if (form.bare !== undefined) return form.bare;
      if (form.base !== undefined) return form.base;
    }
    if (tooDeep) {
      if (form.bareWhenDeep) return form.base!;
      return context.stylize(nameWhenDeep(context, value), 'special');
    }
    context.seen.push(value);
    context.deepest = level + 1;
    const entries = form.entries?.(context, value, level + 1, show) ?? [];
    const place = form.isList ? 'beside elements' : 'object';
    for (const key of form.keys) entries.push(property.show(context, value, level + 1, key, place, show));
    entries.push(...inherited);
    context.seen.pop();
    const braces: [string, string] = [...form.braces];
    let base = form.base ?? '';
    const number = context.circular.get(value);
    if (number !== undefined) {
      const reference = context.stylize(`<ref *${number}>`, 'special');
      if (context.compact === true) braces[0] = `${reference} ${braces[0]}`;
      else base = base === '' ? reference : `${reference} ${base}`;
    }
    const sorted = context.sorted ? inOrder(context, entries, form.isList === true ? form.keys : undefined) : entries;
    return arrange(context, sorted, base, braces, level + 1, form.isList ? value : undefined);
  };

  const nameWhenDeep = (context: Context, value: object): string => {
    const className = names.constructorName(value);
    const name = names.plainPrefix(value, className, names.tagOf(value, context.showHidden)).slice(0, -1);
    return className === null ? name : `[${name}]`;
  };

  /** Of an array only what stands beside its elements changes places. */
  const inOrder = (context: Context, entries: string[], besides: Key[] | undefined): string[] => {
    const order = typeof context.sorted === 'function' ? context.sorted : undefined;
    if (!besides) return entries.sort(order);
    const elements = entries.length - besides.length;
    return [...entries.slice(0, elements), ...entries.slice(elements).sort(order)];
  };

  const inspect: Inspect = (value, ...given) => show(options.begin(given), value, 0);
  Object.assign(inspect, { custom, colors: options.colors, styles: options.styles });
  Object.defineProperty(inspect, 'defaultOptions', {
    get: () => options.defaults,
    set: (values: object) => void Object.assign(options.defaults, values),
  });
  return inspect;
};
