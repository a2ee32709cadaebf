import type { ModuleFactory } from './globals.ts';

/** node:assert */
export const assert: ModuleFactory = (_host, builtin) => {
  const { inspect } = builtin('util') as unknown as { inspect: (value: unknown) => string };
  const deeply = builtin('internal/deep-equal') as unknown as Record<
    'strict' | 'loose',
    (a: unknown, b: unknown) => boolean
  >;
  class AssertionError extends Error {
    readonly code = 'ERR_ASSERTION';
    readonly actual: unknown;
    readonly expected: unknown;
    readonly operator: string;
    constructor(options: { message: string; actual?: unknown; expected?: unknown; operator: string }) {
      super(options.message);
      this.name = 'AssertionError';
      this.actual = options.actual;
      this.expected = options.expected;
      this.operator = options.operator;
    }
  }
  const check = (
    holds: boolean,
    message: unknown,
    text: () => string,
    operator: string,
    actual?: unknown,
    expected?: unknown,
  ) => {
    if (holds) return;
    if (message instanceof Error) throw message;
    throw new AssertionError({ message: typeof message === 'string' ? message : text(), actual, expected, operator });
  };
  const differ = (verb: string, a: unknown, b: unknown) => () =>
    `Expected values to be ${verb}:\n\n${inspect(a)} !== ${inspect(b)}\n`;
  // biome-ignore lint/suspicious/noDoubleEquals: assert.equal is == by its definition
  const looselyEqual = (a: unknown, b: unknown) => a == b || Object.is(a, b);
  const ok = (value: unknown, message?: unknown) =>
    check(Boolean(value), message, () => 'The expression evaluated to a falsy value', '==', value, true);
  const throws = (run: () => unknown, expected?: unknown, message?: unknown) => {
    try {
      run();
    } catch (error) {
      if (expected instanceof RegExp)
        check(
          expected.test(String(error)),
          message,
          () => `The input did not match the regular expression ${expected}. Input:\n\n${inspect(String(error))}\n`,
          'throws',
        );
      return;
    }
    check(false, typeof expected === 'string' ? expected : message, () => 'Missing expected exception.', 'throws');
  };
  const made = Object.assign(ok, {
    ok,
    equal: (a: unknown, b: unknown, message?: unknown) =>
      check(looselyEqual(a, b), message, () => `${inspect(a)} == ${inspect(b)}`, '==', a, b),
    notEqual: (a: unknown, b: unknown, message?: unknown) =>
      check(!looselyEqual(a, b), message, () => `${inspect(a)} != ${inspect(b)}`, '!=', a, b),
    strictEqual: (a: unknown, b: unknown, message?: unknown) =>
      check(Object.is(a, b), message, differ('strictly equal', a, b), 'strictEqual', a, b),
    notStrictEqual: (a: unknown, b: unknown, message?: unknown) =>
      check(
        !Object.is(a, b),
        message,
        () => `Expected "actual" to be strictly unequal to: ${inspect(b)}`,
        'notStrictEqual',
        a,
        b,
      ),
    deepEqual: (a: unknown, b: unknown, message?: unknown) =>
      check(deeply.loose(a, b), message, differ('loosely deep-equal', a, b), 'deepEqual', a, b),
    deepStrictEqual: (a: unknown, b: unknown, message?: unknown) =>
      check(deeply.strict(a, b), message, differ('strictly deep-equal', a, b), 'deepStrictEqual', a, b),
    notDeepStrictEqual: (a: unknown, b: unknown, message?: unknown) =>
      check(
        !deeply.strict(a, b),
        message,
        () => 'Expected "actual" not to be strictly deep-equal to "expected"',
        'notDeepStrictEqual',
        a,
        b,
      ),
    match: (text: string, pattern: RegExp, message?: unknown) =>
      check(
        pattern.test(text),
        message,
        () => `The input did not match the regular expression ${pattern}. Input:\n\n${inspect(text)}\n`,
        'match',
        text,
        pattern,
      ),
    fail: (message: unknown = 'Failed') => check(false, message, () => 'Failed', 'fail'),
    throws,
    rejects: async (run: Promise<unknown> | (() => Promise<unknown>), message?: unknown) => {
      try {
        await (typeof run === 'function' ? run() : run);
      } catch {
        return;
      }
      check(false, message, () => 'Missing expected rejection.', 'rejects');
    },
    AssertionError,
  });
  return Object.assign(made, { strict: made });
};
