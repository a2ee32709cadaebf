import type { Value } from './values.ts';

/** What leaves statements before their end. */
export class Jump {
  readonly kind: 'next' | 'nextfile' | 'exit' | 'return' | 'break' | 'continue';
  readonly value: Value;
  constructor(kind: Jump['kind'], value?: Value) {
    this.kind = kind;
    this.value = value;
  }
}

/** A statement in progress: yields what it has to wait for. */
export type Progress = Generator<Promise<unknown>, void, unknown>;
