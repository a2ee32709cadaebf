import type { Call } from '../ast.ts';
import { isFloat, isInteger, isInterface, isListOf, isString } from '../types/predicates.ts';
import { type Basic, BYTE, RUNE, type Type, underlying } from '../types/type.ts';
import type { Emitter } from './emitter.ts';
import { narrow } from './operators.ts';

/** T(x) */
export function emitConversion(emitter: Emitter, { given }: Call, type: Type): string {
  const [of] = given as [Call['given'][number]];
  const from = emitter.type(of);
  if (isInterface(type)) return emitter.value(of, type);
  const js = emitter.expression(of);
  if (isString(type)) {
    if (isInteger(from)) return `G.runeText(${js})`;
    if (isListOf(from, BYTE)) return `G.bytesText(${js})`;
    if (isListOf(from, RUNE)) return `G.runesText(${js})`;
    return js;
  }
  if (isString(from)) return isListOf(type, BYTE) ? `G.bytes(${js})` : isListOf(type, RUNE) ? `G.runesOf(${js})` : js;
  if (isInteger(type)) return toInteger(js, from, underlying(type) as Basic);
  if (isFloat(type)) {
    const number = isInteger(from) ? `Number(${js})` : js;
    return (underlying(type) as Basic).bits === 32 ? `Math.fround(${number})` : number;
  }
  return js;
}

function toInteger(js: string, from: Type, to: Basic): string {
  const source = underlying(from) as Basic;
  if (source.is === 'float') return `G.truncated(${js}, ${to.bits}, ${to.isUnsigned})`;
  const holds =
    source.isUnsigned === to.isUnsigned ? source.bits <= to.bits : source.isUnsigned && source.bits < to.bits;
  if (holds) return js;
  return source.bits === 64 || to.bits === 64 ? `G.wrapped(${js}, ${to.bits}, ${to.isUnsigned})` : narrow(js, to);
}
