import type { Command } from '../common/context.ts';
import { LineReader } from '../common/input.ts';
import { parseOptions, usage } from '../common/options.ts';

/** factor(1) */
export const factor: Command = async (context) => {
  // busybox takes no options
  const options = context.gnu ? parseOptions(context, 'h', { long: { exponents: 'h' } }) : undefined;
  const operands = options?.operands ?? context.args;
  const powers = options?.has('h');
  const show = async (text: string): Promise<void> => {
    if (!/^\s*\+?\d+$/.test(text)) {
      // busybox says how it is used, and that is the end
      if (!context.gnu) usage(context);
      context.fail(`${context.quote(text)} is not a valid positive integer`);
      return;
    }
    const number = BigInt(text.trim().replace('+', ''));
    if (!context.gnu && number >= 1n << 64n) usage(context);
    const found = await factors(number, async () => {
      await context.sys.checkpoint();
    });
    context.print(`${number}:${(powers ? withExponents(found) : found).map((one) => ` ${one}`).join('')}\n`);
  };
  if (operands.length > 0) {
    for (const text of operands) await show(text);
    return;
  }
  const reader = new LineReader(context, 0);
  for (let line = await reader.next(); line !== undefined; line = await reader.next()) {
    for (const word of line.split(/\s+/).filter(Boolean)) await show(word);
  }
};

function withExponents(found: readonly bigint[]): string[] {
  const counts = new Map<bigint, number>();
  for (const one of found) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].map(([one, count]) => (count > 1 ? `${one}^${count}` : String(one)));
}

type Breath = () => Promise<void>;

const SMALL = 10000;

/** The prime factors in order: small ones by division, the rest by Pollard's rho. */
async function factors(number: bigint, breath: Breath): Promise<bigint[]> {
  const found: bigint[] = [];
  let rest = number;
  for (let divisor = 2; divisor < SMALL && BigInt(divisor) ** 2n <= rest; divisor += divisor === 2 ? 1 : 2) {
    for (const prime = BigInt(divisor); rest % prime === 0n; rest /= prime) found.push(prime);
  }
  if (rest > 1n) await split(rest, found, breath);
  return found.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

async function split(number: bigint, found: bigint[], breath: Breath): Promise<void> {
  if (number < BigInt(SMALL) ** 2n || isPrime(number)) {
    found.push(number);
    return;
  }
  for (let seed = 1n; ; seed++) {
    const divisor = await rho(number, seed, breath);
    if (divisor === number) continue;
    await split(divisor, found, breath);
    await split(number / divisor, found, breath);
    return;
  }
}

/** A divisor of a composite number (Brent's cycle, with products of differences); the number itself when unlucky. */
async function rho(number: bigint, seed: bigint, breath: Breath): Promise<bigint> {
  const step = (value: bigint): bigint => (value * value + seed) % number;
  let [slow, fast, product, saved, divisor] = [2n, 2n, 1n, 2n, 1n];
  for (let length = 1; divisor === 1n; length *= 2) {
    slow = fast;
    for (let i = 0; i < length; i++) fast = step(fast);
    for (let done = 0; done < length && divisor === 1n; done += 128) {
      saved = fast;
      for (let i = 0; i < Math.min(128, length - done); i++) {
        fast = step(fast);
        product = (product * (slow > fast ? slow - fast : fast - slow)) % number;
      }
      divisor = gcd(product, number);
      await breath();
    }
  }
  if (divisor !== number) return divisor;
  do {
    saved = step(saved);
    divisor = gcd(slow > saved ? slow - saved : saved - slow, number);
  } while (divisor === 1n);
  return divisor;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y > 0n) [x, y] = [y, x % y];
  return x;
}

/** Miller and Rabin's test; these bases decide up to 3.3e24, and beyond that nothing is known to pass them all. */
function isPrime(number: bigint): boolean {
  let [odd, twos] = [number - 1n, 0];
  for (; odd % 2n === 0n; odd /= 2n) twos++;
  return [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n].every((base) => {
    let value = power(base, odd, number);
    if (value === 1n || value === number - 1n) return true;
    for (let i = 1; i < twos; i++) {
      value = (value * value) % number;
      if (value === number - 1n) return true;
    }
    return false;
  });
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
