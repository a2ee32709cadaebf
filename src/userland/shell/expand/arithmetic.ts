import type { Flavour } from '../dialect.ts';

/** Shell arithmetic: C expressions over 64-bit integers, on text whose `$` expansions are done. */

export interface ArithmeticScope {
  /** The variable's text, '' when unset; `index` is the subscript's text. */
  get(name: string, index?: string): string;
  set(name: string, value: string, index?: string): void;
}

export class ArithmeticError extends Error {
  /** The text from the offending token on. */
  readonly token: string;
  readonly kind: 'syntax' | 'zero' | 'assignment' | 'value' | 'recursion' | 'exponent' | 'ternary';
  constructor(kind: ArithmeticError['kind'], token: string) {
    super(kind);
    this.kind = kind;
    this.token = token;
  }
}

type Node =
  | { readonly kind: 'number'; readonly value: Value }
  | { readonly kind: 'variable'; readonly name: string; readonly index?: string }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Node }
  | {
      readonly kind: 'step';
      readonly by: 1 | -1;
      readonly prefix: boolean;
      readonly name: string;
      readonly index?: string;
    }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Node;
      readonly right: Node;
      readonly token: string;
    }
  | {
      readonly kind: 'assign';
      readonly operator: string;
      readonly name: string;
      readonly index?: string;
      readonly right: Node;
      readonly token: string;
    }
  | { readonly kind: 'ternary'; readonly test: Node; readonly yes: Node; readonly no: Node };

/** Small integers are numbers, for speed; bigints appear only where 53 bits do not do. */
type Value = number | bigint;

const PRECEDENCE: Record<string, number> = {
  ',': 1,
  '||': 4,
  '&&': 5,
  '|': 6,
  '^': 7,
  '&': 8,
  '==': 9,
  '!=': 9,
  '<': 10,
  '>': 10,
  '<=': 10,
  '>=': 10,
  '<<': 11,
  '>>': 11,
  '+': 12,
  '-': 12,
  '*': 13,
  '/': 13,
  '%': 13,
  '**': 15,
};
/** Of dash: no steps and no powers. */
const POSIX_TOKEN =
  /\s*(?:(\d+[A-Za-z_]?\w*)|([A-Za-z_]\w*)|(<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%<>&|^=!~?:()])|(\S))/y;
const TOKEN =
  /\s*(?:(\d+#[\w@]+|0[xX][0-9a-fA-F]*|\d+[A-Za-z_]?\w*)|([A-Za-z_]\w*)|(<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%<>&|^=!~?:(),[\]])|(\S))/y;

interface Token {
  readonly kind: 'number' | 'name' | 'operator' | 'bad' | 'end';
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

class Parser {
  private readonly text: string;
  private readonly flavour: Flavour;
  private readonly extended: boolean;
  private token: Token;

  constructor(text: string, flavour: Flavour) {
    this.text = text;
    this.flavour = flavour;
    this.extended = flavour !== 'dash';
    this.token = this.scan(0);
  }

  parse(): Node {
    if (this.token.kind === 'end') return { kind: 'number', value: 0 };
    const node = this.comma();
    if (this.scan(this.token.at).kind !== 'end') this.syntax();
    return node;
  }

  private scan(from: number): Token {
    const pattern = this.extended ? TOKEN : POSIX_TOKEN;
    pattern.lastIndex = from;
    const match = pattern.exec(this.text);
    if (!match) return { kind: 'end', text: '', at: this.text.length, end: this.text.length };
    const [whole, number, name, operator, bad] = match;
    const text = number ?? name ?? operator ?? bad!;
    const kind =
      number !== undefined ? 'number' : name !== undefined ? 'name' : operator !== undefined ? 'operator' : 'bad';
    const end = from + whole.length;
    return { kind, text, at: end - text.length, end };
  }

  private next(): Token {
    const { token } = this;
    this.token = this.scan(token.end);
    return token;
  }

  private syntax(): never {
    throw new ArithmeticError('syntax', this.text.slice(this.token.at));
  }

  private is(text: string): boolean {
    return this.token.kind === 'operator' && this.token.text === text;
  }

  private expect(text: string): void {
    if (!this.is(text)) this.syntax();
    this.next();
  }

  private comma(): Node {
    let node = this.assignment();
    while (this.extended && this.is(',')) {
      const { at } = this.next();
      node = { kind: 'binary', operator: ',', left: node, right: this.assignment(), token: this.text.slice(at) };
    }
    return node;
  }

  private assignment(): Node {
    const left = this.ternary();
    if (this.token.kind !== 'operator' || !/^(?:=|<<=|>>=|[-+*/%&|^]=)$/.test(this.token.text)) return left;
    if (left.kind !== 'variable') throw new ArithmeticError('assignment', this.text.slice(this.token.at));
    const { text, end } = this.next();
    const right = this.assignment();
    return {
      kind: 'assign',
      operator: text.slice(0, -1),
      name: left.name,
      index: left.index,
      right,
      token: this.text.slice(end).trimStart(),
    };
  }

  private ternary(): Node {
    const test = this.binary(4);
    if (!this.is('?')) return test;
    this.next();
    const bare = !this.is('(');
    const yes = this.comma();
    // busybox's parser cannot nest one conditional in the middle of another.
    if (this.flavour === 'busybox' && bare && yes.kind === 'ternary') throw new ArithmeticError('ternary', this.text);
    this.expect(':');
    return { kind: 'ternary', test, yes, no: this.ternary() };
  }

  private binary(lowest: number): Node {
    let left = this.unary();
    for (;;) {
      const { token } = this;
      const precedence = token.kind === 'operator' ? PRECEDENCE[token.text] : undefined;
      if (precedence === undefined || precedence < lowest) return left;
      this.next();
      const at = this.token.at;
      const right = this.binary(token.text === '**' ? precedence : precedence + 1);
      left = { kind: 'binary', operator: token.text, left, right, token: this.text.slice(at) };
    }
  }

  private unary(): Node {
    const { token } = this;
    if (token.kind === 'operator') {
      if (token.text === '++' || token.text === '--') {
        this.next();
        if (this.token.kind === 'name' && this.extended) {
          const { name, index } = this.variable();
          return { kind: 'step', by: token.text === '++' ? 1 : -1, prefix: true, name, index };
        }
        const operand = this.unary();
        const operator = token.text[0]!;
        return { kind: 'unary', operator, operand: { kind: 'unary', operator, operand } };
      }
      if ('+-!~'.includes(token.text)) {
        this.next();
        return { kind: 'unary', operator: token.text, operand: this.unary() };
      }
    }
    return this.primary();
  }

  private variable(): { name: string; index?: string } {
    const { text: name } = this.next();
    if (!this.is('[') || this.flavour !== 'bash') return { name };
    const start = this.next().end;
    for (let depth = 1; ; this.next()) {
      if (this.token.kind === 'end') this.syntax();
      if (this.is('[')) depth++;
      if (this.is(']') && --depth === 0) break;
    }
    const index = this.text.slice(start, this.next().at);
    return { name, index };
  }

  private primary(): Node {
    const { token } = this;
    if (token.kind === 'number') {
      this.next();
      return { kind: 'number', value: parseNumber(token.text, this.text.slice(token.at), this.flavour) };
    }
    if (token.kind === 'name') {
      const { name, index } = this.variable();
      if (this.extended && (this.is('++') || this.is('--'))) {
        return { kind: 'step', by: this.next().text === '++' ? 1 : -1, prefix: false, name, index };
      }
      return { kind: 'variable', name, index };
    }
    if (this.is('(')) {
      this.next();
      const node = this.comma();
      this.expect(')');
      return node;
    }
    return this.syntax();
  }
}

function digit(character: string, base: number): number {
  const code = character.charCodeAt(0);
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 122) return code - 87;
  if (code >= 65 && code <= 90) return base <= 36 ? code - 55 : code - 29;
  return character === '@' ? 62 : 63;
}

function parseNumber(text: string, token: string, flavour: Flavour): Value {
  const extended = flavour !== 'dash';
  const narrow = extended ? wrapped : saturated;
  const based = /^(\d+)#(.+)$/.exec(text);
  if (based) {
    const base = Number(based[1]);
    if (!extended) throw new ArithmeticError('syntax', token.slice(based[1]!.length));
    let value = 0n;
    for (const character of based[2]!) {
      const one = digit(character, base);
      if (one >= base || base < 2 || base > 64) throw new ArithmeticError('value', text);
      value = value * BigInt(base) + BigInt(one);
    }
    return narrow(value);
  }
  if (flavour === 'bash' && /^0[xX]$/.test(text)) return 0;
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return narrow(BigInt(text));
  if (/^0[0-7]+$/.test(text)) return narrow(BigInt(`0o${text.slice(1)}`));
  if (/^(0|[1-9]\d*)$/.test(text)) return narrow(BigInt(text));
  const good = /^(?:0[xX][0-9a-fA-F]*|0[0-7]*|\d+)/.exec(text)?.[0] ?? '';
  if (extended && /^\d+$/.test(text)) throw new ArithmeticError('value', text);
  throw new ArithmeticError('syntax', token.slice(good.length) || text);
}

function wrapped(value: bigint): Value {
  const whole = BigInt.asIntN(64, value);
  return whole >= -9007199254740991n && whole <= 9007199254740991n ? Number(whole) : whole;
}

/** dash reads numbers with strtoimax(3), which stops at the largest. */
function saturated(value: bigint): Value {
  const highest = (1n << 63n) - 1n;
  return wrapped(value > highest ? highest : value);
}

const cache = new Map<string, Node>();

function parseExpression(text: string, flavour: Flavour): Node {
  const key = `${flavour} ${text}`;
  let node = cache.get(key);
  if (!node) {
    if (cache.size > 2000) cache.clear();
    node = new Parser(text, flavour).parse();
    cache.set(key, node);
  }
  return node;
}

/** Evaluates `text`; bash and busybox add `++`, `--`, `**`, `,`, `base#digits` and variables that hold expressions. */
export function evaluate(text: string, scope: ArithmeticScope, flavour: Flavour): string {
  return String(evaluateNode(parseExpression(text, flavour), scope, flavour, 0));
}

function variableValue(text: string, scope: ArithmeticScope, flavour: Flavour, depth: number): Value {
  if (text === '') return 0;
  if (/^-?(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  const trimmed = text.trim();
  if (flavour !== 'dash') {
    if (depth > 100) throw new ArithmeticError('recursion', text);
    return evaluateNode(parseExpression(trimmed, flavour), scope, flavour, depth + 1);
  }
  const match = /^([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.exec(trimmed);
  if (!match) throw new ArithmeticError('value', text);
  const value = parseNumber(match[2]!, match[2]!, flavour);
  return match[1] === '-' ? negate(value) : value;
}

function negate(value: Value): Value {
  return typeof value === 'number' ? (value === 0 ? 0 : -value) : wrapped(-value);
}

function evaluateNode(node: Node, scope: ArithmeticScope, flavour: Flavour, depth: number): Value {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'variable':
      return variableValue(scope.get(node.name, node.index), scope, flavour, depth);
    case 'unary': {
      const value = evaluateNode(node.operand, scope, flavour, depth);
      if (node.operator === '-') return negate(value);
      if (node.operator === '+') return value;
      if (node.operator === '!') return Number(value) === 0 ? 1 : 0;
      return wrapped(~BigInt(value));
    }
    case 'step': {
      const old = variableValue(scope.get(node.name, node.index), scope, flavour, depth);
      const changed = binary('+', old, node.by, '');
      scope.set(node.name, String(changed), node.index);
      return node.prefix ? changed : old;
    }
    case 'ternary': {
      const test = evaluateNode(node.test, scope, flavour, depth);
      return evaluateNode(Number(test) !== 0 ? node.yes : node.no, scope, flavour, depth);
    }
    case 'assign': {
      let value = evaluateNode(node.right, scope, flavour, depth);
      if (node.operator) {
        const old = variableValue(scope.get(node.name, node.index), scope, flavour, depth);
        value = binary(node.operator, old, value, node.token);
      }
      scope.set(node.name, String(value), node.index);
      return value;
    }
    case 'binary': {
      const left = evaluateNode(node.left, scope, flavour, depth);
      if (node.operator === '&&' || node.operator === '||') {
        const truth = Number(left) !== 0;
        if (truth === (node.operator === '||')) return truth ? 1 : 0;
        return Number(evaluateNode(node.right, scope, flavour, depth)) !== 0 ? 1 : 0;
      }
      return binary(node.operator, left, evaluateNode(node.right, scope, flavour, depth), node.token);
    }
  }
}

function binary(operator: string, left: Value, right: Value, token: string): Value {
  if (typeof left === 'number' && typeof right === 'number') {
    const quick = small(operator, left, right, token);
    if (quick !== undefined) return quick;
  }
  const a = BigInt(left);
  const b = BigInt(right);
  switch (operator) {
    case '+':
      return wrapped(a + b);
    case '-':
      return wrapped(a - b);
    case '*':
      return wrapped(a * b);
    case '/':
    case '%':
      if (b === 0n) throw new ArithmeticError('zero', token);
      return wrapped(operator === '/' ? a / b : a % b);
    case '**':
      if (b < 0n) throw new ArithmeticError('exponent', token);
      return wrapped(a ** b);
    case '<<':
      return wrapped(a << (b & 63n));
    case '>>':
      return wrapped(a >> (b & 63n));
    case '&':
      return wrapped(a & b);
    case '|':
      return wrapped(a | b);
    case '^':
      return wrapped(a ^ b);
    case ',':
      return right;
    default:
      return compare(operator, a, b) ? 1 : 0;
  }
}

/** The result when numbers hold it exactly. */
function small(operator: string, left: number, right: number, token: string): number | undefined {
  let value: number;
  switch (operator) {
    case '+':
      value = left + right;
      break;
    case '-':
      value = left - right;
      break;
    case '*':
      value = left * right;
      break;
    case '/':
    case '%':
      if (right === 0) throw new ArithmeticError('zero', token);
      value = operator === '/' ? Math.trunc(left / right) : left % right;
      break;
    case '<':
    case '>':
    case '<=':
    case '>=':
    case '==':
    case '!=':
      return compare(operator, left, right) ? 1 : 0;
    default:
      return undefined;
  }
  return Number.isSafeInteger(value) ? value + 0 || 0 : undefined;
}

function compare<T extends Value>(operator: string, left: T, right: T): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
    case '==':
      return left === right;
    default:
      return left !== right;
  }
}
