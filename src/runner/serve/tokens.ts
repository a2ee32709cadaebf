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

  constructor(count: number) {
    this.#tokens = Array.from({ length: count }, newToken);
  }

  get tokens(): readonly string[] {
    return this.#tokens;
  }

  /** A key for a token, which is void from now on; undefined for one that is none (any more). */
  exchange(token: string): string | undefined {
    const index = indexOf(this.#tokens, token);
    if (index === undefined) return undefined;
    this.#tokens.splice(index, 1);
    const key = newToken();
    this.#keys.push(key);
    return key;
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
