/** The first JSON value of `text`, as Go's json.Decoder reads it; undefined where there is none. Throws its words. */
export function firstJsonValue(text: string): unknown {
  const start = text.search(/[^ \t\r\n]/);
  if (start < 0) return undefined;
  return JSON.parse(text.slice(start, new Scanner(text, start).value()));
}

/** Walks over one value and says where and why it is none (encoding/json, scanner.go). */
class Scanner {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  /** Where the value ends. */
  value(): number {
    const char = this.#next();
    if (char === '{') this.#members('}', 'object key:value pair');
    else if (char === '[') this.#members(']', 'array element');
    else if (char === '"') this.#string();
    else if (char === 't') this.#literal('true');
    else if (char === 'f') this.#literal('false');
    else if (char === 'n') this.#literal('null');
    else if (char === '-' || /\d/.test(char)) this.#number(char);
    else this.#wrong('looking for beginning of value');
    return this.#at;
  }

  #members(end: '}' | ']', member: string): void {
    if (this.#peek() === end) return void this.#next();
    for (;;) {
      if (end === '}') {
        if (this.#next() !== '"') this.#wrong('looking for beginning of object key string');
        this.#string();
        if (this.#next() !== ':') this.#wrong('after object key');
      }
      this.value();
      const char = this.#next();
      if (char === end) return;
      if (char !== ',') this.#wrong(`after ${member}`);
    }
  }

  #string(): void {
    for (;;) {
      const char = this.#char();
      if (char === '"') return;
      if (char < ' ') this.#wrong('in string');
      if (char !== '\\') continue;
      const kind = this.#char();
      if (!'"\\/bfnrtu'.includes(kind)) this.#wrong('in string escape code');
      for (let i = 0; kind === 'u' && i < 4; i++)
        if (!/[\da-f]/i.test(this.#char())) this.#wrong('in \\u hexadecimal character escape');
    }
  }

  #literal(word: string): void {
    for (const expected of word.slice(1))
      if (this.#char() !== expected) this.#wrong(`in literal ${word} (expecting '${expected}')`);
  }

  #number(first: string): void {
    const digits = (where: string) => {
      if (!/\d/.test(this.#char())) this.#wrong(where);
      while (/\d/.test(this.#text[this.#at] ?? '')) this.#at++;
    };
    let digit = first;
    if (digit === '-') {
      digit = this.#char();
      if (!/\d/.test(digit)) this.#wrong('in numeric literal');
    }
    if (digit !== '0') while (/\d/.test(this.#text[this.#at] ?? '')) this.#at++;
    if (this.#text[this.#at] === '.') {
      this.#at++;
      digits('after decimal point in numeric literal');
    }
    if (!/[eE]/.test(this.#text[this.#at] ?? '')) return;
    this.#at++;
    if (/[+-]/.test(this.#text[this.#at] ?? '')) this.#at++;
    digits('in exponent of numeric literal');
  }

  #peek(): string | undefined {
    while (' \t\r\n'.includes(this.#text[this.#at] ?? '.')) this.#at++;
    return this.#text[this.#at];
  }

  /** The next one that is no blank. */
  #next(): string {
    this.#peek();
    return this.#char();
  }

  #char(): string {
    if (this.#at >= this.#text.length) throw new Error('unexpected EOF');
    return this.#text[this.#at++]!;
  }

  #wrong(where: string): never {
    const char = this.#text[this.#at - 1]!;
    const quoted = char === "'" ? `'\\''` : char === '"' ? `'"'` : `'${JSON.stringify(char).slice(1, -1)}'`;
    throw new Error(`invalid character ${quoted} ${where}`);
  }
}

/** encoding/json's Marshal writes these as escapes. */
export const escapeHtml = (json: string): string =>
  json.replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
