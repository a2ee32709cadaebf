import type { Boxed, GoMap, GoSlice, GoType, Runtime } from './guest.ts';

/** Types at run time, values in interfaces, pointers, slices and arrays. */
export function valuesPart(G: Runtime): void {
  class Cell {
    v: unknown;
    constructor(v: unknown) {
      this.v = v;
    }
  }
  class Box {
    readonly t: GoType;
    readonly v: unknown;
    constructor(t: GoType, v: unknown) {
      this.t = t;
      this.v = v;
    }
  }
  class Slice {
    readonly a: unknown[];
    readonly o: number;
    readonly n: number;
    readonly c: number;
    constructor(a: unknown[], o: number, n: number, c: number) {
      this.a = a;
      this.o = o;
      this.n = n;
      this.c = c;
    }
  }
  /** A pointer into a struct, a list, or to a variable that others see: the same one for the same place. */
  class Pointer {
    readonly of: Record<string | number, unknown>;
    readonly at: string | number;
    constructor(of: Record<string | number, unknown>, at: string | number) {
      this.of = of;
      this.at = at;
    }
    get v(): unknown {
      return this.of[this.at];
    }
    set v(value: unknown) {
      this.of[this.at] = value;
    }
  }
  const pointers = new WeakMap<object, Map<string | number, Pointer>>();
  const pointer = (of: Record<string | number, unknown>, at: string | number) => {
    const known = pointers.get(of) ?? new Map<string | number, Pointer>();
    pointers.set(of, known);
    const found = known.get(at) ?? new Pointer(of, at);
    known.set(at, found);
    return found;
  };
  const outOfRange = (index: unknown, length: number) =>
    G.fail(`runtime error: index out of range [${index}]${Number(index) < 0 ? '' : ` with length ${length}`}`);

  const basics = new Map<string, GoType>();
  const zeros: Record<string, unknown> = { string: '', bool: false };
  G.basic = (name) => {
    const known = basics.get(name) ?? { name, kind: name, keys: [], methods: {}, zero: () => zeros[name] ?? 0 };
    basics.set(name, known);
    return known;
  };

  const same = (a: Boxed | null, b: Boxed | null): boolean => {
    if (a === null || b === null) return a === b;
    if (a.t !== b.t) return false;
    if (a.t.isUncomparable) G.fail(`runtime error: comparing uncomparable type ${a.t.name}`);
    return sameValues(a.t, a.v, b.v);
  };
  const sameValues = (type: GoType, a: unknown, b: unknown): boolean => {
    if (type.kind === 'struct') return (a as { $same(o: unknown): boolean }).$same(b);
    if (type.kind === 'interface') return same(a as Boxed, b as Boxed);
    if (type.kind !== 'array') return a === b;
    return (a as unknown[]).every((each, at) => sameValues(type.of!, each, (b as unknown[])[at]));
  };

  /** Sizes that memory comes in, bytes: what append reserves follows from them. */
  const CLASSES = [
    8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448, 480,
    512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456, 4096, 4864,
    5120, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880, 12288, 13568, 14336, 16384, 18432, 19072, 20480,
    21760, 24576, 27264, 28672, 32768,
  ];
  const grown = (old: number, needed: number, size: number): number => {
    let room = old;
    if (needed > old * 2) room = needed;
    else if (old < 256) room = old * 2;
    else while (room < needed) room += Math.floor((room + 768) / 4);
    if (size === 0) return room;
    const bytes = room * size;
    const whole = CLASSES.find((each) => each >= bytes) ?? Math.ceil(bytes / 8192) * 8192;
    return Math.floor(whole / size);
  };
  const appendAll = (to: GoSlice | null, size: number, more: readonly unknown[]): GoSlice | null => {
    if (more.length === 0) return to;
    const length = to === null ? 0 : to.n;
    const needed = length + more.length;
    if (to !== null && needed <= to.c) {
      for (let at = 0; at < more.length; at++) to.a[to.o + length + at] = more[at];
      return new Slice(to.a, to.o, needed, to.c);
    }
    const list = to === null ? [] : to.a.slice(to.o, to.o + length);
    for (const each of more) list.push(each);
    return new Slice(list, 0, needed, grown(to === null ? 0 : to.c, needed, size));
  };
  const items = (slice: GoSlice | null): unknown[] =>
    slice === null
      ? []
      : slice.o === 0 && slice.n === slice.a.length
        ? slice.a
        : slice.a.slice(slice.o, slice.o + slice.n);
  const cutBounds = (low: number, high: number, max: number, room: number, word: string) => {
    if (max > room) G.fail(`runtime error: slice bounds out of range [::${max}] with ${word} ${room}`);
    if (high < 0 || high > max) G.fail(`runtime error: slice bounds out of range [:${high}] with ${word} ${room}`);
    if (low < 0 || low > high) G.fail(`runtime error: slice bounds out of range [${low}:${low < 0 ? '' : high}]`);
  };

  Object.assign(G, {
    Cell,
    items,
    same,
    pointer,
    variable: (get: () => unknown, set: (value: unknown) => void) => Object.defineProperty({}, 'v', { get, set }),
    elementPointer: (list: GoSlice | unknown[], at: number) => {
      if (Array.isArray(list)) return pointer(list as never, at);
      if (list === null || at < 0 || at >= list.n) outOfRange(at, list === null ? 0 : list.n);
      return pointer(list.a as never, list.o + at);
    },
    there: (of: unknown) =>
      of === null ? G.fail('runtime error: invalid memory address or nil pointer dereference') : of,
    types: (count: number) => Array.from({ length: count }, () => ({})),
    define(type: Record<string, unknown>, description: Record<string, unknown>) {
      Object.assign(type, description);
      if (!description.isNamed && description.name === description.kind)
        basics.set(description.kind as string, type as never);
    },
    Box,
    box: (t: GoType, v: unknown) => new Box(t, v),
    is: (held: Boxed | null, type: GoType) => held !== null && held.t === type,
    has: (held: Boxed | null, methods: readonly string[]) =>
      held !== null && methods.every((key) => held.t.keys.includes(key)),
    assertOk(held: Boxed | null, type: GoType, methods: readonly string[] | null) {
      const own = G as unknown as { has(held: unknown, methods: unknown): boolean };
      if (methods) return own.has(held, methods) ? [held, true] : [null, false];
      if (held === null || held.t !== type) return [type.zero(), false];
      return [
        (held.v as { $copy?(): unknown })?.$copy && type.kind === 'struct'
          ? (held.v as { $copy(): unknown }).$copy()
          : held.v,
        true,
      ];
    },
    assert(held: Boxed | null, type: GoType, methods: readonly string[] | null, from: GoType) {
      const own = G as unknown as { assertOk(...values: unknown[]): [unknown, boolean] };
      const [value, ok] = own.assertOk(held, type, methods);
      if (ok) return value;
      const missing = methods && held && methods.find((key) => !held.t.keys.includes(key));
      if (missing)
        return G.fail(
          `interface conversion: ${held.t.name} is not ${type.name}: missing method ${missing.split(' ')[0]}`,
        );
      return G.fail(
        `interface conversion: ${methods ? 'interface' : from.isNamed || from.name !== 'interface {}' ? (from.isNamed ? from.name : 'interface') : from.name} is ${held === null ? 'nil' : held.t.name}, not ${type.name}`,
      );
    },
    invoke(held: Boxed | null, name: string, ...values: never[]) {
      if (held === null) return G.fail('runtime error: invalid memory address or nil pointer dereference');
      return (held.t.methods[name] as (...all: unknown[]) => unknown)(held.v, ...values);
    },
    bind:
      (receiver: unknown, method: (...values: unknown[]) => unknown) =>
      (...values: unknown[]) =>
        method(receiver, ...values),
    bindAbstract(held: Boxed | null, name: string) {
      if (held === null) return G.fail('runtime error: invalid memory address or nil pointer dereference');
      return (...values: unknown[]) => (held.t.methods[name] as (...all: unknown[]) => unknown)(held.v, ...values);
    },
    callable: (of: unknown) =>
      of === null ? G.fail('runtime error: invalid memory address or nil pointer dereference') : of,
    list: (values: unknown[]) => new Slice(values, 0, values.length, values.length),
    make(zero: () => unknown, length: number, room: number | undefined) {
      if (length < 0) G.fail('runtime error: makeslice: len out of range');
      if (room !== undefined && room < length) G.fail('runtime error: makeslice: cap out of range');
      const first = zero();
      const list = new Array(length);
      if (typeof first === 'object' && first !== null) for (let at = 0; at < length; at++) list[at] = zero();
      else list.fill(first);
      const all = room ?? length;
      // What is beyond the length is there when the slice is cut longer.
      for (let at = length; at < all; at++) list[at] = zero();
      return new Slice(list, 0, length, all);
    },
    at: (list: GoSlice | null, index: number) => {
      if (list !== null && index >= 0 && index < list.n) return list.a[list.o + index];
      return outOfRange(index, list === null ? 0 : list.n);
    },
    put: (list: GoSlice | null, index: number, value: unknown) => {
      if (list === null || index < 0 || index >= list.n) return outOfRange(index, list === null ? 0 : list.n);
      list.a[list.o + index] = value;
    },
    atArray: (list: readonly unknown[], index: number) =>
      index < 0 || index >= list.length ? outOfRange(index, list.length) : list[index],
    putArray: (list: unknown[], index: number, value: unknown) => {
      if (index < 0 || index >= list.length) outOfRange(index, list.length);
      list[index] = value;
    },
    overwrite(to: unknown[], from: readonly unknown[]) {
      for (const [at, each] of from.entries()) {
        const held = to[at] as { $set?(o: unknown): void };
        if (held?.$set && (each as { $set?: unknown })?.$set) to[at] = (each as { $copy(): unknown }).$copy();
        else to[at] = Array.isArray(each) ? [...each] : each;
      }
    },
    sameLists: (a: readonly unknown[], b: readonly unknown[], isSame: (x: unknown, y: unknown) => boolean) =>
      a.every((each, at) => isSame(each, b[at])),
    slice(list: GoSlice | null, low = 0, high = list === null ? 0 : list.n, max = list === null ? 0 : list.c) {
      const room = list === null ? 0 : list.c;
      cutBounds(low, high, max, room, 'capacity');
      return list === null ? null : new Slice(list.a, list.o + low, high - low, max - low);
    },
    sliceArray(list: unknown[], low = 0, high = list.length, max = list.length) {
      cutBounds(low, high, max, list.length, 'length');
      return new Slice(list, low, high - low, max - low);
    },
    length: (of: GoSlice | GoMap | { readonly queue: readonly unknown[] } | null) =>
      of === null ? 0 : of instanceof Slice ? of.n : 'size' in of ? of.size : (of as { queue: unknown[] }).queue.length,
    capacity: (of: GoSlice | { readonly room: number } | null) => (of === null ? 0 : 'room' in of ? of.room : of.c),
    append: (to: GoSlice | null, size: number, ...more: unknown[]) => appendAll(to, size, more),
    appendAll: (to: GoSlice | null, size: number, more: GoSlice | null, copy?: (value: unknown) => unknown) =>
      appendAll(to, size, copy ? items(more).map(copy) : [...items(more)]),
    copy(to: GoSlice | null, from: GoSlice | null) {
      const list = [...items(from)];
      const count = Math.min(list.length, to === null ? 0 : to.n);
      for (let at = 0; at < count; at++) {
        const each = list[at] as { $copy?(): unknown };
        to!.a[to!.o + at] = each?.$copy && (to!.a[to!.o + at] as { $copy?: unknown })?.$copy ? each.$copy() : each;
      }
      return count;
    },
    clear(of: GoSlice | GoMap | null, zero: (() => unknown) | null) {
      if (of === null) return;
      if (zero && of instanceof Slice) for (let at = 0; at < of.n; at++) of.a[of.o + at] = zero();
      else (of as GoMap).clear();
    },
  });
}
