import { JqSyntaxError, type Token, tokensOf } from './lex.ts';
import { type Definition, type Filter, IDENTITY, type Pattern } from './tree.ts';

/** Binary operators by how tightly they bind, and how a row of them is read. */
const LEVELS: readonly { readonly operators: readonly string[]; readonly side: 'left' | 'right' | 'none' }[] = [
  { operators: ['//'], side: 'right' },
  { operators: ['=', '|=', '+=', '-=', '*=', '/=', '%=', '//='], side: 'none' },
  { operators: ['or'], side: 'left' },
  { operators: ['and'], side: 'left' },
  { operators: ['==', '!=', '<', '<=', '>', '>='], side: 'none' },
  { operators: ['+', '-'], side: 'left' },
  { operators: ['*', '/', '%'], side: 'left' },
];
const UPDATES = LEVELS[1]!.operators;
const KEYWORDS = new Set(
  'def if then elif else end as reduce foreach try catch label import include and or __loc__'.split(' '),
);

/** Reads a whole program: definitions, and a filter (or none, which is `.`). */
export function parseProgram(source: string): Filter {
  return new Parser(source).program();
}

/** Reads definitions alone. */
export function parseLibrary(source: string): Definition[] {
  return new Parser(source).library();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(source: string) {
    this.#tokens = tokensOf(source);
  }

  library(): Definition[] {
    const definitions: Definition[] = [];
    while (this.#isWord('def')) definitions.push(this.#definition());
    return definitions;
  }

  program(): Filter {
    const filter = this.#body();
    if (this.#token.kind !== 'end') this.#unexpected();
    return filter;
  }

  get #token(): Token {
    return this.#tokens[this.#at]!;
  }

  #is(text: string): boolean {
    return this.#token.kind === 'operator' && this.#token.text === text;
  }

  #isWord(text: string): boolean {
    return this.#token.kind === 'word' && this.#token.text === text;
  }

  #take(text: string): boolean {
    if (!this.#is(text) && !this.#isWord(text)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) this.#unexpected();
  }

  #unexpected(): never {
    const { kind, text } = this.#token;
    const what =
      kind === 'end'
        ? 'end of file'
        : kind === 'operator'
          ? `'${text}'`
          : kind === 'word'
            ? KEYWORDS.has(text)
              ? text
              : 'IDENT'
            : kind === 'number'
              ? 'LITERAL'
              : kind.toUpperCase();
    throw new JqSyntaxError(`syntax error, unexpected ${what}`);
  }

  #name(): string {
    const { kind, text } = this.#token;
    if (kind !== 'word') this.#unexpected();
    this.#at++;
    return text;
  }

  #variable(): string {
    const { kind, text } = this.#token;
    if (kind !== 'variable') this.#unexpected();
    this.#at++;
    return text;
  }

  /** A program or what stands in parentheses: definitions before a pipe. */
  #body(): Filter {
    if (this.#isWord('def')) {
      const definition = this.#definition();
      const empty = this.#token.kind === 'end' || this.#is(')');
      return { kind: 'define', definition, body: empty ? IDENTITY : this.#body() };
    }
    if (this.#token.kind === 'end') return IDENTITY;
    return this.#pipe();
  }

  #definition(): Definition {
    this.#expect('def');
    const name = this.#name();
    const parameters: string[] = [];
    if (this.#take('(')) {
      do parameters.push(this.#token.kind === 'variable' ? `$${this.#variable()}` : this.#name());
      while (this.#take(';'));
      this.#expect(')');
    }
    this.#expect(':');
    const body = this.#body();
    this.#expect(';');
    return { name, parameters, body };
  }

  #pipe(): Filter {
    if (this.#isWord('def')) return this.#body();
    if (this.#take('label')) {
      const name = this.#variable();
      this.#expect('|');
      return { kind: 'label', name, body: this.#pipe() };
    }
    const left = this.#comma();
    return this.#take('|') ? { kind: 'pipe', left, right: this.#pipe() } : left;
  }

  #bind(source: Filter): Filter {
    const patterns = [this.#pattern()];
    while (this.#take('?//')) patterns.push(this.#pattern());
    this.#expect('|');
    return { kind: 'bind', source, patterns, body: this.#pipe() };
  }

  #comma(): Filter {
    let left = this.#binary(0);
    while (this.#take(',')) left = { kind: 'comma', left, right: this.#binary(0) };
    return left;
  }

  #binary(level: number): Filter {
    const known = LEVELS[level];
    if (!known) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = known.operators.find((text) => this.#is(text) || this.#isWord(text));
      if (operator === undefined) return left;
      this.#at++;
      const right = this.#binary(known.side === 'right' ? level : level + 1);
      left = { kind: UPDATES.includes(operator) ? 'update' : 'binary', operator, left, right };
      if (known.side !== 'left') return left;
    }
  }

  #unary(): Filter {
    if (this.#take('-')) return { kind: 'negate', body: this.#postfix() };
    return this.#postfix();
  }

  #postfix(): Filter {
    let filter = this.#term();
    for (;;) {
      const { kind, text } = this.#token;
      if (kind === 'field') {
        this.#at++;
        filter = { kind: 'index', of: filter, key: literal(text) };
      } else if (this.#is('.') && this.#tokens[this.#at + 1]!.kind === 'string') {
        this.#at++;
        filter = { kind: 'index', of: filter, key: this.#string(undefined) };
      } else if (this.#is('.') && this.#tokens[this.#at + 1]!.text === '[') this.#at++;
      else if (this.#is('[')) filter = this.#suffix(filter);
      else if (this.#take('?')) filter = { kind: 'try', body: filter, handler: undefined };
      else if (this.#isWord('as')) {
        this.#at++;
        return this.#bind(filter);
      } else return filter;
    }
  }

  #suffix(of: Filter): Filter {
    this.#expect('[');
    if (this.#take(']')) return { kind: 'iterate', of };
    if (this.#take(':')) {
      const to = this.#pipe();
      this.#expect(']');
      return { kind: 'slice', of, from: undefined, to };
    }
    const key = this.#pipe();
    if (this.#take(':')) {
      const to = this.#is(']') ? undefined : this.#pipe();
      this.#expect(']');
      return { kind: 'slice', of, from: key, to };
    }
    this.#expect(']');
    return { kind: 'index', of, key };
  }

  #string(format: string | undefined): Filter {
    const { parts = [] } = this.#token;
    this.#at++;
    const read = parts.map((part) => (typeof part === 'string' ? part : parseProgram(part.source)));
    return { kind: 'string', parts: read, format };
  }

  #term(): Filter {
    const token = this.#token;
    switch (token.kind) {
      case 'number':
        this.#at++;
        return { kind: 'number', value: Number(token.text) };
      case 'string':
        return this.#string(undefined);
      case 'format':
        this.#at++;
        return this.#token.kind === 'string' ? this.#string(token.text) : { kind: 'format', name: token.text };
      case 'field':
        this.#at++;
        return { kind: 'index', of: IDENTITY, key: literal(token.text) };
      case 'variable':
        this.#at++;
        return { kind: 'variable', name: token.text };
      case 'word':
        return this.#word(token.text);
      default:
    }
    if (this.#take('..')) return { kind: 'recurse' };
    if (this.#take('.')) {
      return this.#token.kind === 'string' ? { kind: 'index', of: IDENTITY, key: this.#string(undefined) } : IDENTITY;
    }
    if (this.#take('(')) {
      const body = this.#body();
      this.#expect(')');
      return body;
    }
    if (this.#take('[')) {
      if (this.#take(']')) return { kind: 'array', body: undefined };
      const body = this.#pipe();
      this.#expect(']');
      return { kind: 'array', body };
    }
    if (this.#take('{')) return this.#object();
    return this.#unexpected();
  }

  #word(text: string): Filter {
    switch (text) {
      case 'if':
        return this.#conditional();
      case 'try': {
        this.#at++;
        const body = this.#postfix();
        return { kind: 'try', body, handler: this.#take('catch') ? this.#postfix() : undefined };
      }
      case 'reduce':
      case 'foreach':
        return this.#fold(text);
      case 'break': {
        this.#at++;
        return { kind: 'break', name: this.#variable() };
      }
      default:
    }
    if (KEYWORDS.has(text)) this.#unexpected();
    this.#at++;
    const args: Filter[] = [];
    if (this.#take('(')) {
      do args.push(this.#body());
      while (this.#take(';'));
      this.#expect(')');
    }
    return { kind: 'call', name: text, args };
  }

  #conditional(): Filter {
    this.#at++;
    const test = this.#pipe();
    this.#expect('then');
    const then = this.#pipe();
    if (this.#isWord('elif')) return { kind: 'if', test, then, otherwise: this.#conditional() };
    const otherwise = this.#take('else') ? this.#pipe() : IDENTITY;
    this.#expect('end');
    return { kind: 'if', test, then, otherwise };
  }

  #fold(kind: 'reduce' | 'foreach'): Filter {
    this.#at++;
    const source = this.#fold1();
    this.#expect('as');
    const pattern = this.#pattern();
    this.#expect('(');
    const start = this.#pipe();
    this.#expect(';');
    const update = this.#pipe();
    const extract = kind === 'foreach' && this.#take(';') ? this.#pipe() : IDENTITY;
    this.#expect(')');
    return kind === 'reduce'
      ? { kind, source, pattern, start, update }
      : { kind, source, pattern, start, update, extract };
  }

  /** A term with its suffixes, `as` left to its keyword. */
  #fold1(): Filter {
    let filter = this.#term();
    while (this.#is('[') || this.#token.kind === 'field' || this.#is('?')) {
      if (this.#is('[')) filter = this.#suffix(filter);
      else if (this.#take('?')) filter = { kind: 'try', body: filter, handler: undefined };
      else {
        filter = { kind: 'index', of: filter, key: literal(this.#token.text) };
        this.#at++;
      }
    }
    return filter;
  }

  #object(): Filter {
    const entries: { key: Filter; value: Filter }[] = [];
    while (!this.#take('}')) {
      entries.push(this.#entry());
      if (!this.#is('}')) this.#expect(',');
    }
    return { kind: 'object', entries };
  }

  #entry(): { key: Filter; value: Filter } {
    const token = this.#token;
    const key = this.#key();
    if (!this.#take(':')) {
      if (token.kind === 'variable') return { key, value: { kind: 'variable', name: token.text } };
      return { key, value: { kind: 'index', of: IDENTITY, key } };
    }
    let value = this.#binaryWithoutComma();
    while (this.#take('|')) value = { kind: 'pipe', left: value, right: this.#binaryWithoutComma() };
    return { key, value };
  }

  #binaryWithoutComma(): Filter {
    return this.#binary(0);
  }

  #key(): Filter {
    const token = this.#token;
    if (token.kind === 'word' || token.kind === 'variable' || token.kind === 'number') {
      this.#at++;
      return literal(token.text);
    }
    if (token.kind === 'string') return this.#string(undefined);
    if (token.kind === 'format') return this.#term();
    this.#expect('(');
    const key = this.#pipe();
    this.#expect(')');
    return key;
  }

  #pattern(): Pattern {
    if (this.#token.kind === 'variable') return { kind: 'name', name: this.#variable() };
    if (this.#take('[')) {
      const items: Pattern[] = [];
      do items.push(this.#pattern());
      while (this.#take(','));
      this.#expect(']');
      return { kind: 'array', items };
    }
    this.#expect('{');
    const entries: { key: Filter; name: string | undefined; value: Pattern | undefined }[] = [];
    do {
      const token = this.#tokens[this.#at]!;
      const name = token.kind === 'variable' ? token.text : undefined;
      const key = this.#key();
      entries.push({ key, name, value: this.#take(':') ? this.#pattern() : undefined });
    } while (this.#take(','));
    this.#expect('}');
    return { kind: 'object', entries };
  }
}

function literal(text: string): Filter {
  return { kind: 'string', parts: [text], format: undefined };
}
