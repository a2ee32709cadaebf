import type { Expression, Index, Slicing } from '../ast.ts';
import { isInteger, isString, isUntyped } from '../types/predicates.ts';
import { BYTE, INT, STRING, sliceOf, type Type, underlying } from '../types/type.ts';
import { assign, settle } from './assignability.ts';
import type { Checker } from './checker.ts';
import { toInteger } from './constants.ts';
import { describe } from './describe.ts';
import type { Operand } from './objects.ts';

/** of[index] */
export function checkIndex(checker: Checker, expression: Index): Operand {
  const of = checker.value(expression.of);
  if (of.mode === 'invalid') {
    checker.value(expression.index);
    return checker.invalid(expression);
  }
  const base = underlying(of.type);
  if (base.kind === 'map') {
    const key = assign(checker, checker.value(expression.index), base.key, 'map index');
    return key.mode === 'invalid' ? checker.invalid(expression) : { mode: 'mapIndex', type: base.of, expression };
  }
  const list = base.kind === 'pointer' && underlying(base.of).kind === 'array' ? underlying(base.of) : base;
  if (list.kind === 'slice' || list.kind === 'array') {
    if (!checkPosition(checker, expression.index, list.kind === 'array' ? list.length : undefined))
      return checker.invalid(expression);
    const isVariable = list.kind === 'slice' || base.kind === 'pointer' || of.mode === 'variable';
    return { mode: isVariable ? 'variable' : 'value', type: list.of, expression };
  }
  if (isString(of.type)) {
    const text = typeof of.value === 'string' ? of.value : undefined;
    if (!checkPosition(checker, expression.index, text?.length)) return checker.invalid(expression);
    if (isUntyped(of.type)) settle(checker, of, STRING);
    return { mode: 'value', type: BYTE, expression };
  }
  checker.value(expression.index);
  checker.error(expression.at, `invalid operation: cannot index ${describe(of)}`);
  return checker.invalid(expression);
}

/** A position in a list of `length` (a bound may be the length itself). */
function checkPosition(checker: Checker, expression: Expression, length: number | undefined, isBound = false): boolean {
  const operand = checker.value(expression);
  if (operand.mode === 'invalid') return false;
  const { value, type } = operand;
  if (value !== undefined) {
    const whole = toInteger(value);
    if (isUntyped(type) && whole === undefined && typeof value === 'number') {
      checker.error(expression.at, `${describe(operand)} truncated to int`);
      return false;
    }
    if (whole !== undefined && whole < 0n) {
      checker.error(expression.at, `invalid argument: index ${describe(operand)} must not be negative`);
      return false;
    }
    if (whole !== undefined && length !== undefined && whole >= BigInt(length) + (isBound ? 1n : 0n)) {
      checker.error(expression.at, `invalid argument: index ${whole} out of bounds [0:${length + (isBound ? 1 : 0)}]`);
      return false;
    }
    if (whole !== undefined && isUntyped(type)) {
      settle(checker, operand, INT);
      return true;
    }
  }
  if (!isInteger(type)) {
    checker.error(
      expression.at,
      isUntyped(type)
        ? `cannot convert ${describe(operand)} to type int`
        : `invalid argument: index ${describe(operand)} must be integer`,
    );
    return false;
  }
  settle(checker, operand, INT);
  return true;
}

/** of[low:high:max] */
export function checkSlicing(checker: Checker, expression: Slicing): Operand {
  const of = checker.value(expression.of);
  const bounds = [expression.low, expression.high, expression.max].filter((each) => each !== undefined);
  if (of.mode === 'invalid') {
    for (const bound of bounds) checker.value(bound);
    return checker.invalid(expression);
  }
  const base = underlying(of.type);
  let type: Type | undefined;
  let length: number | undefined;
  if (isString(of.type)) {
    type = isUntyped(of.type) ? STRING : of.type;
    if (typeof of.value === 'string') length = of.value.length;
    if (isUntyped(of.type)) settle(checker, of, STRING);
  } else if (base.kind === 'slice') type = of.type;
  else {
    const array = base.kind === 'pointer' ? underlying(base.of) : base;
    if (array.kind === 'array') {
      if (base.kind === 'array' && of.mode !== 'variable') {
        checker.error(expression.at, `invalid operation: ${describe(of)} (slice of unaddressable value)`);
        return checker.invalid(expression);
      }
      type = sliceOf(array.of);
      length = array.length;
    }
  }
  if (!type) {
    for (const bound of bounds) checker.value(bound);
    checker.error(expression.at, `cannot slice ${describe(of)}`);
    return checker.invalid(expression);
  }
  const ok = bounds.map((bound) => checkPosition(checker, bound, length, true)).every(Boolean);
  return ok ? { mode: 'value', type, expression } : checker.invalid(expression);
}
