import { type Json, object } from './values.ts';

/** Text that is no JSON. */
export class JsonFault extends Error {}

const BLANK = /\s*/y;
/** Everything up to what has a meaning of its own. */
const TOKEN = /[^\s[\]{}:,"]+/y;
const NUMBER = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const STRING = /"(?:[^"\\]|\\.)*"/sy;

/** Reads one JSON value after the other out of a text, as jq takes its input. */
export class JsonReader {
  readonly #text: string;
  #at = 0;
  #counted = 0;
  #lines = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next value; undefined at the end. */
  next(): Json | undefined {
    this.#match(BLANK);
    if (this.#at >= this.#text.length) return undefined;
    return this.#value();
  }

  /** How many lines have been read to get at the last value. */
  get line(): number {
    const end = this.#text.indexOf('\n', this.#at);
    const to = end < 0 ? this.#text.length : end + 1;
    for (; this.#counted < to; this.#counted++) if (this.#text[this.#counted] === '\n') this.#lines++;
    return this.#lines;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at = pattern.lastIndex;
    return match?.[0];
  }

  /** The place is the character that showed the fault. */
  #fail(what: string): never {
    const ended = this.#at >= this.#text.length;
    const before = this.#text.slice(0, this.#at + (ended ? 0 : 1));
    const line = before.split('\n').length;
    const column = before.length - before.lastIndexOf('\n') - 1;
    throw new JsonFault(`${what}${ended ? ' at EOF' : ''} at line ${line}, column ${column}`);
  }

  #unfinished(otherwise: string): never {
    this.#match(BLANK);
    return this.#fail(this.#at >= this.#text.length ? 'Unfinished JSON term' : otherwise);
  }

  #value(): Json {
    this.#match(BLANK);
    const char = this.#text[this.#at];
    if (char === '{') return this.#object();
    if (char === '[') return this.#array();
    if (char === '"') return this.#string();
    if (char === undefined) return this.#fail('Unfinished JSON term');
    if (']}'.includes(char)) return this.#fail(`Unmatched '${char}'`);
    const token = this.#match(TOKEN);
    if (token === undefined) return this.#fail(`Expected value before '${char}'`);
    if (NUMBER.test(token)) return Number(token);
    switch (token) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'null':
        return null;
      case 'nan':
        return Number.NaN;
      default:
        return this.#fail(/^(t.{0,3}|f.{0,4}|n.{0,3})$/.test(token) ? 'Invalid literal' : 'Invalid numeric literal');
    }
  }

  #string(): string {
    const quoted = this.#match(STRING);
    if (quoted === undefined) {
      this.#at = this.#text.length;
      return this.#fail('Unfinished string');
    }
    try {
      // Line breaks inside are no JSON, and jq takes them.
      return JSON.parse(
        quoted.replace(/[\u0000-\u001f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
      ) as string;
    } catch {
      return this.#fail('Invalid escape');
    }
  }

  #take(char: string): boolean {
    this.#match(BLANK);
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #array(): Json[] {
    const items: Json[] = [];
    this.#at++;
    if (this.#take(']')) return items;
    do {
      this.#match(BLANK);
      if (items.length > 0 && this.#text[this.#at] === ']') this.#fail('Expected another array element');
      items.push(this.#value());
    } while (this.#take(','));
    if (!this.#take(']')) this.#missingSeparator();
    return items;
  }

  #object(): Json {
    const made = object();
    this.#at++;
    if (this.#take('}')) return made;
    do {
      this.#match(BLANK);
      const char = this.#text[this.#at];
      if (char === '}') this.#fail('Expected another key-value pair');
      if (char !== '"') {
        this.#value();
        this.#unfinished('Object keys must be strings');
      }
      const key = this.#string();
      if (!this.#take(':')) this.#unfinished('Objects must consist of key:value pairs');
      made[key] = this.#value();
    } while (this.#take(','));
    if (!this.#take('}')) this.#missingSeparator();
    return made;
  }

  /** jq finds out once it has the next value whole. */
  #missingSeparator(): never {
    this.#match(BLANK);
    if (this.#at < this.#text.length) this.#value();
    return this.#unfinished('Expected separator between values');
  }
}

/** One value for an option. */
export function readOne(text: string): Json {
  const reader = new JsonReader(text);
  const value = reader.next();
  if (value === undefined) throw new JsonFault('Expected JSON value');
  if (reader.next() !== undefined) throw new JsonFault('Unexpected extra JSON values');
  return value;
}
