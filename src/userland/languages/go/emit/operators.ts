import type { Binary, Expression } from '../ast.ts';
import { isInterface, isString } from '../types/predicates.ts';
import { type Basic, type Type, UNTYPED_NIL, underlying } from '../types/type.ts';
import type { Emitter } from './emitter.ts';
import { converted, same } from './values.ts';

/** Of 64 bits: numbers while JavaScript holds them exactly, else its big integers. The runtime sees to it. */
const WIDE: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '%': 'rem',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
  '&^': 'andNot',
  '<<': 'shl',
  '>>': 'shr',
};

export function emitBinary(emitter: Emitter, expression: Binary, type: Type): string {
  const { operator, left, right } = expression;
  if (operator === '&&' || operator === '||')
    return `(${emitter.expression(left)} ${operator} ${emitter.expression(right)})`;
  if (operator === '==' || operator === '!=') return equality(emitter, operator, left, right);
  const [a, b] = [emitter.expression(left), emitter.expression(right)];
  if (/^[<>]=?$/.test(operator)) return order(emitter, expression, a, b);
  if (staysExact(emitter, expression, type)) return `(${a} ${operator} ${b})`;
  return emitArithmetic(operator, a, b, type);
}

/** What a loop counts and a small constant: no need to see to the result. */
function staysExact(emitter: Emitter, { operator, left, right }: Binary, type: Type): boolean {
  const of = underlying(type);
  if (!/^[-+*%]$/.test(operator) || of.kind !== 'basic' || of.is !== 'integer' || of.bits !== 64 || of.isUnsigned)
    return false;
  const isCounter = (each: Expression) => {
    const object = each.kind === 'name' ? emitter.info.objects.get(each) : undefined;
    return object?.kind === 'variable' && emitter.counters.has(object);
  };
  const isLittle = (each: Expression) => {
    const { value } = emitter.operand(each);
    return typeof value === 'bigint' && value > 0n && value < 1_000_000n;
  };
  return (isCounter(left) && isLittle(right)) || (operator !== '%' && isLittle(left) && isCounter(right));
}

function equality(emitter: Emitter, operator: string, left: Expression, right: Expression): string {
  const [a, b] = [emitter.type(left), emitter.type(right)];
  let [x, y] = [emitter.expression(left), emitter.expression(right)];
  const not = operator === '!=';
  if (a === UNTYPED_NIL || b === UNTYPED_NIL) return `(${x} ${not ? '!==' : '==='} ${y})`;
  if (isInterface(a) !== isInterface(b)) {
    // One of them has no type with it yet.
    x = converted(emitter, x, a, isInterface(a) ? a : b, true);
    y = converted(emitter, y, b, isInterface(b) ? b : a, true);
  }
  const test = same(isInterface(b) ? b : a, x, y);
  if (/^\S+ === \S+$/.test(test) && not) return `(${test.replace(' === ', ' !== ')})`;
  return not ? `!(${test})` : `(${test})`;
}

/** JavaScript compares numbers with big integers, but not all of the negative ones: where both may be such, the runtime does it. */
function order(emitter: Emitter, { operator, left, right }: Binary, a: string, b: string): string {
  const of = underlying(emitter.type(left));
  const isWide = of.kind === 'basic' && of.is === 'integer' && of.bits === 64 && !of.isUnsigned;
  if (!isWide || isSmall(emitter, left) || isSmall(emitter, right)) return `(${a} ${operator} ${b})`;
  if (operator === '<' || operator === '>=') return `${operator === '<' ? '' : '!'}G.less(${a}, ${b})`;
  return `${operator === '>' ? '' : '!'}G.less(${b}, ${a})`;
}

/** What is surely no big negative number: constants, lengths, what a loop counts. */
function isSmall(emitter: Emitter, expression: Expression): boolean {
  const { value } = emitter.operand(expression);
  if (typeof value === 'bigint') return value >= -(2n ** 31n);
  if (expression.kind === 'call')
    return expression.callee.kind === 'name' && /^(len|cap)$/.test(expression.callee.text);
  const object = expression.kind === 'name' ? emitter.info.objects.get(expression) : undefined;
  return object?.kind === 'variable' && emitter.counters.has(object);
}

/** x op y for numbers and strings. */
export function emitArithmetic(operator: string, a: string, b: string, type: Type): string {
  if (isString(type)) return `(${a} + ${b})`;
  const of = underlying(type) as Basic;
  if (of.is === 'float') return of.bits === 32 ? `Math.fround(${a} ${operator} ${b})` : `(${a} ${operator} ${b})`;
  if (of.bits === 64) return `G.${WIDE[operator]}${of.isUnsigned ? 'U' : ''}(${a}, ${b})`;
  switch (operator) {
    case '*':
      return narrow(`Math.imul(${a}, ${b})`, of);
    case '/':
    case '%':
    case '<<':
    case '>>':
      return narrow(`G.${WIDE[operator]}(${a}, ${b})`, of);
    case '&^':
      return narrow(`(${a} & ~${b})`, of);
    default:
      return narrow(`(${a} ${operator} ${b})`, of);
  }
}

/** What is left of an integer in fewer bits. */
export function narrow(js: string, { bits, isUnsigned }: Basic): string {
  if (bits === 32) return isUnsigned ? `(${js} >>> 0)` : `(${js} | 0)`;
  if (isUnsigned) return `(${js} & ${2 ** bits - 1})`;
  return `(${js} << ${32 - bits} >> ${32 - bits})`;
}

export function emitNegation(operator: '-' | '^', js: string, type: Type): string {
  const of = underlying(type) as Basic;
  if (of.is === 'float') return `(-${js})`;
  if (operator === '-') return emitArithmetic('-', '0', js, type);
  return of.bits === 64 ? `G.not${of.isUnsigned ? 'U' : ''}(${js})` : narrow(`(~${js})`, of);
}
