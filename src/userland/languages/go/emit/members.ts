import type { Expression, Selector } from '../ast.ts';
import { findMember, hasInMethodSet } from '../types/members.ts';
import { isAggregate } from '../types/predicates.ts';
import { type Type, underlying } from '../types/type.ts';
import type { Emitter } from './emitter.ts';
import { methodFunction, property } from './type-table.ts';
import { copy } from './values.ts';

/** of.name: a field, a method with its receiver, or what a package has. */
export function emitSelector(emitter: Emitter, expression: Selector): string {
  const object = emitter.info.objects.get(expression.name);
  if (object?.kind === 'variable') return emitter.read(object);
  if (object?.kind === 'function') return emitter.functionName(object);
  const of = emitter.operand(expression.of);
  const { text } = expression.name;
  if (of.mode === 'type') return `((r, ...a) => (${methodOnType(emitter, of.type, text)})(r, ...a))`;
  const member = findMember(of.type, text)!;
  if (member.field) return emitField(emitter, expression);
  if (member.abstract && member.path.length === 0)
    return `G.bindAbstract(${emitter.expression(expression.of)}, ${JSON.stringify(text)})`;
  return `G.bind(${methodReceiver(emitter, expression)}, ${boundMethod(emitter, of.type, text)})`;
}

function methodOnType(emitter: Emitter, type: Type, text: string): string {
  const member = findMember(type, text)!;
  return member.abstract && member.path.length === 0
    ? `(r, ...a) => G.invoke(r, ${JSON.stringify(text)}, ...a)`
    : methodFunction(emitter, type, text);
}

/** The function that takes what methodReceiver gives. */
function boundMethod(emitter: Emitter, type: Type, text: string): string {
  const member = findMember(type, text)!;
  return member.path.length === 0 && member.method
    ? emitter.functionName(member.method)
    : `(${methodFunction(emitter, type, text)})`;
}

/** What a method is called on: the value copied, or the pointer to it. */
export function methodReceiver(emitter: Emitter, { of, name: { text } }: Selector): string {
  const operand = emitter.operand(of);
  const member = findMember(operand.type, text)!;
  const js = emitter.expression(of);
  if (member.path.length > 0 || !member.method) return js;
  const isPointer = underlying(operand.type).kind === 'pointer';
  const receiver = member.method.receiver!;
  if (member.method.isOnPointer) return hasInMethodSet(operand.type, member) ? js : emitAddress(emitter, of);
  if (isPointer) return isAggregate(receiver) ? copy(receiver, `G.there(${js})`) : `${js}.v`;
  return copy(receiver, js);
}

/** of.field, through embedded structs. */
export function emitField(emitter: Emitter, { of, name: { text } }: Selector): string {
  const type = emitter.type(of);
  const { path } = findMember(type, text)!;
  return [...path.map((field) => property(field.name)), property(text)].reduce(
    (js, each) => `${js}.${each}`,
    emitter.expression(of),
  );
}

/** &of: structs and arrays are their own pointers, variables have cells, and the rest gets a pointer made. */
export function emitAddress(emitter: Emitter, of: Expression): string {
  if (of.kind === 'parenthesized') return emitAddress(emitter, of.of);
  const type = emitter.type(of);
  if (isAggregate(type)) return emitter.expression(of);
  if (of.kind === 'composite') return `new G.Cell(${emitter.expression(of)})`;
  if (of.kind === 'star') return emitter.expression(of.of);
  const object =
    of.kind === 'name'
      ? emitter.info.objects.get(of)
      : of.kind === 'selector'
        ? emitter.info.objects.get(of.name)
        : undefined;
  if (object?.kind === 'variable')
    return emitter.isCell(object)
      ? emitter.name(object)
      : `G.variable(() => ${emitter.read(object)}, (v) => { ${emitter.read(object)} = v; })`;
  if (of.kind === 'selector') {
    const whole = emitField(emitter, of);
    const dot = whole.lastIndexOf('.');
    return `G.pointer(${whole.slice(0, dot)}, ${JSON.stringify(whole.slice(dot + 1))})`;
  }
  if (of.kind === 'index') return `G.elementPointer(${emitter.expression(of.of)}, ${emitter.expression(of.index)})`;
  throw new Error(`no address: ${of.kind}`);
}
