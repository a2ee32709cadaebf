import type { Declaration, TypeDeclaration, ValueDeclaration } from '../ast.ts';
import { INVALID, type Named, type Type } from '../types/type.ts';
import { assign, isValue } from './assignability.ts';
import { checkSources, typeOfNew } from './assignments.ts';
import type { Checker } from './checker.ts';
import { describe } from './describe.ts';
import type { ConstantObject, Operand, TypeObject, VariableObject } from './objects.ts';
import type { Package } from './package.ts';
import { resolveType } from './type-expressions.ts';

let types = 0;

/** Declarations within functions; what they share with those of packages is below. */
export function checkLocal(checker: Checker, declaration: Declaration): void {
  if (declaration.kind === 'type') {
    const object = newType(declaration, checker.package);
    checker.declare(declaration.name, object);
    resolveDeclared(checker, declaration, object);
  } else if (declaration.kind === 'const') {
    const objects = constants(checker, declaration);
    for (const [at, name] of declaration.names.entries()) checker.declare(name, objects[at]!);
  } else if (declaration.kind === 'var') {
    const variables = declaration.names.map((name) => checker.variable(name, INVALID));
    fillVariables(checker, declaration, variables);
    for (const [at, name] of declaration.names.entries()) checker.declare(name, variables[at]!);
  }
}

export function newType({ name, isAlias }: TypeDeclaration, owner: Package): TypeObject {
  const type: Named = {
    kind: 'named',
    name: name.text,
    package: owner.name,
    isLibrary: owner.isLibrary,
    underlying: INVALID,
    methods: new Map(),
    number: types++,
  };
  return { kind: 'type', name: name.text, at: name.at, type: isAlias ? INVALID : type };
}

/** Gives a declared type what it is made of. */
export function resolveDeclared(checker: Checker, { type, isAlias, name }: TypeDeclaration, object: TypeObject): void {
  const made = resolveType(checker, type);
  if (isAlias) object.type = made;
  else if (object.type.kind === 'named') {
    object.type.underlying = made;
    if (holdsItself(object.type, made)) {
      checker.error(
        name.at,
        `invalid recursive type ${name.text}\n\t./${checker.file}:${name.at.line}:${name.at.column}: ${name.text} refers to ${name.text}`,
      );
      object.type.underlying = INVALID;
    }
  }
}

function holdsItself(type: Named, part: Type, seen = new Set<Type>()): boolean {
  if (part === type) return true;
  if (seen.has(part)) return false;
  seen.add(part);
  if (part.kind === 'named') return holdsItself(type, part.underlying, seen);
  if (part.kind === 'array') return holdsItself(type, part.of, seen);
  return part.kind === 'struct' && part.fields.some((field) => holdsItself(type, field.type, seen));
}

/** The constants of one line. */
export function constants(checker: Checker, { names, type, values, iota }: ValueDeclaration): ConstantObject[] {
  const outer = checker.iota;
  checker.iota = BigInt(iota);
  const wanted = type && resolveType(checker, type);
  if (values.length < names.length)
    checker.error((names[values.length] ?? names[0]!).at, 'missing init expr for const declaration');
  else if (values.length > names.length) checker.error(values[names.length]!.at, 'extra init expr');
  const objects = names.map((name, index): ConstantObject => {
    const value = values[index];
    const object: ConstantObject = { kind: 'constant', name: name.text, at: name.at, type: INVALID, value: undefined };
    if (!value) return object;
    let operand = checker.expression(value);
    if (!isValue(checker, operand)) return object;
    if (operand.mode !== 'constant') {
      checker.error(value.at, `${describe(operand)} is not constant`);
      return object;
    }
    if (wanted) operand = assign(checker, operand, wanted, 'constant declaration');
    object.type = operand.mode === 'invalid' ? INVALID : operand.type;
    object.value = operand.value;
    return object;
  });
  checker.iota = outer;
  return objects;
}

/** The types of the variables of one line, from the type or the values given. */
export function fillVariables(
  checker: Checker,
  { names, type, values }: ValueDeclaration,
  variables: readonly VariableObject[],
): void {
  const wanted = type && resolveType(checker, type);
  if (wanted) for (const variable of variables) variable.type = wanted;
  if (values.length === 0) return;
  if (values.length > 1 && values.length !== names.length) {
    const isMore = values.length > names.length;
    checker.error(
      isMore ? values[names.length]!.at : names[values.length]!.at,
      isMore
        ? `assignment mismatch: ${names.length} variable${names.length === 1 ? '' : 's'} but ${values.length} values`
        : `missing init expr for variable declaration`,
    );
    return;
  }
  const sources = checkSources(checker, values, names.length);
  for (const [at, variable] of variables.entries()) {
    const source: Operand | undefined = sources?.[at];
    if (wanted) {
      if (source) assign(checker, source, wanted, 'variable declaration');
    } else variable.type = source ? typeOfNew(checker, source, 'variable declaration') : INVALID;
  }
}
