import type { FunctionObject } from '../check/objects.ts';
import { identical } from './identical.ts';
import { type Interface, type Signature, type StructField, type Type, underlying } from './type.ts';

/** What a selector finds in a type: a field or a method, perhaps of an embedded struct. */
export interface Member {
  /** The embedded fields on the way. */
  readonly path: readonly StructField[];
  readonly field?: StructField;
  readonly method?: FunctionObject;
  /** Of an interface. */
  readonly abstract?: { readonly name: string; readonly type: Signature };
}

/** Searches level by level; the outer one hides the inner. */
export function findMember(type: Type, name: string): Member | undefined {
  let level: { readonly type: Type; readonly path: readonly StructField[] }[] = [
    { type: underlying(type).kind === 'pointer' && type.kind === 'named' ? type : dereferenced(type), path: [] },
  ];
  const seen = new Set<Type>();
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { type: of, path } of level) {
      if (seen.has(of)) continue;
      seen.add(of);
      if (of.kind === 'named') {
        const method = of.methods.get(name);
        if (method) return { path, method };
      }
      const inner = underlying(of);
      if (inner.kind === 'interface') {
        const abstract = inner.methods.find((each) => each.name === name);
        // A pointer to an interface has no methods.
        if (abstract && (path.length > 0 || type.kind !== 'pointer')) return { path, abstract };
      }
      const struct = inner.kind === 'pointer' ? underlying(inner.of) : inner;
      if (struct.kind !== 'struct') continue;
      for (const field of struct.fields) {
        if (field.name === name) return { path, field };
        if (field.isEmbedded) next.push({ type: dereferenced(field.type), path: [...path, field] });
      }
    }
    level = next;
  }
  return undefined;
}

export function dereferenced(type: Type): Type {
  return type.kind === 'pointer' ? type.of : type;
}

/** Whether a value of `type` has that method itself: those of pointers only pointers have. */
export function hasInMethodSet(type: Type, { path, method }: Member): boolean {
  if (!method?.isOnPointer) return true;
  return type.kind === 'pointer' || path.some((field) => field.type.kind === 'pointer');
}

export function signatureOf(member: Member): Signature | undefined {
  return member.method?.type ?? member.abstract?.type;
}

/** Why `type` is not of the interface; undefined when it is. */
export function missingMethod(type: Type, wanted: Interface): string | undefined {
  for (const { name, type: signature } of wanted.methods) {
    const found = findMember(type, name);
    const own = found && signatureOf(found);
    if (!own || !identical(own, signature)) {
      if (own && found) return `(wrong type for method ${name})`;
      return `(missing method ${name})`;
    }
    if (!hasInMethodSet(type, found)) return `(method ${name} has pointer receiver)`;
  }
  return undefined;
}
