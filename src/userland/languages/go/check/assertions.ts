import type { Assertion } from '../ast.ts';
import { expressionText } from '../parse/text.ts';
import { missingMethod } from '../types/members.ts';
import { isInterface, isInvalid } from '../types/predicates.ts';
import { typeText } from '../types/text.ts';
import { type Type, underlying } from '../types/type.ts';
import type { Checker } from './checker.ts';
import { describe } from './describe.ts';
import type { Operand } from './objects.ts';
import { resolveType } from './type-expressions.ts';

/** of.(T) */
export function checkAssertion(checker: Checker, expression: Assertion): Operand {
  const of = checker.value(expression.of);
  if (!expression.type) {
    checker.error(expression.at, 'invalid syntax tree: use of .(type) outside type switch');
    return checker.invalid(expression);
  }
  const type = resolveType(checker, expression.type);
  if (of.mode === 'invalid' || isInvalid(type)) return checker.invalid(expression);
  if (!isInterface(of.type)) {
    checker.error(expression.of.at, `invalid operation: ${describe(of)} is not an interface`);
    return checker.invalid(expression);
  }
  const missing = impossible(of.type, type);
  if (missing !== undefined) {
    const text = expressionText(expression);
    checker.error(expression.at, `impossible type assertion: ${text}\n\t${missing}`);
    return checker.invalid(expression);
  }
  return { mode: 'commaOk', type, expression };
}

/** Why no value of the interface can be of `type`. */
export function impossible(from: Type, type: Type): string | undefined {
  const wanted = underlying(from);
  if (wanted.kind !== 'interface' || isInterface(type)) return undefined;
  const missing = missingMethod(type, wanted);
  return missing === undefined ? undefined : `${typeText(type)} does not implement ${typeText(from)} ${missing}`;
}
