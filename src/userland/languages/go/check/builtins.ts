import type { Call, Expression } from '../ast.ts';
import { expressionText } from '../parse/text.ts';
import { identical } from '../types/identical.ts';
import { isInteger, isListOf, isOrdered, isString, isUntyped } from '../types/predicates.ts';
import {
  BYTE,
  defaultType,
  EMPTY_INTERFACE,
  INT,
  INVALID,
  pointerTo,
  sliceOf,
  type Type,
  tupleOf,
  UNTYPED_NIL,
  underlying,
} from '../types/type.ts';
import { assign, isValue, settle } from './assignability.ts';
import type { Checker } from './checker.ts';
import { fold } from './constants.ts';
import { describe } from './describe.ts';
import type { Operand } from './objects.ts';
import { operate } from './operators.ts';
import { resolveType } from './type-expressions.ts';

type Check = (checker: Checker, expression: Call, args: readonly Operand[]) => Operand;

/** How many arguments each takes. */
const COUNTS: Readonly<Record<string, readonly [fewest: number, most: number]>> = {
  append: [1, Number.POSITIVE_INFINITY],
  cap: [1, 1],
  clear: [1, 1],
  close: [1, 1],
  copy: [2, 2],
  delete: [2, 2],
  len: [1, 1],
  make: [1, 3],
  max: [1, Number.POSITIVE_INFINITY],
  min: [1, Number.POSITIVE_INFINITY],
  new: [1, 1],
  panic: [1, 1],
  print: [0, Number.POSITIVE_INFINITY],
  println: [0, Number.POSITIVE_INFINITY],
  recover: [0, 0],
};

export function checkBuiltin(checker: Checker, expression: Call): Operand {
  const name = expressionText(expression.callee);
  const check = CHECKS[name];
  const [fewest, most] = COUNTS[name] ?? [0, 0];
  const { given, end } = expression;
  if (!check) {
    checker.refuse(expression.at, `the built-in function ${name}`);
    return checker.invalid(expression);
  }
  if (given.length < fewest || given.length > most) {
    const [at, word] = given.length < fewest ? [end, 'not enough'] : [given[most]!.at, 'too many'];
    checker.error(
      at,
      `${word} arguments for ${expressionText(expression)} (expected ${given.length < fewest ? fewest : most}, found ${given.length})`,
    );
    return checker.invalid(expression);
  }
  const args = name === 'make' || name === 'new' ? [] : given.map((each) => checker.expression(each));
  if (args.some((each) => !isValue(checker, each))) return checker.invalid(expression);
  return check(checker, expression, args);
}

const value = (expression: Expression, type: Type): Operand => ({ mode: 'value', type, expression });
const nothing = (expression: Expression): Operand => ({ mode: 'novalue', type: tupleOf([]), expression });

const length: Check = (checker, expression, [of]) => {
  const name = expressionText(expression.callee);
  const base = underlying(of!.type);
  const list = base.kind === 'pointer' ? underlying(base.of) : base;
  if (name === 'len' && isString(of!.type)) {
    if (typeof of!.value === 'string')
      return { mode: 'constant', type: INT, value: BigInt(of!.value.length), expression };
    return value(expression, INT);
  }
  if (list.kind === 'array') return { mode: 'constant', type: INT, value: BigInt(list.length), expression };
  if (base.kind === 'slice' || base.kind === 'channel' || (base.kind === 'map' && name === 'len'))
    return value(expression, INT);
  checker.error(of!.expression.at, `invalid argument: ${describe(of!)} for built-in ${name}`);
  return checker.invalid(expression);
};

const append: Check = (checker, expression, [list, ...more]) => {
  const type = list!.type;
  const of = underlying(type);
  if (of.kind !== 'slice') {
    const { at } = list!.expression;
    checker.error(
      at,
      type === UNTYPED_NIL
        ? 'first argument to append must be a typed slice; have untyped nil'
        : isUntyped(type)
          ? `first argument to append must be a slice; have ${describe(list!)}`
          : `invalid argument: ${describe(list!)} is not a slice`,
    );
    return checker.invalid(expression);
  }
  if (expression.isSpread) {
    const [rest] = more;
    if (rest && isString(rest.type) && isListOf(type, BYTE)) settle(checker, rest, defaultType(rest.type));
    else if (rest) assign(checker, rest, sliceOf(of.of), 'argument to append');
    return value(expression, type);
  }
  for (const each of more) assign(checker, each, of.of, 'argument to append');
  return value(expression, type);
};

const make: Check = (checker, expression) => {
  const [first, ...sizes] = expression.given;
  const type = resolveType(checker, first!);
  for (const size of sizes) {
    const operand = checker.value(size);
    if (operand.mode === 'invalid') continue;
    if (!isInteger(operand.type) && operand.value === undefined)
      checker.error(size.at, `cannot convert ${describe(operand)} to type int`);
    else if (isUntyped(operand.type)) assign(checker, operand, INT, 'argument to make');
  }
  const { kind } = underlying(type);
  if (type === INVALID) return checker.invalid(expression);
  if (kind !== 'slice' && kind !== 'map' && kind !== 'channel') {
    checker.error(
      first!.at,
      `invalid argument: cannot make ${expressionText(first!)}; type must be slice, map, or channel`,
    );
    return checker.invalid(expression);
  }
  if (kind === 'slice' && sizes.length === 0) {
    checker.error(expression.at, `invalid operation: ${expressionText(expression)} expects 2 or 3 arguments; found 1`);
    return checker.invalid(expression);
  }
  return value(expression, type);
};

const extreme: Check = (checker, expression, args) => {
  const name = expressionText(expression.callee);
  for (const each of args) {
    if (isOrdered(each.type)) continue;
    checker.error(each.expression.at, `invalid argument: ${describe(each)} cannot be ordered`);
    return checker.invalid(expression);
  }
  let [all] = args as [Operand];
  for (const each of args.slice(1)) {
    // Both sides as an addition would have them.
    const probe = {
      kind: 'binary',
      at: each.expression.at,
      operator: '+',
      left: all.expression,
      right: each.expression,
    } as const;
    const joined = operate(checker, probe, all, each);
    if (joined.mode === 'invalid') return checker.invalid(expression);
    const isLess = all.value !== undefined && each.value !== undefined ? fold('<', all.value, each.value) : undefined;
    const constant = isLess === undefined ? undefined : (isLess === (name === 'min') ? all : each).value;
    all = {
      mode: constant === undefined ? 'value' : 'constant',
      type: joined.type,
      expression: each.expression,
      ...(constant !== undefined && { value: constant }),
    };
  }
  return { ...all, mode: all.value === undefined ? 'value' : 'constant', expression };
};

const CHECKS: Readonly<Record<string, Check>> = {
  len: length,
  cap: length,
  append,
  make,
  min: extreme,
  max: extreme,
  new: (checker, expression) => value(expression, pointerTo(resolveType(checker, expression.given[0]!))),
  panic: (checker, expression, [what]) => {
    assign(checker, what!, EMPTY_INTERFACE, 'argument to panic');
    return nothing(expression);
  },
  recover: (_, expression) => value(expression, EMPTY_INTERFACE),
  print: (checker, expression, args) => {
    for (const each of args) settle(checker, each, defaultType(each.type));
    return nothing(expression);
  },
  println: (checker, expression, args) => CHECKS.print!(checker, expression, args),
  clear: (checker, expression, [of]) => {
    const { kind } = underlying(of!.type);
    if (kind !== 'map' && kind !== 'slice')
      checker.error(of!.expression.at, `invalid argument: clear(${expressionText(of!.expression)}) (no map or slice)`);
    return nothing(expression);
  },
  close: (checker, expression, [channel]) => {
    const of = underlying(channel!.type);
    if (of.kind !== 'channel')
      checker.error(channel!.expression.at, `invalid operation: cannot close non-channel ${describe(channel!)}`);
    else if (of.direction === 'receive')
      checker.error(
        channel!.expression.at,
        `invalid operation: cannot close receive-only channel ${describe(channel!)}`,
      );
    return nothing(expression);
  },
  copy: (checker, expression, [to, from]) => {
    const target = underlying(to!.type);
    const source = underlying(from!.type);
    const bytes = isString(from!.type) && isListOf(to!.type, BYTE);
    if (bytes) settle(checker, from!, defaultType(from!.type));
    if (target.kind !== 'slice' || !(bytes || (source.kind === 'slice' && identical(source.of, target.of)))) {
      checker.error(
        expression.at,
        `invalid argument: ${expressionText(expression)} expects slice arguments; found ${describe(to!)} and ${describe(from!)}`,
      );
      return checker.invalid(expression);
    }
    return value(expression, INT);
  },
  delete: (checker, expression, [map, key]) => {
    const of = underlying(map!.type);
    if (of.kind === 'map') assign(checker, key!, of.key, 'argument to delete');
    else checker.error(map!.expression.at, `invalid argument: ${describe(map!)} is not a map`);
    return nothing(expression);
  },
};
