import type { SourceTree } from '../ast.ts';
import { Cursor, type Grammar } from './cursor.ts';
import { parseFile, parseLocalDeclaration } from './declarations.ts';
import { parseExpression } from './expressions.ts';
import { lex } from './lex.ts';
import { parseBlock, parseStatements } from './statements.ts';

/** Go's grammar goes in circles: expressions hold blocks, blocks declarations, those expressions. */
const GRAMMAR: Grammar = {
  expression: parseExpression,
  block: parseBlock,
  statements: parseStatements,
  declarations: parseLocalDeclaration,
};

/** A file's tree. Throws a GoError at what is not Go, or outside the subset. */
export function parse(source: string): SourceTree {
  return parseFile(new Cursor(lex(source), GRAMMAR));
}
