import { BadPattern, compilePattern } from '../../regexp/posix.ts';
import { binaryFromText } from '../common/binary.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { missingOperand, parseOptions } from '../common/options.ts';

/** expr(1): status 1 when the value is empty or 0, 2 when the expression is wrong. */
export const expr: Command = (context) => {
  // busybox takes no options at all, not even the one that ends them
  const args = context.args[0] === '--' && context.gnu ? context.args.slice(1) : [...context.args];
  if (args.length === 1 && args[0] === '--help') parseOptions(context, '');
  if (args.length === 0) {
    if (!context.gnu) throw new Exit(2, 'too few arguments');
    missingOperand(context, undefined, 2);
  }
  const value = new Evaluator(context, args.map(binaryFromText)).whole();
  context.out.binary(`${value}\n`);
  return isNull(context, value) ? 1 : 0;
};

/** GNU looks at the text, busybox at the number only where it has calculated one. */
function isNull(context: Context, value: string): boolean {
  return value === '' || (context.gnu ? /^-?0+$/.test(value) : value === '0');
}

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
    const empty = (text: string): boolean => isNull(this.#context, text);
    switch (operator) {
      case '|':
        if (!empty(left)) return left;
        return empty(right) && (right === '' || this.#context.gnu) ? '0' : right;
      case '&':
        return empty(left) || empty(right) ? '0' : left;
      case ':':
        return this.#match(left, right);
      case '+':
        return this.#shown(this.#integer(left) + this.#integer(right));
      case '-':
        return this.#shown(this.#integer(left) - this.#integer(right));
      case '*':
        return this.#shown(this.#integer(left) * this.#integer(right));
      case '/':
      case '%': {
        const [a, b] = [this.#integer(left), this.#integer(right)];
        if (b === 0n) throw new Exit(2, 'division by zero');
        return this.#shown(operator === '/' ? a / b : a % b);
      }
      default:
        return this.#compare(operator, left, right) ? '1' : '0';
    }
  }

  #integer(text: string): bigint {
    if (!/^-?\d+$/.test(text)) throw new Exit(2, this.#context.gnu ? 'non-integer argument' : 'non-numeric argument');
    if (this.#context.gnu) return BigInt(text);
    const [least, most] = [-(1n << 63n), (1n << 63n) - 1n];
    const value = BigInt(text);
    return value < least ? least : value > most ? most : value;
  }

  /** busybox calculates in 64 bits. */
  #shown(value: bigint): string {
    return String(this.#context.gnu ? value : BigInt.asIntN(64, value));
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
      if (error instanceof BadPattern) {
        // glibc's function says less of brackets than regcomp's messages do
        const said = error.message.startsWith('Unmatched [') ? 'Invalid regular expression' : error.message;
        throw new Exit(2, this.#context.gnu ? said : `bad regex '${source}': ${said}`);
      }
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
        return String(this.#level(6).length);
      case 'match': {
        const text = this.#level(6);
        return this.#match(text, this.#level(6));
      }
      case 'index': {
        const [text, chars] = [this.#level(6), this.#level(6)];
        const found = [...text].findIndex((char) => chars.includes(char));
        return String(found + 1);
      }
      case 'substr': {
        const [text, from, length] = [this.#level(6), this.#level(6), this.#level(6)];
        const [start, count] = [Number(from), Number(length)];
        return start > 0 && count > 0 ? text.slice(start - 1, start - 1 + count) : '';
      }
      default:
        return word;
    }
  }
}
