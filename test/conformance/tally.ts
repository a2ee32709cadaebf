/** Counts rows of public test data: one row, one check. */
import { isDeepStrictEqual } from 'node:util';

export interface Report {
  readonly name: string;
  readonly passed: number;
  readonly total: number;
  readonly failures: string[];
}

export class Tally {
  readonly #name: string;
  readonly #failures: string[] = [];
  #total = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** `call` gives `expected`. */
  equal(label: string, call: () => unknown, expected: unknown): void {
    this.check(label, () => {
      const actual = call();
      return isDeepStrictEqual(actual, expected)
        ? undefined
        : `expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
    });
  }

  /** `call` throws; with `message`, exactly that. */
  throws(label: string, call: () => unknown, message?: string): void {
    this.#total++;
    try {
      this.#failures.push(`${label}: expected an error, got ${JSON.stringify(call())}`);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (message !== undefined && text !== message)
        this.#failures.push(`${label}: expected "${message}", got "${text}"`);
    }
  }

  /** `find` says what is wrong, or nothing. */
  check(label: string, find: () => string | undefined): void {
    this.#total++;
    try {
      const wrong = find();
      if (wrong !== undefined) this.#failures.push(`${label}: ${wrong}`);
    } catch (error) {
      this.#failures.push(`${label}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  report(): Report {
    const failures = this.#failures;
    return { name: this.#name, passed: this.#total - failures.length, total: this.#total, failures };
  }
}
