import type { MaybePromise } from '../../../kernel/program.ts';
import { expandWords } from '../expand/expand.ts';
import type { ForCommand } from '../grammar/tree.ts';
import { BREAK, CONTINUE } from './outcome.ts';
import { readLine } from './read-line.ts';
import type { Shell } from './shell.ts';
import { chain } from './waiting.ts';

/** bash's `select`: a menu on standard error, answers from standard input. */
export async function selectLoop(shell: Shell, command: ForCommand): Promise<number> {
  const values = await (command.words
    ? expandWords(shell, command.words)
    : (shell.positional as MaybePromise<string[]>));
  if (values.length === 0) return (shell.status = 0);
  const menu = values.map((value, index) => `${index + 1}) ${value}\n`).join('');
  let status = 0;
  let show = true;
  shell.loops++;
  try {
    for (;;) {
      shell.err((show ? menu : '') + (shell.variables.get('PS3') ?? '#? '));
      await shell.flush();
      const line = await readLine(shell.sys, 0);
      if (!line.complete && line.text === '') {
        shell.out('\n');
        return chain(shell.flush(), () => (shell.status = 1));
      }
      show = line.text.trim() === '';
      shell.assign('REPLY', line.text);
      if (show) continue;
      shell.assign(command.name, /^\s*\d+\s*$/.test(line.text) ? (values[Number(line.text) - 1] ?? '') : '');
      status = await shell.interpreter.execute(shell, command.body);
      const { unwinding } = shell;
      if (!unwinding) continue;
      if (unwinding.kind !== BREAK && unwinding.kind !== CONTINUE) return status;
      if (--unwinding.levels > 0) return status;
      shell.unwinding = undefined;
      if (unwinding.kind === BREAK) return (shell.status = status);
    }
  } finally {
    shell.loops--;
  }
}
