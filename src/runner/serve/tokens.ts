import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Bytes of a token: nobody guesses 192 bits. */
const LENGTH = 24;

export function newToken(): string {
  return randomBytes(LENGTH).toString('base64url');
}

/** Says nothing by how long it takes: digests of equal length are compared, whatever came. */
export function equalTokens(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Links that work once each: the token of a link is exchanged for a key, which the page keeps for itself. */
export class Tickets {
  readonly #tokens: string[];
  readonly #keys: string[] = [];
  readonly #first: string | undefined;
  #firstKey: string | undefined;

  constructor(count: number) {
    this.#tokens = Array.from({ length: count }, newToken);
    // Of several links the first is the instructor's.
    if (count > 1) this.#first = this.#tokens[0];
  }

  get tokens(): readonly string[] {
    return this.#tokens;
  }

  /** A key for a token, which is void from now on; undefined for one that is none (any more). */
  exchange(token: string): string | undefined {
    const index = indexOf(this.#tokens, token);
    if (index === undefined) return undefined;
    const [used] = this.#tokens.splice(index, 1);
    const key = newToken();
    this.#keys.push(key);
    if (used === this.#first) this.#firstKey = key;
    return key;
  }

  /** Whether a key is the instructor's. */
  teaches(key: string): boolean {
    return this.#firstKey !== undefined && equalTokens(key, this.#firstKey);
  }

  isKey(key: string): boolean {
    return indexOf(this.#keys, key) !== undefined;
  }
}

/** Looks at all of them, so that it takes as long wherever it is. */
function indexOf(list: readonly string[], wanted: string): number | undefined {
  let found: number | undefined;
  list.forEach((each, index) => {
    if (equalTokens(each, wanted)) found = index;
  });
  return found;
}
