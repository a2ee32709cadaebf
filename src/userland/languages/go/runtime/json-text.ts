import type { Json, Runtime } from './guest.ts';

/** JSON as text: read into a tree, written from one, in the words Go has for what is wrong. */
export function jsonTextPart(G: Runtime): void {
  class Problem extends Error {}
  const problem = (text: string): never => {
    throw new Problem(text);
  };
  const quoted = (text: string, escapesHtml: boolean): string => {
    const made = JSON.stringify(G.decode(text)).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
    return G.encode(escapesHtml ? made.replace(/[<>&]/g, (each) => `\\u00${each.charCodeAt(0).toString(16)}`) : made);
  };
  const shown = (letter: string) => (letter === "'" ? `'\\''` : letter === '"' ? `'"'` : `'${letter}'`);
  class Reader {
    at = 0;
    readonly #text: string;
    constructor(text: string) {
      this.#text = text;
    }
    skip() {
      while (/[ \t\r\n]/.test(this.#text[this.at] ?? '')) this.at++;
    }
    peek(): string {
      const letter = this.#text[this.at];
      return letter === undefined ? problem('unexpected end of JSON input') : letter;
    }
    invalid(where: string): never {
      const letter = this.peek();
      return problem(`invalid character ${shown(letter)} ${where}`);
    }
    value(): Json {
      this.skip();
      const letter = this.peek();
      if (letter === '{') return this.object();
      if (letter === '[') return this.array();
      if (letter === '"') return this.string();
      if (/[-\d]/.test(letter)) return this.number();
      for (const [word, value] of [
        ['true', true],
        ['false', false],
        ['null', null],
      ] as const) {
        if (letter !== word[0]) continue;
        for (let next = 0; next < word.length; next++) {
          if (this.peek() !== word[next]) this.invalid(`in literal ${word} (expecting ${shown(word[next]!)})`);
          this.at++;
        }
        return value;
      }
      return this.invalid('looking for beginning of value');
    }
    number(): Json {
      const found = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/.exec(this.#text.slice(this.at))?.[0];
      if (found === undefined) {
        this.at++;
        return this.invalid('in numeric literal');
      }
      this.at += found.length;
      return { number: found };
    }
    string(): string {
      this.at++;
      let made = '';
      for (;;) {
        const letter = this.peek();
        this.at++;
        if (letter === '"') return made;
        if (letter < ' ') {
          this.at--;
          return problem(
            `invalid character '\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}' in string literal`
              .replace("'\\x0a'", "'\\n'")
              .replace("'\\x09'", "'\\t'"),
          );
        }
        if (letter !== '\\') {
          made += letter;
          continue;
        }
        const code = this.peek();
        this.at++;
        const plain: Record<string, string> = {
          n: '\n',
          t: '\t',
          r: '\r',
          b: '\b',
          f: '\f',
          '/': '/',
          '\\': '\\',
          '"': '"',
        };
        if (code === 'u') {
          const pair = /^([\da-fA-F]{4})(?:\\u([dD][c-fC-F][\da-fA-F]{2}))?/.exec(this.#text.slice(this.at));
          if (!pair) return this.invalid('in \\u hexadecimal character escape');
          const first = Number.parseInt(pair[1]!, 16);
          const isPair = pair[2] !== undefined && first >= 0xd800 && first < 0xdc00;
          made += G.encode(String.fromCharCode(first, ...(isPair ? [Number.parseInt(pair[2]!, 16)] : [])));
          this.at += isPair ? 10 : 4;
        } else if (plain[code]) made += plain[code];
        else {
          this.at--;
          return this.invalid('in string escape code');
        }
      }
    }
    array(): Json {
      const found: Json[] = [];
      this.at++;
      this.skip();
      if (this.peek() === ']') {
        this.at++;
        return found;
      }
      for (;;) {
        found.push(this.value());
        this.skip();
        const letter = this.peek();
        if (letter !== ',' && letter !== ']') return this.invalid('after array element');
        this.at++;
        if (letter === ']') return found;
      }
    }
    object(): Json {
      const found = new Map<string, Json>();
      this.at++;
      this.skip();
      if (this.peek() === '}') {
        this.at++;
        return found;
      }
      for (;;) {
        this.skip();
        if (this.peek() !== '"') return this.invalid('looking for beginning of object key string');
        const key = this.string();
        this.skip();
        if (this.peek() !== ':') return this.invalid('after object key');
        this.at++;
        found.set(key, this.value());
        this.skip();
        const letter = this.peek();
        if (letter !== ',' && letter !== '}') return this.invalid('after object key:value pair');
        this.at++;
        if (letter === '}') return found;
      }
    }
    end() {
      this.skip();
      if (this.at < this.#text.length) this.invalid('after top-level value');
    }
  }
  const compact = (text: string): string => {
    const reader = new Reader(text);
    const value = reader.value();
    reader.end();
    return write(value);
  };
  const write = (value: Json): string => {
    if (value === null || typeof value === 'boolean') return String(value);
    if (typeof value === 'string') return quoted(value, true);
    if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
    if (value instanceof Map)
      return `{${[...value].map(([key, each]) => `${quoted(key, true)}:${write(each)}`).join(',')}}`;
    return value.number;
  };
  const indented = (value: string, prefix: string, indent: string): string => {
    const reader = new Reader(value);
    const tree = reader.value();
    const show = (of: Json, depth: number): string => {
      const line = `\n${prefix}${indent.repeat(depth + 1)}`;
      const last = `\n${prefix}${indent.repeat(depth)}`;
      if (Array.isArray(of))
        return of.length === 0 ? '[]' : `[${of.map((each) => line + show(each, depth + 1)).join(',')}${last}]`;
      if (!(of instanceof Map)) return write(of);
      return of.size === 0
        ? '{}'
        : `{${[...of].map(([key, each]) => `${line}${quoted(key, true)}: ${show(each, depth + 1)}`).join(',')}${last}}`;
    };
    return show(tree, 0);
  };

  const guarded = <T>(run: () => T, otherwise: T): [T, string] => {
    try {
      return [run(), ''];
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      return [otherwise, thrown.message];
    }
  };
  G.json = { problem, quoted, compact, write, guarded, read: (text) => new Reader(text) };
  Object.assign(G.natives, {
    'json.indent': indented,
    'json.valid': (text: string) => guarded(() => void compact(text), undefined)[1] === '',
  });
}
