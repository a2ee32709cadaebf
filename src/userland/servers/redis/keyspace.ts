import { RedisError } from './reply.ts';

export type Value =
  | { readonly type: 'string'; text: string }
  | { readonly type: 'list'; readonly items: string[] }
  | { readonly type: 'hash'; readonly fields: Map<string, string> }
  | { readonly type: 'set'; readonly members: Set<string> }
  | { readonly type: 'zset'; readonly scores: Map<string, number> };

export type ValueOf<T extends Value['type']> = Extract<Value, { type: T }>;

interface Entry {
  value: Value;
  /** Milliseconds since the epoch. */
  expiresAt: number | undefined;
}

const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value';

/** One numbered database. Keys whose time is up are gone for everybody who asks. */
export class Keyspace {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  #live(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry?.expiresAt !== undefined && entry.expiresAt <= this.#now()) {
      this.#entries.delete(key);
      return undefined;
    }
    return entry;
  }

  get(key: string): Value | undefined {
    return this.#live(key)?.value;
  }

  has(key: string): boolean {
    return this.#live(key) !== undefined;
  }

  /** The value if it is of this type; WRONGTYPE when it is of another. */
  typed<T extends Value['type']>(key: string, type: T): ValueOf<T> | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    if (value.type !== type) throw new RedisError(WRONG_TYPE);
    return value as ValueOf<T>;
  }

  /** Replaces the value; its time to live goes unless it is kept. */
  set(key: string, value: Value, keepTime = false): void {
    const expiresAt = keepTime ? this.#live(key)?.expiresAt : undefined;
    this.#entries.set(key, { value, expiresAt });
  }

  /** The value of this type, made when there is none. */
  ensure<T extends Value['type']>(key: string, make: () => ValueOf<T>, type: T): ValueOf<T> {
    const known = this.typed(key, type);
    if (known) return known;
    const value = make();
    this.set(key, value);
    return value;
  }

  delete(key: string): boolean {
    return this.#live(key) !== undefined && this.#entries.delete(key);
  }

  /** A list, hash or set that has become empty is no more. */
  deleteIfEmpty(key: string): void {
    const value = this.get(key);
    if (!value || value.type === 'string') return;
    const size =
      value.type === 'list'
        ? value.items.length
        : value.type === 'hash'
          ? value.fields.size
          : value.type === 'set'
            ? value.members.size
            : value.scores.size;
    if (size === 0) this.#entries.delete(key);
  }

  expiry(key: string): number | undefined {
    return this.#live(key)?.expiresAt;
  }

  setExpiry(key: string, at: number | undefined): void {
    const entry = this.#live(key);
    if (entry) entry.expiresAt = at;
  }

  keys(): string[] {
    return [...this.#entries.keys()].filter((key) => this.#live(key));
  }

  get size(): number {
    return this.keys().length;
  }

  get withExpiry(): number {
    return this.keys().filter((key) => this.expiry(key) !== undefined).length;
  }

  clear(): void {
    this.#entries.clear();
  }
}
