import type { Expression, Name } from '../ast.ts';
import { isInvalid } from '../types/predicates.ts';
import { INVALID, UNTYPED_NIL } from '../types/type.ts';
import type { Checker } from './checker.ts';
import type { NamedObject, Operand } from './objects.ts';

/** What a name is as an expression. */
export function nameOperand(checker: Checker, expression: Name): Operand {
  const { text, at } = expression;
  if (text === '_') {
    checker.error(at, 'cannot use _ as value');
    return checker.invalid(expression);
  }
  const object = checker.find(text);
  if (!object) {
    checker.error(at, `undefined: ${text}`);
    return checker.invalid(expression);
  }
  checker.info.objects.set(expression, object);
  return objectOperand(checker, expression, object);
}

/** What an object is as an expression. */
export function objectOperand(checker: Checker, expression: Expression, object: NamedObject): Operand {
  switch (object.kind) {
    case 'variable':
      object.isUsed = true;
      if (object.global) checker.needs?.add(object);
      return { mode: isInvalid(object.type) ? 'invalid' : 'variable', type: object.type, expression };
    case 'constant': {
      const value = object.name === 'iota' && object.at.line === 0 ? checker.iota : object.value;
      if (value !== undefined) return { mode: 'constant', type: object.type, value, expression };
      if (object.at.line === 0) checker.error(expression.at, 'cannot use iota outside constant declaration');
      return checker.invalid(expression);
    }
    case 'type':
      return { mode: isInvalid(object.type) ? 'invalid' : 'type', type: object.type, expression };
    case 'function':
      checker.needs?.add(object);
      return { mode: 'value', type: object.type, expression };
    case 'builtin':
      return { mode: 'builtin', type: INVALID, expression };
    case 'nil':
      return { mode: 'value', type: UNTYPED_NIL, expression };
    case 'package':
      checker.error(expression.at, `use of package ${object.name} without selector`);
      return checker.invalid(expression);
  }
}
