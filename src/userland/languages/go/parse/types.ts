import type { Expression, Field, FunctionType, InterfaceType, Name, Parameter, StructType } from '../ast.ts';
import type { Cursor } from './cursor.ts';

/** Types as they are written. */
export function parseType(cursor: Cursor): Expression {
  const type = tryType(cursor);
  if (!type) throw cursor.unexpected(', expected type');
  return type;
}

/** A type, if one begins here. */
export function tryType(cursor: Cursor): Expression | undefined {
  const at = cursor.place;
  if (cursor.token.kind === 'name') return typeName(cursor);
  if (cursor.accept('*')) return { kind: 'star', at, of: parseType(cursor) };
  if (cursor.accept('(')) {
    const of = parseType(cursor);
    cursor.expect(')');
    return { kind: 'parenthesized', at, of };
  }
  if (cursor.accept('[')) {
    if (cursor.accept(']')) return { kind: 'arrayType', at, length: 'slice', of: parseType(cursor) };
    const length = cursor.accept('...') ? 'counted' : cursor.nested(() => cursor.expression());
    cursor.expect(']');
    return { kind: 'arrayType', at, length, of: parseType(cursor) };
  }
  if (cursor.accept('map')) {
    cursor.expect('[');
    const key = parseType(cursor);
    cursor.expect(']');
    return { kind: 'mapType', at, key, of: parseType(cursor) };
  }
  if (cursor.accept('chan')) {
    const direction = cursor.accept('<-') ? 'send' : 'both';
    return { kind: 'channelType', at, direction, of: parseType(cursor) };
  }
  if (cursor.is('<-') && cursor.isFollowedBy('chan')) {
    cursor.next();
    cursor.expect('chan');
    return { kind: 'channelType', at, direction: 'receive', of: parseType(cursor) };
  }
  if (cursor.accept('func')) return parseSignature(cursor, at);
  if (cursor.is('struct')) return structType(cursor);
  if (cursor.is('interface')) return interfaceType(cursor);
  return undefined;
}

export function parseName(cursor: Cursor, context = ', expected name'): Name {
  const { token, place } = cursor;
  if (token.kind !== 'name') throw cursor.unexpected(context);
  cursor.next();
  return { kind: 'name', at: place, text: token.text };
}

function typeName(cursor: Cursor): Expression {
  const name = parseName(cursor);
  if (cursor.is('[') && !cursor.isFollowedBy(']') && cursor.ahead(() => isInstantiation(cursor)))
    throw cursor.refuse('type parameters');
  if (!cursor.accept('.')) return name;
  return { kind: 'selector', at: name.at, of: name, name: parseName(cursor) };
}

/** Name[T] where a type stands: of a generic type. */
function isInstantiation(cursor: Cursor): boolean {
  cursor.next();
  if (cursor.token.kind !== 'name') return false;
  cursor.next();
  return cursor.is(']', ',');
}

export function parseSignature(cursor: Cursor, at = cursor.place): FunctionType {
  const parameters = parseParameters(cursor);
  if (cursor.is('(')) return { kind: 'functionType', at, parameters, results: parseParameters(cursor) };
  const result = tryType(cursor);
  return { kind: 'functionType', at, parameters, results: result ? [{ type: result, isVariadic: false }] : [] };
}

/** `(a, b int, more ...string)` or, without names, `(int, string)`. */
export function parseParameters(cursor: Cursor): Parameter[] {
  cursor.expect('(');
  const entries = cursor.list(')', 'parameter list', () => {
    const isVariadic = cursor.accept('...');
    const first = parseType(cursor);
    if (isVariadic || cursor.is(',', ')')) return { first, isVariadic };
    const rest = cursor.accept('...');
    const type = tryType(cursor);
    if (!type) throw cursor.unexpected(' in parameter list; possibly missing comma or )');
    return { first, type, isVariadic: rest };
  });
  cursor.expect(')');
  if (!entries.some(({ type }) => type)) return entries.map(({ first, isVariadic }) => ({ type: first, isVariadic }));
  // Names alone take the type of the next that has one.
  let last: { readonly type?: Expression; readonly isVariadic: boolean } | undefined;
  const named = entries.reverse().map((entry): Parameter => {
    if (entry.type) last = entry;
    if (entry.first.kind !== 'name' || !last?.type)
      throw cursor.refuse('parameters with and without names', entry.first.at);
    return { name: entry.first, type: last.type, isVariadic: last.isVariadic };
  });
  return named.reverse();
}

function structType(cursor: Cursor): StructType {
  const { line, column } = cursor.expect('struct');
  cursor.expect('{');
  const fields: Field[] = [];
  while (!cursor.accept('}')) {
    const names: Name[] = [];
    let type: Expression;
    if (cursor.is('*') || isEmbedded(cursor)) type = parseType(cursor);
    else {
      do names.push(parseName(cursor, ', expected field name or embedded type'));
      while (cursor.accept(','));
      type = parseType(cursor);
    }
    const tag = cursor.token.kind === 'string' ? cursor.next().text : '';
    if (names.length === 0) fields.push({ type, tag });
    for (const name of names) fields.push({ name, type, tag });
    if (!cursor.is('}') && !cursor.accept(';'))
      throw cursor.unexpected(' in struct type; possibly missing semicolon or newline or }');
  }
  return { kind: 'structType', at: { line, column }, fields };
}

/** A type alone on its line. */
function isEmbedded(cursor: Cursor): boolean {
  return cursor.ahead(() => {
    if (cursor.next().kind !== 'name') return false;
    if (cursor.accept('.')) cursor.next();
    return cursor.is(';', '}') || cursor.token.kind === 'string';
  });
}

function interfaceType(cursor: Cursor): InterfaceType {
  const { line, column } = cursor.expect('interface');
  cursor.expect('{');
  const methods: { name: Name; signature: FunctionType }[] = [];
  const embedded: Expression[] = [];
  while (!cursor.accept('}')) {
    if (cursor.token.kind === 'name' && cursor.isFollowedBy('(')) {
      methods.push({ name: parseName(cursor), signature: parseSignature(cursor) });
    } else embedded.push(parseType(cursor));
    if (cursor.is('|', '~')) throw cursor.refuse('type parameters');
    if (!cursor.is('}') && !cursor.accept(';'))
      throw cursor.unexpected(' in interface type; possibly missing semicolon or newline or }');
  }
  return { kind: 'interfaceType', at: { line, column }, methods, embedded };
}
