import type { Expression, For, Range } from '../ast.ts';
import { isInteger, isString, isUntyped } from '../types/predicates.ts';
import { BOOL, defaultType, INT, INVALID, RUNE, type Type, underlying } from '../types/type.ts';
import { assign, settle } from './assignability.ts';
import type { Checker } from './checker.ts';
import { describe } from './describe.ts';
import type { Operand } from './objects.ts';
import { checkCondition } from './operators.ts';

export function checkFor(checker: Checker, { before, condition, after, body }: For): void {
  checker.within(() => {
    if (before) checker.statement(before);
    if (condition) checkCondition(checker, condition, 'for');
    if (after) {
      if (after.kind === 'define') checker.error(after.at, 'cannot declare in post statement of for loop');
      else checker.statement(after);
    }
    checker.statement(body);
  });
}

export function checkRange(checker: Checker, { key, value, isDefinition, over, body }: Range): void {
  checker.within(() => {
    const of = checker.value(over);
    const types = of.mode === 'invalid' ? undefined : rangeTypes(checker, of, value);
    const targets = [key, value];
    for (const [at, target] of targets.entries()) {
      if (!target) continue;
      const type = types?.[at] ?? INVALID;
      if (isDefinition && target.kind === 'name') checker.declare(target, checker.variable(target, type, !types));
      else if (target.kind !== 'name' || target.text !== '_') {
        const place = checker.expression(target);
        assign(checker, { mode: 'value', type, expression: target }, place.type, 'range clause');
      }
    }
    checker.statement(body);
  });
}

/** What the variables of a range are; undefined after a complaint. */
function rangeTypes(checker: Checker, of: Operand, second: Expression | undefined): readonly Type[] | undefined {
  const { type, expression } = of;
  const inner = underlying(type);
  const one = (each: Type): readonly Type[] | undefined => {
    if (!second) return [each];
    checker.error(second.at, `range over ${describe(of)} permits only one iteration variable`);
    return [each];
  };
  if (isString(type)) {
    settle(checker, of, defaultType(type));
    return [INT, RUNE];
  }
  if (isInteger(type)) {
    if (isUntyped(type)) settle(checker, of, INT);
    return one(defaultType(type));
  }
  const list = inner.kind === 'pointer' ? underlying(inner.of) : inner;
  if (inner.kind === 'slice' || list.kind === 'array') return [INT, (list as { of: Type }).of];
  if (inner.kind === 'map') return [inner.key, inner.of];
  if (inner.kind === 'channel') {
    if (inner.direction !== 'send') return one(inner.of);
    checker.error(expression.at, `cannot range over ${describe(of)}: receive from send-only channel`);
    return undefined;
  }
  if (inner.kind === 'signature' && isIterator(inner.parameters[0]?.type)) {
    checker.refuse(expression.at, 'range over functions');
    return undefined;
  }
  checker.error(expression.at, `cannot range over ${describe(of)}`);
  return undefined;
}

function isIterator(type: Type | undefined): boolean {
  return type?.kind === 'signature' && type.results[0]?.type === BOOL;
}
