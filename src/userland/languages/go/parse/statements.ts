import type { Block, If, Name, SelectCase, Statement } from '../ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parseExpressions } from './expressions.ts';
import { parseFor, parseSwitch } from './headers.ts';
import { asCondition, parseSimple } from './simple.ts';
import { parseName } from './types.ts';

export function parseBlock(cursor: Cursor): Block {
  const at = cursor.place;
  cursor.expect('{');
  const statements = parseStatements(cursor);
  const end = cursor.place;
  cursor.expect('}');
  return { kind: 'block', at, statements, end };
}

/** Up to the brace, or the next case. */
export function parseStatements(cursor: Cursor): Statement[] {
  const found: Statement[] = [];
  while (!cursor.is('}', 'case', 'default')) {
    if (cursor.isEnd() || cursor.is('else')) throw cursor.unexpected(', expected }');
    const statement = parseStatement(cursor);
    if (statement) found.push(statement);
    if (!cursor.is('}') && !cursor.accept(';')) throw cursor.unexpected(' at end of statement');
  }
  return found;
}

function parseStatement(cursor: Cursor): Statement | undefined {
  const { token, place: at } = cursor;
  if (cursor.is('{')) return parseBlock(cursor);
  if (cursor.is(';', '}')) return undefined;
  if (token.kind !== 'keyword' || cursor.is('func', 'map', 'chan', 'struct', 'interface'))
    return labeledOrSimple(cursor);
  switch (token.text) {
    case 'var':
    case 'const':
    case 'type':
      return { kind: 'declaration', at, declarations: cursor.declarations() };
    case 'return': {
      cursor.next();
      return { kind: 'return', at, values: cursor.is(';', '}') ? [] : parseExpressions(cursor) };
    }
    case 'if':
      return parseIf(cursor);
    case 'for':
      return parseFor(cursor);
    case 'switch':
      return parseSwitch(cursor);
    case 'select':
      return parseSelect(cursor);
    case 'break':
    case 'continue':
    case 'goto':
    case 'fallthrough': {
      cursor.next();
      const label = cursor.token.kind === 'name' ? parseName(cursor) : undefined;
      return { kind: 'branch', at, word: token.text, ...(label && { label }) };
    }
    case 'go':
    case 'defer':
      cursor.next();
      return { kind: token.text, at, call: parseExpression(cursor) };
    default:
      throw cursor.unexpected(', expected }');
  }
}

function labeledOrSimple(cursor: Cursor): Statement {
  const { token, place: at } = cursor;
  if (token.kind === 'name' && cursor.isFollowedBy(':')) {
    const label: Name = parseName(cursor);
    cursor.expect(':');
    const statement = parseStatement(cursor) ?? { kind: 'block', at, statements: [], end: at };
    return { kind: 'labeled', at, label, statement };
  }
  return parseSimple(cursor);
}

function parseIf(cursor: Cursor): If {
  const at = cursor.place;
  cursor.expect('if');
  if (cursor.is('{')) throw cursor.unexpectedText('missing condition in if statement');
  const { before, last } = cursor.nested(() => {
    const first = cursor.is(';') ? undefined : parseSimple(cursor);
    if (cursor.is('{') || (cursor.is(';') && cursor.token.raw !== ';')) return { before: undefined, last: first };
    if (!cursor.accept(';')) return { before: undefined, last: first };
    if (cursor.is('{')) throw cursor.unexpectedText('missing condition in if statement');
    return { before: first, last: parseSimple(cursor) };
  }, true);
  const condition = asCondition(cursor, last);
  if (!cursor.is('{')) throw cursor.unexpected(', expected { after if clause');
  const then = parseBlock(cursor);
  const otherwise = cursor.accept('else') ? parseElse(cursor) : undefined;
  return { kind: 'if', at, condition, then, ...(before && { before }), ...(otherwise && { otherwise }) };
}

function parseElse(cursor: Cursor): Statement {
  if (cursor.is('if')) return parseIf(cursor);
  if (cursor.is('{')) return parseBlock(cursor);
  throw cursor.unexpectedText('else must be followed by if or statement block');
}

function parseSelect(cursor: Cursor): Statement {
  const at = cursor.place;
  cursor.expect('select');
  cursor.expect('{');
  const cases: SelectCase[] = [];
  while (!cursor.accept('}')) {
    const place = cursor.place;
    const isDefault = cursor.accept('default');
    if (!isDefault) cursor.expect('case', ', expected case or default or }');
    const wait = isDefault ? undefined : parseSimple(cursor);
    cursor.expect(':');
    cases.push({ at: place, body: parseStatements(cursor), ...(wait && { wait }) });
  }
  return { kind: 'select', at, cases };
}
