import { Exit } from '../common/context.ts';
import { lex, type Token } from './lex.ts';

export type Node =
  | { type: 'number'; value: number }
  | { type: 'string'; value: string }
  | { type: 'regex'; source: string }
  | { type: 'variable'; name: string }
  | { type: 'field'; index: Node }
  | { type: 'index'; name: string; keys: Node[] }
  | { type: 'assign'; operator: string; target: Node; value: Node }
  | { type: 'conditional'; test: Node; yes: Node; no: Node }
  | { type: 'binary'; operator: string; left: Node; right: Node }
  | { type: 'logical'; operator: '&&' | '||'; left: Node; right: Node }
  | { type: 'unary'; operator: string; operand: Node }
  | { type: 'step'; operator: '++' | '--'; prefix: boolean; target: Node }
  | { type: 'match'; negated: boolean; text: Node; pattern: Node }
  | { type: 'in'; keys: Node[]; name: string }
  | { type: 'call'; name: string; args: Node[] }
  | { type: 'builtin'; name: string; args: Node[] }
  | { type: 'getline'; kind: 'main' | 'file' | 'command'; source?: Node; target?: Node }
  | { type: 'group'; inner: Node };

export type Statement =
  | { type: 'expression'; expression: Node }
  | { type: 'print'; args: Node[]; redirect?: { operator: string; target: Node } }
  | { type: 'printf'; args: Node[]; redirect?: { operator: string; target: Node } }
  | { type: 'if'; test: Node; yes: Statement; no?: Statement }
  | { type: 'while'; test: Node; body: Statement; atEnd: boolean }
  | { type: 'for'; start?: Statement; test?: Node; step?: Statement; body: Statement }
  | { type: 'forIn'; variable: string; name: string; body: Statement }
  | { type: 'block'; body: Statement[] }
  | { type: 'delete'; name: string; keys?: Node[] }
  | { type: 'exit'; value?: Node }
  | { type: 'return'; value?: Node }
  | { type: 'next' | 'nextfile' | 'break' | 'continue' };

export interface Rule {
  pattern?: Node;
  /** The end of a range. */
  end?: Node;
  body?: Statement;
}

export interface AwkFunction {
  parameters: string[];
  body: Statement;
}

export interface AwkProgram {
  begin: Statement[];
  rules: Rule[];
  end: Statement[];
  functions: Map<string, AwkFunction>;
}

const BUILTINS = new Set(
  'length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system close fflush gensub strftime systime'.split(
    ' ',
  ),
);

export function parseAwk(source: string): AwkProgram {
  return new Parser(lex(source)).program();
}

class Parser {
  readonly #tokens: Token[];
  #at = 0;
  /** Inside print's list `>` redirects; inside for's head `in` is not an operator. */
  #noGreater = false;
  #noIn = false;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  get #token(): Token {
    return this.#tokens[this.#at]!;
  }

  #is(text: string): boolean {
    const { kind, text: own } = this.#token;
    return own === text && (kind === 'operator' || kind === 'keyword' || kind === 'newline');
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) this.#fail();
  }

  #fail(): never {
    const { kind, text, line } = this.#token;
    throw new Exit(
      2,
      `cmd. line:${line}: syntax error at or near ${kind === 'end' ? 'end of file' : text === '\n' ? 'end of line' : text}`,
    );
  }

  #newlines(): void {
    while (this.#token.kind === 'newline' || this.#is(';')) this.#at++;
  }

  #optionalNewlines(): void {
    while (this.#token.kind === 'newline') this.#at++;
  }

  program(): AwkProgram {
    const program: AwkProgram = { begin: [], rules: [], end: [], functions: new Map() };
    this.#newlines();
    while (this.#token.kind !== 'end') {
      if (this.#accept('BEGIN')) program.begin.push(this.#block());
      else if (this.#accept('END')) program.end.push(this.#block());
      else if (this.#accept('function') || this.#accept('func')) this.#function(program);
      else {
        const rule: Rule = {};
        if (!this.#is('{')) {
          rule.pattern = this.#expression();
          if (this.#accept(',')) {
            this.#optionalNewlines();
            rule.end = this.#expression();
          }
        }
        if (this.#is('{')) rule.body = this.#block();
        program.rules.push(rule);
      }
      this.#newlines();
    }
    return program;
  }

  #function(program: AwkProgram): void {
    const name = this.#name();
    this.#expect('(');
    const parameters: string[] = [];
    while (!this.#accept(')')) {
      parameters.push(this.#name());
      this.#accept(',');
      this.#optionalNewlines();
    }
    this.#optionalNewlines();
    program.functions.set(name, { parameters, body: this.#block() });
  }

  #name(): string {
    const token = this.#token;
    if (token.kind !== 'name' && token.kind !== 'call') this.#fail();
    this.#at++;
    return token.text;
  }

  #block(): Statement {
    this.#expect('{');
    const body: Statement[] = [];
    this.#newlines();
    while (!this.#accept('}')) {
      body.push(this.#statement());
      this.#newlines();
    }
    return { type: 'block', body };
  }

  #end(): void {
    if (this.#is('}') || this.#token.kind === 'end') return;
    if (this.#token.kind !== 'newline' && !this.#is(';')) this.#fail();
    this.#at++;
  }

  /** The statement a condition or loop governs; may be empty. */
  #body(): Statement {
    this.#optionalNewlines();
    if (this.#accept(';')) return { type: 'block', body: [] };
    return this.#statement();
  }

  #statement(): Statement {
    if (this.#is('{')) return this.#block();
    if (this.#accept('if')) {
      this.#expect('(');
      const test = this.#expression();
      this.#expect(')');
      const yes = this.#body();
      const back = this.#at;
      this.#newlines();
      if (this.#accept('else')) return { type: 'if', test, yes, no: this.#body() };
      this.#at = back;
      return { type: 'if', test, yes };
    }
    if (this.#accept('while')) {
      this.#expect('(');
      const test = this.#expression();
      this.#expect(')');
      return { type: 'while', test, body: this.#body(), atEnd: false };
    }
    if (this.#accept('do')) {
      const body = this.#body();
      this.#newlines();
      this.#expect('while');
      this.#expect('(');
      const test = this.#expression();
      this.#expect(')');
      this.#end();
      return { type: 'while', test, body, atEnd: true };
    }
    if (this.#accept('for')) return this.#for();
    const simple = this.#simple();
    this.#end();
    return simple;
  }

  #for(): Statement {
    this.#expect('(');
    const [name, keyword, array, close] = this.#tokens.slice(this.#at, this.#at + 4);
    if (name?.kind === 'name' && keyword?.text === 'in' && array?.kind === 'name' && close?.text === ')') {
      this.#at += 4;
      return { type: 'forIn', variable: name.text, name: array.text, body: this.#body() };
    }
    const start = this.#is(';') ? undefined : this.#simple();
    this.#expect(';');
    this.#optionalNewlines();
    const test = this.#is(';') ? undefined : this.#expression();
    this.#expect(';');
    this.#optionalNewlines();
    const step = this.#is(')') ? undefined : this.#simple();
    this.#expect(')');
    return { type: 'for', start, test, step, body: this.#body() };
  }

  #simple(): Statement {
    for (const type of ['next', 'nextfile', 'break', 'continue'] as const) if (this.#accept(type)) return { type };
    for (const type of ['exit', 'return'] as const) {
      if (this.#accept(type)) return this.#atEnd() ? { type } : { type, value: this.#expression() };
    }
    if (this.#accept('delete')) {
      const name = this.#name();
      if (!this.#accept('[')) return { type: 'delete', name };
      const keys = this.#list(']');
      return { type: 'delete', name, keys };
    }
    for (const type of ['print', 'printf'] as const) if (this.#accept(type)) return this.#print(type);
    return { type: 'expression', expression: this.#expression() };
  }

  #atEnd(): boolean {
    return this.#token.kind === 'newline' || this.#token.kind === 'end' || this.#is(';') || this.#is('}');
  }

  #print(type: 'print' | 'printf'): Statement {
    let args: Node[] = [];
    this.#noGreater = true;
    if (!this.#atEnd() && !this.#is('>') && !this.#is('>>') && !this.#is('|')) {
      const back = this.#at;
      if (this.#accept('(')) {
        this.#noGreater = false;
        const inner = this.#list(')');
        this.#noGreater = true;
        if (this.#atEnd() || this.#is('>') || this.#is('>>') || this.#is('|')) args = inner;
        else {
          this.#at = back;
          args = this.#commaList();
        }
      } else args = this.#commaList();
    }
    this.#noGreater = false;
    for (const operator of ['>', '>>', '|']) {
      if (this.#accept(operator)) return { type, args, redirect: { operator, target: this.#concatenation(true) } };
    }
    return { type, args };
  }

  #commaList(): Node[] {
    const list = [this.#expression()];
    while (this.#accept(',')) {
      this.#optionalNewlines();
      list.push(this.#expression());
    }
    return list;
  }

  #list(close: string): Node[] {
    const [greater, noIn] = [this.#noGreater, this.#noIn];
    this.#noGreater = false;
    this.#noIn = false;
    const list: Node[] = [];
    this.#optionalNewlines();
    if (!this.#is(close)) list.push(...this.#commaList());
    this.#optionalNewlines();
    this.#expect(close);
    this.#noGreater = greater;
    this.#noIn = noIn;
    return list;
  }

  #expression(): Node {
    const left = this.#conditional();
    const operator = this.#token.text;
    const assignable = left.type === 'variable' || left.type === 'field' || left.type === 'index';
    if (assignable && this.#token.kind === 'operator' && /^(=|\+=|-=|\*=|\/=|%=|\^=|\*\*=)$/.test(operator)) {
      this.#at++;
      this.#optionalNewlines();
      return {
        type: 'assign',
        operator: operator.slice(0, -1).replace('**', '^'),
        target: left,
        value: this.#expression(),
      };
    }
    return left;
  }

  #conditional(): Node {
    const test = this.#or();
    if (!this.#accept('?')) return test;
    this.#optionalNewlines();
    const yes = this.#expression();
    this.#optionalNewlines();
    this.#expect(':');
    this.#optionalNewlines();
    return { type: 'conditional', test, yes, no: this.#expression() };
  }

  #or(): Node {
    let left = this.#and();
    while (this.#accept('||')) {
      this.#optionalNewlines();
      left = { type: 'logical', operator: '||', left, right: this.#and() };
    }
    return left;
  }

  #and(): Node {
    let left = this.#in();
    while (this.#accept('&&')) {
      this.#optionalNewlines();
      left = { type: 'logical', operator: '&&', left, right: this.#in() };
    }
    return left;
  }

  #in(): Node {
    let left = this.#match();
    while (!this.#noIn && this.#accept('in')) left = { type: 'in', keys: [left], name: this.#name() };
    return left;
  }

  #match(): Node {
    let left = this.#comparison();
    for (;;) {
      const negated = this.#is('!~');
      if (!negated && !this.#is('~')) return left;
      this.#at++;
      left = { type: 'match', negated, text: left, pattern: this.#comparison() };
    }
  }

  #comparison(): Node {
    let left = this.#concatenation(false);
    for (;;) {
      const operator = this.#token.text;
      if (this.#token.kind === 'operator' && operator === '|' && this.#tokens[this.#at + 1]?.text === 'getline') {
        this.#at += 2;
        left = { type: 'getline', kind: 'command', source: left, target: this.#target() };
        continue;
      }
      if (this.#token.kind !== 'operator' || !['<', '<=', '==', '!=', '>', '>='].includes(operator)) return left;
      if (operator === '>' && this.#noGreater) return left;
      this.#at++;
      left = { type: 'binary', operator, left, right: this.#concatenation(false) };
    }
  }

  #concatenation(plain: boolean): Node {
    let left = this.#additive();
    while (!plain && this.#startsOperand()) left = { type: 'binary', operator: ' ', left, right: this.#additive() };
    if (plain) while (this.#startsOperand()) left = { type: 'binary', operator: ' ', left, right: this.#additive() };
    return left;
  }

  #startsOperand(): boolean {
    const { kind, text } = this.#token;
    if (kind === 'keyword') return false;
    if (['number', 'string', 'name', 'call', 'builtin', 'regex'].includes(kind)) return text !== 'in';
    return kind === 'operator' && ['$', '!', '(', '-', '+', '++', '--'].includes(text);
  }

  #additive(): Node {
    let left = this.#multiplicative();
    while (this.#is('+') || this.#is('-')) {
      const operator = this.#token.text;
      this.#at++;
      left = { type: 'binary', operator, left, right: this.#multiplicative() };
    }
    return left;
  }

  #multiplicative(): Node {
    let left = this.#unary();
    while (this.#is('*') || this.#is('/') || this.#is('%')) {
      const operator = this.#token.text;
      this.#at++;
      left = { type: 'binary', operator, left, right: this.#unary() };
    }
    return left;
  }

  #unary(): Node {
    for (const operator of ['!', '-', '+']) {
      if (this.#accept(operator)) return { type: 'unary', operator, operand: this.#unary() };
    }
    return this.#power();
  }

  #power(): Node {
    const left = this.#postfix();
    if (!this.#accept('^') && !this.#accept('**')) return left;
    const minus = this.#accept('-');
    const exponent = this.#power();
    const right: Node = minus ? { type: 'unary', operator: '-', operand: exponent } : exponent;
    return { type: 'binary', operator: '^', left, right };
  }

  #postfix(): Node {
    const operand = this.#primary();
    if (operand.type === 'variable' || operand.type === 'field' || operand.type === 'index') {
      for (const operator of ['++', '--'] as const) {
        if (this.#accept(operator)) return { type: 'step', operator, prefix: false, target: operand };
      }
    }
    return operand;
  }

  /** What getline reads into. */
  #target(): Node | undefined {
    if (this.#token.kind === 'name' || this.#is('$')) return this.#primary();
    return undefined;
  }

  #primary(): Node {
    const token = this.#token;
    switch (token.kind) {
      case 'number':
        this.#at++;
        return { type: 'number', value: Number(token.text) };
      case 'string':
        this.#at++;
        return { type: 'string', value: token.text };
      case 'regex':
        this.#at++;
        return { type: 'regex', source: token.text };
      case 'call':
        this.#at += 2;
        return { type: 'call', name: token.text, args: this.#list(')') };
      case 'name':
        this.#at++;
        if (BUILTINS.has(token.text)) {
          if (this.#accept('(')) return { type: 'builtin', name: token.text, args: this.#list(')') };
          if (token.text === 'length') return { type: 'builtin', name: 'length', args: [] };
        }
        if (this.#accept('[')) return { type: 'index', name: token.text, keys: this.#list(']') };
        return { type: 'variable', name: token.text };
    }
    if (this.#accept('$')) {
      for (const operator of ['++', '--'] as const) {
        if (this.#accept(operator))
          return { type: 'field', index: { type: 'step', operator, prefix: true, target: this.#primary() } };
      }
      if (this.#accept('-'))
        return { type: 'field', index: { type: 'unary', operator: '-', operand: this.#primary() } };
      return { type: 'field', index: this.#primary() };
    }
    for (const operator of ['++', '--'] as const) {
      if (this.#accept(operator)) return { type: 'step', operator, prefix: true, target: this.#primary() };
    }
    if (this.#accept('getline')) {
      const target = this.#target();
      if (this.#accept('<')) return { type: 'getline', kind: 'file', source: this.#primary(), target };
      return { type: 'getline', kind: 'main', target };
    }
    if (this.#accept('(')) {
      const inner = this.#list(')');
      if (inner.length > 1) {
        this.#expect('in');
        return { type: 'in', keys: inner, name: this.#name() };
      }
      return { type: 'group', inner: inner[0] ?? this.#fail() };
    }
    this.#fail();
  }
}
