import { expressionText } from '../parse/text.ts';
import { isInvalid, isUntyped } from '../types/predicates.ts';
import { typeText } from '../types/text.ts';
import { type Type, UNTYPED_NIL, underlying } from '../types/type.ts';
import { constantText } from './constants.ts';
import type { Operand } from './objects.ts';

const MODES: Readonly<Record<Operand['mode'], string>> = {
  novalue: 'no value',
  type: 'type',
  constant: 'constant',
  variable: 'variable',
  mapIndex: 'map index expression',
  value: 'value',
  commaOk: 'comma, ok expression',
  builtin: 'built-in',
  invalid: 'invalid operand',
};

/** An operand as the compiler describes it: `x (variable of type int)`. */
export function describe({ mode, type, value, expression }: Operand): string {
  const text = expressionText(expression);
  if (type === UNTYPED_NIL) return text === 'nil' ? 'nil' : `${text} (untyped nil)`;
  const plain = mode === 'novalue' || mode === 'type' || mode === 'builtin' || mode === 'invalid';
  let about = plain || !isUntyped(type) ? MODES[mode] : `${typeText(type)} ${MODES[mode]}`;
  if (mode === 'constant' && value !== undefined) {
    const shown = constantText(value);
    if (shown !== text) about += ` ${shown}`;
  }
  if (!plain && !isUntyped(type) && !isInvalid(type)) about += ` of ${structure(type)}type ${typeText(type)}`;
  return `${text} (${about})`;
}

/** What a named type is made of, in a word. */
export function structure(type: Type): string {
  if (type.kind !== 'named') return '';
  const { kind } = underlying(type);
  const word = { signature: 'func ', channel: 'chan ', basic: '' }[kind as string];
  return word ?? `${kind} `;
}
