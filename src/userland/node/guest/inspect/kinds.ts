import type { ModuleFactory } from '../globals.ts';
import type { ProxiesModule } from '../proxies.ts';

export type KindsModule = Record<string, (value: unknown) => boolean>;

/** util.types: what a value is, whatever its prototype says. */
export const inspectKinds: ModuleFactory = (_host, builtin): KindsModule => {
  const { detailsOf } = builtin('internal/proxies') as unknown as ProxiesModule;
  type Reader = (this: never, ...values: never[]) => unknown;
  const getter = (prototype: object, key: string | symbol) =>
    Object.getOwnPropertyDescriptor(prototype, key)!.get as Reader;
  /** Reading what only the real thing has; asked of what claims to be one, or claims nothing. */
  const slot = (type: { prototype: object }, read: Reader, ...values: unknown[]) => {
    const { prototype } = type;
    return (value: unknown): boolean => {
      if (typeof value !== 'object' || value === null) return false;
      if (!Object.prototype.isPrototypeOf.call(prototype, value) && Object.getPrototypeOf(value) !== null) return false;
      try {
        Reflect.apply(read, value, values);
        return true;
      } catch {
        return false;
      }
    };
  };
  const tagged = (tag: string) => (value: unknown) => Object.prototype.toString.call(value) === `[object ${tag}]`;
  const typedTag = getter(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);
  const typed = (value: unknown): string | undefined =>
    ArrayBuffer.isView(value) ? (typedTag.call(value as never) as string | undefined) : undefined;
  const isKindOfTypedArray = (name: string) => (value: unknown) => typed(value) === name;

  const isNumberObject = slot(Number, Number.prototype.valueOf);
  const isStringObject = slot(String, String.prototype.valueOf);
  const isBooleanObject = slot(Boolean, Boolean.prototype.valueOf);
  const isBigIntObject = slot(BigInt as unknown as { prototype: object }, BigInt.prototype.valueOf);
  const isSymbolObject = slot(Symbol as unknown as { prototype: object }, Symbol.prototype.valueOf);
  const isArrayBuffer = slot(ArrayBuffer, getter(ArrayBuffer.prototype, 'byteLength'));
  const Shared = (globalThis as { SharedArrayBuffer?: typeof SharedArrayBuffer }).SharedArrayBuffer;
  const isSharedArrayBuffer = Shared ? slot(Shared, getter(Shared.prototype, 'byteLength')) : () => false;
  const functionTag = (value: unknown) =>
    typeof value === 'function'
      ? String((value as unknown as { [Symbol.toStringTag]?: string })[Symbol.toStringTag])
      : '';
  /** A method loses its kind where its promise is watched (host/rewrite.ts); what is left shows it. */
  const isRewrittenMethod = (value: unknown): boolean => {
    if (typeof value !== 'function' || functionTag(value) !== 'undefined') return false;
    const text = Function.prototype.toString.call(value);
    return text.endsWith('} }); }') && /\{ (?:[^;{}]*; )?return __async\(\{/.test(text);
  };
  const isAsyncFunction = (value: unknown) =>
    /^Async(Generator)?Function$/.test(functionTag(value)) || isRewrittenMethod(value);

  return {
    isExternal: () => false,
    isDate: slot(Date, Date.prototype.getTime),
    isArgumentsObject: (value) =>
      typeof value === 'object' && value !== null && !(Symbol.toStringTag in value) && tagged('Arguments')(value),
    isBigIntObject,
    isBooleanObject,
    isNumberObject,
    isStringObject,
    isSymbolObject,
    isBoxedPrimitive: (value) =>
      isNumberObject(value) ||
      isStringObject(value) ||
      isBooleanObject(value) ||
      isBigIntObject(value) ||
      isSymbolObject(value),
    isNativeError: (value) => typeof value === 'object' && value !== null && tagged('Error')(value),
    isRegExp: slot(RegExp, getter(RegExp.prototype, 'source')),
    isAsyncFunction,
    isGeneratorFunction: (value) => /^(Async)?GeneratorFunction$/.test(functionTag(value)),
    isGeneratorObject: (value) => typeof value === 'object' && value !== null && tagged('Generator')(value),
    isPromise: (value) =>
      value instanceof Promise &&
      (globalThis as unknown as { __promiseState(value: unknown): unknown }).__promiseState(value) !== undefined,
    isMap: slot(Map, getter(Map.prototype, 'size')),
    isSet: slot(Set, getter(Set.prototype, 'size')),
    isMapIterator: tagged('Map Iterator'),
    isSetIterator: tagged('Set Iterator'),
    isWeakMap: slot(WeakMap, WeakMap.prototype.has, {}),
    isWeakSet: slot(WeakSet, WeakSet.prototype.has, {}),
    isArrayBuffer,
    isSharedArrayBuffer,
    isAnyArrayBuffer: (value) => isArrayBuffer(value) || isSharedArrayBuffer(value),
    isDataView: (value) => ArrayBuffer.isView(value) && typed(value) === undefined,
    isProxy: (value) =>
      ((typeof value === 'object' && value !== null) || typeof value === 'function') && detailsOf(value) !== undefined,
    isModuleNamespaceObject: (value) =>
      typeof value === 'object' &&
      value !== null &&
      Object.getPrototypeOf(value) === null &&
      tagged('Module')(value) &&
      !Object.isExtensible(value),
    isArrayBufferView: (value) => ArrayBuffer.isView(value),
    isTypedArray: (value) => typed(value) !== undefined,
    ...Object.fromEntries(
      [
        'Uint8',
        'Uint8Clamped',
        'Uint16',
        'Uint32',
        'Int8',
        'Int16',
        'Int32',
        'Float32',
        'Float64',
        'BigInt64',
        'BigUint64',
      ].map((name) => [`is${name}Array`, isKindOfTypedArray(`${name}Array`)]),
    ),
  };
};
