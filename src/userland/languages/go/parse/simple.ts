import type { Expression, Statement } from '../ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parseExpressions } from './expressions.ts';

/** An expression, an assignment, a definition, a step or a send. */
export function parseSimple(cursor: Cursor): Statement {
  const at = cursor.place;
  const left = parseExpressions(cursor);
  const { token } = cursor;
  if (cursor.accept(':=')) {
    return {
      kind: 'define',
      at: { line: token.line, column: token.column },
      names: left,
      values: parseExpressions(cursor),
    };
  }
  if (cursor.accept('=')) return { kind: 'assign', at, operator: '', targets: left, values: parseExpressions(cursor) };
  if (left.length > 1) throw cursor.unexpected(', expected := or = or comma');
  const [first] = left as [Expression];
  if (token.kind === 'operator' && /^(<<|>>|&\^|[-+*/%&|^])=$/.test(token.text)) {
    cursor.next();
    return { kind: 'assign', at, operator: token.text.slice(0, -1), targets: left, values: [parseExpression(cursor)] };
  }
  if (cursor.is('++', '--')) {
    cursor.next();
    return { kind: 'step', at, operator: token.text[0] as '+' | '-', target: first };
  }
  if (cursor.accept('<-')) return { kind: 'send', at, channel: first, value: parseExpression(cursor) };
  return { kind: 'expression', at, expression: first };
}

/** A statement where a condition has to be. */
export function asCondition(cursor: Cursor, statement: Statement | undefined): Expression {
  if (statement?.kind === 'expression') return statement.expression;
  throw cursor.notAValue(statement);
}
