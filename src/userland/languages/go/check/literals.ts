import type { Composite, FunctionLiteral } from '../ast.ts';
import { isInvalid } from '../types/predicates.ts';
import { typeText } from '../types/text.ts';
import { INT, type MapOf, type Struct, type Type, underlying } from '../types/type.ts';
import type { Checker } from './checker.ts';
import { constantText, representable } from './constants.ts';
import type { Operand } from './objects.ts';
import { resolveSignature, resolveType } from './type-expressions.ts';

/** T{…}. Within another literal the type is the element's. */
export function checkComposite(checker: Checker, expression: Composite, wanted: Type | undefined): Operand {
  const type = typeOf(checker, expression, wanted);
  const pointed = wanted && !expression.type && underlying(type).kind === 'pointer' ? underlying(type) : undefined;
  const of = pointed?.kind === 'pointer' ? underlying(pointed.of) : underlying(type);
  switch (of.kind) {
    case 'struct':
      structElements(checker, expression, of, pointed?.kind === 'pointer' ? pointed.of : type);
      break;
    case 'map':
      mapElements(checker, expression, of);
      break;
    case 'slice':
      listElements(checker, expression, of.of, undefined);
      break;
    case 'array':
      listElements(checker, expression, of.of, of.length);
      break;
    default:
      for (const { value } of expression.elements) if (value.kind !== 'composite') checker.value(value);
      if (!isInvalid(type)) checker.error(expression.at, `invalid composite literal type ${typeText(type)}`);
      return checker.invalid(expression);
  }
  return checker.record({ mode: 'value', type, expression });
}

function typeOf(checker: Checker, { type, elements }: Composite, wanted: Type | undefined): Type {
  if (type?.kind === 'arrayType' && type.length === 'counted') {
    const found: Type = { kind: 'array', of: resolveType(checker, type.of), length: counted(checker, elements) };
    checker.record({ mode: 'type', type: found, expression: type });
    return found;
  }
  return type ? resolveType(checker, type) : wanted!;
}

/** How many elements `[...]` has: keys count on from where they say. */
function counted(checker: Checker, elements: Composite['elements']): number {
  let [at, most] = [0, 0];
  for (const { key } of elements) {
    const value = key && checker.value(key).value;
    if (typeof value === 'bigint') at = Number(value);
    at++;
    most = Math.max(most, at);
  }
  return most;
}

function structElements(checker: Checker, { elements, at, end }: Composite, { fields }: Struct, type: Type): void {
  const isKeyed = elements[0]?.key !== undefined;
  const seen = new Set<string>();
  for (const [position, { key, value }] of elements.entries()) {
    const place = key ?? value;
    if ((key !== undefined) !== isKeyed) {
      checker.error(place.at, 'mixture of field:value and value elements in struct literal');
      continue;
    }
    const name = key?.kind === 'name' ? key.text : undefined;
    const field = key ? fields.find((each) => each.name === name) : fields[position];
    if (!field) {
      if (value.kind !== 'composite' || value.type) checker.value(value);
      checker.error(
        place.at,
        key
          ? `unknown field ${name} in struct literal of type ${typeText(type)}`
          : `too many values in struct literal of type ${typeText(type)}`,
      );
      if (!key) return;
      continue;
    }
    const isHidden = field.package !== checker.package.name && !/^\p{Lu}/u.test(field.name);
    if (isHidden)
      checker.error(
        place.at,
        `${key ? 'cannot refer to' : 'implicit assignment to'} unexported field ${field.name} in struct literal of type ${typeText(type)}`,
      );
    if (seen.has(field.name)) checker.error(place.at, `duplicate field name ${field.name} in struct literal`);
    seen.add(field.name);
    if (value.kind === 'composite' && !value.type)
      checker.error(value.at, `invalid composite literal type ${typeText(field.type)}`);
    else checker.assigned(value, field.type, 'struct literal');
  }
  if (!isKeyed && elements.length > 0 && elements.length < fields.length)
    checker.error(end ?? at, `too few values in struct literal of type ${typeText(type)}`);
}

function mapElements(checker: Checker, { elements }: Composite, { key: keyType, of }: MapOf): void {
  const seen = new Set<unknown>();
  for (const { key, value } of elements) {
    if (!key) {
      checker.error(value.at, 'missing key in map literal');
      continue;
    }
    const given = checker.assigned(key, keyType, 'map literal');
    if (given.value !== undefined) {
      if (seen.has(given.value)) checker.error(key.at, `duplicate key ${constantText(given.value)} in map literal`);
      seen.add(given.value);
    }
    checker.assigned(value, of, 'map literal');
  }
}

function listElements(checker: Checker, { elements }: Composite, of: Type, length: number | undefined): void {
  let at = 0;
  for (const { key, value } of elements) {
    if (key) {
      const given = checker.value(key).value;
      const position = given === undefined ? undefined : representable(given, INT);
      if (position === undefined) checker.error(key.at, `index ${'must be integer constant'}`);
      else at = Number(position);
    }
    if (length !== undefined && at >= length) {
      checker.error(value.at, `index ${at} is out of bounds (>= ${length})`);
      return;
    }
    checker.assigned(value, of, 'array or slice literal');
    at++;
  }
}

export function checkFunctionLiteral(checker: Checker, expression: FunctionLiteral): Operand {
  const type = resolveSignature(checker, expression.signature);
  checker.body(expression.signature, type, expression.body);
  return { mode: 'value', type, expression };
}
