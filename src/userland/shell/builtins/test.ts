import { matches } from '../expand/pattern.ts';
import type { Shell } from '../run/shell.ts';
import type { Builtins } from './builtin.ts';
import { BadNumber, BINARY, binaryTest, UNARY, unaryTest } from './test-operators.ts';

class TestError extends Error {}

/** POSIX's rules by number of arguments, then the grammar with -a, -o, ! and parentheses. */
class TestExpression {
  private at = 0;
  private readonly shell: Shell;
  private readonly words: readonly string[];

  constructor(shell: Shell, words: readonly string[]) {
    this.shell = shell;
    this.words = words;
  }

  evaluate(): boolean {
    const { words } = this;
    if (words.length === 0) return false;
    if (words.length === 1) return words[0] !== '';
    if (words.length === 3 && this.isBinary(words[1]!)) return this.binary(words[1]!, words[0]!, words[2]!);
    if (words.length === 4 && words[0] === '!') return !new TestExpression(this.shell, words.slice(1)).evaluate();
    if (words.length === 3 && words[0] === '!') return !new TestExpression(this.shell, words.slice(1)).evaluate();
    if (words.length === 3 && words[0] === '(' && words[2] === ')') return words[1] !== '';
    const result = this.or();
    if (this.at < words.length) this.unexpected(this.at);
    return result;
  }

  private isBinary(word: string): boolean {
    return BINARY.has(word) && !(this.shell.dialect.flavour === 'dash' && word === '==') && word !== '=~';
  }

  private isUnary(word: string): boolean {
    if (!UNARY.has(word) || word === '-a') return false;
    return word !== '-o' && word !== '-v' && word !== '-N' ? true : this.shell.dialect.bash;
  }

  private binary(operator: string, left: string, right: string): boolean {
    return binaryTest(this.shell, operator, left, right);
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
    let value = this.not();
    while (this.words[this.at] === '-a') {
      this.at++;
      const right = this.not();
      value = value && right;
    }
    return value;
  }

  private not(): boolean {
    if (this.words[this.at] === '!' && this.at + 1 < this.words.length && !this.isBinary(this.words[this.at + 1]!)) {
      this.at++;
      return !this.not();
    }
    return this.primary();
  }

  private primary(): boolean {
    const { words } = this;
    const word = words[this.at];
    if (word === undefined) this.missing();
    const next = words[this.at + 1];
    if (word === '(' && next !== undefined) {
      this.at++;
      const value = this.or();
      if (words[this.at] !== ')') this.closing();
      this.at++;
      return value;
    }
    if (next !== undefined && this.isBinary(next) && this.at + 2 < words.length) {
      this.at += 3;
      return this.binary(next, word, words[this.at - 1]!);
    }
    if (next !== undefined && this.isUnary(word)) {
      this.at += 2;
      return unaryTest(this.shell, word, next);
    }
    if (word[0] === '-' && word.length === 2 && next !== undefined && next !== '-a' && next !== '-o' && next !== ')')
      this.unexpected(this.at, 'unary');
    this.at++;
    return word !== '';
  }

  private missing(): never {
    throw new TestError('argument expected');
  }

  private closing(): never {
    throw new TestError(this.shell.dialect.bash ? "`)' expected" : 'closing paren expected');
  }

  private unexpected(at: number, kind = 'binary'): never {
    const { flavour } = this.shell.dialect;
    const { words } = this;
    if (flavour === 'busybox') throw new TestError(`${words[at]}: unknown operand`);
    if (flavour === 'dash')
      throw new TestError(`${words[words.length === 3 ? at - 1 : at] ?? words[at]}: unexpected operator`);
    if (words.length > 4) throw new TestError('too many arguments');
    throw new TestError(`${words[at]}: ${kind} operator expected`);
  }
}

function run(shell: Shell, argv: string[], extended: boolean): number {
  const name = argv[0]!;
  let words = argv.slice(1);
  if (name !== 'test') {
    const close = name === '[[' ? ']]' : ']';
    if (words.at(-1) !== close) {
      report(shell, name, shell.dialect.bash ? `missing \`${close}'` : `missing ${close}`);
      return 2;
    }
    words = words.slice(0, -1);
  }
  try {
    if (extended && words.length === 3) {
      const [left = '', operator = '', right = ''] = words;
      if (operator === '=' || operator === '==' || operator === '!=')
        return matches(right, left) === (operator !== '!=') ? 0 : 1;
      if (operator === '=~') return new RegExp(right).test(left) ? 0 : 1;
    }
    return new TestExpression(shell, words).evaluate() ? 0 : 1;
  } catch (error) {
    if (error instanceof BadNumber) {
      const { flavour } = shell.dialect;
      if (flavour === 'busybox') report(shell, name, `${error.text}: bad number`);
      else
        report(
          shell,
          name,
          flavour === 'dash' ? `Illegal number: ${error.text}` : `${error.text}: integer expression expected`,
        );
      return 2;
    }
    if (!(error instanceof TestError)) throw error;
    report(shell, name, error.message);
    return 2;
  }
}

/** busybox's test is the applet, which names only itself. */
function report(shell: Shell, name: string, message: string): void {
  shell.complain(message, shell.dialect.flavour === 'busybox' ? undefined : name);
}

export const testBuiltins: Builtins = {
  test: { run: (shell, argv) => run(shell, argv, false) },
  '[': { run: (shell, argv) => run(shell, argv, false) },
};

/** busybox: `[[` is `[` with patterns. */
export const doubleBracketBuiltins: Builtins = {
  '[[': { run: (shell, argv) => run(shell, argv, true) },
};
