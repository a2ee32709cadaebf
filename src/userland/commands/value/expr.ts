import { BadPattern, compilePattern } from '../../regexp/posix.ts';
import { binaryFromText } from '../common/binary.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { missingOperand } from '../common/options.ts';

/** expr(1): status 1 when the value is empty or 0, 2 when the expression is wrong. */
export const expr: Command = (context) => {
  const args = context.args[0] === '--' ? context.args.slice(1) : [...context.args];
  if (args.length === 0) {
    if (!context.gnu) throw new Exit(2, 'too few arguments');
    missingOperand(context, undefined, 2);
  }
  const value = new Evaluator(context, args.map(binaryFromText)).whole();
  context.out.binary(`${value}\n`);
  return value === '' || /^-?0+$/.test(value) ? 1 : 0;
};

const LEVELS = [['|'], ['&'], ['<', '<=', '=', '==', '!=', '>=', '>'], ['+', '-'], ['*', '/', '%'], [':']];

class Evaluator {
  readonly #context: Context;
  readonly #args: readonly string[];
  #at = 0;

  constructor(context: Context, args: readonly string[]) {
    this.#context = context;
    this.#args = args;
  }

  whole(): string {
    const value = this.#level(0);
    if (this.#at < this.#args.length) this.#syntax(`unexpected argument '${this.#args[this.#at]}'`);
    return value;
  }

  #syntax(detail: string): never {
    throw new Exit(2, this.#context.gnu ? `syntax error: ${detail}` : 'syntax error');
  }

  #level(level: number): string {
    const operators = LEVELS[level];
    if (!operators) return this.#primary();
    let left = this.#level(level + 1);
    for (;;) {
      const operator = this.#args[this.#at];
      if (operator === undefined || !operators.includes(operator)) return left;
      this.#at++;
      left = this.#apply(operator, left, this.#level(level + 1));
    }
  }

  #apply(operator: string, left: string, right: string): string {
    const empty = (text: string): boolean => text === '' || /^-?0+$/.test(text);
    switch (operator) {
      case '|':
        return empty(left) ? (empty(right) ? (right === '' ? '0' : right) : right) : left;
      case '&':
        return empty(left) || empty(right) ? '0' : left;
      case ':':
        return this.#match(left, right);
      case '+':
        return String(this.#integer(left) + this.#integer(right));
      case '-':
        return String(this.#integer(left) - this.#integer(right));
      case '*':
        return String(this.#integer(left) * this.#integer(right));
      case '/':
      case '%': {
        const [a, b] = [this.#integer(left), this.#integer(right)];
        if (b === 0n) throw new Exit(2, 'division by zero');
        return String(operator === '/' ? a / b : a % b);
      }
      default:
        return this.#compare(operator, left, right) ? '1' : '0';
    }
  }

  #integer(text: string): bigint {
    if (!/^-?\d+$/.test(text)) throw new Exit(2, this.#context.gnu ? 'non-integer argument' : 'non-numeric argument');
    return BigInt(text);
  }

  #compare(operator: string, left: string, right: string): boolean {
    const numeric = /^-?\d+$/.test(left) && /^-?\d+$/.test(right);
    const [a, b] = numeric ? [BigInt(left), BigInt(right)] : [left, right];
    const order = a < b ? -1 : a > b ? 1 : 0;
    switch (operator) {
      case '<':
        return order < 0;
      case '<=':
        return order <= 0;
      case '>':
        return order > 0;
      case '>=':
        return order >= 0;
      case '!=':
        return order !== 0;
      default:
        return order === 0;
    }
  }

  #match(text: string, source: string): string {
    let pattern: RegExp;
    try {
      pattern = compilePattern(source, { flags: 'y' });
    } catch (error) {
      if (error instanceof BadPattern) throw new Exit(2, error.message);
      throw error;
    }
    const match = pattern.exec(text);
    if (/\\\(/.test(source)) return match?.[1] ?? '';
    return String(match?.[0].length ?? 0);
  }

  #next(): string {
    const word = this.#args[this.#at];
    if (word === undefined) this.#syntax(`missing argument after '${this.#args[this.#at - 1]}'`);
    this.#at++;
    return word;
  }

  #primary(): string {
    const word = this.#next();
    if (word === '(') {
      const value = this.#level(0);
      if (this.#args[this.#at] !== ')') this.#syntax(`expecting ')' after '${this.#args[this.#at - 1]}'`);
      this.#at++;
      return value;
    }
    if (word === ')') this.#syntax("unexpected ')'");
    switch (word) {
      case '+':
        return this.#context.gnu && this.#at < this.#args.length ? this.#next() : word;
      case 'length':
        return this.#at < this.#args.length ? String(this.#level(5).length) : word;
      case 'match': {
        const text = this.#level(5);
        return this.#match(text, this.#level(5));
      }
      case 'index': {
        const [text, chars] = [this.#level(5), this.#level(5)];
        const found = [...text].findIndex((char) => chars.includes(char));
        return String(found + 1);
      }
      case 'substr': {
        const [text, from, length] = [this.#level(5), this.#level(5), this.#level(5)];
        const [start, count] = [Number(from), Number(length)];
        return start > 0 && count > 0 ? text.slice(start - 1, start - 1 + count) : '';
      }
      default:
        return word;
    }
  }
}
