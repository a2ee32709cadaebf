import type { Selector } from '../ast.ts';
import { expressionText } from '../parse/text.ts';
import { findMember, hasInMethodSet, type Member, signatureOf } from '../types/members.ts';
import { isInterface, isInvalid } from '../types/predicates.ts';
import { typeText } from '../types/text.ts';
import { type Signature, type Type, underlying } from '../types/type.ts';
import { isValue } from './assignability.ts';
import type { Checker } from './checker.ts';
import { objectOperand } from './names.ts';
import type { Operand, PackageObject } from './objects.ts';

/** of.name: of a package, a field, a method. */
export function checkSelector(checker: Checker, expression: Selector): Operand {
  const { of, name } = expression;
  const object = of.kind === 'name' ? checker.find(of.text) : undefined;
  if (object?.kind === 'package') return packageMember(checker, expression, object);
  const base = checker.expression(of);
  if (base.mode === 'type') return methodExpression(checker, expression, base.type);
  if (!isValue(checker, base)) return checker.invalid(expression);
  const member = findMember(base.type, name.text);
  const type = member && (member.field?.type ?? signatureOf(member));
  if (!member || !type || isHidden(checker, member, name.text)) {
    undefinedMember(checker, expression, base.type, member);
    return checker.invalid(expression);
  }
  if (member.method) checker.needs?.add(member.method);
  if (
    member.method?.isOnPointer &&
    !hasInMethodSet(base.type, member) &&
    base.mode !== 'variable' &&
    member.path.length === 0
  ) {
    checker.error(expression.at, `cannot call pointer method ${name.text} on ${typeText(base.type)}`);
    return checker.invalid(expression);
  }
  if (!member.field) return { mode: 'value', type, expression };
  const throughPointer =
    underlying(base.type).kind === 'pointer' || member.path.some((each) => each.type.kind === 'pointer');
  return {
    mode: isInvalid(type) ? 'invalid' : base.mode === 'variable' || throughPointer ? 'variable' : 'value',
    type,
    expression,
  };
}

function packageMember(checker: Checker, expression: Selector, object: PackageObject): Operand {
  const { name } = expression;
  object.isUsed = true;
  const full = `${object.name}.${name.text}`;
  const isExported = /^\p{Lu}/u.test(name.text);
  const found = isExported ? object.of.names.get(name.text) : undefined;
  if (!found) {
    // Go's library has more than is here: that it is not here is not the program's mistake.
    if (isExported && object.of.isLibrary) checker.refuse(name.at, full);
    else checker.error(name.at, `undefined: ${full}`);
    return checker.invalid(expression);
  }
  const member = found.kind === 'pending' ? found.resolve() : found;
  checker.info.objects.set(name, member);
  return objectOperand(checker, expression, member);
}

/** T.Method: a function whose first parameter is the receiver. */
function methodExpression(checker: Checker, expression: Selector, type: Type): Operand {
  const member = findMember(type, expression.name.text);
  const signature = member && signatureOf(member);
  if (!member || !signature) {
    const { name } = expression;
    checker.error(
      name.at,
      `${expressionText(expression)} undefined (type ${typeText(type)} has no method ${name.text})`,
    );
    return checker.invalid(expression);
  }
  if (member.method) checker.needs?.add(member.method);
  const whole: Signature = { ...signature, parameters: [{ name: '_', type }, ...signature.parameters] };
  return { mode: 'value', type: whole, expression };
}

/** Names of others without a capital are theirs alone. */
function isHidden(checker: Checker, { field, method }: Member, name: string): boolean {
  const owner = field?.package ?? method?.package.name;
  return owner !== undefined && owner !== checker.package.name && !/^\p{Lu}/u.test(name);
}

function undefinedMember(checker: Checker, { of, name }: Selector, type: Type, hidden: Member | undefined): void {
  const text = `${expressionText(of)}.${name.text}`;
  const inner = underlying(type);
  if (inner.kind === 'pointer' && isInterface(inner.of)) {
    checker.error(name.at, `${text} undefined (type ${typeText(type)} is pointer to interface, not interface)`);
    return;
  }
  const owner = type.kind === 'pointer' ? type.of : type;
  if (isOfLibrary(owner) && /^\p{Lu}/u.test(name.text)) {
    checker.refuse(name.at, `${typeText(type)}.${name.text}`);
    return;
  }
  const swapped = name.text.replace(/^./u, (first) =>
    first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase(),
  );
  const other = findMember(type, swapped);
  if (hidden && !other) {
    checker.error(
      name.at,
      `${text} undefined (cannot refer to unexported ${hidden.field ? 'field' : 'method'} ${name.text})`,
    );
    return;
  }
  const but = other ? `, but does have ${other.field ? 'field' : 'method'} ${swapped}` : '';
  checker.error(name.at, `${text} undefined (type ${typeText(type)} has no field or method ${name.text}${but})`);
}

/** Go's library has more than is here. */
function isOfLibrary(type: Type): boolean {
  return type.kind === 'named' && type.isLibrary;
}
