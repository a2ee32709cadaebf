import type { Expression } from '../ast.ts';
import { identical } from '../types/identical.ts';
import { missingMethod } from '../types/members.ts';
import { hasNil, isBoolean, isInterface, isInvalid, isNumber, isString, isUntyped } from '../types/predicates.ts';
import { typeText } from '../types/text.ts';
import { defaultType, INVALID, type Type, UNTYPED_NIL, underlying } from '../types/type.ts';
import type { Checker } from './checker.ts';
import { representable, whyNot } from './constants.ts';
import { describe } from './describe.ts';
import type { Operand } from './objects.ts';

/** Whether a value may be assigned to a variable of `type`; why not is '' when there is nothing to say. */
export function assignability(operand: Operand, type: Type): { readonly ok: boolean; readonly why: string } {
  const yes = { ok: true, why: '' };
  const no = (why = '') => ({ ok: false, why });
  const from = operand.type;
  if (isInvalid(from) || isInvalid(type) || identical(from, type)) return yes;
  if (from === UNTYPED_NIL) return hasNil(type) ? yes : no();
  const target = underlying(type);
  if (target.kind === 'interface') {
    const missing = missingMethod(defaultType(from), target);
    if (missing === undefined) return yes;
    return no(`: ${typeText(defaultType(from))} does not implement ${typeText(type)} ${missing}`);
  }
  if (isUntyped(from)) {
    if (operand.mode === 'constant' && operand.value !== undefined) {
      if (!isKindOf(from, type)) return no();
      if (representable(operand.value, type) !== undefined) return yes;
      const why = whyNot(operand.value, type);
      return no(why === '' ? '' : ` (${why})`);
    }
    return isKindOf(from, type) ? yes : no();
  }
  const source = underlying(from);
  const isUnnamed = from.kind !== 'named' || type.kind !== 'named';
  const isBasic = from.kind === 'basic' || type.kind === 'basic';
  if (isUnnamed && !isBasic && identical(source, target)) return yes;
  if (
    source.kind === 'channel' &&
    target.kind === 'channel' &&
    source.direction === 'both' &&
    identical(source.of, target.of)
  )
    return yes;
  if (source.kind === 'interface' && missingMethod(type, source) === undefined && !isInterface(type))
    return no(':\n\tneed type assertion');
  return no();
}

/** Untyped numbers are of all number types, and so on. */
function isKindOf(untyped: Type, type: Type): boolean {
  return (
    (isNumber(untyped) && isNumber(type)) ||
    (isString(untyped) && isString(type)) ||
    (isBoolean(untyped) && isBoolean(type))
  );
}

/** Makes the value one of `type`, as an assignment does; complains, saying where it stands, when it cannot be. */
export function assign(checker: Checker, operand: Operand, type: Type, context: string): Operand {
  if (operand.mode === 'invalid' || isInvalid(type)) return operand;
  if (!isValue(checker, operand)) return { ...operand, mode: 'invalid', type: INVALID };
  const { ok, why } = assignability(operand, type);
  if (!ok) {
    const shown =
      isUntyped(operand.type) && isInterface(type) && operand.type !== UNTYPED_NIL
        ? { ...operand, type: defaultType(operand.type) }
        : operand;
    checker.error(
      operand.expression.at,
      `cannot use ${describe(shown)} as ${typeText(type)} value in ${context}${why}`,
    );
    return { ...operand, mode: 'invalid', type: INVALID };
  }
  return settle(checker, operand, isInterface(type) ? defaultType(operand.type) : type);
}

/** Gives an untyped operand its type. */
export function settle(checker: Checker, operand: Operand, type: Type): Operand {
  if (!isUntyped(operand.type) || operand.type === UNTYPED_NIL) return operand;
  const value = operand.value === undefined ? undefined : representable(operand.value, type);
  if (operand.value !== undefined && value === undefined) {
    const why = whyNot(operand.value, type);
    const { expression } = operand;
    checker.error(
      expression.at,
      why === 'truncated'
        ? `${describe(operand)} truncated to ${typeText(type)}`
        : `cannot use ${describe(operand)} as ${typeText(type)} value in ${'variable declaration'}${why && ` (${why})`}`,
    );
    return { ...operand, mode: 'invalid', type: INVALID };
  }
  const settled: Operand = { ...operand, type, ...(value !== undefined && { value }) };
  pushDown(checker, operand.expression, type);
  return checker.record(settled);
}

/** What an untyped expression is made of is of its type too: the 1 of 1 << n. Comparisons have their own. */
function pushDown(checker: Checker, expression: Expression, type: Type): void {
  const part = (of: Expression) => {
    const operand = checker.info.operands.get(of);
    if (operand && isUntyped(operand.type) && operand.type !== UNTYPED_NIL) settle(checker, operand, type);
  };
  const operand = checker.info.operands.get(expression);
  if (operand?.mode === 'constant') return;
  if (expression.kind === 'parenthesized' || expression.kind === 'unary') part(expression.of);
  if (expression.kind !== 'binary' || /^([<>]=?|[!=]=)$/.test(expression.operator)) return;
  part(expression.left);
  if (!/^(<<|>>)$/.test(expression.operator)) part(expression.right);
}

/** Whether it is one value; complains when it is none, several, or a type. */
export function isValue(checker: Checker, operand: Operand): boolean {
  const { expression, mode, type } = operand;
  if (mode === 'invalid') return false;
  if (mode === 'novalue')
    checker.error(expression.at, `${describe(operand).replace(/ \(no value\)$/, '')} (no value) used as value`);
  else if (mode === 'type') checker.error(expression.at, `${describe(operand)} is not an expression`);
  else if (mode === 'builtin') checker.error(expression.at, `${describe(operand)} must be called`);
  else if (type.kind === 'tuple')
    checker.error(expression.at, `multiple-value ${describe(operand)} in single-value context`);
  else return true;
  return false;
}
