import type { Native, Place } from '../environment.ts';
import { values } from '../evaluate.ts';
import { described, JqError, type Json } from '../values.ts';

/** A function of values: called for every combination of what its arguments give. */
export type Plain = (input: Json, ...args: Json[]) => Json;

export function plain(call: Plain): Native {
  return function* (place, args, scope) {
    const combine = function* (index: number, given: Json[]): Generator<Place> {
      if (index < 0) yield { value: call(place.value, ...given), path: undefined };
      else for (const value of values(args[index]!, place.value, scope)) yield* combine(index - 1, [value, ...given]);
    };
    yield* combine(args.length - 1, []);
  };
}

export function wrong(value: Json, what: string): never {
  throw new JqError(`${described(value)} ${what}`);
}

export function list(value: Json, what: string): Json[] {
  return Array.isArray(value) ? value : wrong(value, what);
}

export function text(value: Json, what: string): string {
  return typeof value === 'string' ? value : wrong(value, what);
}

export function number(value: Json, what = 'number required'): number {
  return typeof value === 'number' ? value : wrong(value, what);
}
