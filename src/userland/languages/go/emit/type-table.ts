import { findMember, hasInMethodSet, signatureOf } from '../types/members.ts';
import { isAggregate, isComparable, isInterface } from '../types/predicates.ts';
import { typeText } from '../types/text.ts';
import { type Interface, type Struct, type StructField, type Type, underlying } from '../types/type.ts';
import type { Emitter } from './emitter.ts';
import { copy, overwrite, same, zero } from './values.ts';

/** The types that a program knows of at run time, and the classes of its structs. */
export class TypeTable {
  readonly #emitter: Emitter;
  readonly #numbers = new Map<string, number>();
  readonly #types: Type[] = [];
  readonly #classes = new Map<string, { readonly name: string; readonly type: Struct }>();
  #written = 0;
  #writtenClasses = 0;

  constructor(emitter: Emitter) {
    this.#emitter = emitter;
  }

  /** How the program refers to a type's description. */
  reference(type: Type): string {
    const key = typeKey(type);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#types.length;
      this.#numbers.set(key, number);
      this.#types.push(type);
    }
    return `T[${number}]`;
  }

  /** The class of a struct type: one for each way structs are made. */
  structClass(type: Type): string {
    const struct = underlying(type) as Struct;
    const key = typeKey(struct);
    let known = this.#classes.get(key);
    if (!known) {
      known = { name: this.#emitter.fresh(type.kind === 'named' ? `S_${type.name}` : 'S_'), type: struct };
      this.#classes.set(key, known);
    }
    return known.name;
  }

  get size(): number {
    return this.#types.length;
  }

  /** What was asked for since the last time. Asking for one may ask for others. */
  write(): string[] {
    const lines: string[] = [];
    while (this.#written < this.#types.length || this.#writtenClasses < this.#classes.size) {
      const classes = [...this.#classes.values()].slice(this.#writtenClasses);
      this.#writtenClasses += classes.length;
      lines.push(...classes.map(({ name, type }) => this.#class(name, type)));
      while (this.#written < this.#types.length) {
        const at = this.#written++;
        lines.push(`G.define(T[${at}], ${this.#description(this.#types[at]!)});`);
      }
    }
    return lines;
  }

  #class(name: string, { fields }: Struct): string {
    const list = (of: (field: StructField, at: number) => string) => fields.map(of);
    const own = list((field, at) => `this.${property(field.name, at)} = f${at};`);
    const copies = list((field, at) => copy(field.type, `this.${property(field.name, at)}`));
    const sets = list((field, at) => {
      const place = property(field.name, at);
      return isAggregate(field.type)
        ? `${overwrite(field.type, `this.${place}`, `o.${place}`)};`
        : `this.${place} = o.${place};`;
    });
    const equal = fields.every((field) => isComparable(field.type))
      ? list((field, at) => same(field.type, `this.${property(field.name, at)}`, `o.${property(field.name, at)}`))
      : ['false'];
    return `class ${name} { constructor(${list((_, at) => `f${at}`).join(', ')}) { ${own.join(' ')} } $copy() { return new ${name}(${copies.join(', ')}); } $set(o) { ${sets.join(' ')} } $same(o) { return ${equal.join(' && ') || 'true'}; } }`;
  }

  #description(type: Type): string {
    const of = underlying(type);
    const parts = [
      `name: ${JSON.stringify(typeText(type, true))}`,
      `kind: ${JSON.stringify(of.kind === 'basic' ? (of.aliasOf ?? of).name : of.kind)}`,
    ];
    if (type.kind === 'named') parts.push('isNamed: true');
    if (!isComparable(type)) parts.push('isUncomparable: true');
    parts.push(`zero: () => ${zero(this.#emitter, type)}`);
    if ('of' in of) parts.push(`of: ${this.reference(of.of)}`);
    if (of.kind === 'map') parts.push(`key: ${this.reference(of.key)}`);
    if (of.kind === 'array') parts.push(`length: ${of.length}`);
    if (of.kind === 'struct') {
      const fields = of.fields.map(
        (field, at) =>
          `{ name: ${JSON.stringify(field.name)}, at: ${JSON.stringify(property(field.name, at))}, type: ${this.reference(field.type)}, tag: ${JSON.stringify(field.tag)}, isEmbedded: ${field.isEmbedded} }`,
      );
      parts.push(`fields: [${fields.join(', ')}]`);
    }
    if (of.kind === 'interface') parts.push(`wants: ${JSON.stringify(methodKeys(of))}`);
    const methods = this.#methods(type);
    parts.push(`keys: ${JSON.stringify(methods.map(({ key }) => key))}`);
    parts.push(`methods: { ${methods.map(({ name, js }) => `${JSON.stringify(name)}: ${js}`).join(', ')} }`);
    return `{ ${parts.join(', ')} }`;
  }

  /** The methods a value of the type has, the value as their first parameter. */
  #methods(type: Type): { readonly name: string; readonly key: string; readonly js: string }[] {
    if (isInterface(type)) return [];
    return methodNames(type).flatMap((name) => {
      const member = findMember(type, name);
      const signature = member && signatureOf(member);
      if (!signature || !hasInMethodSet(type, member)) return [];
      return [{ name, key: `${name} ${typeKey(signature)}`, js: methodFunction(this.#emitter, type, name) }];
    });
  }
}

/** A method as a function of its receiver, a value of `type`, and the arguments. */
export function methodFunction(emitter: Emitter, type: Type, name: string): string {
  const { path, method, abstract } = findMember(type, name)!;
  const owner = path.reduce((js, field) => `${js}.${property(field.name)}`, 'r');
  if (abstract) return `(r, ...a) => G.invoke(${owner}, ${JSON.stringify(name)}, ...a)`;
  const js = emitter.functionName(method!);
  const holder = path.at(-1)?.type ?? type;
  const isPointer = underlying(holder).kind === 'pointer';
  if (method!.isOnPointer) return path.length === 0 ? js : `(r, ...a) => ${js}(${owner}, ...a)`;
  const receiver = isPointer && !isAggregate(method!.receiver!) ? `${owner}.v` : owner;
  const own = copy(method!.receiver!, receiver);
  return own === 'r' ? js : `(r, ...a) => ${js}(${own}, ...a)`;
}

function methodNames(type: Type, seen = new Set<Type>()): string[] {
  const of = type.kind === 'pointer' ? type.of : type;
  if (seen.has(of)) return [];
  seen.add(of);
  const inner = underlying(of);
  const own = of.kind === 'named' ? [...of.methods.keys()] : [];
  if (inner.kind === 'interface') return [...own, ...inner.methods.map(({ name }) => name)];
  const promoted =
    inner.kind === 'struct'
      ? inner.fields.flatMap((field) => (field.isEmbedded ? methodNames(field.type, seen) : []))
      : [];
  return [...new Set([...own, ...promoted])];
}

/** An interface's methods with what they take and give: a method of that name alone is not enough. */
export function methodKeys({ methods }: Interface): string[] {
  return methods.map(({ name, type }) => `${name} ${typeKey(type)}`);
}

/** A field's name in JavaScript; several may be called _. */
export function property(name: string, at = 0): string {
  return name === '_' ? `_${at}` : name === '__proto__' ? '__proto' : name;
}

/** The same text for the same type, and for no other. */
export function typeKey(type: Type): string {
  switch (type.kind) {
    case 'named':
      return `${type.package}.${type.name}#${type.number}`;
    case 'basic':
      return (type.aliasOf ?? type).name;
    case 'pointer':
    case 'slice':
      return `${type.kind} ${typeKey(type.of)}`;
    case 'array':
      return `[${type.length}]${typeKey(type.of)}`;
    case 'map':
      return `map[${typeKey(type.key)}]${typeKey(type.of)}`;
    case 'channel':
      return `chan ${type.direction} ${typeKey(type.of)}`;
    case 'struct':
      return `struct{${type.fields.map((field) => `${field.name} ${field.isEmbedded} ${typeKey(field.type)} ${field.tag}`).join(';')}}`;
    case 'interface':
      return `interface{${type.methods.map((method) => method.name + typeKey(method.type)).join(';')}}`;
    case 'signature':
      return `func(${type.parameters.map((each) => typeKey(each.type)).join(',')}${type.isVariadic ? '...' : ''})(${type.results.map((each) => typeKey(each.type)).join(',')})`;
    case 'tuple':
      return `(${type.types.map(typeKey).join(',')})`;
  }
}
