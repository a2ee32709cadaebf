import type { Composite } from '../ast.ts';
import type { Operand } from '../check/objects.ts';
import { underlying } from '../types/type.ts';
import type { Emitter } from './emitter.ts';
import { newMap, zero } from './values.ts';

/** T{…} */
export function emitComposite(emitter: Emitter, { elements }: Composite, { type }: Operand): string {
  const pointed = underlying(type);
  const of = pointed.kind === 'pointer' ? underlying(pointed.of) : pointed;
  const held = pointed.kind === 'pointer' ? pointed.of : type;
  if (of.kind === 'struct') {
    const given = new Map(
      elements.map(({ key, value }, at) => {
        const field = key?.kind === 'name' ? of.fields.find((each) => each.name === key.text)! : of.fields[at]!;
        return [field, emitter.value(value, field.type)];
      }),
    );
    return `new ${emitter.types.structClass(held)}(${of.fields.map((field) => given.get(field) ?? zero(emitter, field.type)).join(', ')})`;
  }
  if (of.kind === 'map') {
    const entries = elements.map(
      ({ key, value }) => `[${emitter.value(key!, of.key)}, ${emitter.value(value, of.of)}]`,
    );
    return entries.length === 0 ? newMap(of.key) : `G.fill(${newMap(of.key)}, [${entries.join(', ')}])`;
  }
  if (of.kind !== 'slice' && of.kind !== 'array') throw new Error(`no literal of ${of.kind}`);
  const list: string[] = [];
  let at = 0;
  for (const { key, value } of elements) {
    if (key) at = Number(emitter.operand(key).value);
    while (list.length < at) list.push(zero(emitter, of.of));
    list[at++] = emitter.value(value, of.of);
  }
  if (of.kind === 'array') while (list.length < of.length) list.push(zero(emitter, of.of));
  return of.kind === 'array' ? `[${list.join(', ')}]` : `G.list([${list.join(', ')}])`;
}
