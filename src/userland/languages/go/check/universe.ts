import { BASIC, EMPTY_INTERFACE, ERROR, UNTYPED_BOOL, UNTYPED_INT } from '../types/type.ts';
import type { NamedObject } from './objects.ts';

/** The names every program knows. */
const at = { line: 0, column: 0 };

export const BUILTINS =
  'append cap clear close complex copy delete imag len make max min new panic print println real recover'.split(' ');

export const UNIVERSE: ReadonlyMap<string, NamedObject> = new Map<string, NamedObject>(
  [
    ...[...BASIC, ERROR].map((type): NamedObject => ({ kind: 'type', name: type.name, at, type })),
    { kind: 'type', name: 'any', at, type: EMPTY_INTERFACE } as const,
    ...[true, false].map(
      (value): NamedObject => ({ kind: 'constant', name: String(value), at, type: UNTYPED_BOOL, value }),
    ),
    { kind: 'constant', name: 'iota', at, type: UNTYPED_INT, value: undefined } as const,
    { kind: 'nil', name: 'nil', at } as const,
    ...BUILTINS.map((name): NamedObject => ({ kind: 'builtin', name, at })),
  ].map((each): [string, NamedObject] => [each.name, each as NamedObject]),
);
