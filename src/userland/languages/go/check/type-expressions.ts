import type { Expression, FunctionType, InterfaceType, Parameter, StructType } from '../ast.ts';
import { expressionText } from '../parse/text.ts';
import { isComparable } from '../types/predicates.ts';
import { typeText } from '../types/text.ts';
import {
  EMPTY_INTERFACE,
  INT,
  INVALID,
  type Interface,
  pointerTo,
  type Signature,
  type StructField,
  sliceOf,
  type Type,
  underlying,
} from '../types/type.ts';
import type { Checker } from './checker.ts';
import { representable } from './constants.ts';

/** The type an expression stands for; complains when it is none. */
export function resolveType(checker: Checker, expression: Expression): Type {
  const found = tryResolveType(checker, expression);
  if (found) return found;
  const operand = checker.expression(expression);
  if (operand.mode !== 'invalid') checker.error(expression.at, `${expressionText(expression)} is not a type`);
  return INVALID;
}

/** The same; undefined when it is no type. */
export function tryResolveType(checker: Checker, expression: Expression): Type | undefined {
  const type = typeOf(checker, expression);
  if (type) checker.record({ mode: 'type', type, expression });
  return type;
}

function typeOf(checker: Checker, expression: Expression): Type | undefined {
  switch (expression.kind) {
    case 'name': {
      const object = checker.find(expression.text);
      if (object?.kind !== 'type') return undefined;
      checker.info.objects.set(expression, object);
      return object.type;
    }
    case 'selector': {
      const { of, name } = expression;
      const object = of.kind === 'name' ? checker.find(of.text) : undefined;
      if (object?.kind !== 'package') return undefined;
      const member = object.of.names.get(name.text);
      const type = member?.kind === 'pending' ? member.resolve() : member;
      if (type?.kind !== 'type' || !/^\p{Lu}/u.test(name.text)) return undefined;
      object.isUsed = true;
      return type.type;
    }
    case 'parenthesized':
      return tryResolveType(checker, expression.of);
    case 'star': {
      const of = tryResolveType(checker, expression.of);
      return of && pointerTo(of);
    }
    case 'arrayType':
      return arrayOrSlice(checker, expression);
    case 'mapType': {
      const key = resolveType(checker, expression.key);
      const of = resolveType(checker, expression.of);
      if (underlying(key) && !isComparable(key))
        checker.error(expression.key.at, `invalid map key type ${typeText(key)}`);
      return { kind: 'map', key, of };
    }
    case 'channelType':
      return { kind: 'channel', direction: expression.direction, of: resolveType(checker, expression.of) };
    case 'functionType':
      return resolveSignature(checker, expression);
    case 'structType':
      return structType(checker, expression);
    case 'interfaceType':
      return interfaceType(checker, expression);
    default:
      return undefined;
  }
}

function arrayOrSlice(checker: Checker, { length, of, at }: Expression & { kind: 'arrayType' }): Type {
  if (length === 'slice') return sliceOf(resolveType(checker, of));
  if (length === 'counted') {
    checker.error(at, 'invalid use of [...] array (outside a composite literal)');
    return INVALID;
  }
  const element = resolveType(checker, of);
  const { mode, value } = checker.expression(length);
  if (mode === 'invalid') return INVALID;
  const count = value === undefined ? undefined : representable(value, INT);
  if (count === undefined || (count as bigint) < 0n) {
    const text = expressionText(length);
    checker.error(
      length.at,
      value === undefined ? `invalid array length ${text}` : `invalid array length ${text} (untyped constant)`,
    );
    return INVALID;
  }
  return { kind: 'array', length: Number(count), of: element };
}

export function resolveSignature(checker: Checker, { parameters, results }: FunctionType): Signature {
  const list = (all: readonly Parameter[]) =>
    all.map(({ name, type, isVariadic }) => {
      const of = resolveType(checker, type);
      return { name: name?.text ?? '', type: isVariadic ? sliceOf(of) : of };
    });
  return {
    kind: 'signature',
    parameters: list(parameters),
    results: list(results),
    isVariadic: parameters.at(-1)?.isVariadic ?? false,
  };
}

function structType(checker: Checker, { fields }: StructType): Type {
  const seen = new Map<string, StructField>();
  for (const { name, type, tag } of fields) {
    const of = resolveType(checker, type);
    const text = name?.text ?? embeddedName(type);
    const at = name?.at ?? type.at;
    if (text !== '_' && seen.has(text)) checker.error(at, `${text} redeclared`);
    seen.set(text === '_' ? `_${seen.size}` : text, {
      name: text,
      type: of,
      isEmbedded: !name,
      tag,
      package: checker.package.name,
    });
  }
  return { kind: 'struct', fields: [...seen.values()] };
}

function embeddedName(type: Expression): string {
  if (type.kind === 'star' || type.kind === 'parenthesized') return embeddedName(type.of);
  return type.kind === 'selector' ? type.name.text : expressionText(type);
}

function interfaceType(checker: Checker, { methods, embedded, at }: InterfaceType): Type {
  const own = methods.map(({ name, signature }) => ({ name: name.text, type: resolveSignature(checker, signature) }));
  const inherited = embedded.flatMap((each): Interface['methods'] => {
    const type = resolveType(checker, each);
    const of = underlying(type);
    if (of.kind === 'interface') return of.methods;
    if (type !== INVALID) checker.refuse(at, 'interfaces of types (constraints)');
    return [];
  });
  const all = new Map([...inherited, ...own].map((method) => [method.name, method]));
  if (all.size === 0) return EMPTY_INTERFACE;
  return { kind: 'interface', methods: [...all.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) };
}
