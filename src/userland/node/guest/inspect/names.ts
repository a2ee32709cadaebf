import type { ModuleFactory } from '../globals.ts';

export interface Names {
  /** Null for what has no prototype. */
  readonly constructorName: (value: object) => string | null;
  /** `Map(2) `, `[Object: null prototype] `: what goes before a brace. */
  readonly prefixOf: (name: string | null, tag: string, fallback: string, size?: string) => string;
  readonly functionBase: (value: { name: unknown }, name: string | null, tag: string) => string;
}

/** What things are called (lib/internal/util/inspect.js: getConstructorName, getPrefix, getFunctionBase). */
export const names: ModuleFactory = (): Names => {
  const constructorName: Names['constructorName'] = (value) => {
    for (let proto: object | null = value; proto; proto = Object.getPrototypeOf(proto) as object | null) {
      const made = Object.getOwnPropertyDescriptor(proto, 'constructor')?.value as { name?: unknown } | undefined;
      if (typeof made === 'function' && made.name !== '' && value instanceof (made as unknown as new () => object))
        return String(made.name);
      // Its constructor is a way to see who awaits it (promises.ts).
      if (proto === Promise.prototype) return 'Promise';
    }
    return Object.getPrototypeOf(value) === null ? null : 'Object <Complex prototype>';
  };

  const prefixOf: Names['prefixOf'] = (name, tag, fallback, size = '') => {
    if (name === null)
      return `[${fallback}${size}: null prototype] ${tag !== '' && tag !== fallback ? `[${tag}] ` : ''}`;
    return `${name}${size} ${tag !== '' && name !== tag ? `[${tag}] ` : ''}`;
  };

  const classBase = (value: { name: unknown }, name: string | null, tag: string): string => {
    const own = Object.hasOwn(value, 'name') && value.name ? String(value.name) : '(anonymous)';
    let base = `class ${own}`;
    if (name !== 'Function' && name !== null) base += ` [${name}]`;
    if (tag !== '' && name !== tag) base += ` [${tag}]`;
    const above = (Object.getPrototypeOf(value) as { name?: unknown } | null)?.name;
    if (name === null) base += ' extends [null prototype]';
    else if (above) base += ` extends ${String(above)}`;
    return `[${base}]`;
  };

  const functionBase: Names['functionBase'] = (value, name, tag) => {
    if (/^class\b/.test(Function.prototype.toString.call(value))) return classBase(value, name, tag);
    const kind = Object.prototype.toString.call(value).slice(8, -1);
    const type = kind.endsWith('Function') ? kind : 'Function';
    let base = `[${type}${name === null ? ' (null prototype)' : ''}`;
    base += value.name === '' ? ' (anonymous)]' : `: ${String(value.name)}]`;
    if (name !== type && name !== null && name !== 'Function') base += ` ${name}`;
    if (tag !== '' && name !== tag && tag !== type) base += ` [${tag}]`;
    return base;
  };
  return { constructorName, prefixOf, functionBase };
};
