import type { Case, Expression, Statement } from '../ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parseExpressions } from './expressions.ts';
import { asCondition, parseSimple } from './simple.ts';
import { parseType } from './types.ts';

/** for and switch: statements whose header has forms of its own. */
export function parseFor(cursor: Cursor): Statement {
  const at = cursor.place;
  cursor.expect('for');
  const header = cursor.nested(() => forHeader(cursor), true);
  if (!cursor.is('{')) throw cursor.unexpected(', expected { after for clause');
  const body = cursor.block();
  return 'over' in header ? { kind: 'range', at, ...header, body } : { kind: 'for', at, ...header, body };
}

type ForHeader =
  | { readonly before?: Statement; readonly condition?: Expression; readonly after?: Statement }
  | {
      readonly key?: Expression;
      readonly value?: Expression;
      readonly isDefinition: boolean;
      readonly over: Expression;
    };

function forHeader(cursor: Cursor): ForHeader {
  if (cursor.is('{')) return {};
  if (cursor.accept('range')) return { isDefinition: false, over: parseExpression(cursor) };
  const range = cursor.ahead(() => isRange(cursor));
  if (range) {
    const [key, value] = parseExpressions(cursor);
    const isDefinition = cursor.accept(':=');
    if (!isDefinition) cursor.expect('=');
    cursor.expect('range');
    return { key: key!, ...(value && { value }), isDefinition, over: parseExpression(cursor) };
  }
  const first = cursor.is(';') ? undefined : parseSimple(cursor);
  if (cursor.is('{')) return { condition: asCondition(cursor, first) };
  if (cursor.token.raw !== ';') throw cursor.unexpected(', expected { after for clause');
  cursor.expect(';');
  if (cursor.is('{')) throw cursor.unexpectedText('expected for loop condition');
  const condition = cursor.is(';') ? undefined : asCondition(cursor, parseSimple(cursor));
  if (cursor.token.raw !== ';') throw cursor.unexpected(', expected { after for clause');
  cursor.expect(';');
  const after = cursor.is('{') ? undefined : parseSimple(cursor);
  return { ...(first && { before: first }), ...(condition && { condition }), ...(after && { after }) };
}

/** Whether targets, an assignment and `range` follow. */
function isRange(cursor: Cursor): boolean {
  if (cursor.is(';')) return false;
  parseExpressions(cursor);
  return (cursor.accept(':=') || cursor.accept('=')) && cursor.is('range');
}

export function parseSwitch(cursor: Cursor): Statement {
  const at = cursor.place;
  cursor.expect('switch');
  const { before, subject } = cursor.nested(() => {
    if (cursor.is('{')) return {};
    const first = cursor.is(';') ? undefined : parseSimple(cursor);
    if (!cursor.accept(';')) return { subject: first };
    return { before: first, subject: cursor.is('{') ? undefined : parseSimple(cursor) };
  }, true);
  const start = { at, ...(before && { before }) };
  const isTypeSwitch = (value: Expression | undefined) => value?.kind === 'assertion' && value.type === undefined;
  if (subject?.kind === 'define' && subject.names.length === 1 && isTypeSwitch(subject.values[0])) {
    const [name] = subject.names;
    const [assertion] = subject.values;
    if (name?.kind === 'name' && assertion?.kind === 'assertion')
      return {
        kind: 'typeSwitch',
        ...start,
        name,
        subject: assertion.of,
        cases: parseCases(cursor, () => parseType(cursor)),
      };
  }
  const value = subject && asCondition(cursor, subject);
  if (value?.kind === 'assertion' && value.type === undefined)
    return { kind: 'typeSwitch', ...start, subject: value.of, cases: parseCases(cursor, () => parseType(cursor)) };
  return {
    kind: 'switch',
    ...start,
    ...(value && { subject: value }),
    cases: parseCases(cursor, () => parseExpression(cursor)),
  };
}

function parseCases(cursor: Cursor, one: () => Expression): Case[] {
  cursor.expect('{');
  const cases: Case[] = [];
  while (!cursor.accept('}')) {
    const at = cursor.place;
    let values: Expression[] | undefined;
    if (!cursor.accept('default')) {
      cursor.expect('case', ', expected case or default or }');
      values = [one()];
      while (cursor.accept(',')) values.push(one());
    }
    cursor.expect(':');
    const body = cursor.statements();
    cases.push({ at, body, end: cursor.place, ...(values && { values }) });
  }
  return cases;
}
