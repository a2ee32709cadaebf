import { badParameter } from '../errors.ts';

const DEFAULT_KEYS = 'ctrl-p,ctrl-q';

/** `ctrl-p,ctrl-q`, `a,ctrl-@` … → bytes (moby/term ToBytes). */
export function parseDetachKeys(text: string): number[] {
  return (text || DEFAULT_KEYS).split(',').map((key) => {
    if (key.length === 1) return key.charCodeAt(0);
    const control = /^ctrl-([a-z@[\\\]^_])$/.exec(key)?.[1];
    if (control === undefined) throw badParameter(`Invalid escape keys (${text}) provided`);
    return control.toUpperCase().charCodeAt(0) - 64;
  });
}

/**
 * Watches typed bytes for the detach sequence (moby/term's escape proxy): what could still become it is held back;
 * once it is complete, `detached` is true and nothing more passes.
 */
export class DetachFilter {
  #matched = 0;
  detached = false;

  constructor(private readonly keys: readonly number[]) {}

  pass(bytes: Uint8Array): Uint8Array {
    const out: number[] = [];
    for (const byte of bytes) {
      if (this.detached) break;
      if (byte === this.keys[this.#matched]) {
        this.#matched++;
        if (this.#matched === this.keys.length) this.detached = true;
        continue;
      }
      out.push(...this.keys.slice(0, this.#matched));
      this.#matched = 0;
      if (byte === this.keys[0]) this.#matched = 1;
      else out.push(byte);
    }
    return Uint8Array.from(out);
  }
}
