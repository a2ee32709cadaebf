import type { Assertion, Expression, Index, Name, Slicing, Unary } from '../ast.ts';
import type { ConstantValue } from '../check/constants.ts';
import type { Operand } from '../check/objects.ts';
import { isAggregate, isFloat, isString } from '../types/predicates.ts';
import { type Type, underlying } from '../types/type.ts';
import { emitCall } from './calls.ts';
import type { Emitter } from './emitter.ts';
import { emitFunctionLiteral } from './functions.ts';
import { emitComposite } from './literals.ts';
import { emitAddress, emitSelector } from './members.ts';
import { emitBinary, emitNegation } from './operators.ts';
import { methodKeys } from './type-table.ts';
import { converted, zero } from './values.ts';

/** An expression as JavaScript: its value as it is, not copied. */
export function emitExpression(emitter: Emitter, expression: Expression): string {
  const operand = emitter.operand(expression);
  if (operand.mode === 'constant' && operand.value !== undefined) return emitConstant(operand.value, operand.type);
  switch (expression.kind) {
    case 'name':
      return name(emitter, expression);
    case 'parenthesized':
      return `(${emitExpression(emitter, expression.of)})`;
    case 'composite':
      return emitComposite(emitter, expression, operand);
    case 'function':
      return emitFunctionLiteral(emitter, expression);
    case 'selector':
      return emitSelector(emitter, expression);
    case 'index':
      return index(emitter, expression, operand);
    case 'slicing':
      return slicing(emitter, expression);
    case 'assertion':
      return assertion(emitter, expression, operand);
    case 'call':
      return emitCall(emitter, expression);
    case 'star':
      return isAggregate(operand.type)
        ? `G.there(${emitExpression(emitter, expression.of)})`
        : `${emitExpression(emitter, expression.of)}.v`;
    case 'unary':
      return unary(emitter, expression, operand);
    case 'binary':
      return emitBinary(emitter, expression, operand.type);
    default:
      throw new Error(`no value: ${expression.kind}`);
  }
}

/** A value where one of `type` is wanted: copied, and with its type when that is an interface. */
export function emitValue(emitter: Emitter, expression: Expression, type: Type): string {
  return converted(
    emitter,
    emitExpression(emitter, expression),
    emitter.type(expression),
    type,
    isFresh(emitter, expression),
  );
}

/** Whether nothing else holds the value: what was just made need not be copied. */
function isFresh(emitter: Emitter, expression: Expression): boolean {
  if (expression.kind === 'parenthesized') return isFresh(emitter, expression.of);
  if (expression.kind === 'call') return emitter.operand(expression.callee).mode !== 'type';
  return expression.kind === 'composite' || (expression.kind === 'unary' && expression.operator === '<-');
}

export function emitConstant(value: ConstantValue, type: Type): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'boolean') return String(value);
  if (isFloat(type) || typeof value === 'number') {
    const float = Number(value);
    return float < 0 ? `(${float})` : String(float);
  }
  const isSafe = value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(-Number.MAX_SAFE_INTEGER);
  const text = isSafe ? String(value) : `${value}n`;
  return value < 0n ? `(${text})` : text;
}

function name(emitter: Emitter, expression: Name): string {
  const object = emitter.info.objects.get(expression);
  if (object?.kind === 'variable') return emitter.read(object);
  return object?.kind === 'function' ? emitter.functionName(object) : 'null';
}

function index(emitter: Emitter, { of, index: at }: Index, operand: Operand): string {
  const type = emitter.type(of);
  const base = underlying(type);
  const js = emitExpression(emitter, of);
  if (base.kind === 'map') {
    const none = zero(emitter, base.of);
    const key = emitValue(emitter, at, base.key);
    return operand.type.kind === 'tuple' ? `G.find(${js}, ${key}, ${none})` : `G.get(${js}, ${key}, ${none})`;
  }
  const position = emitExpression(emitter, at);
  if (isString(type)) return `G.byteAt(${js}, ${position})`;
  return base.kind === 'slice' ? `G.at(${js}, ${position})` : `G.atArray(${js}, ${position})`;
}

function slicing(emitter: Emitter, { of, low, high, max }: Slicing): string {
  const bounds = [low, high, max].map((each) => (each ? emitExpression(emitter, each) : 'undefined'));
  const js = emitExpression(emitter, of);
  if (isString(emitter.type(of))) return `G.cut(${js}, ${bounds[0]}, ${bounds[1]})`;
  const isSlice = underlying(emitter.type(of)).kind === 'slice';
  return `G.${isSlice ? 'slice' : 'sliceArray'}(${js}, ${bounds.join(', ')})`;
}

function assertion(emitter: Emitter, { of, type }: Assertion, operand: Operand): string {
  const js = emitExpression(emitter, of);
  const isPair = operand.type.kind === 'tuple';
  const wanted = emitter.type(type!);
  const reference = emitter.types.reference(wanted);
  const from = emitter.types.reference(emitter.type(of));
  const inner = underlying(wanted);
  const methods = inner.kind === 'interface' ? JSON.stringify(methodKeys(inner)) : 'null';
  return isPair ? `G.assertOk(${js}, ${reference}, ${methods})` : `G.assert(${js}, ${reference}, ${methods}, ${from})`;
}

function unary(emitter: Emitter, expression: Unary, operand: Operand): string {
  const { operator, of } = expression;
  switch (operator) {
    case '&':
      return emitAddress(emitter, of);
    case '<-':
      return operand.type.kind === 'tuple'
        ? `(await G.receive(${emitExpression(emitter, of)}))`
        : `(await G.receive(${emitExpression(emitter, of)}))[0]`;
    case '!':
      return `!${emitExpression(emitter, of)}`;
    case '+':
      return emitExpression(emitter, of);
    default:
      return emitNegation(operator, emitExpression(emitter, of), operand.type);
  }
}
