import type { Basic, Signature, Type } from './type.ts';

const plain = (type: Basic): Basic => type.aliasOf ?? type;

/** Whether two types are the same (The Go Programming Language Specification, "Type identity"). */
export function identical(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (a.kind === 'basic') return b.kind === 'basic' && plain(a) === plain(b);
  switch (a.kind) {
    case 'named':
      return false;
    case 'pointer':
    case 'slice':
      return b.kind === a.kind && identical(a.of, b.of);
    case 'array':
      return b.kind === 'array' && a.length === b.length && identical(a.of, b.of);
    case 'map':
      return b.kind === 'map' && identical(a.key, b.key) && identical(a.of, b.of);
    case 'channel':
      return b.kind === 'channel' && a.direction === b.direction && identical(a.of, b.of);
    case 'signature':
      return b.kind === 'signature' && identicalSignatures(a, b);
    case 'struct':
      return (
        b.kind === 'struct' &&
        a.fields.length === b.fields.length &&
        a.fields.every((field, at) => {
          const other = b.fields[at]!;
          return (
            field.name === other.name &&
            field.tag === other.tag &&
            field.isEmbedded === other.isEmbedded &&
            identical(field.type, other.type)
          );
        })
      );
    case 'interface':
      return (
        b.kind === 'interface' &&
        a.methods.length === b.methods.length &&
        a.methods.every(({ name, type }, at) => name === b.methods[at]!.name && identical(type, b.methods[at]!.type))
      );
    case 'tuple':
      return b.kind === 'tuple' && allIdentical(a.types, b.types);
  }
}

function identicalSignatures(a: Signature, b: Signature): boolean {
  const types = (list: Signature['parameters']) => list.map(({ type }) => type);
  return (
    a.isVariadic === b.isVariadic &&
    allIdentical(types(a.parameters), types(b.parameters)) &&
    allIdentical(types(a.results), types(b.results))
  );
}

function allIdentical(a: readonly Type[], b: readonly Type[]): boolean {
  return a.length === b.length && a.every((type, at) => identical(type, b[at]!));
}
