import type { Block, Name, Statement } from '../ast.ts';
import type { Checker } from './checker.ts';

interface Around {
  readonly loops: readonly (string | undefined)[];
  /** What break may leave: loops, switches, selects. */
  readonly breakable: readonly (string | undefined)[];
  /** The last statement of a case but the last: fallthrough may stand there. */
  readonly mayFall: boolean;
}

/** Whether every break, continue and fallthrough has something to act on, and every label is used. */
export function checkLabels(checker: Checker, body: Block): void {
  const labels = new Map<string, { readonly name: Name; isUsed: boolean }>();
  const walk = (statement: Statement | undefined, around: Around, label?: string): void => {
    const inner = (more: Partial<Around>): Around => ({ ...around, mayFall: false, ...more });
    switch (statement?.kind) {
      case 'labeled': {
        const { text } = statement.label;
        labels.set(text, { name: statement.label, isUsed: false });
        walk(statement.statement, around, text);
        return;
      }
      case 'block':
        for (const each of statement.statements) walk(each, inner({}));
        return;
      case 'if':
        walk(statement.then, inner({}));
        walk(statement.otherwise, inner({}));
        return;
      case 'for':
      case 'range':
        walk(statement.body, inner({ loops: [...around.loops, label], breakable: [...around.breakable, label] }));
        return;
      case 'switch':
      case 'typeSwitch':
      case 'select': {
        const breakable = [...around.breakable, label];
        for (const [at, { body: list }] of statement.cases.entries())
          for (const [index, each] of list.entries())
            walk(
              each,
              inner({
                breakable,
                mayFall: statement.kind === 'switch' && at < statement.cases.length - 1 && index === list.length - 1,
              }),
            );
        return;
      }
      case 'branch':
        branch(statement, around);
        return;
      default:
    }
  };
  const branch = ({ word, label, at }: Statement & { kind: 'branch' }, { loops, breakable, mayFall }: Around) => {
    if (word === 'fallthrough') {
      if (!mayFall) checker.error(at, 'fallthrough statement out of place');
      return;
    }
    if (word === 'goto') {
      checker.refuse(at, 'goto');
      return;
    }
    const list = word === 'break' ? breakable : loops;
    if (!label) {
      if (list.length === 0)
        checker.error(at, word === 'break' ? 'break is not in a loop, switch, or select' : 'continue is not in a loop');
      return;
    }
    const known = labels.get(label.text);
    if (known) known.isUsed = true;
    if (!known) checker.error(label.at, `${word} label not defined: ${label.text}`);
    else if (!list.includes(label.text)) checker.error(label.at, `invalid ${word} label ${label.text}`);
  };
  walk(body, { loops: [], breakable: [], mayFall: false });
  for (const { name, isUsed } of labels.values())
    if (!isUsed) checker.error(name.at, `label ${name.text} defined and not used`);
}
