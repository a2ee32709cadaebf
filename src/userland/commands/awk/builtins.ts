import { type Context, Exit } from '../common/context.ts';
import { strftime } from '../common/time/strftime.ts';
import { localTime, timeZone } from '../common/time/zone.ts';
import type { Node } from './ast.ts';
import type { Evaluator } from './evaluate.ts';
import type { Memory } from './memory.ts';
import { fromInput, sprintf, toNumber, type Value } from './values.ts';

/** The functions awk has, those that wait aside. */
export class Builtins {
  readonly #context: Context;
  readonly #memory: Memory;
  readonly #evaluator: Evaluator;
  #random = 0;
  #seed = 0;

  constructor(context: Context, memory: Memory, evaluator: Evaluator) {
    this.#context = context;
    this.#memory = memory;
    this.#evaluator = evaluator;
    if (!context.gnu) this.#seed = this.#random = 1;
  }

  call(name: string, args: Node[]): Value {
    const number = (at: number): number => (args[at] ? toNumber(this.#evaluator.value(args[at])) : 0);
    const text = (at: number): string => (args[at] ? this.#evaluator.string(args[at]) : '');
    switch (name) {
      case 'length': {
        const [arg] = args;
        if (!arg) return this.#memory.whole().length;
        if (arg.type === 'variable') {
          const { array } = this.#memory.local(arg.name);
          if (array) return array.size;
        }
        return text(0).length;
      }
      case 'substr': {
        const whole = text(0);
        const from = this.#context.gnu ? Math.round(number(1)) : Math.trunc(number(1));
        // busybox does not shorten what begins before the first character.
        const start = this.#context.gnu ? from : Math.max(1, from);
        const end = args[2] ? start + Math.round(number(2)) : Number.POSITIVE_INFINITY;
        return whole.slice(Math.max(0, from - 1), Math.max(0, Math.min(whole.length, end - 1)));
      }
      case 'index':
        return text(0).indexOf(text(1)) + 1;
      case 'split': {
        const whole = text(0);
        const [, array, separator] = args;
        if (array?.type !== 'variable') throw new Exit(2, 'split: second argument is not an array');
        const parts = !separator
          ? this.#memory.splitText(whole, this.#memory.text('FS'))
          : separator.type === 'regex'
            ? this.#memory.splitText(whole, separator.source.length === 1 ? `(${separator.source})` : separator.source)
            : this.#memory.splitText(whole, this.#evaluator.string(separator));
        const target = this.#memory.array(array.name);
        target.clear();
        parts.forEach((part, at) => {
          target.set(String(at + 1), fromInput(part));
        });
        return parts.length;
      }
      case 'sub':
      case 'gsub':
        return this.#substitute(name === 'gsub', args);
      case 'gensub': {
        const how = text(2);
        const nth = /^[gG]/.test(how) ? 0 : Math.max(1, Number.parseInt(how, 10) || 1);
        let count = 0;
        const replacement = text(1);
        return (args[3] ? text(3) : this.#memory.whole()).replace(
          this.#evaluator.patternOf(args[0]!),
          (whole, ...groups) => {
            count++;
            if (nth !== 0 && count !== nth) return whole;
            return replacement.replace(/\\([0-9&\\])|&/g, (mark, code?: string) =>
              mark === '&' || code === '0'
                ? whole
                : code === '&' || code === '\\'
                  ? code
                  : String(groups[Number(code) - 1] ?? ''),
            );
          },
        );
      }
      case 'match': {
        const match = this.#evaluator.patternOf(args[1]!).exec(text(0));
        this.#memory.set('RSTART', match ? match.index + 1 : 0);
        this.#memory.set('RLENGTH', match ? match[0].length : -1);
        return match ? match.index + 1 : 0;
      }
      case 'sprintf':
        return sprintf(
          text(0),
          args.slice(1).map((arg) => this.#evaluator.value(arg)),
          this.#memory.text('CONVFMT'),
        );
      case 'sin':
        return Math.sin(number(0));
      case 'cos':
        return Math.cos(number(0));
      case 'atan2':
        return Math.atan2(number(0), number(1));
      case 'exp':
        return Math.exp(number(0));
      case 'log':
        return Math.log(number(0));
      case 'sqrt':
        return Math.sqrt(number(0));
      case 'int':
        return Math.trunc(number(0));
      case 'tolower':
        return text(0).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
      case 'toupper':
        return text(0).replace(/[a-z]/g, (letter) => letter.toUpperCase());
      case 'rand':
        this.#random = (this.#random * 1103515245 + 12345) % 2147483648;
        return this.#random / 2147483648;
      case 'srand': {
        const before = this.#seed;
        this.#seed = args[0] ? number(0) : Math.floor(this.#context.sys.now() / 1000);
        this.#random = Math.abs(this.#seed) % 2147483648;
        return before;
      }
      case 'systime':
        return Math.floor(this.#context.sys.now() / 1000);
      case 'strftime': {
        const moment = args[1] ? number(1) * 1000 : this.#context.sys.now();
        return strftime(args[0] ? text(0) : '%c', localTime(moment, timeZone(this.#context.sys)));
      }
      default:
        throw new Exit(2, `${name} in a wrong place`);
    }
  }

  #substitute(all: boolean, args: Node[]): number {
    const target: Node = args[2] ?? { type: 'field', index: { type: 'number', value: 0 } };
    const pattern = this.#evaluator.patternOf(args[0]!);
    const replacement = this.#evaluator.string(args[1]!);
    const whole = this.#evaluator.string(target);
    let count = 0;
    let out = '';
    let last = 0;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(whole); match; match = pattern.exec(whole)) {
      const empty = match[0] === '';
      if (!(empty && match.index === last && count > 0 && last > 0)) {
        const found = match[0];
        out +=
          whole.slice(last, match.index) +
          replacement.replace(/\\\\|\\&|&/g, (mark) => (mark === '&' ? found : mark === '\\&' ? '&' : '\\'));
        last = match.index + found.length;
        count++;
        if (!all) break;
      }
      if (empty) pattern.lastIndex++;
      if (pattern.lastIndex > whole.length) break;
    }
    if (count > 0) this.#evaluator.store(target, out + whole.slice(last));
    return count;
  }
}
