import type { Call } from '../ast.ts';
import { expressionText } from '../parse/text.ts';
import { isNumber, isUntyped } from '../types/predicates.ts';
import { typeText } from '../types/text.ts';
import { INVALID, type Signature, type Type, tupleOf, underlying } from '../types/type.ts';
import { assign, isValue } from './assignability.ts';
import { checkBuiltin } from './builtins.ts';
import type { Checker } from './checker.ts';
import { checkConversion } from './conversions.ts';
import { describe } from './describe.ts';
import type { Operand } from './objects.ts';

/** A call, or what looks like one: a conversion, a built-in function. */
export function checkCall(checker: Checker, expression: Call): Operand {
  const callee = checker.expression(expression.callee);
  if (callee.mode === 'type') return checkConversion(checker, expression, callee.type);
  if (callee.mode === 'builtin') return checkBuiltin(checker, expression);
  const signature = underlying(callee.type);
  if (callee.mode === 'invalid' || signature.kind !== 'signature') {
    for (const each of expression.given) checker.expression(each);
    if (callee.mode !== 'invalid')
      checker.error(expression.callee.at, `invalid operation: cannot call non-function ${describe(callee)}`);
    return checker.invalid(expression);
  }
  checkArguments(checker, expression, signature);
  const types = signature.results.map(({ type }) => type);
  const [only] = types;
  if (types.length === 0) return { mode: 'novalue', type: tupleOf([]), expression };
  return { mode: 'value', type: types.length === 1 ? only! : tupleOf(types), expression };
}

function checkArguments(checker: Checker, expression: Call, signature: Signature): void {
  const { given, isSpread } = expression;
  const name = expressionText(expression.callee);
  const operands = flatten(given.map((each) => checker.expression(each)));
  if (operands.some(({ mode }) => mode === 'invalid')) return;
  const { parameters, isVariadic } = signature;
  const isExact = !isVariadic || isSpread;
  const fewest = isExact ? parameters.length : parameters.length - 1;
  if (isSpread && !isVariadic) {
    checker.error(given.at(-1)!.at, `cannot use ... in call to non-variadic ${name}`);
    return;
  }
  if (operands.length < fewest || (isExact && operands.length > fewest)) {
    const isMore = operands.length > fewest;
    const at = isMore ? operands[parameters.length]!.expression.at : (operands.at(-1)?.expression.at ?? expression.end);
    checker.error(
      at,
      `${isMore ? 'too many' : 'not enough'} arguments in call to ${name}\n\thave ${summary(operands.map(({ type }) => type))}\n\twant ${wanted(signature)}`,
    );
    return;
  }
  for (const [at, operand] of operands.entries()) {
    if (!isValue(checker, operand)) continue;
    assign(checker, operand, parameterType(signature, at, isSpread), `argument to ${name}`);
  }
}

/** The type of the parameter that takes an argument. */
export function parameterType({ parameters, isVariadic }: Signature, at: number, isSpread: boolean): Type {
  const last = parameters.length - 1;
  if (!isVariadic || at < last || isSpread) return parameters[at]?.type ?? INVALID;
  const rest = parameters[last]!.type;
  return rest.kind === 'slice' ? rest.of : INVALID;
}

/** The results of one call given as all the arguments of another. */
function flatten(operands: readonly Operand[]): readonly Operand[] {
  const [only] = operands;
  if (operands.length !== 1 || only?.type.kind !== 'tuple' || only.mode === 'novalue') return operands;
  return only.type.types.map((type) => ({ ...only, type }));
}

/** Types as the lists of have and want show them. */
export function summary(types: readonly Type[]): string {
  return `(${types.map((type) => (isUntyped(type) ? (isNumber(type) ? 'number' : typeText(type).replace('untyped ', '')) : typeText(type))).join(', ')})`;
}

function wanted({ parameters, isVariadic }: Signature): string {
  const texts = parameters.map(({ type }, at) =>
    isVariadic && at === parameters.length - 1 && type.kind === 'slice' ? `...${typeText(type.of)}` : typeText(type),
  );
  return `(${texts.join(', ')})`;
}
