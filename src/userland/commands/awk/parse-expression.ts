import { Exit } from '../common/context.ts';
import type { Node } from './ast.ts';
import type { Token } from './lex.ts';

const BUILTINS = new Set(
  'length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system close fflush gensub strftime systime'.split(
    ' ',
  ),
);

/** Expressions, and the tokens they are read from. */
export class ExpressionParser {
  protected readonly tokens: Token[];
  protected at = 0;
  /** Inside print's list `>` redirects; inside for's head `in` is not an operator. */
  protected noGreater = false;
  protected noIn = false;

  constructor(tokens: Token[]) {
    this.tokens = tokens;
  }

  protected get token(): Token {
    return this.tokens[this.at]!;
  }

  protected is(text: string): boolean {
    const { kind, text: own } = this.token;
    return own === text && (kind === 'operator' || kind === 'keyword' || kind === 'newline');
  }

  protected accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  protected expect(text: string): void {
    if (!this.accept(text)) this.fail();
  }

  protected fail(): never {
    const { kind, text, line } = this.token;
    throw new Exit(
      2,
      `cmd. line:${line}: syntax error at or near ${kind === 'end' ? 'end of file' : text === '\n' ? 'end of line' : text}`,
    );
  }

  protected newlines(): void {
    while (this.token.kind === 'newline' || this.is(';')) this.at++;
  }

  protected optionalNewlines(): void {
    while (this.token.kind === 'newline') this.at++;
  }

  protected commaList(): Node[] {
    const list = [this.expression()];
    while (this.accept(',')) {
      this.optionalNewlines();
      list.push(this.expression());
    }
    return list;
  }

  protected list(close: string): Node[] {
    const [greater, noIn] = [this.noGreater, this.noIn];
    this.noGreater = false;
    this.noIn = false;
    const list: Node[] = [];
    this.optionalNewlines();
    if (!this.is(close)) list.push(...this.commaList());
    this.optionalNewlines();
    this.expect(close);
    this.noGreater = greater;
    this.noIn = noIn;
    return list;
  }

  protected expression(): Node {
    const left = this.#conditional();
    const operator = this.token.text;
    const assignable = left.type === 'variable' || left.type === 'field' || left.type === 'index';
    if (assignable && this.token.kind === 'operator' && /^(=|\+=|-=|\*=|\/=|%=|\^=|\*\*=)$/.test(operator)) {
      this.at++;
      this.optionalNewlines();
      return {
        type: 'assign',
        operator: operator.slice(0, -1).replace('**', '^'),
        target: left,
        value: this.expression(),
      };
    }
    return left;
  }

  #conditional(): Node {
    const test = this.#or();
    if (!this.accept('?')) return test;
    this.optionalNewlines();
    const yes = this.expression();
    this.optionalNewlines();
    this.expect(':');
    this.optionalNewlines();
    return { type: 'conditional', test, yes, no: this.expression() };
  }

  #or(): Node {
    let left = this.#and();
    while (this.accept('||')) {
      this.optionalNewlines();
      left = { type: 'logical', operator: '||', left, right: this.#and() };
    }
    return left;
  }

  #and(): Node {
    let left = this.#in();
    while (this.accept('&&')) {
      this.optionalNewlines();
      left = { type: 'logical', operator: '&&', left, right: this.#in() };
    }
    return left;
  }

  #in(): Node {
    let left = this.#match();
    while (!this.noIn && this.accept('in')) left = { type: 'in', keys: [left], name: this.name() };
    return left;
  }

  #match(): Node {
    let left = this.#comparison();
    for (;;) {
      const negated = this.is('!~');
      if (!negated && !this.is('~')) return left;
      this.at++;
      left = { type: 'match', negated, text: left, pattern: this.#comparison() };
    }
  }

  #comparison(): Node {
    let left = this.concatenation(false);
    for (;;) {
      const operator = this.token.text;
      if (this.token.kind === 'operator' && operator === '|' && this.tokens[this.at + 1]?.text === 'getline') {
        this.at += 2;
        left = { type: 'getline', kind: 'command', source: left, target: this.#target() };
        continue;
      }
      if (this.token.kind !== 'operator' || !['<', '<=', '==', '!=', '>', '>='].includes(operator)) return left;
      if (operator === '>' && this.noGreater) return left;
      this.at++;
      left = { type: 'binary', operator, left, right: this.concatenation(false) };
    }
  }

  protected concatenation(plain: boolean): Node {
    let left = this.#additive();
    while (!plain && this.#startsOperand()) left = { type: 'binary', operator: ' ', left, right: this.#additive() };
    if (plain) while (this.#startsOperand()) left = { type: 'binary', operator: ' ', left, right: this.#additive() };
    return left;
  }

  #startsOperand(): boolean {
    const { kind, text } = this.token;
    if (kind === 'keyword') return false;
    if (['number', 'string', 'name', 'call', 'builtin', 'regex'].includes(kind)) return text !== 'in';
    return kind === 'operator' && ['$', '!', '(', '-', '+', '++', '--'].includes(text);
  }

  #additive(): Node {
    let left = this.#multiplicative();
    while (this.is('+') || this.is('-')) {
      const operator = this.token.text;
      this.at++;
      left = { type: 'binary', operator, left, right: this.#multiplicative() };
    }
    return left;
  }

  #multiplicative(): Node {
    let left = this.#unary();
    while (this.is('*') || this.is('/') || this.is('%')) {
      const operator = this.token.text;
      this.at++;
      left = { type: 'binary', operator, left, right: this.#unary() };
    }
    return left;
  }

  #unary(): Node {
    for (const operator of ['!', '-', '+']) {
      if (this.accept(operator)) return { type: 'unary', operator, operand: this.#unary() };
    }
    return this.#power();
  }

  #power(): Node {
    const left = this.#postfix();
    if (!this.accept('^') && !this.accept('**')) return left;
    const minus = this.accept('-');
    const exponent = this.#power();
    const right: Node = minus ? { type: 'unary', operator: '-', operand: exponent } : exponent;
    return { type: 'binary', operator: '^', left, right };
  }

  #postfix(): Node {
    const operand = this.#primary();
    if (operand.type === 'variable' || operand.type === 'field' || operand.type === 'index') {
      for (const operator of ['++', '--'] as const) {
        if (this.accept(operator)) return { type: 'step', operator, prefix: false, target: operand };
      }
    }
    return operand;
  }

  /** What getline reads into. */
  #target(): Node | undefined {
    if (this.token.kind === 'name' || this.is('$')) return this.#primary();
    return undefined;
  }

  #primary(): Node {
    const token = this.token;
    switch (token.kind) {
      case 'number':
        this.at++;
        return { type: 'number', value: Number(token.text) };
      case 'string':
        this.at++;
        return { type: 'string', value: token.text };
      case 'regex':
        this.at++;
        return { type: 'regex', source: token.text };
      case 'call':
        this.at += 2;
        return { type: 'call', name: token.text, args: this.list(')') };
      case 'name':
        this.at++;
        if (BUILTINS.has(token.text)) {
          if (this.accept('(')) return { type: 'builtin', name: token.text, args: this.list(')') };
          if (token.text === 'length') return { type: 'builtin', name: 'length', args: [] };
        }
        if (this.accept('[')) return { type: 'index', name: token.text, keys: this.list(']') };
        return { type: 'variable', name: token.text };
    }
    if (this.accept('$')) {
      for (const operator of ['++', '--'] as const) {
        if (this.accept(operator))
          return { type: 'field', index: { type: 'step', operator, prefix: true, target: this.#primary() } };
      }
      if (this.accept('-')) return { type: 'field', index: { type: 'unary', operator: '-', operand: this.#primary() } };
      return { type: 'field', index: this.#primary() };
    }
    for (const operator of ['++', '--'] as const) {
      if (this.accept(operator)) return { type: 'step', operator, prefix: true, target: this.#primary() };
    }
    if (this.accept('getline')) {
      const target = this.#target();
      if (this.accept('<')) return { type: 'getline', kind: 'file', source: this.#primary(), target };
      return { type: 'getline', kind: 'main', target };
    }
    if (this.accept('(')) {
      const inner = this.list(')');
      if (inner.length > 1) {
        this.expect('in');
        return { type: 'in', keys: inner, name: this.name() };
      }
      return { type: 'group', inner: inner[0] ?? this.fail() };
    }
    this.fail();
  }

  protected name(): string {
    const token = this.token;
    if (token.kind !== 'name' && token.kind !== 'call') this.fail();
    this.at++;
    return token.text;
  }
}
