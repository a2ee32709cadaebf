import type { MaybePromise } from '../../../kernel/program.ts';
import { Incomplete, SyntaxFailure } from '../grammar/failure.ts';
import { ScriptReader } from '../grammar/parse.ts';
import { loadParser } from '../grammar/parser.ts';
import { isPlain } from '../grammar/plain.ts';
import type { Command } from '../grammar/tree.ts';
import { ShellFailure } from './outcome.ts';
import type { Shell } from './shell.ts';
import { syntaxMessage } from './syntax-message.ts';
import { chain } from './waiting.ts';

/** Thrown for a syntax error, its message already in the flavour's words. */
export class ShellSyntaxError extends ShellFailure {}

/** Runs a text command by command: eval, `.`, traps, `-c`. `tail`: the process ends with it. */
export function runText(
  shell: Shell,
  text: string,
  options: { line?: number; tail?: boolean } = {},
): MaybePromise<number> {
  const { line = 1, tail = false } = options;
  return chain(isPlain(text) ? undefined : loadParser(), () =>
    runReader(shell, new ScriptReader(text, shell.dialect, shell.readAliases, line), tail),
  );
}

export function runReader(shell: Shell, reader: ScriptReader, tail: boolean): MaybePromise<number> {
  let status = 0;
  for (;;) {
    const command = nextCommand(shell, reader);
    if (!command) return (shell.status = status);
    const result = begin(shell, command, tail && reader.finished);
    if (typeof result !== 'number') return continueReader(shell, reader, tail, result);
    status = result;
    if (shell.unwinding) return status;
  }
}

async function continueReader(
  shell: Shell,
  reader: ScriptReader,
  tail: boolean,
  first: Promise<number>,
): Promise<number> {
  let status = await first;
  while (!shell.unwinding) {
    const command = nextCommand(shell, reader);
    if (!command) return (shell.status = status);
    const result = begin(shell, command, tail && reader.finished);
    status = typeof result === 'number' ? result : await result;
  }
  return status;
}

/** What the shell has said about a command's text comes before what the command says. */
function begin(shell: Shell, command: Command, tail: boolean): MaybePromise<number> {
  if (shell.flushed) return shell.interpreter.execute(shell, command, tail);
  return chain(shell.flush(), () => shell.interpreter.execute(shell, command, tail));
}

/** The next command, its syntax errors as failures of this shell. */
export function nextCommand(shell: Shell, reader: ScriptReader): ReturnType<ScriptReader['next']> {
  try {
    if (!shell.options.verbose) return warned(shell, reader, reader.next());
    const before = reader.rest;
    const command = reader.next();
    if (shell.sourceDepth === 0 && !shell.inTrap) shell.err(before.slice(0, before.length - reader.rest.length));
    return command;
  } catch (error) {
    throw asShellError(shell, error);
  }
}

/** bash has a word about here-documents whose end never came. */
function warned(shell: Shell, reader: ScriptReader, command: Command | undefined): Command | undefined {
  if (!shell.dialect.bash || shell.options.interactive) return command;
  for (const { delimiter, line, end } of reader.cutOff()) {
    shell.line = end;
    shell.complain(`warning: here-document at line ${line} delimited by end-of-file (wanted \`${delimiter}')`);
  }
  return command;
}

export function asShellError(shell: Shell, error: unknown): unknown {
  const failure = error instanceof Incomplete ? error.failure : error;
  if (!(failure instanceof SyntaxFailure)) return error;
  if (shell.dialect.bash && !shell.options.interactive) return bashSyntaxError(shell, failure);
  return new ShellSyntaxError(syntaxMessage(shell, failure), 2);
}

/** bash names `-c` and shows the line of a token it did not expect. */
function bashSyntaxError(shell: Shell, failure: SyntaxFailure): ShellSyntaxError {
  const text = syntaxMessage(shell, failure);
  const direct = shell.commandString && shell.sourceDepth === 0;
  const context = shell.evaluations > 0 ? 'eval: ' : direct ? '-c: ' : '';
  // the end of a text whose last line lacks its newline is on a line of its own
  const { detail } = failure;
  const atEnd = detail.kind === 'unexpected' && detail.token.name === 'end of file' && failure.sourceLine !== '';
  const where = `${shell.name}: ${context}line ${shell.line + (atEnd ? 1 : 0)}: `;
  const shown = text.startsWith('syntax error near') ? `${where}\`${failure.sourceLine}'\n` : '';
  return new ShellSyntaxError('', 2, undefined, `${where}${text}\n${shown}`);
}
