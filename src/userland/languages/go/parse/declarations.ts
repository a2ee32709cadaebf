import type {
  Declaration,
  Expression,
  FunctionDeclaration,
  Import,
  Name,
  SourceTree,
  ValueDeclaration,
} from '../ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpressions } from './expressions.ts';
import { GoError } from './lex.ts';
import { parseName, parseParameters, parseSignature, parseType } from './types.ts';

/** A file's tree. Throws a GoError at what is not Go, or outside the subset. */
export function parseFile(cursor: Cursor): SourceTree {
  cursor.expect('package', ', expected package clause');
  const name = parseName(cursor);
  endOfDeclaration(cursor);
  const imports: Import[] = [];
  while (cursor.accept('import')) {
    group(cursor, () => imports.push(parseImport(cursor)));
    endOfDeclaration(cursor);
  }
  const declarations: Declaration[] = [];
  while (!cursor.isEnd()) {
    if (cursor.is('func')) declarations.push(parseFunction(cursor));
    else if (cursor.is('type', 'var', 'const')) declarations.push(...parseLocalDeclaration(cursor));
    else if (cursor.is('import')) throw cursor.unexpectedText('imports must appear before other declarations');
    else throw cursor.unexpectedText('non-declaration statement outside function body');
    if (!cursor.isEnd()) endOfDeclaration(cursor);
  }
  return { package: name, imports, declarations };
}

function endOfDeclaration(cursor: Cursor): void {
  if (!cursor.accept(';')) throw cursor.unexpected(' after top level declaration');
}

function group(cursor: Cursor, one: () => void): void {
  if (!cursor.accept('(')) {
    one();
    return;
  }
  while (!cursor.accept(')')) {
    one();
    if (!cursor.is(')')) cursor.expect(';');
  }
}

function parseImport(cursor: Cursor): Import {
  if (cursor.is('.')) throw cursor.refuse('an import into the own names');
  const name = cursor.token.kind === 'name' ? parseName(cursor) : undefined;
  const { token, place: at } = cursor;
  if (token.kind !== 'string') throw cursor.unexpectedText('missing import path; require quoted string');
  cursor.next();
  return { at, path: token.text, ...(name && { name }) };
}

/** type, var or const: one, or several in parentheses. */
export function parseLocalDeclaration(cursor: Cursor): Declaration[] {
  const { text } = cursor.next();
  const found: Declaration[] = [];
  let iota = 0;
  let before: ValueDeclaration | undefined;
  group(cursor, () => {
    if (text === 'type') {
      found.push(parseTypeDeclaration(cursor));
      return;
    }
    const value = text === 'var' ? parseVariable(cursor) : parseConstant(cursor, iota++, before);
    before = value;
    found.push(value);
  });
  return found;
}

function parseTypeDeclaration(cursor: Cursor): Declaration {
  const name = parseName(cursor);
  if (cursor.is('[') && cursor.ahead(() => isTypeParameters(cursor))) throw cursor.refuse('type parameters');
  const isAlias = cursor.accept('=');
  return { kind: 'type', at: name.at, name, isAlias, type: parseType(cursor) };
}

function isTypeParameters(cursor: Cursor): boolean {
  cursor.next();
  if (cursor.token.kind !== 'name') return false;
  cursor.next();
  return !cursor.is(']');
}

function parseNames(cursor: Cursor): Name[] {
  const names = [parseName(cursor)];
  while (cursor.accept(',')) names.push(parseName(cursor));
  return names;
}

function parseVariable(cursor: Cursor): ValueDeclaration {
  const names = parseNames(cursor);
  const type = cursor.is('=') ? undefined : parseType(cursor);
  if (cursor.is(':=')) throw cursor.unexpected(', expected =');
  const values = cursor.accept('=') ? parseExpressions(cursor) : [];
  return { kind: 'var', at: names[0]!.at, names, values, iota: 0, ...(type && { type }) };
}

/** Without a value it repeats the one before. */
function parseConstant(cursor: Cursor, iota: number, before: ValueDeclaration | undefined): ValueDeclaration {
  const names = parseNames(cursor);
  let type: Expression | undefined;
  let values: readonly Expression[] = [];
  if (!cursor.is('=', ';', ')')) type = parseType(cursor);
  if (cursor.accept('=')) values = parseExpressions(cursor);
  else if (before) ({ type, values } = before);
  return { kind: 'const', at: names[0]!.at, names, values, iota, ...(type && { type }) };
}

function parseFunction(cursor: Cursor): FunctionDeclaration {
  cursor.expect('func');
  const receivers = cursor.is('(') ? parseParameters(cursor) : [];
  const name = parseName(cursor);
  if (cursor.is('[')) throw cursor.refuse('type parameters');
  const signature = parseSignature(cursor);
  if (cursor.is(';') && cursor.isFollowedBy('{')) {
    cursor.next();
    throw new GoError(cursor.token, 'syntax error: unexpected semicolon or newline before {');
  }
  const body = cursor.is('{') ? cursor.block() : undefined;
  const [receiver] = receivers;
  return { kind: 'func', at: name.at, name, signature, ...(receiver && { receiver }), ...(body && { body }) };
}
