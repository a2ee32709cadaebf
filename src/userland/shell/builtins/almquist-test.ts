import type { Shell } from '../run/shell.ts';
import { binaryTest, TestError, UNARY, unaryTest } from './test-operators.ts';

/** What `==` and `=~` are not, in dash. */
const BINARY = new Set('= != < > -eq -ne -lt -le -gt -ge -nt -ot -ef'.split(' '));
const BASH_ONLY = new Set(['-a', '-o', '-v', '-N']);

type Token = 'end' | 'not' | 'and' | 'or' | '(' | ')' | 'unary' | 'binary' | 'operand';

/** `test` of dash and busybox: both descend from pdksh's, and differ in what may be missing (their test.c). */
export class AlmquistTest {
  private readonly shell: Shell;
  private readonly dash: boolean;
  private words: readonly string[];
  private at = 0;

  constructor(shell: Shell, words: readonly string[]) {
    this.shell = shell;
    this.dash = shell.dialect.flavour === 'dash';
    this.words = words;
  }

  evaluate(): boolean {
    if (this.words.length === 0) return false;
    let negated = false;
    while (this.dash && this.words[0] === '!' && (this.words.length === 3 || this.words.length === 4)) {
      if (this.words.length === 3 && this.isBinary(this.words[1])) break;
      negated = !negated;
      this.words = this.words.slice(1);
    }
    const { words } = this;
    if (words.length === 1) return (words[0] !== '') !== negated;
    if (words.length === 3 && this.isBinary(words[1])) {
      return binaryTest(this.shell, words[1]!, words[0]!, words[2]!) !== negated;
    }
    if ((words.length === 3 || words.length === 4) && words[0] === '(' && words.at(-1) === ')') {
      this.words = words.slice(1, -1);
    }
    const result = this.or(this.token());
    const rest = this.words[this.at + 1];
    if (rest !== undefined) {
      if (!this.dash) throw new TestError(`${rest}: unknown operand`);
      throw new TestError(`${this.words[this.at]}: unexpected operator`);
    }
    return result !== negated;
  }

  private isBinary(word: string | undefined): boolean {
    return word !== undefined && (BINARY.has(word) || (!this.dash && word === '=='));
  }

  private isUnary(word: string): boolean {
    return UNARY.has(word) && !BASH_ONLY.has(word);
  }

  private token(at = this.at): Token {
    const word = this.words[at];
    if (word === undefined) return 'end';
    if (this.isBinary(word)) return 'binary';
    if (word === '-a') return 'and';
    if (word === '-o') return 'or';
    if (word === '!') return 'not';
    if (word === '(') return this.dash && this.words[at + 1] === undefined ? 'operand' : '(';
    if (word === ')') return ')';
    if (!this.isUnary(word)) return 'operand';
    return this.dash && this.isOperand(at) ? 'operand' : 'unary';
  }

  /** An operator's name stands for itself at the end and before a binary operator that has a right side. */
  private isOperand(at: number): boolean {
    if (this.words[at + 1] === undefined) return true;
    return this.words[at + 2] !== undefined && this.isBinary(this.words[at + 1]);
  }

  private or(token: Token): boolean {
    let value = this.and(token);
    while (this.token(this.at + 1) === 'or') {
      this.at += 2;
      const right = this.and(this.token());
      value = value || right;
    }
    return value;
  }

  private and(token: Token): boolean {
    let value = this.not(token);
    while (this.token(this.at + 1) === 'and') {
      this.at += 2;
      const right = this.not(this.token());
      value = value && right;
    }
    return value;
  }

  private not(token: Token): boolean {
    if (token !== 'not') return this.primary(token);
    const next = this.token(this.at + 1);
    // `[ a -a ! ]`: what `!` denies may be missing.
    if (next === 'end') return true;
    this.at++;
    return !this.not(next);
  }

  private primary(token: Token): boolean {
    const word = this.words[this.at];
    if (word === undefined) {
      if (this.dash) return false;
      throw new TestError('argument expected');
    }
    if (token === '(') {
      this.at++;
      if (this.dash && this.token() === ')') return false;
      const value = this.or(this.token());
      this.at++;
      if (this.token() !== ')') throw new TestError('closing paren expected');
      return value;
    }
    if (!this.dash && this.words[this.at + 2] !== undefined && this.isBinary(this.words[this.at + 1]))
      return this.binary();
    if (token === 'unary') {
      const operand = this.words[++this.at];
      if (operand === undefined) throw new TestError(`${word}: argument expected`);
      return unaryTest(this.shell, word, operand);
    }
    if (this.isBinary(this.words[this.at + 1])) return this.binary();
    return word !== '';
  }

  private binary(): boolean {
    const [left, operator, right] = this.words.slice(this.at, this.at + 3);
    if (right === undefined) throw new TestError(`${operator}: argument expected`);
    this.at += 2;
    return binaryTest(this.shell, operator!, left!, right);
  }
}
