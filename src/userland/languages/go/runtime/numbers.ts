import type { Int, Runtime } from './guest.ts';

/** Integers of 64 bits: numbers while JavaScript counts them exactly, big integers beyond. */
export function numbersPart(G: Runtime): void {
  const MOST = Number.MAX_SAFE_INTEGER;
  const BIG = BigInt(MOST);
  const less = (a: Int, b: Int) => (typeof a === typeof b ? a < b : BigInt(a) < BigInt(b));
  const exact = (value: bigint, bits: number, isUnsigned: boolean): Int => {
    const held = isUnsigned ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value);
    // Among themselves: this JavaScript compares big integers with negative numbers wrongly, those beyond 32 bits.
    return held <= BIG && held >= -BIG ? Number(held) : held;
  };
  const isWhole = (value: Int) => typeof value === 'bigint' || Number.isInteger(value);
  const divided = (a: Int, b: Int): readonly [bigint, bigint] => {
    if (b === 0) G.fail('runtime error: integer divide by zero');
    return [BigInt(a), BigInt(b)];
  };
  const shiftCount = (by: Int) => {
    if (by < 0) G.fail('runtime error: negative shift amount');
    return Number(by);
  };
  const bitwise =
    (isUnsigned: boolean, small: (a: number, b: number) => number, big: (a: bigint, b: bigint) => bigint) =>
    (a: Int, b: Int) =>
      typeof a === 'number' &&
      typeof b === 'number' &&
      (a | 0) === a &&
      (b | 0) === b &&
      !(isUnsigned && (a < 0 || b < 0))
        ? small(a, b)
        : exact(big(BigInt(a), BigInt(b)), 64, isUnsigned);
  const family = (isUnsigned: boolean) => {
    const least = isUnsigned ? 0 : -MOST;
    const wide = (a: Int, b: Int, big: (a: bigint, b: bigint) => bigint) =>
      exact(big(BigInt(a), BigInt(b)), 64, isUnsigned);
    const add = (a: Int, b: Int): Int => {
      // Asked of the result, not of both: this is what loops do all the time.
      try {
        const sum = (a as number) + (b as number);
        if (sum <= MOST && sum >= least && typeof sum === 'number') return sum;
      } catch {
        // A number and a big integer.
      }
      return wide(a, b, (x, y) => x + y);
    };
    const sub = (a: Int, b: Int): Int => {
      // Asked of the result, not of both: this is what loops do all the time.
      try {
        const difference = (a as number) - (b as number);
        if (difference <= MOST && difference >= least && typeof difference === 'number') return difference;
      } catch {
        // A number and a big integer.
      }
      return wide(a, b, (x, y) => x - y);
    };
    const mul = (a: Int, b: Int): Int => {
      if (typeof a === 'number' && typeof b === 'number') {
        const product = a * b;
        // No integer is -0.
        if (product <= MOST && product >= least) return product + 0;
      }
      return wide(a, b, (x, y) => x * y);
    };
    const div = (a: Int, b: Int): Int => {
      if (typeof a === 'number' && typeof b === 'number' && b !== 0) return (a - (a % b)) / b + 0;
      const [x, y] = divided(a, b);
      return exact(x / y, 64, isUnsigned);
    };
    const rem = (a: Int, b: Int): Int => {
      if (typeof a === 'number' && typeof b === 'number' && b !== 0) return (a % b) + 0;
      const [x, y] = divided(a, b);
      return exact(x % y, 64, isUnsigned);
    };
    const shl = (a: Int, by: Int): Int => {
      const count = shiftCount(by);
      if (count >= 64) return 0;
      if (typeof a === 'number' && count < 31) {
        const product = a * 2 ** count;
        if (product <= MOST && product >= least) return product;
      }
      return exact(BigInt(a) << BigInt(count), 64, isUnsigned);
    };
    const shr = (a: Int, by: Int): Int => {
      const count = shiftCount(by);
      if (typeof a === 'number') return count >= 64 ? (a < 0 ? -1 : 0) : Math.floor(a / 2 ** count);
      return exact(BigInt(a) >> BigInt(Math.min(count, 64)), 64, isUnsigned);
    };
    const and = bitwise(
      isUnsigned,
      (a, b) => a & b,
      (a, b) => a & b,
    );
    const or = bitwise(
      isUnsigned,
      (a, b) => a | b,
      (a, b) => a | b,
    );
    const xor = bitwise(
      isUnsigned,
      (a, b) => a ^ b,
      (a, b) => a ^ b,
    );
    const andNot = bitwise(
      isUnsigned,
      (a, b) => a & ~b,
      (a, b) => a & ~b,
    );
    const not = (a: Int): Int => exact(~BigInt(a), 64, isUnsigned);
    return { add, sub, mul, div, rem, shl, shr, and, or, xor, andNot, not };
  };
  const unsigned = Object.entries(family(true)).map(([name, run]) => [`${name}U`, run]);
  Object.assign(G, family(false), Object.fromEntries(unsigned), {
    exact,
    less,
    wrapped: (value: Int, bits: number, isUnsigned: boolean) => exact(BigInt(value), bits, isUnsigned),
    truncated(value: number, bits: number, isUnsigned: boolean): Int {
      // What a number that is none, or does not fit, becomes is up to the machine: on this one, the least there is.
      if (!Number.isFinite(value) || Math.abs(value) >= 2 ** 63) return exact(-(2n ** 63n), bits, isUnsigned);
      return exact(BigInt(Math.trunc(value)), bits, isUnsigned);
    },
    min: (...values: Int[]) =>
      values.reduce((a, b) => (Number.isNaN(a) || (isWhole(a) && isWhole(b) ? less(a, b) : a < b) ? a : b)),
    max: (...values: Int[]) =>
      values.reduce((a, b) => (Number.isNaN(a) || (isWhole(a) && isWhole(b) ? less(b, a) : a > b) ? a : b)),
    minText: (...values: string[]) => values.reduce((a, b) => (a < b ? a : b)),
    maxText: (...values: string[]) => values.reduce((a, b) => (a > b ? a : b)),
  });
}
