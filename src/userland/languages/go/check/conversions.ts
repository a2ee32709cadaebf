import type { Call } from '../ast.ts';
import { utf8 } from '../parse/lex.ts';
import { identical } from '../types/identical.ts';
import { isInteger, isInterface, isListOf, isNumber, isString, isUntyped } from '../types/predicates.ts';
import { typeText } from '../types/text.ts';
import { BYTE, defaultType, RUNE, type Struct, type Type, underlying } from '../types/type.ts';
import { assignability, settle } from './assignability.ts';
import type { Checker } from './checker.ts';
import { representable, toInteger } from './constants.ts';
import { describe } from './describe.ts';
import type { Operand } from './objects.ts';

/** T(x) */
export function checkConversion(checker: Checker, expression: Call, type: Type): Operand {
  const [argument] = expression.given;
  if (!argument || expression.given.length > 1) {
    const text = typeText(type);
    checker.error(
      argument ? expression.given[1]!.at : expression.end,
      argument ? `too many arguments in conversion to ${text}` : `missing argument in conversion to ${text}`,
    );
    return checker.invalid(expression);
  }
  const of = checker.value(argument);
  if (of.mode === 'invalid') return checker.invalid(expression);
  const value = constantOf(of, type);
  if (value !== undefined) {
    settle(checker, of, isNumber(of.type) && isString(type) ? defaultType(of.type) : type);
    return { mode: 'constant', type, value, expression };
  }
  if (!converts(of, type)) {
    checker.error(argument.at, `cannot convert ${describe(of)} to type ${typeText(type)}`);
    return checker.invalid(expression);
  }
  if (isUntyped(of.type)) settle(checker, of, isInterface(type) || !isBasicLike(type) ? defaultType(of.type) : type);
  return { mode: 'value', type, expression };
}

const isBasicLike = (type: Type) => underlying(type).kind === 'basic';

/** The value of a constant converted, where that is a constant. */
function constantOf({ value, type: from }: Operand, type: Type): Operand['value'] {
  if (value === undefined || !isBasicLike(type)) return undefined;
  if (isString(type) && isInteger(from)) return utf8(String.fromCodePoint(Number(value)));
  return representable(value, type);
}

function converts(of: Operand, type: Type): boolean {
  if (assignability(of, type).ok) return true;
  const from = defaultType(of.type);
  // A constant that does not fit was found out above.
  if (of.value !== undefined && isNumber(from) && isNumber(type))
    return toInteger(of.value) === undefined ? false : !isInteger(type);
  const [a, b] = [underlying(from), underlying(type)];
  if (sameButTags(a, b)) return true;
  if (a.kind === 'pointer' && b.kind === 'pointer' && sameButTags(underlying(a.of), underlying(b.of))) return true;
  if (isNumber(from) && isNumber(type)) return true;
  if (isString(type)) return isInteger(from) || isString(from) || isListOf(from, BYTE) || isListOf(from, RUNE);
  return isString(from) && (isListOf(type, BYTE) || isListOf(type, RUNE));
}

function sameButTags(a: Type, b: Type): boolean {
  if (a.kind !== 'struct' || b.kind !== 'struct') return identical(a, b);
  const bare = (type: Struct): Struct => ({ ...type, fields: type.fields.map((field) => ({ ...field, tag: '' })) });
  return identical(bare(a), bare(b));
}
