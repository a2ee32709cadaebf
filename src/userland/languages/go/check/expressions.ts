import type { Expression, Literal } from '../ast.ts';
import { isInvalid } from '../types/predicates.ts';
import {
  type Type,
  UNTYPED_FLOAT,
  UNTYPED_INT,
  UNTYPED_NIL,
  UNTYPED_RUNE,
  UNTYPED_STRING,
  underlying,
} from '../types/type.ts';
import { checkAssertion } from './assertions.ts';
import { assign, isValue } from './assignability.ts';
import { checkCall } from './calls.ts';
import type { Checker } from './checker.ts';
import type { ConstantValue } from './constants.ts';
import { describe } from './describe.ts';
import { checkIndex, checkSlicing } from './indexing.ts';
import { checkComposite, checkFunctionLiteral } from './literals.ts';
import { nameOperand } from './names.ts';
import type { Operand } from './objects.ts';
import { checkBinary, checkUnary } from './operators.ts';
import { checkSelector } from './selectors.ts';
import { resolveType, tryResolveType } from './type-expressions.ts';

/** Finds out what an expression is. What is wrong with it is complained about, and makes it invalid. */
export function checkExpression(checker: Checker, expression: Expression): Operand {
  return checker.record(operandOf(checker, expression));
}

/** An expression that has to be one value. */
export function checkValue(checker: Checker, expression: Expression): Operand {
  const operand = checkExpression(checker, expression);
  return isValue(checker, operand) ? operand : checker.invalid(expression);
}

/** A value that goes into something of `type`. */
export function checkAssigned(checker: Checker, expression: Expression, type: Type, context: string): Operand {
  // A literal within another may leave its type out.
  if (expression.kind === 'composite' && !expression.type) return checkComposite(checker, expression, type);
  return assign(checker, checkExpression(checker, expression), type, context);
}

function operandOf(checker: Checker, expression: Expression): Operand {
  switch (expression.kind) {
    case 'name':
      return nameOperand(checker, expression);
    case 'literal':
      return literal(checker, expression);
    case 'parenthesized':
      return { ...checkExpression(checker, expression.of), expression };
    case 'composite':
      return checkComposite(checker, expression, undefined);
    case 'function':
      return checkFunctionLiteral(checker, expression);
    case 'selector':
      return checkSelector(checker, expression);
    case 'index':
      return checkIndex(checker, expression);
    case 'slicing':
      return checkSlicing(checker, expression);
    case 'assertion':
      return checkAssertion(checker, expression);
    case 'call':
      return checkCall(checker, expression);
    case 'star':
      return star(checker, expression);
    case 'unary':
      return checkUnary(checker, expression);
    case 'binary':
      return checkBinary(checker, expression);
    default: {
      const type = resolveType(checker, expression);
      return { mode: isInvalid(type) ? 'invalid' : 'type', type, expression };
    }
  }
}

function literal(checker: Checker, expression: Literal): Operand {
  const constant = (type: Type, value: ConstantValue): Operand => ({ mode: 'constant', type, value, expression });
  const { text } = expression;
  switch (expression.of) {
    case 'int': {
      const isOctal = /^0\d/.test(text);
      if (isOctal && !/^0[0-7]+$/.test(text)) {
        checker.error(expression.at, `invalid digit '${/[89]/.exec(text)![0]}' in octal literal`);
        return checker.invalid(expression);
      }
      return constant(UNTYPED_INT, BigInt(isOctal ? `0o${text.slice(1)}` : text));
    }
    case 'float':
      return constant(UNTYPED_FLOAT, Number(text));
    case 'rune':
      return constant(UNTYPED_RUNE, BigInt(text.codePointAt(0)!));
    case 'string':
      return constant(UNTYPED_STRING, text);
  }
}

function star(checker: Checker, expression: Expression & { kind: 'star' }): Operand {
  const type = tryResolveType(checker, expression);
  if (type) return { mode: 'type', type, expression };
  const of = checkValue(checker, expression.of);
  if (of.mode === 'invalid') return checker.invalid(expression);
  const pointer = underlying(of.type);
  if (pointer.kind === 'pointer') return { mode: 'variable', type: pointer.of, expression };
  checker.error(
    expression.of.at,
    of.type === UNTYPED_NIL
      ? 'invalid operation: cannot indirect nil'
      : `invalid operation: cannot indirect ${describe(of)}`,
  );
  return checker.invalid(expression);
}
