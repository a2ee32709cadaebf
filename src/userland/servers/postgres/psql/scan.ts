/** Splits input into SQL statements and backslash commands, as psql's scanner does (psqlscan.l). */
export type Piece =
  | { readonly kind: 'sql'; readonly text: string }
  | { readonly kind: 'meta'; readonly name: string; readonly rest: string };

export class Scanner {
  #text = '';
  #at = 0;
  /** What is open: '' nothing, a quote, a comment, a parenthesis, a dollar tag. */
  #open = '';
  #depth = 0;
  #hasContent = false;
  /** The statement so far, variables replaced. */
  #statement = '';
  readonly #variable: (name: string) => string | undefined;

  constructor(variable: (name: string) => string | undefined) {
    this.#variable = variable;
  }

  feed(text: string): void {
    this.#text = this.#text.slice(this.#at) + text;
    this.#at = 0;
  }

  /** What is begun and not ended. */
  get buffer(): string {
    return this.#statement;
  }

  get isEmpty(): boolean {
    return !this.#hasContent && this.#open === '' && this.#depth === 0;
  }

  /** The prompt's mark: `=` at a start, `-` within a statement, or what is open. */
  get mark(): string {
    if (this.#open.startsWith('$')) return '$';
    if (this.#open === '/*') return '*';
    if (this.#open !== '') return this.#open;
    return this.#depth > 0 ? '(' : this.#hasContent ? '-' : '=';
  }

  clear(): void {
    this.#statement = '';
    this.#open = '';
    this.#depth = 0;
    this.#hasContent = false;
    this.#at = this.#text.length;
  }

  /** The statement without its end, when the input is over. */
  finish(): string | undefined {
    const text = this.#statement.trim();
    const hasContent = this.#hasContent;
    this.clear();
    return hasContent && text !== '' ? text : undefined;
  }

  /** The next whole piece; undefined when more has to be fed. */
  next(): Piece | undefined {
    while (this.#at < this.#text.length) {
      const rest = this.#text.slice(this.#at);
      const word = this.#open === '' ? this.#plain(rest) : this.#inside(rest);
      if (typeof word !== 'string') return word;
      this.#at += word.length;
    }
    return undefined;
  }

  #take(text: string, isContent = true): string {
    this.#statement += text;
    if (isContent) this.#hasContent = true;
    return text;
  }

  #plain(rest: string): string | Piece {
    const space = /^\s+/.exec(rest)?.[0];
    if (space !== undefined) {
      if (this.#hasContent) this.#statement += space;
      return space;
    }
    const comment = /^--[^\n]*\n?/.exec(rest)?.[0];
    if (comment !== undefined) return this.#hasContent ? this.#take(comment) : comment;
    if (rest.startsWith('/*')) {
      this.#open = '/*';
      return this.#take('/*', false);
    }
    if (rest[0] === '\\') return this.#meta(rest);
    if (rest[0] === ';' && this.#depth === 0) {
      this.#at++;
      const text = `${this.#statement};`;
      const hadContent = this.#hasContent;
      this.#statement = '';
      this.#hasContent = false;
      return hadContent ? { kind: 'sql', text } : (this.next() ?? '');
    }
    const quote = /^(?:[eE]'|'|"|\$[A-Za-z_\d]*\$)/.exec(rest)?.[0];
    if (quote !== undefined) {
      this.#open = quote.length === 2 && /^[eE]/.test(quote) ? "E'" : quote;
      return this.#take(quote);
    }
    const variable = /^:(?:(['"])(\w+)\1|(\w+))/.exec(rest);
    if (variable && !this.#statement.endsWith(':')) {
      const value = this.#variable(variable[2] ?? variable[3]!);
      if (value !== undefined) {
        const mark = variable[1] ?? '';
        this.#take(mark === '' ? value : mark + value.replaceAll(mark, mark + mark) + mark);
        return variable[0];
      }
    }
    if (rest[0] === '(') this.#depth++;
    if (rest[0] === ')') this.#depth = Math.max(0, this.#depth - 1);
    return this.#take(/^[A-Za-z_\d]+/.exec(rest)?.[0] ?? rest[0]!);
  }

  #inside(rest: string): string {
    const end = this.#open === '/*' ? '*/' : this.#open === "E'" ? "'" : this.#open;
    for (let at = 0; at < rest.length; at++) {
      if (this.#open === "E'" && rest[at] === '\\') {
        at++;
        continue;
      }
      if (!rest.startsWith(end, at)) continue;
      this.#open = '';
      return this.#take(rest.slice(0, at + end.length), end !== '*/');
    }
    return this.#take(rest, end !== '*/');
  }

  /** A backslash command goes to the end of its line, or to the next backslash. */
  #meta(rest: string): Piece {
    const [whole, name = '', argument = ''] = /^\\([^\s\\]*)((?:'(?:[^']|'')*'|"[^"]*"|[^\n\\])*)\\{0,2}\n?/.exec(
      rest,
    )!;
    this.#at += whole.length;
    return { kind: 'meta', name, rest: argument.trim() };
  }
}

/** The words of a backslash command. */
export function metaWords(rest: string): string[] {
  return [...rest.matchAll(/'((?:[^']|'')*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single?.replaceAll("''", "'") ?? double ?? plain ?? '',
  );
}
