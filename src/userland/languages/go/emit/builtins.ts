import type { Call } from '../ast.ts';
import { isString } from '../types/predicates.ts';
import { EMPTY_INTERFACE, type Type, underlying } from '../types/type.ts';
import type { CallParts } from './calls.ts';
import type { Emitter } from './emitter.ts';
import { newMap, sizeOf, zero } from './values.ts';

/** The built-in functions are the runtime's. */
export function emitBuiltin(emitter: Emitter, call: Call): CallParts {
  const { callee, given, isSpread } = call;
  const name = callee.kind === 'name' ? callee.text : '';
  const plain = () => given.map((each) => emitter.expression(each));
  const [first, second, third] = given;
  const type = first && emitter.type(first);
  switch (name) {
    case 'len':
      return isString(type!)
        ? { callee: '', given: [`${emitter.expression(first!)}.length`] }
        : { callee: 'G.length', given: plain() };
    case 'cap':
      return { callee: 'G.capacity', given: plain() };
    case 'append':
      return append(emitter, call);
    case 'make':
      return make(emitter, type!, second && emitter.expression(second), third && emitter.expression(third));
    case 'new': {
      const of = underlying(type!);
      const value = zero(emitter, type!);
      return of.kind === 'struct' || of.kind === 'array'
        ? { callee: '', given: [value] }
        : { callee: 'new G.Cell', given: [value] };
    }
    case 'delete': {
      const map = underlying(type!);
      return {
        callee: 'G.remove',
        given: [emitter.expression(first!), map.kind === 'map' ? emitter.value(second!, map.key) : ''],
      };
    }
    case 'panic':
      return { callee: 'G.panic', given: [emitter.value(first!, EMPTY_INTERFACE)] };
    case 'recover':
      return { callee: 'G.recover', given: ['U'] };
    case 'print':
    case 'println':
      return { callee: `G.${name}`, given: given.map((each) => emitter.value(each, EMPTY_INTERFACE)) };
    case 'min':
    case 'max':
      return { callee: isString(emitter.type(call)) ? `G.${name}Text` : `G.${name}`, given: plain() };
    case 'copy':
      return { callee: isString(emitter.type(second!)) ? 'G.copyText' : 'G.copy', given: plain() };
    case 'clear': {
      const of = underlying(type!);
      return { callee: 'G.clear', given: [...plain(), of.kind === 'slice' ? `() => ${zero(emitter, of.of)}` : 'null'] };
    }
    default:
      return { callee: `G.${name}`, given: isSpread ? [] : plain() };
  }
}

function append(emitter: Emitter, call: Call): CallParts {
  const [list, ...more] = call.given;
  const type = underlying(emitter.type(call));
  if (type.kind !== 'slice') throw new Error('append to no slice');
  const start = [emitter.expression(list!), String(sizeOf(type.of))];
  if (!call.isSpread)
    return { callee: 'G.append', given: [...start, ...more.map((each) => emitter.value(each, type.of))] };
  const rest = emitter.expression(more[0]!);
  if (isString(emitter.type(more[0]!))) return { callee: 'G.appendAll', given: [...start, `G.bytes(${rest})`] };
  const copies = underlying(type.of).kind === 'struct' ? ['(e) => e.$copy()'] : [];
  return { callee: 'G.appendAll', given: [...start, rest, ...copies] };
}

function make(emitter: Emitter, type: Type, first = '0', second?: string): CallParts {
  const of = underlying(type);
  if (of.kind === 'map') return { callee: '', given: [newMap(of.key)] };
  if (of.kind === 'channel') return { callee: 'new G.Channel', given: [first, `() => ${zero(emitter, of.of)}`] };
  if (of.kind !== 'slice') throw new Error(`no make of ${of.kind}`);
  return { callee: 'G.make', given: [`() => ${zero(emitter, of.of)}`, first, second ?? 'undefined'] };
}
