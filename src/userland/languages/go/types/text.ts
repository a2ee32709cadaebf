import type { Signature, Type } from './type.ts';

/** The package whose types are named without it: the one being checked. */
export const home = { package: 'main' };

/** A type as complaints name it: those of the program's own package without it. `%T` has the package always, and real names. */
export function typeText(type: Type, isRuntime = false): string {
  const text = (of: Type) => typeText(of, isRuntime);
  switch (type.kind) {
    case 'basic':
      return isRuntime && type.aliasOf ? type.aliasOf.name : type.name;
    case 'named':
      return type.package === '' || (type.package === home.package && !isRuntime)
        ? type.name
        : `${type.package}.${type.name}`;
    case 'pointer':
      return `*${text(type.of)}`;
    case 'slice':
      return `[]${text(type.of)}`;
    case 'array':
      return `[${type.length}]${text(type.of)}`;
    case 'map':
      return `map[${text(type.key)}]${text(type.of)}`;
    case 'channel':
      return `${{ both: 'chan', send: 'chan<-', receive: '<-chan' }[type.direction]} ${text(type.of)}`;
    case 'signature':
      return `func${signatureText(type, isRuntime)}`;
    case 'struct': {
      const fields = type.fields.map(
        ({ name, type: of, isEmbedded, tag }) =>
          `${isEmbedded ? '' : `${name} `}${text(of)}${tag === '' ? '' : ` ${JSON.stringify(tag)}`}`,
      );
      if (!isRuntime) return `struct{${fields.join('; ')}}`;
      return fields.length === 0 ? 'struct {}' : `struct { ${fields.join('; ')} }`;
    }
    case 'interface': {
      const methods = type.methods.map((method) => method.name + signatureText(method.type, isRuntime));
      if (!isRuntime) return methods.length === 0 ? 'any' : `interface{${methods.join('; ')}}`;
      return methods.length === 0 ? 'interface {}' : `interface { ${methods.join('; ')} }`;
    }
    case 'tuple':
      return `(${type.types.map(text).join(', ')})`;
  }
}

/** Names of parameters are told by the compiler alone. */
export function signatureText({ parameters, results, isVariadic }: Signature, isRuntime = false): string {
  const list = (all: Signature['parameters'], variadic: boolean) =>
    all
      .map(({ name, type }, at) => {
        const isRest = variadic && at === all.length - 1 && type.kind === 'slice';
        const text = isRest ? `...${typeText(type.of, isRuntime)}` : typeText(type, isRuntime);
        return name === '' || isRuntime ? text : `${name} ${text}`;
      })
      .join(', ');
  const result =
    results.length === 0
      ? ''
      : results.length === 1 && (results[0]!.name === '' || isRuntime)
        ? ` ${typeText(results[0]!.type, isRuntime)}`
        : ` (${list(results, false)})`;
  return `(${list(parameters, isVariadic)})${result}`;
}
