import type { Block, Declaration, Expression, Place, Statement } from '../ast.ts';
import { GoError, type Token } from './lex.ts';
import { expressionText } from './text.ts';

/** What every part of the grammar may hold. */
export interface Grammar {
  expression(cursor: Cursor): Expression;
  block(cursor: Cursor): Block;
  statements(cursor: Cursor): Statement[];
  declarations(cursor: Cursor): Declaration[];
}

/** Goes along a file's tokens. */
export class Cursor {
  readonly #tokens: readonly Token[];
  readonly #grammar: Grammar;
  #at = 0;
  /** In the header of an if, for or switch, where a brace opens the block and not a composite literal. */
  inHeader = false;

  constructor(tokens: readonly Token[], grammar: Grammar) {
    this.#tokens = tokens;
    this.#grammar = grammar;
  }

  expression(): Expression {
    return this.#grammar.expression(this);
  }

  block(): Block {
    return this.#grammar.block(this);
  }

  statements(): Statement[] {
    return this.#grammar.statements(this);
  }

  declarations(): Declaration[] {
    return this.#grammar.declarations(this);
  }

  get token(): Token {
    return this.#tokens[Math.min(this.#at, this.#tokens.length - 1)]!;
  }

  get place(): Place {
    const { line, column } = this.token;
    return { line, column };
  }

  next(): Token {
    const { token } = this;
    this.#at++;
    return token;
  }

  is(...texts: readonly string[]): boolean {
    const { kind, text } = this.token;
    return (kind === 'operator' || kind === 'keyword') && texts.includes(text);
  }

  isEnd(): boolean {
    return this.token.kind === 'end';
  }

  /** Whether the token after this one is that operator or keyword. */
  isFollowedBy(text: string): boolean {
    const after = this.#tokens[this.#at + 1];
    return /^(operator|keyword)$/.test(after?.kind ?? '') && after!.text === text;
  }

  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.#at++;
    return true;
  }

  expect(text: string, context = `, expected ${text}`): Token {
    if (!this.is(text)) throw this.unexpected(context);
    return this.next();
  }

  /** What `read` reads, and back to where it began. */
  ahead<T>(read: () => T): T {
    const start = this.#at;
    try {
      return read();
    } finally {
      this.#at = start;
    }
  }

  /** Within brackets composite literals are possible again. */
  nested<T>(read: () => T, inHeader = false): T {
    const outer = this.inHeader;
    this.inHeader = inHeader;
    try {
      return read();
    } finally {
      this.inHeader = outer;
    }
  }

  /** Items with commas between, up to `close`; `context` is where a complaint says it is. */
  list<T>(close: string, context: string, one: () => T): T[] {
    const found: T[] = [];
    while (!this.is(close)) {
      found.push(one());
      if (!this.accept(',') && !this.is(close))
        throw this.unexpected(` in ${context}; possibly missing comma or ${close}`);
    }
    return found;
  }

  unexpected(context: string): GoError {
    return new GoError(this.token, `syntax error: unexpected ${this.#spoken()}${context}`);
  }

  unexpectedText(text: string): GoError {
    return new GoError(this.token, `syntax error: ${text}`);
  }

  /** A statement where a value has to be. */
  notAValue(statement: Statement | undefined): GoError {
    if (statement?.kind !== 'define' && statement?.kind !== 'assign') return this.unexpected(', expected expression');
    const [left, right] =
      statement.kind === 'define' ? [statement.names, ':='] : [statement.targets, `${statement.operator}=`];
    const list = (all: readonly Expression[]) => all.map(expressionText).join(', ');
    return new GoError(
      statement.at,
      `syntax error: cannot use ${list(left)} ${right} ${list(statement.values)} as value`,
    );
  }

  refuse(what: string, at: Place = this.token): GoError {
    return new GoError(at, `drydock: not simulated: ${what}`);
  }

  #spoken(): string {
    const { text, raw, kind } = this.token;
    if (kind === 'end') return 'EOF';
    if (kind === 'keyword') return `keyword ${text}`;
    if (kind === 'name') return `name ${text}`;
    if (kind !== 'operator') return `literal ${raw}`;
    if (text === ';') return raw === ';' ? 'semicolon' : raw;
    return text === ',' ? 'comma' : text;
  }
}
