import type { Binary, Unary } from '../ast.ts';
import { expressionText } from '../parse/text.ts';
import { identical } from '../types/identical.ts';
import {
  hasNil,
  isBoolean,
  isComparable,
  isFloat,
  isInteger,
  isNumber,
  isOrdered,
  isString,
  isUntyped,
} from '../types/predicates.ts';
import { typeText } from '../types/text.ts';
import {
  defaultType,
  pointerTo,
  type Type,
  UINT,
  UNTYPED_BOOL,
  UNTYPED_FLOAT,
  UNTYPED_INT,
  UNTYPED_NIL,
  UNTYPED_RUNE,
  underlying,
} from '../types/type.ts';
import { assignability, settle } from './assignability.ts';
import type { Checker } from './checker.ts';
import { type ConstantValue, fold, representable, toInteger } from './constants.ts';
import { describe } from './describe.ts';
import type { Operand } from './objects.ts';

const isComparison = (operator: string) => /^([<>]=?|[!=]=)$/.test(operator);

export function checkUnary(checker: Checker, expression: Unary): Operand {
  const { operator } = expression;
  if (operator === '&') return address(checker, expression);
  const of = checker.value(expression.of);
  if (of.mode === 'invalid') return checker.invalid(expression);
  if (operator === '<-') return receive(checker, expression, of);
  const isDefined = operator === '!' ? isBoolean(of.type) : operator === '^' ? isInteger(of.type) : isNumber(of.type);
  if (!isDefined) {
    checker.error(expression.of.at, `invalid operation: operator ${operator} not defined on ${describe(of)}`);
    return checker.invalid(expression);
  }
  if (of.value === undefined) return { mode: 'value', type: of.type, expression };
  const value = unaryValue(operator, of.value, of.type);
  return constant(checker, { mode: 'constant', type: of.type, value, expression });
}

function unaryValue(operator: string, value: ConstantValue, type: Type): ConstantValue {
  if (operator === '!') return !value;
  if (operator === '-') return typeof value === 'bigint' ? -value : -(value as number);
  if (operator !== '^') return value;
  const of = underlying(type);
  return of.kind === 'basic' && of.isUnsigned ? BigInt.asUintN(of.bits, ~(value as bigint)) : ~(value as bigint);
}

/** A constant of a type has to fit it. */
function constant(checker: Checker, operand: Operand): Operand {
  const { value, type, expression } = operand;
  if (isUntyped(type) || value === undefined) return operand;
  const held = representable(value, type);
  if (held !== undefined) return { ...operand, value: held };
  checker.error(
    expression.at,
    `${expressionText(expression)} (constant ${String(value)} of type ${typeText(type)}) overflows ${typeText(type)}`,
  );
  return checker.invalid(expression);
}

function address(checker: Checker, expression: Unary): Operand {
  let inner = expression.of;
  while (inner.kind === 'parenthesized') inner = inner.of;
  const of = checker.value(expression.of);
  if (of.mode === 'invalid') return checker.invalid(expression);
  if (of.mode !== 'variable' && inner.kind !== 'composite') {
    checker.error(expression.of.at, `invalid operation: cannot take address of ${describe(of)}`);
    return checker.invalid(expression);
  }
  const object = inner.kind === 'name' ? checker.info.objects.get(inner) : undefined;
  if (object?.kind === 'variable') object.isBoxed = true;
  return { mode: 'value', type: pointerTo(of.type), expression };
}

function receive(checker: Checker, expression: Unary, of: Operand): Operand {
  const channel = underlying(of.type);
  if (channel.kind !== 'channel')
    checker.error(expression.of.at, `invalid operation: cannot receive from non-channel ${describe(of)}`);
  else if (channel.direction === 'send')
    checker.error(expression.of.at, `invalid operation: cannot receive from send-only channel ${describe(of)}`);
  else return { mode: 'commaOk', type: channel.of, expression };
  return checker.invalid(expression);
}

export function checkBinary(checker: Checker, expression: Binary): Operand {
  const left = checker.value(expression.left);
  const right = checker.value(expression.right);
  if (left.mode === 'invalid' || right.mode === 'invalid') return checker.invalid(expression);
  return operate(checker, expression, left, right);
}

/** The same for `x op= y`, whose expression is made up. */
export function operate(checker: Checker, expression: Binary, left: Operand, right: Operand): Operand {
  const { operator } = expression;
  if (operator === '<<' || operator === '>>') return shift(checker, expression, left, right);
  const matched = match(checker, left, right, isComparison(operator));
  if (!matched) {
    checker.error(
      isComparison(operator) ? right.expression.at : expression.at,
      `invalid operation: ${expressionText(expression)} (mismatched types ${typeText(left.type)} and ${typeText(right.type)})`,
    );
    return checker.invalid(expression);
  }
  const [a, b] = matched;
  if (a.mode === 'invalid' || b.mode === 'invalid') return checker.invalid(expression);
  if (isComparison(operator)) return compare(checker, expression, a, b);
  if (!identical(a.type, b.type)) {
    checker.error(
      expression.at,
      `invalid operation: ${expressionText(expression)} (mismatched types ${typeText(a.type)} and ${typeText(b.type)})`,
    );
    return checker.invalid(expression);
  }
  if (!isDefinedOn(operator, a.type)) {
    checker.error(expression.at, `invalid operation: operator ${operator} not defined on ${describe(a)}`);
    return checker.invalid(expression);
  }
  if ((operator === '/' || operator === '%') && isInteger(a.type) && b.value !== undefined && Number(b.value) === 0) {
    checker.error(right.expression.at, 'invalid operation: division by zero');
    return checker.invalid(expression);
  }
  if (a.value === undefined || b.value === undefined) return { mode: 'value', type: a.type, expression };
  const value = fold(operator, a.value, b.value);
  return value === undefined
    ? { mode: 'value', type: a.type, expression }
    : constant(checker, { mode: 'constant', type: a.type, value, expression });
}

function isDefinedOn(operator: string, type: Type): boolean {
  if (operator === '&&' || operator === '||') return isBoolean(type);
  if (operator === '+') return isNumber(type) || isString(type);
  return /^[-*/]$/.test(operator) ? isNumber(type) : isInteger(type);
}

/** Gives an untyped side the other's type; undefined when they cannot agree. */
function match(checker: Checker, a: Operand, b: Operand, isComparing: boolean): [Operand, Operand] | undefined {
  if (isUntyped(a.type) && isUntyped(b.type)) {
    if (a.type === UNTYPED_NIL || b.type === UNTYPED_NIL) return a.type === b.type ? [a, b] : undefined;
    if (isNumber(a.type) && isNumber(b.type)) {
      const rank = [UNTYPED_INT, UNTYPED_RUNE, UNTYPED_FLOAT] as readonly Type[];
      const type = rank[Math.max(rank.indexOf(a.type), rank.indexOf(b.type))]!;
      return [raised(a, type), raised(b, type)];
    }
    return a.type === b.type ? [a, b] : undefined;
  }
  if (!isUntyped(a.type) && !isUntyped(b.type)) {
    if (!isComparing || identical(a.type, b.type)) return [a, b];
    return assignability(a, b.type).ok || assignability(b, a.type).ok ? [a, b] : undefined;
  }
  const [loose, firm] = isUntyped(a.type) ? [a, b] : [b, a];
  const settled = settleTo(checker, loose, firm.type);
  return settled && (loose === a ? [settled, b] : [a, settled]);
}

const raised = (operand: Operand, type: Type): Operand => ({ ...operand, type });

function settleTo(checker: Checker, operand: Operand, type: Type): Operand | undefined {
  if (operand.type === UNTYPED_NIL) return hasNil(type) ? operand : undefined;
  if (underlying(type).kind === 'interface') {
    if (assignability(operand, type).ok) return settle(checker, operand, defaultType(operand.type));
    checker.error(operand.expression.at, `cannot convert ${describe(operand)} to type ${typeText(type)}`);
    return checker.invalid(operand.expression);
  }
  const sameKind =
    (isNumber(operand.type) && isNumber(type)) ||
    (isBoolean(operand.type) && isBoolean(type)) ||
    (typeText(operand.type) === 'untyped string' && isString(type));
  if (!sameKind) return undefined;
  if (operand.value !== undefined && representable(operand.value, type) === undefined) {
    const shown = describe(operand);
    checker.error(
      operand.expression.at,
      toInteger(operand.value) === undefined
        ? `${shown} truncated to ${typeText(type)}`
        : `${shown} overflows ${typeText(type)}`,
    );
    return checker.invalid(operand.expression);
  }
  return settle(checker, operand, type);
}

function compare(checker: Checker, expression: Binary, a: Operand, b: Operand): Operand {
  const { operator } = expression;
  const isEquality = operator === '==' || operator === '!=';
  const nil = a.type === UNTYPED_NIL ? a : b.type === UNTYPED_NIL ? b : undefined;
  const other = nil === a ? b : a;
  const problem = (why: string, side = a) => {
    checker.error(side.expression.at, `invalid operation: ${why}`);
    return checker.invalid(expression);
  };
  if (isEquality && nil) {
    if (other.type === UNTYPED_NIL)
      return problem(`${expressionText(expression)} (operator ${operator} not defined on nil)`);
  } else if (isEquality && !(isComparable(a.type) && isComparable(b.type))) {
    const bad = isComparable(a.type) ? b : a;
    const { kind } = underlying(bad.type);
    const word = { signature: 'func' }[kind as string] ?? kind;
    return problem(
      kind === 'struct' || kind === 'array'
        ? `${expressionText(expression)} (${kind} containing uncomparable field cannot be compared)`
        : `${expressionText(expression)} (${word} can only be compared to nil)`,
    );
  } else if (!isEquality && !(isOrdered(a.type) && isOrdered(b.type)))
    return problem(
      `${expressionText(expression)} (operator ${operator} not defined on ${kindWord(isOrdered(a.type) ? b.type : a.type)})`,
      isOrdered(a.type) ? b : a,
    );
  if (a.value !== undefined && b.value !== undefined) {
    const value = fold(operator, a.value, b.value);
    if (value !== undefined) return { mode: 'constant', type: UNTYPED_BOOL, value, expression };
  }
  // What is compared has a type at run time.
  for (const side of [a, b]) if (isUntyped(side.type)) settle(checker, side, defaultType(side.type));
  return { mode: 'value', type: UNTYPED_BOOL, expression };
}

function kindWord(type: Type): string {
  const of = underlying(type);
  if (of.kind === 'basic') return of.is === 'boolean' ? 'bool' : of.name;
  return { signature: 'func', channel: 'chan' }[of.kind as string] ?? of.kind;
}

function shift(checker: Checker, expression: Binary, left: Operand, right: Operand): Operand {
  const count = right.value === undefined ? undefined : toInteger(right.value);
  if (isUntyped(right.type)) {
    if (count === undefined) {
      checker.error(
        right.expression.at,
        isFloat(right.type)
          ? `${describe(right)} truncated to uint`
          : `invalid operation: shift count ${describe(right)} must be integer`,
      );
      return checker.invalid(expression);
    }
    if (count >= 0n) settle(checker, right, UINT);
  } else if (!isInteger(right.type)) {
    checker.error(right.expression.at, `invalid operation: shift count ${describe(right)} must be integer`);
    return checker.invalid(expression);
  }
  if (count !== undefined && count < 0n) {
    checker.error(right.expression.at, `invalid operation: negative shift count ${describe(right)}`);
    return checker.invalid(expression);
  }
  const whole = left.value === undefined ? undefined : toInteger(left.value);
  if (!isInteger(left.type) && !(isUntyped(left.type) && whole !== undefined)) {
    checker.error(left.expression.at, `invalid operation: shifted operand ${describe(left)} must be integer`);
    return checker.invalid(expression);
  }
  if (whole !== undefined && count !== undefined) {
    const value = fold(expression.operator, whole, count);
    const type = isFloat(left.type) ? UNTYPED_INT : left.type;
    if (value !== undefined) return constant(checker, { mode: 'constant', type, value, expression });
  }
  return { mode: 'value', type: left.type, expression };
}

/** Used by tests of conditions. */
export function checkCondition(checker: Checker, expression: Binary['left'], statement: string): void {
  const operand = checker.expression(expression);
  if (operand.mode === 'invalid') return;
  if (!isBoolean(operand.type) || operand.mode === 'type' || operand.mode === 'novalue')
    checker.error(expression.at, `non-boolean condition in ${statement} statement`);
}
