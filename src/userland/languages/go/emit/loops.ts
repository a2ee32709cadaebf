import type { Block, Expression, For, Range } from '../ast.ts';
import type { VariableObject } from '../check/objects.ts';
import { isAggregate, isInteger, isString } from '../types/predicates.ts';
import { type Type, underlying } from '../types/type.ts';
import { declare } from './assignments.ts';
import type { Emitter } from './emitter.ts';
import { emitSimple } from './simple.ts';
import { emitTarget } from './targets.ts';
import { copy } from './values.ts';
import { walk } from './walk.ts';

export function emitFor(emitter: Emitter, { before, condition, after, body }: For, label: string): string {
  const start = before ? emitSimple(emitter, before) : '';
  const counter = counterOf(emitter, { before, condition, after, body });
  if (counter) emitter.counters.add(counter);
  const test = condition ? emitter.expression(condition) : '';
  const step =
    after &&
    (counter && after.kind === 'step'
      ? `${emitter.name(counter)}${after.operator}${after.operator}`
      : emitSimple(emitter, after));
  const steps = [...renewals(emitter, before), ...(step ? [step] : [])];
  return `${label}for (${inHeader(emitter, start)}; ${test}; ${steps.join(', ')}) ${emitter.block(body)}`;
}

/** A definition by one call is a declaration, of zeros, and an assignment: the header holds both as one. */
function inHeader(emitter: Emitter, start: string): string {
  const [, declaration, assignment] = /^(let (?:[^"]|"")*?); (\(.*)$/s.exec(start) ?? [];
  return declaration === undefined ? start : `${declaration}, ${emitter.fresh('_d')} = ${assignment}`;
}

/** Each turn has variables of its own. JavaScript sees to that for what a name holds; cells, structs and arrays are made anew. */
function renewals(emitter: Emitter, before: For['before']): string[] {
  if (before?.kind !== 'define') return [];
  return before.names.flatMap((name) => {
    const object = name.kind === 'name' ? emitter.info.objects.get(name) : undefined;
    if (object?.kind !== 'variable') return [];
    const own = emitter.name(object);
    if (emitter.isCell(object)) return [`${own} = new G.Cell(${own}.v)`];
    return isAggregate(object.type) ? [`${own} = ${copy(object.type, own)}`] : [];
  });
}

/** The i of i++, from a number on while i < something: it cannot leave what JavaScript counts exactly in anybody's lifetime. */
function counterOf(
  emitter: Emitter,
  { before, condition, after, body }: Pick<For, 'before' | 'condition' | 'after' | 'body'>,
): VariableObject | undefined {
  if (
    after?.kind !== 'step' ||
    after.target.kind !== 'name' ||
    before?.kind !== 'define' ||
    condition?.kind !== 'binary'
  )
    return undefined;
  if (!before.values.every((value) => typeof emitter.operand(value).value === 'bigint')) return undefined;
  const object = emitter.info.objects.get(after.target);
  if (
    object?.kind !== 'variable' ||
    object.isBoxed ||
    !before.names.some((name) => name.kind === 'name' && emitter.info.objects.get(name) === object)
  )
    return undefined;
  if (isAssignedIn(emitter, body, object)) return undefined;
  const type = underlying(object.type);
  return type.kind === 'basic' && type.bits === 64 && type.is === 'integer' ? object : undefined;
}

/** Whether the body gives the variable another value itself. */
function isAssignedIn(emitter: Emitter, body: Block, object: VariableObject): boolean {
  let found = false;
  const isIt = (each: Expression | undefined) => each?.kind === 'name' && emitter.info.objects.get(each) === object;
  walk(body, (node) => {
    if (node.kind === 'assign') found ||= node.targets.some(isIt);
    else if (node.kind === 'define') found ||= node.names.some(isIt);
    else if (node.kind === 'step') found ||= isIt(node.target);
    else if (node.kind === 'range') found ||= isIt(node.key) || isIt(node.value);
    return true;
  });
  return found;
}

export function emitRange(emitter: Emitter, { key, value, isDefinition, over, body }: Range, label: string): string {
  const type = emitter.type(over);
  const of = underlying(type);
  const js = emitter.expression(over);
  const list = emitter.fresh('_l');
  const at = emitter.fresh('_i');
  /** What the variables get at the beginning of each turn. */
  const set = (target: Range['key'], text: string, from: Type | undefined) => {
    if (!target || (target.kind === 'name' && target.text === '_')) return '';
    const held = from ? copy(from, text) : text;
    if (!isDefinition) return `${emitTarget(emitter, target).write(held)};`;
    const object = target.kind === 'name' ? emitter.info.objects.get(target) : undefined;
    return object?.kind === 'variable' ? `let ${declare(emitter, object, held)};` : '';
  };
  const turn = (first: string, second: string) => `{ ${first} ${second}\n${emitter.statements(body.statements)}}`;
  if (isInteger(type))
    return `${label}for (let ${at} = 0, ${list} = ${js}; ${at} < ${list}; ${at}++) ${turn(set(key, at, undefined), '')}`;
  if (isString(type))
    return `${label}for (const ${at} of G.runes(${js})) ${turn(set(key, `${at}[0]`, undefined), set(value, `${at}[1]`, undefined))}`;
  if (of.kind === 'map') {
    return `${label}for (const ${at} of G.entries(${js})) ${turn(set(key, `${at}[0]`, of.key), set(value, `${at}[1]`, of.of))}`;
  }
  if (of.kind === 'channel') {
    return `{ const ${list} = ${js}; ${label}for (let ${at}; (${at} = await G.receive(${list}))[1]; ) ${turn(set(key, `${at}[0]`, undefined), '')} }`;
  }
  const array = of.kind === 'pointer' ? underlying(of.of) : of;
  const element = (array as { of: Type }).of;
  const isSlice = array.kind === 'slice';
  const item = isSlice ? `${list}.a[${list}.o + ${at}]` : `${list}[${at}]`;
  const source = isSlice ? js : value && of.kind === 'array' ? copy(of, js) : js;
  return `{ const ${list} = ${source}; ${label}for (let ${at} = 0, _n = ${isSlice ? `G.length(${list})` : `${list}.length`}; ${at} < _n; ${at}++) ${turn(set(key, at, undefined), set(value, item, element))} }`;
}
