import type { Block, Composite, Element, Expression, Unary } from '../ast.ts';
import type { Cursor } from './cursor.ts';
import { parseName, parseSignature, parseType, tryType } from './types.ts';

const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '|': 4,
  '^': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  '<<': 5,
  '>>': 5,
  '&': 5,
  '&^': 5,
};

export function parseExpression(cursor: Cursor, level = 1): Expression {
  let left = unary(cursor);
  for (;;) {
    const { token } = cursor;
    const precedence = token.kind === 'operator' ? PRECEDENCE[token.text] : undefined;
    if (precedence === undefined || precedence < level) return left;
    cursor.next();
    const right = parseExpression(cursor, precedence + 1);
    left = { kind: 'binary', at: left.at, operator: token.text, left, right };
  }
}

export function parseExpressions(cursor: Cursor): Expression[] {
  const found = [parseExpression(cursor)];
  while (cursor.accept(',')) found.push(parseExpression(cursor));
  return found;
}

function unary(cursor: Cursor): Expression {
  const at = cursor.place;
  if (cursor.is('<-') && cursor.isFollowedBy('chan')) return parseType(cursor);
  if (cursor.is('+', '-', '!', '^', '&', '<-')) {
    const operator = cursor.next().text as Unary['operator'];
    return { kind: 'unary', at, operator, of: unary(cursor) };
  }
  if (cursor.accept('*')) return { kind: 'star', at, of: unary(cursor) };
  return suffixes(cursor, operand(cursor));
}

function operand(cursor: Cursor): Expression {
  const { token, place: at } = cursor;
  switch (token.kind) {
    case 'int':
    case 'float':
    case 'string':
    case 'rune':
      cursor.next();
      return { kind: 'literal', at, of: token.kind, text: token.text, raw: token.raw };
    case 'name':
      return parseName(cursor);
    default:
  }
  if (cursor.accept('(')) {
    const of = cursor.nested(() => parseExpression(cursor));
    cursor.expect(')');
    return { kind: 'parenthesized', at, of };
  }
  if (cursor.accept('func')) {
    const signature = parseSignature(cursor, at);
    if (!cursor.is('{')) return signature;
    const body: Block = cursor.nested(() => cursor.block());
    return { kind: 'function', at, signature, body };
  }
  const type = cursor.is('[', 'map', 'chan', 'struct', 'interface') ? tryType(cursor) : undefined;
  if (!type) throw cursor.unexpected(', expected expression');
  return type;
}

function suffixes(cursor: Cursor, start: Expression): Expression {
  let of = start;
  const { at } = start;
  for (;;) {
    if (cursor.accept('.')) {
      if (cursor.accept('(')) {
        const type = cursor.accept('type') ? undefined : parseType(cursor);
        cursor.expect(')');
        of = { kind: 'assertion', at, of, ...(type && { type }) };
      } else of = { kind: 'selector', at, of, name: parseName(cursor, ', expected name or (') };
    } else if (cursor.accept('[')) of = cursor.nested(() => indexed(cursor, of));
    else if (cursor.is('(')) of = call(cursor, of);
    else if (cursor.is('{') && mayBeComposite(of) && (!cursor.inHeader || isTypeOnly(of)))
      of = parseComposite(cursor, of);
    else return of;
  }
}

function call(cursor: Cursor, callee: Expression): Expression {
  cursor.expect('(');
  let isSpread = false;
  const given = cursor.nested(() =>
    cursor.list(')', 'argument list', () => {
      const value = parseExpression(cursor);
      if (cursor.accept('...')) isSpread = true;
      return value;
    }),
  );
  const end = cursor.place;
  cursor.expect(')');
  return { kind: 'call', at: callee.at, callee, given, isSpread, end };
}

function indexed(cursor: Cursor, of: Expression): Expression {
  const low = cursor.is(':') ? undefined : parseExpression(cursor);
  if (cursor.accept(']') && low) return { kind: 'index', at: of.at, of, index: low };
  if (cursor.is(',')) throw cursor.refuse('type parameters');
  cursor.expect(':');
  const high = cursor.is(']', ':') ? undefined : parseExpression(cursor);
  const max = cursor.accept(':') ? parseExpression(cursor) : undefined;
  cursor.expect(']');
  return { kind: 'slicing', at: of.at, of, ...(low && { low }), ...(high && { high }), ...(max && { max }) };
}

/** Whether a brace after it may open a literal of that type. */
function mayBeComposite(expression: Expression): boolean {
  return (
    expression.kind === 'name' ||
    (expression.kind === 'selector' && expression.of.kind === 'name') ||
    isTypeOnly(expression)
  );
}

function isTypeOnly({ kind }: Expression): boolean {
  return kind === 'arrayType' || kind === 'mapType' || kind === 'structType';
}

function parseComposite(cursor: Cursor, type?: Expression): Composite {
  const at = type?.at ?? cursor.place;
  cursor.expect('{');
  const elements = cursor.nested(() =>
    cursor.list('}', 'composite literal', (): Element => {
      const first = element(cursor);
      return cursor.accept(':') ? { key: first, value: element(cursor) } : { value: first };
    }),
  );
  const end = cursor.place;
  cursor.expect('}');
  return { kind: 'composite', at, ...(type && { type }), elements, end };
}

function element(cursor: Cursor): Expression {
  return cursor.is('{') ? parseComposite(cursor) : parseExpression(cursor);
}
