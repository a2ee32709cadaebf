import type { ModuleFactory } from './globals.ts';
import type { KindsModule } from './inspect/kinds.ts';

/** Whether two values are the same all the way down: as util.isDeepStrictEqual says, or as assert.deepEqual does. */
export const deepEqual: ModuleFactory = (_host, builtin) => {
  const kinds = builtin('internal/inspect/kinds') as unknown as KindsModule;
  type Pairs = [object, object][];

  const compare = (strict: boolean) => {
    const same = (a: unknown, b: unknown, around: Pairs): boolean => {
      if (Object.is(a, b)) return true;
      const [aIsObject, bIsObject] = [a, b].map((each) => typeof each === 'object' && each !== null);
      if (!aIsObject || !bIsObject) {
        if (strict || aIsObject || bIsObject) return false;
        // biome-ignore lint/suspicious/noDoubleEquals: what is loose is == by its definition
        return a == b;
      }
      return sameObjects(a as object, b as object, around);
    };

    const sameObjects = (a: object, b: object, around: Pairs): boolean => {
      if (strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
      if (Object.prototype.toString.call(a) !== Object.prototype.toString.call(b)) return false;
      if (!sameSlots(a, b)) return false;
      // Met again inside itself: it is as equal as it turns out to be.
      if (around.some(([left, right]) => left === a && right === b)) return true;
      const inside: Pairs = [...around, [a, b]];
      if (kinds.isSet!(a)) {
        if (!sameMembers([...(a as Set<unknown>)], [...(b as Set<unknown>)], inside)) return false;
      } else if (kinds.isMap!(a)) {
        if (!sameMembers([...(a as Map<unknown, unknown>)], [...(b as Map<unknown, unknown>)], inside)) return false;
      }
      return sameProperties(a, b, inside);
    };

    /** What an object has besides its properties. */
    const sameSlots = (a: object, b: object): boolean => {
      for (const kind of [
        'isArray',
        'isDate',
        'isRegExp',
        'isNativeError',
        'isBoxedPrimitive',
        'isSet',
        'isMap',
        'isAnyArrayBuffer',
      ]) {
        const is = kind === 'isArray' ? Array.isArray : kinds[kind]!;
        if (is(a) !== is(b)) return false;
      }
      if (Array.isArray(a)) return a.length === (b as unknown[]).length;
      if (kinds.isDate!(a)) return Object.is((a as Date).getTime(), (b as Date).getTime());
      if (kinds.isRegExp!(a)) return String(a) === String(b) && (a as RegExp).lastIndex === (b as RegExp).lastIndex;
      if (a instanceof Error) {
        const [left, right] = [a, b as Error];
        return left.message === right.message && left.name === right.name;
      }
      if (kinds.isBoxedPrimitive!(a)) return Object.is(a.valueOf(), b.valueOf());
      if (ArrayBuffer.isView(a)) return sameBytes(a, b as ArrayBufferView);
      if (kinds.isAnyArrayBuffer!(a))
        return sameBytes(new Uint8Array(a as ArrayBuffer), new Uint8Array(b as ArrayBuffer));
      if (kinds.isPromise!(a) || kinds.isWeakMap!(a) || kinds.isWeakSet!(a)) return false;
      return true;
    };
    const sameBytes = (a: ArrayBufferView, b: ArrayBufferView): boolean => {
      if (a.byteLength !== b.byteLength) return false;
      if (!strict && (a instanceof Float32Array || a instanceof Float64Array))
        return a.every((each, at) => each === (b as typeof a)[at]);
      const [left, right] = [a, b].map((each) => new Uint8Array(each.buffer, each.byteOffset, each.byteLength));
      return left!.every((byte, at) => byte === right![at]);
    };

    /** In any order. */
    const sameMembers = (a: unknown[], b: unknown[], around: Pairs): boolean => {
      if (a.length !== b.length) return false;
      const left = [...b];
      return a.every((member) => {
        const at = left.findIndex((each) => same(member, each, around));
        if (at >= 0) left.splice(at, 1);
        return at >= 0;
      });
    };

    const sameProperties = (a: object, b: object, around: Pairs): boolean => {
      const keys = (object: object) => [
        ...(ArrayBuffer.isView(object) ? [] : Object.keys(object)),
        ...Object.getOwnPropertySymbols(object).filter(
          (key) => strict && Object.prototype.propertyIsEnumerable.call(object, key),
        ),
      ];
      const mine = keys(a);
      if (mine.length !== keys(b).length) return false;
      const [left, right] = [a, b] as Record<string | symbol, unknown>[];
      return mine.every(
        (key) => Object.prototype.propertyIsEnumerable.call(b, key) && same(left![key], right![key], around),
      );
    };
    return (a: unknown, b: unknown) => same(a, b, []);
  };
  return { strict: compare(true), loose: compare(false) };
};
