import { type Context, Exit } from '../common/context.ts';
import type { AwkProgram, Node, Statement } from './ast.ts';
import { Builtins } from './builtins.ts';
import { Jump, type Progress } from './jump.ts';
import { type Local, type Memory, SPECIAL } from './memory.ts';
import { compareValues, isTrue, toNumber, toText, type Value } from './values.ts';

/** Expressions. They are evaluated at once; those that wait have been replaced by what they gave (waiting.ts). */
export class Evaluator {
  readonly #context: Context;
  readonly #program: AwkProgram;
  readonly #memory: Memory;
  readonly #builtins: Builtins;
  /** Runs a function's body. */
  readonly #run: (body: Statement) => Progress;
  #immediate = 0;

  constructor(context: Context, program: AwkProgram, memory: Memory, run: (body: Statement) => Progress) {
    this.#context = context;
    this.#program = program;
    this.#memory = memory;
    this.#run = run;
    this.#builtins = new Builtins(context, memory, this);
  }

  /** Whether a function is running within an expression, where nothing can wait. */
  get isImmediate(): boolean {
    return this.#immediate > 0;
  }

  store(target: Node, value: Value): Value {
    if (target.type === 'variable') this.#memory.set(target.name, value);
    else if (target.type === 'field') this.#memory.setField(Math.trunc(toNumber(this.value(target.index))), value);
    else if (target.type === 'index') this.#memory.array(target.name).set(this.key(target.keys), value);
    else if (target.type === 'group') this.store(target.inner, value);
    return value;
  }

  key(keys: Node[]): string {
    const convert = this.#memory.text('CONVFMT');
    const parts = keys.map((key) => toText(this.value(key), convert));
    return parts.length === 1 ? parts[0]! : parts.join(this.#memory.text('SUBSEP'));
  }

  string(node: Node): string {
    return toText(this.value(node), this.#memory.text('CONVFMT'));
  }

  patternOf(node: Node): RegExp {
    return this.#memory.pattern(node.type === 'regex' ? node.source : this.string(node));
  }

  /** The value of an expression that does not wait. */
  value(node: Node): Value {
    switch (node.type) {
      case 'number':
      case 'string':
        return node.value;
      case 'regex':
        return this.#memory.pattern(node.source).test(this.#memory.whole()) ? 1 : 0;
      case 'group':
        return this.value(node.inner);
      case 'variable':
        return this.#memory.get(node.name);
      case 'field':
        return this.#memory.field(Math.trunc(toNumber(this.value(node.index))));
      case 'index': {
        const array = this.#memory.array(node.name);
        const key = this.key(node.keys);
        if (!array.has(key)) array.set(key, undefined);
        return array.get(key);
      }
      case 'assign': {
        if (node.operator === '') {
          const value = this.value(node.value);
          return this.store(node.target, value);
        }
        const right = toNumber(this.value(node.value));
        return this.store(node.target, this.#arithmetic(node.operator, toNumber(this.value(node.target)), right));
      }
      case 'conditional':
        return this.value(isTrue(this.value(node.test)) ? node.yes : node.no);
      case 'logical': {
        const left = isTrue(this.value(node.left));
        if (node.operator === '&&') return left && isTrue(this.value(node.right)) ? 1 : 0;
        return left || isTrue(this.value(node.right)) ? 1 : 0;
      }
      case 'binary':
        return this.#binary(node.operator, this.value(node.left), this.value(node.right));
      case 'unary': {
        const operand = this.value(node.operand);
        if (node.operator === '!') return isTrue(operand) ? 0 : 1;
        return node.operator === '-' ? -toNumber(operand) : toNumber(operand);
      }
      case 'step': {
        const before = toNumber(this.value(node.target));
        const after = before + (node.operator === '++' ? 1 : -1);
        this.store(node.target, after);
        return node.prefix ? after : before;
      }
      case 'match': {
        const text = this.string(node.text);
        return this.patternOf(node.pattern).test(text) !== node.negated ? 1 : 0;
      }
      case 'in':
        return this.#memory.array(node.name).has(this.key(node.keys)) ? 1 : 0;
      case 'builtin':
        return this.#builtins.call(node.name, node.args);
      case 'call': {
        this.#immediate++;
        try {
          const call = this.call(node.name, node.args);
          let step = call.next();
          while (!step.done) step = call.next();
          return step.value;
        } finally {
          this.#immediate--;
        }
      }
      case 'getline':
        throw new Exit(2, 'getline in a wrong place');
    }
  }

  #binary(operator: string, left: Value, right: Value): Value {
    const convert = this.#memory.text('CONVFMT');
    if (operator === ' ') return toText(left, convert) + toText(right, convert);
    if (operator.length === 1 && '+-*/%^'.includes(operator))
      return this.#arithmetic(operator, toNumber(left), toNumber(right));
    const order = compareValues(left, right, convert);
    switch (operator) {
      case '<':
        return order < 0 ? 1 : 0;
      case '<=':
        return order <= 0 ? 1 : 0;
      case '>':
        return order > 0 ? 1 : 0;
      case '>=':
        return order >= 0 ? 1 : 0;
      case '==':
        return order === 0 ? 1 : 0;
      default:
        return order !== 0 ? 1 : 0;
    }
  }

  *call(name: string, args: Node[]): Generator<Promise<unknown>, Value, unknown> {
    const found = this.#program.functions.get(name);
    if (!found)
      throw new Exit(
        2,
        this.#context.gnu ? `function ${name} never defined` : 'cmd. line:1: Call to undefined function',
      );
    const frame = new Map<string, Local>();
    found.parameters.forEach((parameter, at) => {
      const arg = args[at];
      if (arg?.type === 'variable') {
        // an array goes by reference; an unset variable may become one
        const local = this.#memory.local(arg.name);
        if (local.array || (local.value === undefined && arg.name !== 'NF')) {
          local.array ??= local.value === undefined && !SPECIAL.has(arg.name) ? new Map() : local.array;
          frame.set(parameter, { value: undefined, array: local.array });
          return;
        }
      }
      frame.set(parameter, { value: arg ? this.value(arg) : undefined });
    });
    for (const extra of args.slice(found.parameters.length)) this.value(extra);
    if (this.#memory.frames.length > 2000) throw new Exit(2, 'function call nesting too deep');
    this.#memory.frames.push(frame);
    try {
      yield* this.#run(found.body);
      return undefined;
    } catch (error) {
      if (error instanceof Jump && error.kind === 'return') return error.value;
      throw error;
    } finally {
      this.#memory.frames.pop();
    }
  }

  #arithmetic(operator: string, left: number, right: number): number {
    switch (operator) {
      case '+':
        return left + right;
      case '-':
        return left - right;
      case '*':
        return left * right;
      case '/':
        if (right === 0) this.#divisionByZero('');
        return left / right;
      case '%':
        if (right === 0) this.#divisionByZero(' in %');
        return left % right;
      default:
        return left ** right;
    }
  }

  /** mawk, which is Debian's awk, goes on with infinity. */
  #divisionByZero(where: string): void {
    if (!this.#context.gnu) throw new Exit(1, 'cmd. line:1: Division by zero');
    if (this.#context.name === 'gawk') throw new Exit(2, `cmd. line:1: fatal: division by zero attempted${where}`);
  }
}
