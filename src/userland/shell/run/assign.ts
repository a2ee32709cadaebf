import type { MaybePromise } from '../../../kernel/program.ts';
import { arithmetic } from '../expand/calculate.ts';
import { expandWords, wordText } from '../expand/expand.ts';
import type { Assignment } from '../grammar/tree.ts';
import { readOnlyFailure } from './read-only.ts';
import type { Shell } from './shell.ts';
import { ReadOnlyVariable } from './variables.ts';
import { chain } from './waiting.ts';

/** The assignments only bash has: elements, `+=`, whole arrays. */
export function assignElements(shell: Shell, assignment: Assignment): MaybePromise<void> {
  if (shell.variables.lookup(assignment.name)?.readonly)
    throw readOnlyFailure(shell, new ReadOnlyVariable(assignment.name));
  if (assignment.value.kind === 'array') return assignArray(shell, assignment, assignment.value.elements);
  return chain(wordText(shell, assignment.value), (value) => {
    if (!assignment.index) {
      shell.assign(assignment.name, appended(shell, assignment, shell.variables.get(assignment.name), value));
      return;
    }
    return chain(wordText(shell, assignment.index), (index) => {
      const old = assignment.append ? shell.element(assignment.name, index) : undefined;
      shell.setElement(assignment.name, index, appended(shell, assignment, old, value));
    });
  });
}

function appended(shell: Shell, assignment: Assignment, old: string | undefined, value: string): string {
  if (!assignment.append) return value;
  if (shell.variables.lookup(assignment.name)?.integer) return arithmetic(shell, `${old || 0}+(${value})`);
  return (old ?? '') + value;
}

async function assignArray(
  shell: Shell,
  assignment: Assignment,
  elements: Extract<Assignment['value'], { kind: 'array' }>['elements'],
): Promise<void> {
  const variable = shell.variables.declare(assignment.name);
  const array = new Map<string, string>();
  if (assignment.append) {
    if (variable.array) for (const [key, value] of variable.array) array.set(key, value);
    else if (variable.value !== undefined) array.set('0', variable.value);
  }
  let next = assignment.append ? 1 + Math.max(-1, ...[...array.keys()].map(Number).filter(Number.isInteger)) : 0;
  for (const element of elements) {
    if (element.index) {
      const text = await wordText(shell, element.index);
      const key = variable.associative ? text : arithmetic(shell, text);
      array.set(key, await wordText(shell, element.value));
      if (!variable.associative) next = Number(key) + 1;
    } else for (const value of await expandWords(shell, [element.value])) array.set(String(next++), value);
  }
  variable.value = undefined;
  variable.array = array;
}
