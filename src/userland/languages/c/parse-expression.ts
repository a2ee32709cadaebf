import type { Expression, Place } from './ast.ts';
import { applied } from './constant.ts';
import type { Cursor } from './cursor.ts';
import { CError, refused } from './errors.ts';
import type { Token } from './lex.ts';
import type { Scope } from './scope.ts';
import { DOUBLE, FLOAT, INT, LONG, sizeOf, type Type, UNSIGNED, UNSIGNED_LONG } from './types.ts';

const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '>': 7,
  '<=': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
};
const ASSIGNMENT = /^([-+*/%&|^]|<<|>>)?=$/;

/** Expressions (C17 6.5). A cast needs to know which names are types: `typeName` reads one, or says that none comes. */
export class ExpressionParser {
  readonly #cursor: Cursor;
  readonly #scope: Scope;
  readonly #typeName: () => Type | undefined;
  /** Places of names before a parenthesis. */
  readonly calls = new Set<string>();

  constructor(cursor: Cursor, scope: Scope, typeName: () => Type | undefined) {
    this.#cursor = cursor;
    this.#scope = scope;
    this.#typeName = typeName;
  }

  /** An expression, commas and all. */
  expression(): Expression {
    let left = this.assignment();
    for (let comma = this.#cursor.accept(','); comma; comma = this.#cursor.accept(','))
      left = { kind: 'binary', operator: ',', left, right: this.assignment(), at: comma.at };
    return left;
  }

  assignment(): Expression {
    const target = this.#conditional();
    const { token } = this.#cursor;
    if (token.kind !== 'operator' || !ASSIGNMENT.test(token.text)) return target;
    this.#cursor.next();
    return { kind: 'assign', operator: token.text.slice(0, -1), target, value: this.assignment(), at: token.at };
  }

  /** A whole number that is known when the program is compiled. */
  constant(): bigint {
    return this.#valueOf(this.#conditional());
  }

  #conditional(): Expression {
    const test = this.#binary(1);
    const mark = this.#cursor.accept('?');
    if (!mark) return test;
    const yes = this.expression();
    this.#cursor.expect(':');
    return { kind: 'conditional', test, yes, no: this.#conditional(), at: mark.at };
  }

  #binary(least: number): Expression {
    let left = this.#unary();
    for (;;) {
      const { token } = this.#cursor;
      const precedence = token.kind === 'operator' ? (PRECEDENCE[token.text] ?? 0) : 0;
      if (precedence < least) return left;
      this.#cursor.next();
      left = { kind: 'binary', operator: token.text, left, right: this.#binary(precedence + 1), at: token.at };
    }
  }

  #unary(): Expression {
    const cursor = this.#cursor;
    const { token } = cursor;
    const { at } = token;
    if (token.kind === 'operator') {
      if (/^[-+!~*&]$/.test(token.text)) {
        cursor.next();
        return { kind: 'unary', operator: token.text as '+', of: this.#unary(), at };
      }
      if (token.text === '++' || token.text === '--') {
        cursor.next();
        return { kind: 'step', operator: token.text, isPrefix: true, of: this.#unary(), at };
      }
      if (token.text === '(') {
        cursor.next();
        const to = this.#typeName();
        if (!to) {
          const inner = this.expression();
          cursor.expect(')');
          return this.#suffixes(inner);
        }
        cursor.expect(')');
        if (cursor.is('{')) throw refused(at, 'compound literals');
        return { kind: 'cast', to, of: this.#unary(), at };
      }
    }
    if (cursor.is('sizeof')) {
      cursor.next();
      if (!cursor.is('(')) return { kind: 'sizeof', of: this.#unary(), at };
      cursor.next();
      const type = this.#typeName();
      const of = type ?? this.expression();
      cursor.expect(')');
      return { kind: 'sizeof', of, at };
    }
    return this.#suffixes(this.#primary());
  }

  #primary(): Expression {
    const cursor = this.#cursor;
    const { token } = cursor;
    const { at } = token;
    switch (token.kind) {
      case 'number':
        cursor.next();
        return number(token);
      case 'character':
        cursor.next();
        if (token.text.length !== 1) throw refused(at, 'constants of several characters');
        return { kind: 'number', value: (token.text.charCodeAt(0) << 24) >> 24, type: INT, at };
      case 'string': {
        let text = '';
        while (cursor.token.kind === 'string') text += cursor.next().text;
        return { kind: 'string', text, at };
      }
      default: {
        const name = cursor.name();
        if (!name) throw new CError(at, `expected expression ${cursor.describe()}`);
        const meaning = this.#scope.find(name.text);
        if (meaning?.kind === 'constant') return { kind: 'number', value: Number(meaning.value), type: INT, at };
        return { kind: 'name', name: name.text, at };
      }
    }
  }

  #suffixes(start: Expression): Expression {
    const cursor = this.#cursor;
    let of = start;
    for (;;) {
      const { at, text } = cursor.token;
      if (cursor.accept('[')) {
        of = { kind: 'index', of, by: this.expression(), at: of.at };
        cursor.expect(']');
      } else if (cursor.accept('(')) {
        const given: Expression[] = [];
        if (!cursor.is(')'))
          do given.push(this.assignment());
          while (cursor.accept(','));
        const end = cursor.expect(')').at;
        if (of.kind === 'name') this.calls.add(`${of.at.file}:${of.at.line}:${of.at.column}`);
        of = { kind: 'call', of, given, at: extended(of.at, end) };
      } else if (cursor.accept('.') ?? cursor.accept('->')) {
        const name = cursor.name();
        if (!name) throw new CError(cursor.token.at, `expected identifier ${cursor.describe()}`);
        of = { kind: 'member', of, name: name.text, isArrow: text === '->', at };
      } else if (cursor.accept('++') ?? cursor.accept('--')) {
        of = { kind: 'step', operator: text as '++', isPrefix: false, of, at: of.at };
      } else return of;
    }
  }

  #valueOf(expression: Expression): bigint {
    switch (expression.kind) {
      case 'number':
        if (typeof expression.value === 'number' && !Number.isInteger(expression.value)) break;
        return BigInt(expression.value);
      case 'unary': {
        const value = this.#valueOf(expression.of);
        if (expression.operator === '-') return -value;
        if (expression.operator === '+') return value;
        if (expression.operator === '~') return ~value;
        if (expression.operator === '!') return value === 0n ? 1n : 0n;
        break;
      }
      case 'binary':
        return applied(
          expression.operator,
          this.#valueOf(expression.left),
          this.#valueOf(expression.right),
          expression.at,
        );
      case 'conditional':
        return this.#valueOf(this.#valueOf(expression.test) === 0n ? expression.no : expression.yes);
      case 'cast':
        return this.#valueOf(expression.of);
      case 'sizeof':
        if ('at' in expression.of) throw refused(expression.at, 'the size of an expression in a constant');
        return BigInt(sizeOf(expression.of));
      default:
    }
    throw new CError(expression.at, 'expression is not an integer constant expression');
  }
}

/** From one place to the end of another of the same line. */
function extended(from: Place, to: Place): Place {
  return from.line === to.line ? { ...from, length: to.column + to.length - from.column } : from;
}

function number({ text, at }: Token): Expression {
  const [, digits = '', suffix = ''] =
    /^(0[xX][\da-fA-F]+|0[bB][01]+|[\d.]+(?:[eE][-+]?\d+)?)([uUlLfF]*)$/.exec(text) ?? [];
  if (digits === '') throw bad(text, at);
  if (/^[^xX]*[.eE]/.test(digits) || /^[fF]$/.test(suffix))
    return { kind: 'number', value: Number(digits), type: /[fF]/.test(suffix) ? FLOAT : DOUBLE, at };
  const isOctal = /^0\d/.test(digits);
  if (isOctal && /[89]/.test(digits))
    throw new CError(at, `invalid digit "${/[89]/.exec(digits)![0]}" in octal constant`);
  const value = BigInt(isOctal ? `0o${digits.slice(1)}` : digits);
  const isUnsigned = /u/i.test(suffix);
  const isDecimal = /^[1-9]/.test(digits);
  const wide = /l/i.test(suffix) || value > (isUnsigned || !isDecimal ? 0xffffffffn : 0x7fffffffn);
  if (wide)
    return {
      kind: 'number',
      value: BigInt.asIntN(64, value),
      type: isUnsigned || value > 0x7fffffffffffffffn ? UNSIGNED_LONG : LONG,
      at,
    };
  return { kind: 'number', value: Number(value), type: isUnsigned || value > 0x7fffffffn ? UNSIGNED : INT, at };
}

function bad(text: string, at: Place): CError {
  const suffix = /^[\d.]+(.*)$/.exec(text)?.[1] ?? text;
  return new CError(at, `invalid suffix "${suffix}" on integer constant`);
}
