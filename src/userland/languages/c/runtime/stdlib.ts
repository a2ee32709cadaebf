import type { Errno } from './errno.ts';
import type { Guest } from './guest.ts';
import type { Memory } from './memory.ts';

/** <stdlib.h>. `ending` has what atexit was given, latest first. */
export function cStdlib(memory: Memory, { failed }: Errno) {
  const { C, bytes, check, sizes, allocate, release, allocateText, raw, stringAt, Exit, Signal } = memory;
  const { process } = globalThis as unknown as Guest;
  const ending: (() => void)[] = [];
  let seed = 1n;
  const room = (size: number): number => {
    const address = allocate(size);
    if (address === 0) failed({ code: 'ENOMEM' });
    return address;
  };
  const toNumber = (text: string): number => Number(/^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?/.exec(text)?.[0] ?? 0);
  const toWhole = (address: number, end: number, base: number): bigint => {
    const text = raw(address);
    const match = (
      base === 16 || (base === 0 && /^\s*[-+]?0x/i.test(text))
        ? /^\s*([-+]?)(?:0x)?([\da-f]+)/i
        : base === 8 || (base === 0 && /^\s*[-+]?0\d/.test(text))
          ? /^\s*([-+]?)([0-7]+)/
          : base === 2
            ? /^\s*([-+]?)([01]+)/
            : /^\s*([-+]?)(\d+)/
    ).exec(text);
    if (end !== 0) C.sp8(end, address + (match?.[0].length ?? 0));
    if (!match) return 0n;
    const radix =
      match[0].match(/0x/i) || base === 16
        ? '0x'
        : base === 8 || (base === 0 && /^0\d/.test(match[2]!))
          ? '0o'
          : base === 2
            ? '0b'
            : '';
    const value = BigInt(radix + match[2]!);
    return match[1] === '-' ? -value : value;
  };
  const sortWith = (base: number, n: bigint, size: bigint, compare: number): void => {
    const [count, width] = [Number(n), Number(size)];
    const order = C.functionAt(compare) as (a: number, b: number) => number;
    const room = allocate(width * 2);
    const items = Array.from({ length: count }, (_, index) =>
      bytes.slice(base + index * width, base + (index + 1) * width),
    );
    items.sort((a, b) => {
      bytes.set(a, room);
      bytes.set(b, room + width);
      return order(room, room + width);
    });
    release(room);
    for (const [index, item] of items.entries()) bytes.set(item, check(base + index * width, width));
  };
  const L: Record<string, unknown> = {
    malloc: (size: bigint) => room(Number(size)),
    calloc: (n: bigint, size: bigint) => {
      const address = room(Number(n * size));
      if (address !== 0) bytes.fill(0, address, address + Number(n * size));
      return address;
    },
    realloc: (old: number, size: bigint) => {
      const address = room(Number(size));
      if (old !== 0 && address !== 0) {
        C.copy(address, old, Math.min(sizes.get(old) ?? 0, Number(size)));
        release(old);
      }
      return address;
    },
    free: release,
    exit: (status: number) => {
      throw new Exit(status);
    },
    _exit: (status: number) => process.exit(status & 255),
    abort: () => {
      throw new Signal(6);
    },
    atexit: (pointer: number) => {
      ending.unshift(C.functionAt(pointer) as () => void);
      return 0;
    },
    atoi: (s: number) => Number(BigInt.asIntN(32, toWhole(s, 0, 10))),
    atol: (s: number) => BigInt.asIntN(64, toWhole(s, 0, 10)),
    atof: (s: number) => toNumber(raw(s)),
    strtol: (s: number, end: number, base: number) => BigInt.asIntN(64, toWhole(s, end, base)),
    strtoul: (s: number, end: number, base: number) => BigInt.asUintN(64, toWhole(s, end, base)),
    strtod: (s: number, end: number) => {
      const text = /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?/.exec(raw(s))?.[0] ?? '';
      if (end !== 0) C.sp8(end, s + text.length);
      return toNumber(text);
    },
    abs: (n: number) => Math.abs(n) | 0,
    labs: (n: bigint) => (n < 0n ? -n : n),
    // Not glibc's sequence: nothing may rely on it.
    rand: () => {
      seed = (seed * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
      return Number(seed >> 33n);
    },
    srand: (value: number) => void (seed = BigInt(value)),
    getenv: (name: number) => {
      const value = process.env[stringAt(name)];
      return value === undefined ? 0 : allocateText(value);
    },
    qsort: sortWith,
    bsearch: (key: number, base: number, n: bigint, size: bigint, compare: number) => {
      const order = C.functionAt(compare) as (a: number, b: number) => number;
      for (let [low, high] = [0, Number(n) - 1]; low <= high; ) {
        const middle = (low + high) >> 1;
        const address = base + middle * Number(size);
        const result = order(key, address);
        if (result === 0) return address;
        if (result < 0) high = middle - 1;
        else low = middle + 1;
      }
      return 0;
    },
  };
  return { ending, functions: L };
}
