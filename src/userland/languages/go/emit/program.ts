import type { Info } from '../check/checker.ts';
import type { FunctionObject, VariableObject } from '../check/objects.ts';
import type { Package } from '../check/package.ts';
import { emitAssign } from './assignments.ts';
import { Emitter, type Writers } from './emitter.ts';
import { emitExpression, emitValue } from './expressions.ts';
import { emitFunction } from './functions.ts';
import { emitStatements } from './statements.ts';
import { zero } from './values.ts';
import { Waits } from './waits.ts';

const WRITERS: Writers = { expression: emitExpression, value: emitValue, statements: emitStatements };

export interface CheckedProgram {
  readonly info: Info;
  /** The library's packages first, the program's own last. */
  readonly packages: readonly Package[];
  readonly functions: readonly FunctionObject[];
}

/** The program as JavaScript over the runtime, `G`. Of the library only what is used is there. */
export function emitProgram({ info, packages, functions }: CheckedProgram, waiting: ReadonlySet<string>): string {
  const values = packages.flatMap(({ variables }) => variables.flatMap((each) => each.global!.declaration.values));
  const waits = new Waits(info, functions, values, waiting);
  const emitter = new Emitter(info, waits, WRITERS);
  const own = functions.filter((each) => !each.package.isLibrary);
  for (const each of own) emitter.functionName(each);
  for (const { variables, isLibrary } of packages) if (!isLibrary) for (const each of variables) emitter.name(each);
  const lines: string[] = [];
  const assignments = new Map<object, string>();
  let written = 0;
  let described: string[] = [];
  // Writing one mentions others.
  for (;;) {
    const list = [...emitter.functions].slice(written);
    written += list.length;
    lines.push(...list.map((each) => emitFunction(emitter, each)));
    for (const variable of [...emitter.globals]) initialise(emitter, variable, assignments);
    described = [...described, ...emitter.types.write()];
    if (
      emitter.functions.size === written &&
      [...emitter.globals].every((each) => assignments.has(each.global!.declaration))
    )
      break;
  }
  const globals = [...emitter.globals].map((each) => {
    const start = zero(emitter, each.type);
    return `let ${emitter.name(each)} = ${emitter.isCell(each) ? `new G.Cell(${start})` : start};`;
  });
  const late = emitter.types.write();
  const order = initialisationOrder(packages, emitter.globals);
  const inits = own.filter(({ name, receiver }) => name === 'init' && !receiver);
  const calls = [
    ...inits,
    ...own.filter((each) => each.name === 'main' && !each.receiver && each.package.path === 'main'),
  ].map((each) => `${waits.functionWaits(each) ? 'await ' : ''}${emitter.functionName(each)}();`);
  const temporaries = emitter.function.temporaries.length > 0 ? `let ${emitter.function.temporaries.join(', ')};` : '';
  return [
    `const T = G.types(${emitter.types.size});`,
    temporaries,
    ...described,
    ...late,
    ...globals,
    ...lines,
    'await G.run(async () => {',
    ...order.map((declaration) => assignments.get(declaration) ?? ''),
    ...calls,
    '});',
  ].join('\n');
}

/** The value of a package's variable, as an assignment. */
function initialise(emitter: Emitter, { global }: VariableObject, assignments: Map<object, string>): void {
  const { declaration, package: of } = global!;
  if (assignments.has(declaration)) return;
  const { names, values, at } = declaration;
  if (values.length === 0) assignments.set(declaration, '');
  else if (values.length === 1 && names.length === 1 && names[0]!.text !== '_') {
    const object = of.variables.find((each) => each.global?.declaration === declaration)!;
    assignments.set(declaration, `${emitter.read(object)} = ${emitter.value(values[0]!, object.type)};`);
  } else
    assignments.set(
      declaration,
      `${emitAssign(emitter, { kind: 'assign', at, operator: '', targets: names, values })};`,
    );
}

/** Variables of packages in the order they get their values: those that one asks for, itself or through functions, before it. */
function initialisationOrder(packages: readonly Package[], used: ReadonlySet<VariableObject>): object[] {
  const done = new Set<object>();
  const order: object[] = [];
  const visit = (of: VariableObject | FunctionObject, seen: Set<object>) => {
    if (seen.has(of)) return;
    seen.add(of);
    const needs = of.kind === 'function' ? of.needs : (of.global?.needs ?? []);
    for (const each of needs) visit(each, seen);
    if (of.kind !== 'variable' || !of.global || done.has(of.global.declaration) || !used.has(of)) return;
    done.add(of.global.declaration);
    order.push(of.global.declaration);
  };
  for (const { variables } of packages) for (const each of variables) visit(each, new Set());
  return order;
}
