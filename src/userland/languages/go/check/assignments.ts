import type { Assign, Define, Expression, Name, Return, Step } from '../ast.ts';
import { expressionText } from '../parse/text.ts';
import { isNumber } from '../types/predicates.ts';
import { typeText } from '../types/text.ts';
import { BOOL, defaultType, INVALID, type Type, UNTYPED_NIL } from '../types/type.ts';
import { assign, isValue, settle } from './assignability.ts';
import { summary } from './calls.ts';
import type { Checker } from './checker.ts';
import type { NamedObject, Operand } from './objects.ts';
import { operate } from './operators.ts';

/**
 * The values of an assignment to `count` places: of several expressions, of one call with several results, or of one that tells
 * whether there was something as well. Undefined after a complaint that they are not as many.
 */
export function checkSources(
  checker: Checker,
  values: readonly Expression[],
  count: number,
): readonly Operand[] | undefined {
  const [first] = values;
  if (values.length === 1 && count > 1) {
    const operand = checker.expression(first!);
    if (operand.mode === 'invalid') return undefined;
    if (count === 2 && (operand.mode === 'commaOk' || operand.mode === 'mapIndex')) {
      checker.record({ ...operand, type: { kind: 'tuple', types: [operand.type, BOOL] } });
      return [
        { ...operand, mode: 'value' },
        { mode: 'value', type: BOOL, expression: first! },
      ];
    }
    if (operand.type.kind === 'tuple' && operand.mode !== 'novalue' && operand.type.types.length === count)
      return operand.type.types.map((type) => ({ mode: 'value', type, expression: first! }));
    mismatch(checker, values, count, [operand]);
    return undefined;
  }
  const operands = values.map((each) => checker.expression(each));
  if (values.length === count)
    return operands.map((each) => (isSingle(checker, each, count) ? each : checker.invalid(each.expression)));
  if (operands.every(({ mode }) => mode !== 'invalid')) mismatch(checker, values, count, operands);
  return undefined;
}

function isSingle(checker: Checker, operand: Operand, count: number): boolean {
  if (operand.type.kind === 'tuple' && operand.mode !== 'novalue' && count === 1) {
    mismatch(checker, [operand.expression], 1, [operand]);
    return false;
  }
  return isValue(checker, operand);
}

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

function mismatch(checker: Checker, values: readonly Expression[], count: number, operands: readonly Operand[]): void {
  const [first] = values as [Expression];
  const [only] = operands;
  if (only?.mode === 'novalue') {
    isValue(checker, only);
    return;
  }
  const variables = counted(count, 'variable');
  const callee = first.kind === 'call' && values.length === 1 ? expressionText(first.callee) : undefined;
  checker.error(
    first.at,
    callee !== undefined
      ? `assignment mismatch: ${variables} but ${callee} returns ${counted(only?.type.kind === 'tuple' ? only.type.types.length : 1, 'value')}`
      : `assignment mismatch: ${variables} but ${counted(values.length, 'value')}`,
  );
}

export function checkDefine(checker: Checker, { names, values, at }: Define): void {
  const fresh: Name[] = [];
  const seen = new Set<string>();
  for (const name of names) {
    if (name.kind !== 'name') {
      checker.error(name.at, `non-name ${expressionText(name)} on left side of :=`);
      return;
    }
    if (seen.has(name.text) && name.text !== '_') checker.error(name.at, `${name.text} repeated on left side of :=`);
    seen.add(name.text);
    if (name.text !== '_' && !checker.scope.names.has(name.text)) fresh.push(name);
  }
  const sources = checkSources(checker, values, names.length);
  const isFresh = new Set<Expression>(fresh);
  const declared: [Name, NamedObject][] = [];
  for (const [index, each] of names.entries()) {
    const name = each as Name;
    const source = sources?.[index];
    if (name.text === '_') {
      if (source) checkBlank(checker, source);
      continue;
    }
    if (isFresh.has(name)) {
      const type = source ? typeOfNew(checker, source, 'assignment') : INVALID;
      declared.push([name, checker.variable(name, type)]);
      continue;
    }
    const object = checker.find(name.text)!;
    checker.info.objects.set(name, object);
    if (object.kind === 'variable') {
      checker.record({ mode: 'variable', type: object.type, expression: name });
      if (source) assign(checker, source, object.type, 'assignment');
    } else checker.error(name.at, `cannot assign to ${expressionText(name)}`);
  }
  if (fresh.length === 0) checker.error(at, 'no new variables on left side of :=');
  for (const [name, object] of declared) checker.declare(name, object);
}

/** The type of a variable that is declared with a value. */
export function typeOfNew(checker: Checker, source: Operand, context: string): Type {
  if (source.mode === 'invalid') return INVALID;
  if (source.type === UNTYPED_NIL) {
    checker.error(source.expression.at, `use of untyped nil in ${context}`);
    return INVALID;
  }
  const type = defaultType(source.type);
  return settle(checker, source, type).mode === 'invalid' ? INVALID : type;
}

function checkBlank(checker: Checker, source: Operand): void {
  typeOfNew(checker, source, 'assignment');
}

export function checkAssign(checker: Checker, statement: Assign): void {
  const { targets, values, operator, at } = statement;
  if (operator !== '') {
    const [target] = targets as [Expression];
    const [value] = values as [Expression];
    const left = checker.value(target);
    const right = checker.value(value);
    if (left.mode === 'invalid' || right.mode === 'invalid') return;
    const result = operate(checker, { kind: 'binary', at, operator, left: target, right: value }, left, right);
    if (result.mode !== 'invalid') checkTarget(checker, left);
    return;
  }
  const places = targets.map((target) => targetOperand(checker, target));
  const sources = checkSources(checker, values, targets.length);
  for (const [index, place] of places.entries()) {
    const source = sources?.[index];
    if (place === undefined) {
      if (source) checkBlank(checker, source);
    } else if (checkTarget(checker, place) && source) assign(checker, source, place.type, 'assignment');
  }
}

/** A place to assign to: undefined for _. To be assigned to is no use of a variable. */
function targetOperand(checker: Checker, target: Expression): Operand | undefined {
  if (target.kind !== 'name') return checker.expression(target);
  if (target.text === '_') return undefined;
  const object = checker.find(target.text);
  const wasUsed = object?.kind === 'variable' && object.isUsed;
  const operand = checker.expression(target);
  if (object?.kind === 'variable') object.isUsed = wasUsed;
  return operand;
}

function checkTarget(checker: Checker, operand: Operand): boolean {
  const { mode, expression } = operand;
  if (mode === 'invalid') return false;
  if (mode === 'variable' || mode === 'mapIndex') return true;
  if (!isValue(checker, operand)) return false;
  let inner = expression;
  if (inner.kind === 'selector') {
    inner = inner.of;
    const of = checker.info.operands.get(inner);
    if (of?.mode === 'mapIndex') {
      checker.error(expression.at, `cannot assign to struct field ${expressionText(expression)} in map`);
      return false;
    }
  }
  checker.error(
    expression.at,
    `cannot assign to ${expressionText(expression)} (neither addressable nor a map index expression)`,
  );
  return false;
}

export function checkStep(checker: Checker, { target, operator }: Step): void {
  const operand = checker.value(target);
  if (operand.mode === 'invalid') return;
  if (!isNumber(operand.type)) {
    checker.error(
      target.at,
      `invalid operation: ${expressionText(target)}${operator}${operator} (non-numeric type ${typeText(operand.type)})`,
    );
    return;
  }
  checkTarget(checker, operand);
}

export function checkReturn(checker: Checker, { values, at }: Return): void {
  const { signature, results } = checker.function!;
  const types = signature.results.map(({ type }) => type);
  if (values.length === 0) {
    if (types.length > 0 && results.length === 0)
      checker.error(at, `not enough return values\n\thave ()\n\twant ${summary(types)}`);
    return;
  }
  const operands = values.map((each) => checker.expression(each));
  const [only] = operands;
  const given =
    operands.length === 1 && only?.type.kind === 'tuple' && only.mode !== 'novalue'
      ? only.type.types.map((type) => ({ ...only, type }))
      : operands;
  if (given.some((each) => each.mode === 'invalid' || !(each.type.kind !== 'tuple' || isValue(checker, each)))) return;
  if (given.length !== types.length) {
    const isMore = given.length > types.length;
    checker.error(
      isMore ? given[types.length]!.expression.at : given.at(-1)!.expression.at,
      types.length === 0
        ? `too many return values\n\thave ${summary(given.map(({ type }) => type))}\n\twant ()`
        : `${isMore ? 'too many' : 'not enough'} return values\n\thave ${summary(given.map(({ type }) => type))}\n\twant ${summary(types)}`,
    );
    return;
  }
  for (const [index, operand] of given.entries()) assign(checker, operand, types[index]!, 'return statement');
}
