import type { Block, FunctionLiteral, FunctionType, Name } from '../ast.ts';
import type { FunctionObject, VariableObject } from '../check/objects.ts';
import { type Signature, underlying } from '../types/type.ts';
import { resultsOf } from './assignments.ts';
import type { Emitter } from './emitter.ts';
import { zero } from './values.ts';
import { nativeName } from './waits.ts';
import { walk } from './walk.ts';

/** A function of a package, or a method: the receiver is its first parameter. */
export function emitFunction(emitter: Emitter, of: FunctionObject): string {
  const { declaration, type } = of;
  const name = emitter.functionName(of);
  if (!declaration.body) return `const ${name} = G.native(${JSON.stringify(nativeName(of))});`;
  const { receiver } = declaration;
  const names = [...(receiver ? [receiver.name] : []), ...declaration.signature.parameters.map((each) => each.name)];
  const body = emitBody(emitter, names, declaration.signature, type, declaration.body, emitter.waits.functionWaits(of));
  return `${emitter.waits.functionWaits(of) ? 'async ' : ''}function ${name}${body}`;
}

export function emitFunctionLiteral(emitter: Emitter, expression: FunctionLiteral): string {
  const signature = underlying(emitter.type(expression)) as Signature;
  const isAsync = emitter.waits.functionWaits(expression);
  const names = expression.signature.parameters.map((each) => each.name);
  const outer = emitter.function;
  const body = emitBody(emitter, names, expression.signature, signature, expression.body, isAsync);
  emitter.function = outer;
  return `${isAsync ? 'async ' : ''}function${body}`;
}

function emitBody(
  emitter: Emitter,
  parameters: readonly (Name | undefined)[],
  written: FunctionType,
  signature: Signature,
  block: Block,
  isAsync: boolean,
): string {
  const lines: string[] = [];
  const heads = parameters.map((name) => parameter(emitter, name, lines));
  const hasDefer = contains(block, (kind) => kind === 'defer');
  const named = written.results.map(({ name }) => variableOf(emitter, name));
  const isNamed = named.some(Boolean);
  const results =
    isNamed || hasDefer
      ? signature.results.map(({ type }, at) => {
          const variable = named[at];
          const name = variable ? emitter.name(variable) : emitter.fresh('_r');
          const cell = variable && emitter.isCell(variable);
          lines.push(`let ${name} = ${cell ? `new G.Cell(${zero(emitter, type)})` : zero(emitter, type)};`);
          return cell ? `${name}.v` : name;
        })
      : undefined;
  const state = {
    temporaries: [] as string[],
    results,
    resultTypes: signature.results.map(({ type }) => type),
    hasDefer,
  };
  emitter.function = state;
  let body = emitter.statements(block.statements);
  if (hasDefer) {
    body = `const F = G.frame(); body: try {\n${body}} catch (e) { F.fail(e); }\n${isAsync ? 'await F.unwindLater()' : 'F.unwind()'};\n${results!.length > 0 ? `return ${resultsOf(results!)};\n` : ''}`;
  }
  if (containsRecover(block)) lines.unshift('const U = G.unwinding();');
  if (state.temporaries.length > 0) lines.unshift(`let ${state.temporaries.join(', ')};`);
  return `(${heads.join(', ')}) {\n${lines.map((line) => `${line}\n`).join('')}${body}}`;
}

function variableOf(emitter: Emitter, name: Name | undefined): VariableObject | undefined {
  const object = name && emitter.info.objects.get(name);
  return object?.kind === 'variable' ? object : undefined;
}

function parameter(emitter: Emitter, name: Name | undefined, lines: string[]): string {
  const variable = variableOf(emitter, name);
  if (!variable || variable.name === '_') return emitter.fresh('_p');
  if (!emitter.isCell(variable)) return emitter.name(variable);
  const given = emitter.fresh('_p');
  lines.push(`const ${emitter.name(variable)} = new G.Cell(${given});`);
  return given;
}

/** Whether there is such a statement in the function itself, not in those within it. */
function contains(block: Block, is: (kind: string) => boolean): boolean {
  let found = false;
  walk(block, ({ kind }) => {
    found ||= is(kind);
    return kind !== 'function';
  });
  return found;
}

function containsRecover(block: Block): boolean {
  let found = false;
  walk(block, (node) => {
    found ||= node.kind === 'call' && node.callee.kind === 'name' && node.callee.text === 'recover';
    return node.kind !== 'function';
  });
  return found;
}
