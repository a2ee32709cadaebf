import type { Place } from './ast.ts';
import { CError } from './errors.ts';
import type { Token } from './lex.ts';

const KEYWORDS = new Set(
  `auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return
  short signed sizeof static struct switch typedef union unsigned void volatile while _Bool _Noreturn _Static_assert`.split(
    /\s+/,
  ),
);

/** Where a parser is in its tokens, and what it may ask of the next of them. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get token(): Token {
    return this.#tokens[this.#at]!;
  }

  /** The token after the next. */
  get following(): Token {
    return this.#tokens[Math.min(this.#at + 1, this.#tokens.length - 1)]!;
  }

  get isAtEnd(): boolean {
    return this.token.kind === 'end';
  }

  is(text: string): boolean {
    const { kind } = this.token;
    return this.token.text === text && (kind === 'operator' || kind === 'name');
  }

  next(): Token {
    return this.#tokens[this.#at++]!;
  }

  accept(text: string): Token | undefined {
    return this.is(text) ? this.next() : undefined;
  }

  /** Takes the token, or complains as GCC does: what ends a thing is missed behind it, not before the next. */
  expect(text: string): Token {
    const found = this.accept(text);
    if (found) return found;
    const before = this.#tokens[this.#at - 1];
    const what = `expected '${text}' ${this.describe()}`;
    if (!before || !/^[;),\]]$/.test(text)) throw new CError(this.token.at, what);
    const { at } = before;
    const behind: Place = { ...at, column: at.column + at.length, length: 1 };
    throw new CError(behind, what, { insert: text, before: this.isAtEnd ? behind : this.token.at });
  }

  /** A name that is no keyword; undefined when something else comes. */
  name(): Token | undefined {
    return this.token.kind === 'name' && !KEYWORDS.has(this.token.text) ? this.next() : undefined;
  }

  /** How GCC's messages name what comes: `before 'return'`, `before '}' token`, `at end of input`. */
  describe(): string {
    const { kind, text } = this.token;
    switch (kind) {
      case 'end':
        return 'at end of input';
      case 'string':
        return 'before string constant';
      case 'number':
        return 'before numeric constant';
      case 'character':
        return 'before character constant';
      case 'name':
        return `before '${text}'`;
      default:
        return `before '${text}' token`;
    }
  }
}
