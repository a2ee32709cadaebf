import type { Case, Statement, Switch, TypeSwitch } from '../ast.ts';
import { isInterface } from '../types/predicates.ts';
import { BOOL, type Type, UNTYPED_NIL, underlying } from '../types/type.ts';
import type { Emitter } from './emitter.ts';
import { emitSimple } from './simple.ts';
import { methodKeys } from './type-table.ts';
import { converted, copy, same } from './values.ts';

/** JavaScript's own switch tries the cases in order as Go does, and falls through only where it is said. */
export function emitSwitch(emitter: Emitter, { before, subject, cases }: Switch, label: string): string {
  const start = before ? `${emitSimple(emitter, before)}; ` : '';
  const type = subject ? emitter.type(subject) : BOOL;
  const isPlain =
    subject &&
    underlying(type).kind === 'basic' &&
    cases.every(({ values }) => values?.every((each) => !isInterface(emitter.type(each))) ?? true);
  const held = emitter.fresh('_s');
  const test = (value: NonNullable<Case['values']>[number]) => {
    const js = emitter.expression(value);
    if (!subject || isPlain) return js;
    const from = emitter.type(value);
    if (from === UNTYPED_NIL) return `${held} === null`;
    if (isInterface(from) && !isInterface(type)) return same(from, converted(emitter, held, type, from, true), js);
    return same(type, held, converted(emitter, js, from, type, true));
  };
  const bodies = cases.map(({ values, body }) => {
    const head = values ? values.map((each) => `case ${test(each)}:`).join(' ') : 'default:';
    return `${head} { ${emitter.statements(body)}${endsInFallthrough(body) ? '' : 'break; '}}`;
  });
  const of = !subject ? 'true' : isPlain ? emitter.expression(subject) : 'true';
  const hold = subject && !isPlain ? `const ${held} = ${emitter.expression(subject)}; ` : '';
  return `{ ${start}${hold}${label}switch (${of}) { ${bodies.join('\n')} } }`;
}

function endsInFallthrough(body: readonly Statement[]): boolean {
  const last = body.at(-1);
  return last?.kind === 'branch' && last.word === 'fallthrough';
}

export function emitTypeSwitch(emitter: Emitter, { before, subject, cases }: TypeSwitch, label: string): string {
  const start = before ? `${emitSimple(emitter, before)}; ` : '';
  const held = emitter.fresh('_s');
  const bodies = cases.map((each) => {
    const types = each.values?.map((value) => emitter.type(value)) ?? [];
    const head = each.values ? types.map((type) => `case ${typeTest(emitter, held, type)}:`).join(' ') : 'default:';
    const variable = emitter.info.caseVariables.get(each);
    const [only] = types;
    const isOwn = types.length === 1 && only !== UNTYPED_NIL && !isInterface(only!);
    const value = isOwn ? copy(only!, `${held}.v`) : held;
    const bound = variable
      ? `let ${emitter.name(variable)} = ${emitter.isCell(variable) ? `new G.Cell(${value})` : value}; `
      : '';
    return `${head} { ${bound}${emitter.statements(each.body)}break; }`;
  });
  return `{ ${start}const ${held} = ${emitter.expression(subject)}; ${label}switch (true) { ${bodies.join('\n')} } }`;
}

function typeTest(emitter: Emitter, held: string, type: Type): string {
  if (type === UNTYPED_NIL) return `${held} === null`;
  const of = underlying(type);
  if (of.kind === 'interface') return `G.has(${held}, ${JSON.stringify(methodKeys(of))})`;
  return `G.is(${held}, ${emitter.types.reference(type)})`;
}
