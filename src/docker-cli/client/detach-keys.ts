const CTRL: Readonly<Record<string, number>> = { '@': 0, '[': 27, '\\': 28, ']': 29, '^': 30, _: 31 };

/** `ctrl-p,ctrl-q` to bytes (moby/term's ToBytes). */
export function parseDetachKeys(keys: string): number[] {
  return keys.split(',').map((key) => {
    if (key.length === 1) return key.charCodeAt(0);
    const letter = /^ctrl-(.)$/.exec(key)?.[1];
    if (letter && /[a-z]/.test(letter)) return letter.charCodeAt(0) - 96;
    if (letter && letter in CTRL) return CTRL[letter]!;
    throw new Error(`Unknown character: '${key}'`);
  });
}

/** Holds back what could be the detach keys, and says when they were all typed. */
export class EscapeProxy {
  readonly #keys: readonly number[];
  #matched = 0;

  constructor(keys: string | undefined) {
    this.#keys = keys ? parseDetachKeys(keys) : [16, 17];
  }

  filter(bytes: Uint8Array): { pass: Uint8Array; detached: boolean } {
    const pass: number[] = [];
    for (const byte of bytes) {
      if (byte === this.#keys[this.#matched]) {
        if (++this.#matched === this.#keys.length) return { pass: Uint8Array.from(pass), detached: true };
        continue;
      }
      pass.push(...this.#keys.slice(0, this.#matched));
      this.#matched = 0;
      if (byte === this.#keys[0]) this.#matched = 1;
      else pass.push(byte);
    }
    return { pass: Uint8Array.from(pass), detached: false };
  }
}
