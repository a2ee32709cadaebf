import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { readWhole } from '../common/input.ts';
import { parseOptions } from '../common/options.ts';
import * as decimal from './decimal.ts';
import { type Definition, type Expression, Parser, type Statement, SyntaxFailure } from './parse.ts';

type Decimal = decimal.Decimal;

/** bc(1) */
export const bc: Command = async (context) => {
  const options = parseOptions(context, 'lqsiw', {
    long: { mathlib: 'l', quiet: 'q', standard: 's', interactive: 'i', warn: 'w' },
  });
  const machine = new Machine(context, options.has('l'));
  for (const path of [...options.operands, '-']) {
    let source: string;
    try {
      source = await readWhole(context, path);
    } catch (error) {
      throw new Exit(1, context.gnu ? `File ${path} is unavailable.` : `${path}: ${reason(error)}`);
    }
    if (machine.run(source)) break;
  }
  return context.gnu ? 0 : context.status;
};

class Left extends Error {
  readonly how: 'break' | 'continue' | 'quit' | 'halt' | 'return';
  readonly value: Decimal;
  constructor(how: Left['how'], value: Decimal = decimal.ZERO) {
    super(how);
    this.how = how;
    this.value = value;
  }
}

class RuntimeFailure extends Error {}

class Machine {
  readonly #context: Context;
  readonly #math: boolean;
  #values = new Map<string, Decimal>();
  readonly #functions = new Map<string, Definition>();
  #scale = 0;
  #input = 10;
  #output = 10;
  #last: Decimal = decimal.ZERO;
  #steps = 0;

  constructor(context: Context, math: boolean) {
    this.#context = context;
    this.#math = math;
    if (math) this.#scale = 20;
  }

  /** Runs a source; answers whether it said `quit`. */
  run(source: string): boolean {
    let parser: Parser;
    try {
      parser = new Parser(source);
    } catch (error) {
      this.#complain(error);
      return false;
    }
    for (;;) {
      try {
        const statement = parser.statement();
        if (!statement) return false;
        this.#execute(statement);
      } catch (error) {
        if (error instanceof Left && (error.how === 'quit' || error.how === 'halt')) return true;
        this.#complain(error);
        if (error instanceof SyntaxFailure) return false;
      }
    }
  }

  #complain(error: unknown): void {
    const syntax = error instanceof SyntaxFailure;
    if (!syntax && !(error instanceof RuntimeFailure)) throw error;
    if (!this.#context.gnu) this.#context.fail(error.message.toLowerCase());
    else
      this.#context.out.text(
        syntax ? '(standard_in) 1: syntax error\n' : `Runtime error (func=(main), adr=3): ${error.message}\n`,
        2,
      );
  }

  #execute(statement: Statement): void {
    if (++this.#steps > 20_000_000) throw new Exit(1, 'drydock: not simulated: programs that run this long');
    switch (statement.kind) {
      case 'expression': {
        const value = this.#value(statement.value);
        if (statement.value.kind === 'assign') return;
        this.#context.print(`${this.#show(value)}\n`);
        this.#last = value;
        return;
      }
      case 'string':
        this.#context.print(statement.text);
        return;
      case 'print':
        for (const item of statement.items)
          this.#context.print(typeof item === 'string' ? unescaped(item) : this.#show(this.#value(item)));
        return;
      case 'block':
        for (const each of statement.body) this.#execute(each);
        return;
      case 'if':
        if (this.#holds(statement.test)) this.#execute(statement.yes);
        else if (statement.no) this.#execute(statement.no);
        return;
      case 'for':
        this.#loop(statement.parts, statement.body);
        return;
      case 'define':
        this.#functions.set(statement.name, statement.definition);
        return;
      case 'return':
        throw new Left('return', statement.value ? this.#value(statement.value) : decimal.ZERO);
      default:
        throw new Left(statement.kind);
    }
  }

  #loop([first, test, step]: readonly (Expression | undefined)[], body: Statement): void {
    if (first) this.#value(first);
    while (!test || this.#holds(test)) {
      try {
        this.#execute(body);
      } catch (error) {
        if (!(error instanceof Left) || (error.how !== 'break' && error.how !== 'continue')) throw error;
        if (error.how === 'break') return;
      }
      if (step) this.#value(step);
    }
  }

  /** Long numbers go on in the next line after 69 characters. */
  #show(value: Decimal): string {
    const text = decimal.show(value, this.#output);
    return text.length <= 69 ? text : text.replace(/.{68}(?=.{2})/g, '$&\\\n');
  }

  #holds(test: Expression): boolean {
    return this.#value(test).digits !== 0n;
  }

  #value(node: Expression): Decimal {
    switch (node.kind) {
      case 'number':
        return decimal.parseDecimal(node.text, this.#input);
      case 'group':
        return this.#value(node.value);
      case 'place':
        return this.#get(this.#place(node));
      case 'unary': {
        const value = this.#value(node.value);
        return node.operator === '-' ? decimal.negate(value) : decimal.integer(value.digits === 0n ? 1 : 0);
      }
      case 'step': {
        const place = this.#place(node.place);
        const before = this.#get(place);
        const after = decimal.add(before, decimal.integer(node.by));
        this.#set(place, after);
        return node.before ? after : before;
      }
      case 'assign': {
        const place = this.#place(node.place);
        const value = this.#value(node.value);
        const result = node.operator === '' ? value : this.#binary(node.operator, this.#get(place), value);
        this.#set(place, result);
        return result;
      }
      case 'binary':
        return this.#binary(node.operator, this.#value(node.left), this.#value(node.right));
      case 'call':
        return this.#call(node.name, node.args);
    }
  }

  #binary(operator: string, left: Decimal, right: Decimal): Decimal {
    const truth = (is: boolean): Decimal => decimal.integer(is ? 1 : 0);
    const order = decimal.compare(left, right);
    switch (operator) {
      case '+':
        return decimal.add(left, right);
      case '-':
        return decimal.subtract(left, right);
      case '*':
        return decimal.multiply(left, right, this.#scale);
      case '/':
      case '%':
        if (right.digits === 0n) throw new RuntimeFailure('Divide by zero');
        return operator === '/'
          ? decimal.divide(left, right, this.#scale)
          : decimal.remainder(left, right, this.#scale);
      case '^':
        return decimal.power(left, right, this.#scale);
      case '==':
        return truth(order === 0);
      case '!=':
        return truth(order !== 0);
      case '<':
        return truth(order < 0);
      case '<=':
        return truth(order <= 0);
      case '>':
        return truth(order > 0);
      case '>=':
        return truth(order >= 0);
      case '&&':
        return truth(left.digits !== 0n && right.digits !== 0n);
      default:
        return truth(left.digits !== 0n || right.digits !== 0n);
    }
  }

  #place(node: Expression): string {
    if (node.kind !== 'place') throw new SyntaxFailure('bad expression');
    return node.index ? `${node.name}[${decimal.rescale(this.#value(node.index), 0).digits}]` : node.name;
  }

  #get(place: string): Decimal {
    if (place === 'scale') return decimal.integer(this.#scale);
    if (place === 'ibase') return decimal.integer(this.#input);
    if (place === 'obase') return decimal.integer(this.#output);
    if (place === 'last') return this.#last;
    return this.#values.get(place) ?? decimal.ZERO;
  }

  #set(place: string, value: Decimal): void {
    const number = Number(decimal.rescale(value, 0).digits);
    if (place === 'scale') this.#scale = Math.max(0, number);
    else if (place === 'ibase') this.#input = Math.min(16, Math.max(2, number));
    else if (place === 'obase') this.#output = Math.max(2, number);
    else if (place === 'last') this.#last = value;
    else this.#values.set(place, value);
  }

  #call(name: string, args: readonly Expression[]): Decimal {
    const definition = this.#functions.get(name);
    if (definition)
      return this.#callDefined(
        definition,
        args.map((arg) => this.#value(arg)),
      );
    const [first = decimal.ZERO] = args.map((arg) => this.#value(arg));
    switch (name) {
      case 'sqrt':
        if (first.digits < 0n) throw new RuntimeFailure('Square root of a negative number');
        return decimal.squareRoot(first, this.#scale);
      case 'length':
        return decimal.integer(decimal.lengthOf(first, this.#context.gnu));
      case 'scale':
        return decimal.integer(first.scale);
    }
    if (this.#math && /^[scalej]$/.test(name) && name !== 'j') return this.#series(name, first);
    throw new RuntimeFailure(this.#context.gnu ? `Function ${name} not defined.` : 'undefined function');
  }

  #callDefined({ parameters, locals, body }: Definition, values: readonly Decimal[]): Decimal {
    const before = this.#values;
    this.#values = new Map(before);
    const own = [...parameters, ...locals].map((name) => name.replace('[]', ''));
    for (const [at, name] of own.entries()) this.#values.set(name, values[at] ?? decimal.ZERO);
    let result: Decimal = decimal.ZERO;
    try {
      this.#execute(body);
    } catch (error) {
      if (!(error instanceof Left) || error.how !== 'return') throw error;
      result = error.value;
    } finally {
      // What is not the function's own stays changed.
      for (const [name, value] of this.#values) if (!own.includes(name)) before.set(name, value);
      this.#values = before;
    }
    return result;
  }

  /** The functions of -l by their series, with digits to spare. */
  #series(name: string, x: Decimal): Decimal {
    const scale = this.#scale + 10;
    const one = decimal.rescale(decimal.ONE, scale);
    const times = (a: Decimal, b: Decimal): Decimal => decimal.rescale(decimal.multiply(a, b, scale), scale);
    const over = (a: Decimal, b: Decimal): Decimal => decimal.divide(a, b, scale);
    const sum = (
      term: Decimal,
      next: (term: Decimal, n: number) => Decimal,
      weight = (t: Decimal, _n: number): Decimal => t,
    ): Decimal => {
      let total = weight(term, 0);
      for (let n = 1, t = term; t.digits !== 0n; n++) {
        t = next(t, n);
        total = decimal.add(total, weight(t, n));
      }
      return total;
    };
    const exp = (y: Decimal): Decimal => sum(one, (t, n) => over(times(t, y), decimal.integer(n)));
    const square = times(x, x);
    const arctangent = (y: Decimal): Decimal => {
      if (decimal.compare(y, decimal.ZERO) < 0) return decimal.negate(arctangent(decimal.negate(y)));
      if (decimal.compare(y, { digits: 2n, scale: 1 }) > 0) {
        const root = decimal.squareRoot(decimal.add(one, times(y, y)), scale);
        return times(decimal.integer(2), arctangent(over(y, decimal.add(one, root))));
      }
      const yy = times(y, y);
      return sum(
        decimal.rescale(y, scale),
        (t) => decimal.negate(times(t, yy)),
        (t, n) => over(t, decimal.integer(2 * n + 1)),
      );
    };
    let result: Decimal;
    if (name === 'e') {
      let halvings = 0;
      let y = decimal.rescale(x, scale + 10);
      while (decimal.compare(y, decimal.ONE) > 0 || decimal.compare(y, decimal.integer(-1)) < 0) {
        y = decimal.divide(y, decimal.integer(2), scale + 10);
        halvings++;
      }
      result = exp(decimal.rescale(y, scale));
      for (; halvings > 0; halvings--) result = times(result, result);
    } else if (name === 'l') {
      if (x.digits <= 0n) return { digits: -(10n ** BigInt(this.#scale) - 1n), scale: 0 };
      let roots = 0;
      let y = decimal.rescale(x, scale);
      while (decimal.compare(y, { digits: 11n, scale: 1 }) > 0 || decimal.compare(y, { digits: 9n, scale: 1 }) < 0) {
        y = decimal.squareRoot(y, scale);
        roots++;
      }
      const z = over(decimal.subtract(y, one), decimal.add(y, one));
      const zz = times(z, z);
      const half = sum(
        z,
        (t) => times(t, zz),
        (t, n) => over(t, decimal.integer(2 * n + 1)),
      );
      result = times(half, decimal.integer(2n ** BigInt(roots + 1)));
    } else if (name === 'a') result = arctangent(x);
    else {
      const first = name === 's' ? decimal.rescale(x, scale) : one;
      const shift = name === 's' ? 1 : 0;
      result = sum(first, (t, n) =>
        decimal.negate(over(times(t, square), decimal.integer((2 * n + shift) * (2 * n + shift - 1)))),
      );
    }
    return decimal.rescale(result, this.#scale);
  }
}

function unescaped(text: string): string {
  const named: Record<string, string> = { n: '\n', t: '\t', a: '\x07', b: '\b', f: '\f', r: '\r', q: '"', '\\': '\\' };
  return text.replace(/\\(.)/g, (_, letter: string) => named[letter] ?? letter);
}
