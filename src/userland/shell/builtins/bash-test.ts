import type { Shell } from '../run/shell.ts';
import { BINARY, binaryTest, TestError, UNARY, unaryTest } from './test-operators.ts';

/** `test` of bash: POSIX's rules by number of arguments, then the grammar with -a, -o, ! and parentheses (its test.c). */
export class BashTest {
  private readonly shell: Shell;
  private readonly words: readonly string[];
  private at = 0;

  constructor(shell: Shell, words: readonly string[]) {
    this.shell = shell;
    this.words = words;
  }

  evaluate(): boolean {
    const { words } = this;
    switch (words.length) {
      case 0:
        return false;
      case 1:
        return words[0] !== '';
      case 2:
        return this.two(words);
      case 3:
        return this.three(words);
      case 4:
        if (words[0] === '!') return !this.three(words.slice(1));
        if (words[0] === '(' && words[3] === ')') return this.two(words.slice(1, 3));
    }
    const result = this.or();
    if (this.at < words.length) throw new TestError('too many arguments');
    return result;
  }

  private two([first = '', second = '']: readonly string[]): boolean {
    if (first === '!') return second === '';
    if (UNARY.has(first)) return unaryTest(this.shell, first, second);
    throw new TestError(`${first}: unary operator expected`);
  }

  private three(words: readonly string[]): boolean {
    const [first = '', second = '', third = ''] = words;
    if (this.isBinary(second)) return binaryTest(this.shell, second, first, third);
    if (second === '-a') return first !== '' && third !== '';
    if (second === '-o') return first !== '' || third !== '';
    if (first === '!') return !this.two(words.slice(1));
    if (first === '(' && third === ')') return second !== '';
    throw new TestError(`${second}: binary operator expected`);
  }

  private isBinary(word: string | undefined): boolean {
    return word !== undefined && BINARY.has(word) && word !== '=~';
  }

  private or(): boolean {
    let value = this.and();
    while (this.words[this.at] === '-o') {
      this.at++;
      const right = this.and();
      value = value || right;
    }
    return value;
  }

  private and(): boolean {
    let value = this.term();
    while (this.words[this.at] === '-a') {
      this.at++;
      const right = this.term();
      value = value && right;
    }
    return value;
  }

  private term(): boolean {
    const { words } = this;
    const word = words[this.at];
    if (word === undefined) throw new TestError('argument expected');
    if (word === '!') {
      this.at++;
      return !this.term();
    }
    if (word === '(') {
      this.at++;
      const value = this.or();
      const close = words[this.at];
      if (close === undefined) throw new TestError("`)' expected");
      if (close !== ')') throw new TestError(`\`)' expected, found ${close}`);
      this.at++;
      return value;
    }
    const next = words[this.at + 1];
    if (this.at + 3 <= words.length && this.isBinary(next)) {
      this.at += 3;
      return binaryTest(this.shell, next!, word, words[this.at - 1]!);
    }
    if (word.length === 2 && word[0] === '-') {
      if (!UNARY.has(word)) throw new TestError(`${word}: unary operator expected`);
      if (next === undefined) throw new TestError('argument expected');
      this.at += 2;
      return unaryTest(this.shell, word, next);
    }
    this.at++;
    return word !== '';
  }
}
