import type { ModuleFactory } from '../globals.ts';
import type { Bag } from './context.ts';
import type { KindsModule } from './kinds.ts';

export interface NamesModule {
  /** The name of the class of an object; null for one without a prototype. */
  constructorName(value: object): string | null;
  /** Symbol.toStringTag, unless it is shown as a property anyway. */
  tagOf(value: object, showHidden: boolean): string;
  /** What stands before the brace, with a space at its end. */
  prefix(className: string | null, tag: string, fallback: string, size?: string): string;
  /** The prefix of an object of no special kind. */
  plainPrefix(value: object, className: string | null, tag: string): string;
  functionBase(value: object, className: string | null, tag: string): string;
  /** Whether a class of this name is the language's own. */
  isBuiltin(name: string): boolean;
}

/** What objects, functions and classes are called. */
export const inspectNames: ModuleFactory = (_host, builtin): NamesModule => {
  const kinds = builtin('internal/inspect/kinds') as unknown as KindsModule;
  const ours = ['Buffer', 'TextEncoder', 'TextDecoder'];
  const builtins = new Set(
    Object.getOwnPropertyNames(globalThis).filter((name) => /^[A-Z][A-Za-z0-9]+$/.test(name) && !ours.includes(name)),
  );
  // Its `constructor` is an accessor, as that of promises is here (promises.ts).
  const iterators = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object;

  const constructorName = (value: object): string | null => {
    const first = Object.getPrototypeOf(value) as object | null;
    for (let object: object | null = value; object !== null; object = Object.getPrototypeOf(object) as object | null) {
      if (object === Object.prototype && object !== value) return 'Object';
      if (object === Promise.prototype && object !== value) return 'Promise';
      if (object === iterators) continue;
      const owner = Object.getOwnPropertyDescriptor(object, 'constructor')?.value as { name?: unknown } | undefined;
      if (typeof owner !== 'function' || (owner as { name: unknown }).name === '') continue;
      try {
        if (value instanceof (owner as unknown as new () => object)) return String((owner as { name: unknown }).name);
      } catch {
        // A class of which nothing can be an instance.
      }
    }
    if (first === null) return null;
    const around = constructorName(first);
    const inner =
      around ?? (Object.keys(first).length === 0 ? '[Object: null prototype] {}' : '[Object: null prototype]');
    return `${typeof value === 'function' ? 'Function' : 'Object'} <${around === null ? inner : around}>`;
  };

  const tagOf = (value: object, showHidden: boolean): string => {
    const tag = (value as Bag)[Symbol.toStringTag];
    if (typeof tag !== 'string' || tag === '') return '';
    const shown = showHidden ? Object.prototype.hasOwnProperty : Object.prototype.propertyIsEnumerable;
    return shown.call(value, Symbol.toStringTag) ? '' : tag;
  };

  const prefix = (className: string | null, tag: string, fallback: string, size = ''): string => {
    if (className === null)
      return `[${fallback}${size}: null prototype] ${tag !== '' && tag !== fallback ? `[${tag}] ` : ''}`;
    return `${className}${size} ${tag !== '' && tag !== className ? `[${tag}] ` : ''}`;
  };

  const plainPrefix = (value: object, className: string | null, tag: string): string => {
    const fallback = kinds.isNativeError!(value) ? 'Error' : typeof value === 'function' ? 'Function' : 'Object';
    return prefix(className, tag, className === null ? (fallback === tag ? 'Object' : fallback) : '');
  };

  const classBase = (value: object, className: string | null, tag: string): string => {
    const own = Object.hasOwn(value, 'name') ? (value as { name: unknown }).name : '';
    let text = `class ${own ? String(own) : '(anonymous)'}`;
    if (className !== 'Function' && className !== null) text += ` [${className}]`;
    if (tag !== '' && className !== tag) text += ` [${tag}]`;
    if (className === null) return `[${text} extends [null prototype]]`;
    const parent = (Object.getPrototypeOf(value) as { name?: string }).name;
    return `[${text}${parent ? ` extends ${parent}` : ''}]`;
  };

  const functionBase = (value: object, className: string | null, tag: string): string => {
    if (/^class\b[\s\S]*\}$/.test(Function.prototype.toString.call(value))) return classBase(value, className, tag);
    const isAsync = kinds.isAsyncFunction!(value);
    const type = `${isAsync ? 'Async' : ''}${kinds.isGeneratorFunction!(value) ? 'Generator' : ''}Function`;
    const { name } = value as { name: unknown };
    let text = `[${type}${className === null ? ' (null prototype)' : ''}${name === '' ? ' (anonymous)' : `: ${String(name)}`}]`;
    const of = className === 'Function' && isAsync && tag === '' ? type : className;
    if (of !== type && of !== null) text += ` ${of}`;
    if (tag !== '' && of !== tag) text += ` [${tag}]`;
    return text;
  };

  return { constructorName, tagOf, prefix, plainPrefix, functionBase, isBuiltin: (name) => builtins.has(name) };
};
