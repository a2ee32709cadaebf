import { replacePattern, trimPrefix, trimSuffix } from './pattern.ts';

/** Where variables come from. */
export interface Variables {
  get(name: string): string | undefined;
  names(): string[];
}

export const noVariables: Variables = { get: () => undefined, names: () => [] };

/** Variables from `NAME=value` strings; the last one wins. */
export function variablesFrom(env: readonly string[]): Variables {
  const map = new Map<string, string>();
  for (const entry of env) {
    const equals = entry.indexOf('=');
    if (equals < 0) map.set(entry, '');
    else map.set(entry.slice(0, equals), entry.slice(equals + 1));
  }
  return { get: (name) => map.get(name), names: () => [...map.keys()] };
}

export interface LexOptions {
  /** Keep the quotes in the result. */
  readonly rawQuotes?: boolean;
  /** Keep the escape characters in the result. */
  readonly rawEscapes?: boolean;
  /** Quotes are ordinary characters. */
  readonly skipProcessQuotes?: boolean;
  /** Leave what is not set as it is written. */
  readonly skipUnsetEnv?: boolean;
}

export interface Expansion {
  readonly result: string;
  readonly words: readonly string[];
  /** Names that were found, and that were not. */
  readonly matched: ReadonlySet<string>;
  readonly unmatched: ReadonlySet<string>;
}

/**
 * Word expansion as a Dockerfile has it: quotes, escapes, `$name`, `${name}` and the operators `:-` `-` `:+` `+` `:?` `?`
 * `#` `##` `%` `%%` `/` `//`. After BuildKit's frontend/dockerfile/shell/lex.go.
 */
export function expand(text: string, variables: Variables, escapeToken = '\\', options: LexOptions = {}): Expansion {
  const expander = new Expander(text, variables, escapeToken, options);
  try {
    const { result, words } = expander.run(undefined, options.rawEscapes ?? false);
    return { result, words, matched: expander.matched, unmatched: expander.unmatched };
  } catch (error) {
    throw new ExpansionError(text, (error as Error).message, expander.unmatched);
  }
}

/** What is wrong with a word, and the names that were not found up to there. */
export class ExpansionError extends Error {
  readonly unmatched: ReadonlySet<string>;
  constructor(text: string, reason: string, unmatched: ReadonlySet<string>) {
    super(`failed to process ${JSON.stringify(text)}: ${reason}`);
    this.unmatched = unmatched;
  }
}

/** Expands to one string. */
export function expandWord(text: string, variables: Variables, escapeToken?: string, options?: LexOptions): string {
  return expand(text, variables, escapeToken, options).result;
}

/** Expands, then splits on spaces that are not quoted. */
export function expandWords(
  text: string,
  variables: Variables,
  escapeToken?: string,
  options?: LexOptions,
): readonly string[] {
  return expand(text, variables, escapeToken, options).words;
}

const isSpace = (character: string): boolean => /\s/u.test(character);

class WordSplitter {
  readonly words: string[] = [];
  #buffer = '';
  #inWord = false;

  add(character: string): void {
    if (!isSpace(character)) this.addRaw(character);
    else if (this.#inWord) this.#flush();
  }

  addRaw(text: string): void {
    this.#buffer += text;
    this.#inWord = true;
  }

  finish(): string[] {
    this.#flush();
    return this.words;
  }

  #flush(): void {
    if (this.#buffer === '') return;
    this.words.push(this.#buffer);
    this.#buffer = '';
    this.#inWord = false;
  }
}

class Expander {
  readonly matched = new Set<string>();
  readonly unmatched = new Set<string>();
  readonly #characters: readonly string[];
  readonly #variables: Variables;
  readonly #escapeToken: string;
  readonly #options: LexOptions;
  #position = 0;
  #rawEscapes: boolean;

  constructor(text: string, variables: Variables, escapeToken: string, options: LexOptions) {
    this.#characters = [...text];
    this.#variables = variables;
    this.#escapeToken = escapeToken;
    this.#options = options;
    this.#rawEscapes = options.rawEscapes ?? false;
  }

  /** Up to the end, or to `stop` (consumed). */
  run(stop: string | undefined, rawEscapes: boolean): { result: string; words: string[] } {
    const outer = this.#rawEscapes;
    this.#rawEscapes = rawEscapes;
    try {
      return this.#until(stop);
    } finally {
      this.#rawEscapes = outer;
    }
  }

  #until(stop: string | undefined): { result: string; words: string[] } {
    const words = new WordSplitter();
    let result = '';
    for (let character = this.#peek(); character !== undefined; character = this.#peek()) {
      if (character === stop) {
        this.#position++;
        return { result, words: words.finish() };
      }
      const special = this.#special(character);
      if (special !== undefined) {
        result += special;
        if (character === '$') for (const each of special) words.add(each);
        else words.addRaw(special);
        continue;
      }
      this.#position++;
      if (character !== this.#escapeToken) {
        words.add(character);
        result += character;
        continue;
      }
      if (this.#rawEscapes) {
        words.addRaw(character);
        result += character;
      }
      const escaped = this.#next();
      if (escaped === undefined) break;
      words.addRaw(escaped);
      result += escaped;
    }
    if (stop !== undefined) throw new Error(`unexpected end of statement while looking for matching ${stop}`);
    return { result, words: words.finish() };
  }

  #special(character: string): string | undefined {
    if (character === '$') return this.#dollar();
    if (character === '<') return this.#possibleHeredoc();
    if (this.#options.skipProcessQuotes) return undefined;
    if (character === "'") return this.#singleQuote();
    if (character === '"') return this.#doubleQuote();
    return undefined;
  }

  #singleQuote(): string {
    const quote = this.#options.rawQuotes ? "'" : '';
    let result = '';
    this.#position++;
    for (;;) {
      const character = this.#next();
      if (character === undefined) {
        throw new Error('unexpected end of statement while looking for matching single-quote');
      }
      if (character === "'") return quote + result + quote;
      result += character;
    }
  }

  #doubleQuote(): string {
    const quote = this.#options.rawQuotes ? '"' : '';
    let result = '';
    this.#position++;
    for (;;) {
      let character = this.#peek();
      if (character === undefined) {
        throw new Error('unexpected end of statement while looking for matching double-quote');
      }
      if (character === '$') {
        result += this.#dollar();
        continue;
      }
      this.#position++;
      if (character === '"') return quote + result + quote;
      if (character === this.#escapeToken) {
        if (this.#rawEscapes) result += character;
        const next = this.#peek();
        if (next === undefined) continue;
        // Only these can be escaped; before all else the escape character stays.
        if (next === '"' || next === '$' || next === this.#escapeToken) {
          character = next;
          this.#position++;
        }
      }
      result += character;
    }
  }

  #dollar(): string {
    this.#position++;
    if (this.#peek() !== '{') {
      const name = this.#name();
      if (name === '') return '$';
      const value = this.#lookup(name);
      return value === undefined && this.#options.skipUnsetEnv ? `$${name}` : (value ?? '');
    }
    this.#position++;
    const first = this.#peek();
    if (first === undefined) throw new Error("syntax error: missing '}'");
    if (first === '{' || first === '}' || first === ':') throw new Error('syntax error: bad substitution');
    const name = this.#name();
    const operator = this.#next() ?? '\uFFFD';
    if (operator === '}') {
      const value = this.#lookup(name);
      return value === undefined && this.#options.skipUnsetEnv ? `\${${name}}` : (value ?? '');
    }
    if (operator === '/') return this.#replace(name);
    return this.#modifier(name, operator);
  }

  #modifier(name: string, operator: string): string {
    const nullIsUnset = operator === ':';
    const kind = nullIsUnset ? (this.#next() ?? '\uFFFD') : operator;
    const written = nullIsUnset ? operator + kind : operator;
    const trims = kind === '#' || kind === '%';
    if (!'+-?#%'.includes(operator) && !nullIsUnset) throw unsupported(written);
    if (nullIsUnset && trims) throw unsupported(written);
    const word = this.#word('}', trims, "syntax error: missing '}'");
    const value = this.#lookup(name);
    if (value === undefined && this.#options.skipUnsetEnv) return `\${${name}${written}${word}}`;
    const missing = value === undefined || (nullIsUnset && value === '');
    switch (kind) {
      case '-':
        return missing ? word : value;
      case '+':
        return missing ? '' : word;
      case '?': {
        if (!missing) return value;
        const state = value === undefined ? 'is not allowed to be unset' : 'is not allowed to be empty';
        throw new Error(`${name}: ${word || state}`);
      }
      case '#':
      case '%': {
        const greedy = word.startsWith(kind);
        const pattern = greedy ? word.slice(1) : word;
        return (kind === '%' ? trimSuffix : trimPrefix)(pattern, value ?? '', greedy);
      }
      default:
        throw unsupported(written);
    }
  }

  #replace(name: string): string {
    const all = this.#peek() === '/';
    if (all) this.#position++;
    const pattern = this.#word('/', true, `syntax error: missing '/' in \${}`);
    const replacement = this.#word('}', true, "syntax error: missing '}'");
    const value = this.#lookup(name);
    if (value === undefined && this.#options.skipUnsetEnv) return `\${${name}/${pattern}/${replacement}}`;
    return replacePattern(pattern, value ?? '', replacement, all);
  }

  #word(stop: string, rawEscapes: boolean, whenMissing: string): string {
    try {
      return this.run(stop, rawEscapes).result;
    } catch (error) {
      if (this.#peek() === undefined) throw new Error(whenMissing);
      throw error;
    }
  }

  #name(): string {
    const first = this.#peek();
    if (first === undefined) return '';
    if (/\p{Nd}/u.test(first)) return this.#while(/\p{Nd}/u);
    if ('@*#?-$!'.includes(first)) {
      this.#position++;
      return first;
    }
    return this.#while(/[\p{L}\p{Nd}_]/u);
  }

  #while(accepted: RegExp): string {
    let text = '';
    for (let character = this.#peek(); character !== undefined && accepted.test(character); character = this.#peek()) {
      text += character;
      this.#position++;
    }
    return text;
  }

  /** `<<` and the blanks after it stay together, so that `<< EOF` is one word. */
  #possibleHeredoc(): string {
    this.#position++;
    if (this.#peek() !== '<') return '<';
    this.#position++;
    return `<<${this.#while(/[\t\r ]/)}`;
  }

  #lookup(name: string): string | undefined {
    const value = this.#variables.get(name);
    (value === undefined ? this.unmatched : this.matched).add(name);
    return value;
  }

  #peek(): string | undefined {
    return this.#characters[this.#position];
  }

  #next(): string | undefined {
    return this.#characters[this.#position++];
  }
}

function unsupported(modifier: string): Error {
  return new Error(`unsupported modifier (${modifier}) in substitution`);
}
