import { decode } from '../../../kernel/text.ts';
import { Incomplete } from '../grammar/failure.ts';
import { ScriptReader } from '../grammar/parse.ts';
import { loadParser } from '../grammar/parser.ts';
import type { Shell } from './shell.ts';
import { asShellError } from './source.ts';

/** Commands from standard input, each run as soon as it is whole. */
export async function runStream(shell: Shell): Promise<number> {
  await loadParser();
  const { sys } = shell;
  let text = '';
  let line = 1;
  let status = 0;
  for (let ended = false; !ended; ) {
    const part = await sys.read(0);
    ended = part.length === 0;
    text += decode(part);
    // A command is surely whole only when its line is.
    if (!ended && !text.includes('\n')) continue;
    const ready = ended ? text : text.slice(0, text.lastIndexOf('\n') + 1);
    const rest = text.slice(ready.length);
    const reader = new ScriptReader(ready, shell.dialect, shell.readAliases, line);
    let before = ready;
    for (;;) {
      before = reader.rest;
      line = reader.line;
      try {
        const command = reader.next();
        if (!command) {
          before = '';
          line = reader.line;
          break;
        }
        if (reader.unfinished && !ended) break;
        if (shell.options.verbose) {
          shell.err(before.slice(0, before.length - reader.rest.length));
          await shell.flush();
        }
        if (shell.options.noexec) continue;
        status = await shell.interpreter.execute(shell, command);
        if (shell.unwinding) shell.unwinding = undefined;
      } catch (error) {
        if (error instanceof Incomplete && !ended) break;
        throw asShellError(shell, error);
      }
    }
    text = before + rest;
  }
  return status;
}
