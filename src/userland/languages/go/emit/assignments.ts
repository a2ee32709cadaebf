import type { Assign, Define, Expression, Name, Return, Step, ValueDeclaration } from '../ast.ts';
import type { VariableObject } from '../check/objects.ts';
import type { Type } from '../types/type.ts';
import type { Emitter } from './emitter.ts';
import { emitArithmetic } from './operators.ts';
import { emitTarget } from './targets.ts';
import { converted, zero } from './values.ts';

/** Declares a variable that has not been there before. */
export function declare(emitter: Emitter, variable: VariableObject, js: string): string {
  return `${emitter.name(variable)} = ${emitter.isCell(variable) ? `new G.Cell(${js})` : js}`;
}

function variableOf(emitter: Emitter, name: Expression): VariableObject | undefined {
  const object = name.kind === 'name' ? emitter.info.objects.get(name) : undefined;
  return object?.kind === 'variable' ? object : undefined;
}

/** The types of what several names get of one expression. */
function typesOf(emitter: Emitter, value: Expression): readonly Type[] {
  const type = emitter.type(value);
  return type.kind === 'tuple' ? type.types : [type];
}

/** `let …`, for names that are new; assignments for the others. */
export function emitDefine(emitter: Emitter, { names, values, at }: Define): string {
  const isNew = (name: Expression) => {
    const object = variableOf(emitter, name);
    return object?.at.line === name.at.line && object.at.column === name.at.column;
  };
  const fresh = names.filter(isNew);
  if (fresh.length === names.length && values.length === names.length) {
    return `let ${names
      .map((name, index) => {
        const variable = variableOf(emitter, name)!;
        return declare(emitter, variable, emitter.value(values[index]!, variable.type));
      })
      .join(', ')}`;
  }
  const declarations = fresh.map((name) => {
    const variable = variableOf(emitter, name)!;
    return declare(emitter, variable, emitter.isCell(variable) ? 'undefined' : zero(emitter, variable.type));
  });
  const before = declarations.length === 0 ? '' : `let ${declarations.join(', ')}; `;
  return before + emitAssign(emitter, { kind: 'assign', at, operator: '', targets: names, values });
}

/** An assignment as an expression: the header of a for may hold it. */
export function emitAssign(emitter: Emitter, { targets, values, operator }: Assign): string {
  const [first] = targets as [Expression];
  const [value] = values as [Expression];
  if (operator !== '') {
    const steps: string[] = [];
    const target = emitTarget(emitter, first, steps);
    const js = target.write(emitArithmetic(operator, target.read, emitter.expression(value), emitter.type(first)));
    return steps.length === 0 ? js : `(${[...steps, js].join(', ')})`;
  }
  if (targets.length === 1) {
    const target = emitTarget(emitter, first);
    return target.write(target.type ? emitter.value(value, target.type) : emitter.expression(value));
  }
  const steps: string[] = [];
  const places = targets.map((each) => emitTarget(emitter, each, steps));
  if (values.length === targets.length) {
    const held = values.map((each, at) => {
      const type = places[at]!.type;
      const name = emitter.temporary();
      steps.push(`${name} = ${type ? emitter.value(each, type) : emitter.expression(each)}`);
      return name;
    });
    return `(${[...steps, ...places.map((place, at) => place.write(held[at]!))].join(', ')})`;
  }
  const types = typesOf(emitter, value);
  const all = emitter.temporary();
  steps.push(`${all} = ${emitter.expression(value)}`);
  const writes = places.flatMap(({ type, write }, at) => {
    if (!type) return [];
    const from = types[at]!;
    return [write(converted(emitter, `${all}[${at}]`, from, type, at === 0 ? value.kind === 'call' : true))];
  });
  return `(${[...steps, ...writes].join(', ')})`;
}

export function emitStep(emitter: Emitter, { target, operator }: Step): string {
  const steps: string[] = [];
  const place = emitTarget(emitter, target, steps);
  const js = place.write(emitArithmetic(operator, place.read, '1', emitter.type(target)));
  return steps.length === 0 ? js : `(${[...steps, js].join(', ')})`;
}

/** var within a function. */
export function emitVariables(emitter: Emitter, { names, values, at, kind }: ValueDeclaration): string {
  if (kind === 'const') return '';
  const variables = names.map((name) => variableOf(emitter, name));
  if (values.length === 0) {
    const list = variables.flatMap((variable) =>
      variable ? [declare(emitter, variable, zero(emitter, variable.type))] : [],
    );
    return `let ${list.join(', ')}`;
  }
  if (values.length === names.length)
    return variables
      .map((variable, index) =>
        variable && (names[index] as Name).text !== '_'
          ? `let ${declare(emitter, variable, emitter.value(values[index]!, variable.type))}`
          : emitter.expression(values[index]!),
      )
      .join('; ');
  return emitDefine(emitter, { kind: 'define', at, names, values });
}

export function emitReturn(emitter: Emitter, { values }: Return): string {
  const { results, resultTypes, hasDefer } = emitter.function;
  const leave = 'break body;';
  if (values.length === 0) {
    if (hasDefer) return leave;
    return `return${results && results.length > 0 ? ` ${resultsOf(results)}` : ''};`;
  }
  const js = returned(emitter, values, resultTypes);
  if (!hasDefer) return `return ${js};`;
  return `${results!.length === 1 ? results![0] : `[${results!.join(', ')}]`} = ${js}; ${leave}`;
}

export function resultsOf(results: readonly string[]): string {
  return results.length === 1 ? results[0]! : `[${results.join(', ')}]`;
}

function returned(emitter: Emitter, values: readonly Expression[], types: readonly Type[]): string {
  const [only] = values as [Expression];
  if (values.length === 1 && types.length === 1) return emitter.value(only, types[0]!);
  if (values.length === types.length)
    return `[${values.map((each, at) => emitter.value(each, types[at]!)).join(', ')}]`;
  const from = typesOf(emitter, only);
  const js = emitter.expression(only);
  const parts = from.map((type, at) => converted(emitter, `r[${at}]`, type, types[at]!, true));
  return parts.every((part, at) => part === `r[${at}]`) ? js : `((r) => [${parts.join(', ')}])(${js})`;
}
