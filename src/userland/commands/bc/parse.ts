export type Expression =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'place'; readonly name: string; readonly index?: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'assign'; readonly place: Expression; readonly operator: string; readonly value: Expression }
  | { readonly kind: 'step'; readonly place: Expression; readonly by: 1 | -1; readonly before: boolean }
  | { readonly kind: 'unary'; readonly operator: string; readonly value: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'group'; readonly value: Expression };

export type Statement =
  | { readonly kind: 'expression'; readonly value: Expression }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'print'; readonly items: readonly (Expression | string)[] }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | { readonly kind: 'if'; readonly test: Expression; readonly yes: Statement; readonly no: Statement | undefined }
  | { readonly kind: 'for'; readonly parts: readonly (Expression | undefined)[]; readonly body: Statement }
  | { readonly kind: 'define'; readonly name: string; readonly definition: Definition }
  | { readonly kind: 'return'; readonly value: Expression | undefined }
  | { readonly kind: 'break' | 'continue' | 'quit' | 'halt' };

export interface Definition {
  readonly parameters: readonly string[];
  readonly locals: readonly string[];
  readonly body: Statement;
}

export class SyntaxFailure extends Error {}

const TOKEN =
  /[ \t]*(?:\/\*[\s\S]*?\*\/|#[^\n]*|\\\n)?[ \t]*(\n|"[^"]*"|(?:[0-9A-F]+\.?[0-9A-F]*|\.[0-9A-F]+)|[a-z][a-z0-9_]*|\+\+|--|[-+*/%^]=|[=<>!]=|&&|\|\||[-+*/%^=<>!(){}[\];,.])?/y;
const LEVELS: readonly string[][] = [
  ['||'],
  ['&&'],
  ['!'],
  ['==', '<=', '>=', '!=', '<', '>'],
  [],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Reads a program; what stands before a syntax error is kept in `statements`. */
export class Parser {
  readonly #tokens: string[] = [];
  #at = 0;

  constructor(source: string) {
    for (TOKEN.lastIndex = 0; TOKEN.lastIndex < source.length; ) {
      const start = TOKEN.lastIndex;
      const match = TOKEN.exec(source);
      if (!match || TOKEN.lastIndex === start) throw new SyntaxFailure(`bad character '${source[start]}'`);
      if (match[1] !== undefined) this.#tokens.push(match[1]);
    }
  }

  get #next(): string | undefined {
    return this.#tokens[this.#at];
  }

  #take(token: string): boolean {
    if (this.#next !== token) return false;
    this.#at++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw new SyntaxFailure('bad expression');
  }

  #lines(): void {
    while (this.#take('\n'));
  }

  /** The next statement at the outermost level, or undefined at the end. */
  statement(): Statement | undefined {
    while (this.#take('\n') || this.#take(';'));
    if (this.#next === undefined) return undefined;
    const statement = this.#statement();
    if (this.#next !== undefined && this.#next !== '\n' && this.#next !== ';' && this.#next !== '}')
      throw new SyntaxFailure('bad token');
    return statement;
  }

  #statement(): Statement {
    const token = this.#next;
    if (token === undefined) throw new SyntaxFailure('unexpected end of file');
    if (token.startsWith('"')) {
      this.#at++;
      return { kind: 'string', text: token.slice(1, -1) };
    }
    if (this.#take('{')) {
      const body: Statement[] = [];
      for (;;) {
        while (this.#take('\n') || this.#take(';'));
        if (this.#take('}')) return { kind: 'block', body };
        body.push(this.#statement());
      }
    }
    switch (token) {
      case 'print': {
        this.#at++;
        const items: (Expression | string)[] = [];
        do {
          if (this.#next?.startsWith('"')) items.push(this.#tokens[this.#at++]!.slice(1, -1));
          else items.push(this.#expression(0));
        } while (this.#take(','));
        return { kind: 'print', items };
      }
      case 'if': {
        this.#at++;
        const test = this.#condition();
        const yes = this.#statement();
        const mark = this.#at;
        while (this.#take('\n') || this.#take(';'));
        if (this.#take('else')) {
          this.#lines();
          return { kind: 'if', test, yes, no: this.#statement() };
        }
        this.#at = mark;
        return { kind: 'if', test, yes, no: undefined };
      }
      case 'while': {
        this.#at++;
        const test = this.#condition();
        return { kind: 'for', parts: [undefined, test, undefined], body: this.#statement() };
      }
      case 'for': {
        this.#at++;
        this.#expect('(');
        const first = this.#next === ';' ? undefined : this.#expression(0);
        this.#expect(';');
        const test = this.#next === ';' ? undefined : this.#expression(0);
        this.#expect(';');
        const step = this.#next === ')' ? undefined : this.#expression(0);
        this.#expect(')');
        this.#lines();
        return { kind: 'for', parts: [first, test, step], body: this.#statement() };
      }
      case 'define':
        return this.#define();
      case 'auto':
        throw new SyntaxFailure('bad expression');
      case 'return': {
        this.#at++;
        const bare = this.#next === undefined || [';', '\n', '}'].includes(this.#next);
        return { kind: 'return', value: bare ? undefined : this.#expression(0) };
      }
      case 'break':
      case 'continue':
      case 'quit':
      case 'halt':
        this.#at++;
        return { kind: token };
    }
    return { kind: 'expression', value: this.#expression(0) };
  }

  #condition(): Expression {
    this.#expect('(');
    const test = this.#expression(0);
    this.#expect(')');
    this.#lines();
    return test;
  }

  #define(): Statement {
    this.#at++;
    const name = this.#tokens[this.#at++] ?? '';
    this.#expect('(');
    const parameters = this.#names(')');
    this.#lines();
    this.#expect('{');
    while (this.#take('\n') || this.#take(';'));
    const locals = this.#take('auto') ? this.#names('\n', ';') : [];
    const body: Statement[] = [];
    for (;;) {
      while (this.#take('\n') || this.#take(';'));
      if (this.#take('}')) break;
      body.push(this.#statement());
    }
    return { kind: 'define', name, definition: { parameters, locals, body: { kind: 'block', body } } };
  }

  #names(...ends: string[]): string[] {
    const names: string[] = [];
    for (;;) {
      const token = this.#tokens[this.#at++];
      if (token === undefined || ends.includes(token)) return names;
      if (token !== ',') names.push(token);
    }
  }

  #expression(level: number): Expression {
    if (level === 4) return this.#assignment();
    if (level === LEVELS.length) return this.#power();
    if (level === 2 && this.#take('!')) return { kind: 'unary', operator: '!', value: this.#expression(2) };
    let left = this.#expression(level + 1);
    while (this.#next !== undefined && level !== 2 && LEVELS[level]!.includes(this.#next)) {
      const operator = this.#tokens[this.#at++]!;
      left = { kind: 'binary', operator, left, right: this.#expression(level + 1) };
    }
    return left;
  }

  #assignment(): Expression {
    const left = this.#expression(5);
    const operator = this.#next;
    if (left.kind !== 'place' || operator === undefined || !/^[-+*/%^]?=$/.test(operator)) return left;
    this.#at++;
    return { kind: 'assign', place: left, operator: operator.slice(0, -1), value: this.#expression(4) };
  }

  #power(): Expression {
    const left = this.#unary();
    return this.#take('^') ? { kind: 'binary', operator: '^', left, right: this.#power() } : left;
  }

  #unary(): Expression {
    if (this.#take('-')) return { kind: 'unary', operator: '-', value: this.#unary() };
    for (const [token, by] of [
      ['++', 1],
      ['--', -1],
    ] as const)
      if (this.#take(token)) return { kind: 'step', place: this.#unary(), by, before: true };
    const value = this.#primary();
    if (value.kind !== 'place') return value;
    if (this.#take('++')) return { kind: 'step', place: value, by: 1, before: false };
    return this.#take('--') ? { kind: 'step', place: value, by: -1, before: false } : value;
  }

  #primary(): Expression {
    const token = this.#tokens[this.#at++];
    if (token === undefined || token === '\n' || token === ';') throw new SyntaxFailure('bad expression');
    if (/^[0-9A-F.]/.test(token)) return { kind: 'number', text: token };
    if (token === '(') {
      const value = this.#expression(0);
      this.#expect(')');
      return { kind: 'group', value };
    }
    if (!/^[a-z]/.test(token)) throw new SyntaxFailure('bad expression');
    if (this.#take('(')) {
      const args: Expression[] = [];
      while (!this.#take(')')) {
        args.push(this.#expression(0));
        this.#take(',');
      }
      return { kind: 'call', name: token, args };
    }
    if (!this.#take('[')) return { kind: 'place', name: token };
    const index = this.#expression(0);
    this.#expect(']');
    return { kind: 'place', name: token, index };
  }
}
