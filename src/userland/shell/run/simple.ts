import { isErrno } from '../../../kernel/errno.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
import type { Builtin } from '../builtins/builtin.ts';
import { expandWords, wordText } from '../expand/expand.ts';
import type { Assignment, Redirect, SimpleCommand, Word } from '../grammar/tree.ts';
import { assignElements } from './assign.ts';
import { runExternal } from './external.ts';
import { callFunction } from './function.ts';
import { ShellFailure } from './outcome.ts';
import { readOnlyFailure } from './read-only.ts';
import { RedirectFailure, type Redirection, redirect } from './redirect.ts';
import type { Shell } from './shell.ts';
import { trace } from './trace.ts';
import type { Variable } from './variables.ts';
import { ReadOnlyVariable } from './variables.ts';
import { always, chain, rescue } from './waiting.ts';

/** Runs a simple command (POSIX 2.9.1): words, then redirections, then assignments, then the command found. */
export function runSimple(shell: Shell, command: SimpleCommand, tail: boolean): MaybePromise<number> {
  shell.line = command.line;
  shell.substitutionStatus = undefined;
  const argv = expandWords(shell, command.words);
  if (argv instanceof Promise) return argv.then((words) => withWords(shell, command, words, tail));
  return withWords(shell, command, argv, tail);
}

function withWords(shell: Shell, command: SimpleCommand, argv: string[], tail: boolean): MaybePromise<number> {
  if (argv.length === 0) return bare(shell, command);
  if (shell.dialect.bash) shell.lastArgument = argv.at(-1);
  const name = argv[0]!;
  const builtin = shell.interpreter.findBuiltin(shell, name);
  const special = builtin?.special === true;
  if (special || !shell.functions.has(name)) {
    if (builtin)
      return withRedirects(shell, command.redirects, special, name === 'exec', (made) =>
        viaBuiltin(shell, command, builtin, argv, made),
      );
  } else {
    const definition = shell.functions.get(name)!;
    return withRedirects(shell, command.redirects, false, false, () =>
      temporarily(shell, command.assignments, argv, () => callFunction(shell, definition, argv)),
    );
  }
  return withRedirects(shell, command.redirects, false, false, (made) =>
    temporarily(shell, command.assignments, argv, () => runExternal(shell, argv, command.source, tail, made)),
  );
}

/** Assignments and redirections without a command. */
function bare(shell: Shell, command: SimpleCommand): MaybePromise<number> {
  const assign = (): MaybePromise<number> =>
    chain(assignAll(shell, command.assignments), (texts) => {
      if (shell.options.xtrace && texts.length > 0)
        return chain(trace(shell, texts, []), () => shell.substitutionStatus ?? 0);
      return shell.substitutionStatus ?? 0;
    });
  if (command.redirects.length === 0) return assign();
  return withRedirects(shell, command.redirects, false, false, assign);
}

function withRedirects(
  shell: Shell,
  redirects: readonly Redirect[],
  special: boolean,
  isExec: boolean,
  run: (made: Redirection | undefined) => MaybePromise<number>,
): MaybePromise<number> {
  if (redirects.length === 0) return run(undefined);
  return chain(
    rescue<Redirection | number>(
      () => redirect(shell, redirects),
      (error) => {
        if (!(error instanceof RedirectFailure)) throw error;
        const status = shell.dialect.flavour === 'dash' ? 2 : 1;
        if (special && !shell.dialect.bash) throw new ShellFailure(error.message, status);
        shell.complain(error.message);
        return chain(shell.flush(), () => status);
      },
    ),
    (made) => {
      if (typeof made === 'number') return made;
      const { traceFd } = shell;
      shell.traceFd = made.savedCopy(2) ?? traceFd;
      return always(
        () => run(made),
        () => {
          shell.traceFd = traceFd;
          if (!(isExec && made.kept)) made.undo();
        },
      );
    },
  );
}

function viaBuiltin(
  shell: Shell,
  command: SimpleCommand,
  builtin: Builtin,
  argv: string[],
  made: Redirection | undefined,
): MaybePromise<number> {
  const arrays = command.words.filter((word) => word.array);
  const call = (): MaybePromise<number> =>
    chain(runBuiltin(shell, builtin, argv, made), (status) => declareArrays(shell, arrays, argv, status));
  if (command.assignments.length === 0) return chain(shell.options.xtrace ? trace(shell, [], argv) : undefined, call);
  if (builtin.special && !shell.dialect.bash && (argv[0] !== 'exec' || argv.length === 1)) {
    return chain(assignAll(shell, command.assignments), (texts) =>
      chain(shell.options.xtrace ? trace(shell, texts, argv) : undefined, call),
    );
  }
  return temporarily(shell, command.assignments, argv, call);
}

function declareArrays(
  shell: Shell,
  words: readonly Word[],
  argv: readonly string[],
  status: number,
): MaybePromise<number> {
  let result: MaybePromise<void>;
  for (const word of words) {
    if (argv.some((argument) => /^-\w*A/.test(argument))) shell.variables.declare(word.array!.name).associative = true;
    result = chain(result!, () => assignElements(shell, word.array!));
  }
  return chain(result!, () => status);
}

/** Calls a builtin and writes what it printed. */
export function runBuiltin(shell: Shell, builtin: Builtin, argv: string[], made?: Redirection): MaybePromise<number> {
  let status: MaybePromise<number>;
  try {
    status = builtin.run(shell, argv, made);
  } catch (error) {
    return builtinFailed(shell, builtin, argv, error);
  }
  if (typeof status !== 'number') {
    return status.then(
      (value) => flushed(shell, argv, value),
      (error) => builtinFailed(shell, builtin, argv, error),
    );
  }
  return shell.flushed ? status : flushed(shell, argv, status);
}

function flushed(shell: Shell, argv: string[], status: number): MaybePromise<number> {
  return chain(shell.flush(), (error) => {
    if (!isErrno(error)) return status;
    if (shell.dialect.flavour === 'dash') shell.complain(`${argv[0]}: I/O error`, argv[0]);
    else if (shell.dialect.flavour === 'bash') shell.complain(`write error: ${error.message}`, argv[0]);
    else shell.complain(`write error: ${error.message}`);
    return chain(shell.flush(), () => 1);
  });
}

function builtinFailed(shell: Shell, builtin: Builtin, argv: string[], error: unknown): MaybePromise<number> {
  if (error instanceof ShellFailure) {
    // A failure of a special builtin ends the shell; of any other, only the command.
    if (builtin.special && !shell.dialect.bash) return lastWords(shell, error);
    if (error.command === undefined || error.command !== argv[0]) throw error;
    if (error.message) shell.complain(error.message, error.command);
    if (error.after) shell.err(error.after);
    return chain(shell.flush(), () => error.status);
  }
  // bash: only an assignment of its own ends the shell
  if (error instanceof ReadOnlyVariable && shell.dialect.bash) {
    shell.complain(`${error.variable}: readonly variable`);
    return chain(shell.flush(), () => 1);
  }
  if (isErrno(error) && error.code !== 'EPIPE') {
    shell.complain(error.path ? `${error.path}: ${error.message}` : error.message, argv[0]);
    return chain(shell.flush(), () => 1);
  }
  throw error;
}

/** Says what ends the shell while the command's own redirections still hold. */
function lastWords(shell: Shell, error: ShellFailure): MaybePromise<never> {
  const silent = new ShellFailure('', error.status, error.command);
  if (error.message) shell.complain(error.message, error.command);
  return chain(shell.flush(), () => {
    throw silent;
  });
}

/** Makes the assignments in order; answers them as `set -x` shows them. */
export function assignAll(
  shell: Shell,
  list: readonly Assignment[],
  from = 0,
  texts: string[] = [],
): MaybePromise<string[]> {
  for (let index = from; index < list.length; index++) {
    const assignment = list[index]!;
    if (assignment.index || assignment.append || assignment.value.kind === 'array') {
      return chain(assignElements(shell, assignment), () => {
        texts.push(`${assignment.name}=${shell.variables.get(assignment.name) ?? ''}`);
        return assignAll(shell, list, index + 1, texts);
      });
    }
    const value = wordText(shell, assignment.value);
    if (typeof value !== 'string') {
      return value.then((text) => {
        assignOne(shell, assignment.name, text);
        texts.push(`${assignment.name}=${text}`);
        return assignAll(shell, list, index + 1, texts);
      });
    }
    assignOne(shell, assignment.name, value);
    if (shell.options.xtrace) texts.push(`${assignment.name}=${value}`);
  }
  return texts;
}

function assignOne(shell: Shell, name: string, value: string): void {
  try {
    shell.assign(name, value);
  } catch (error) {
    if (!(error instanceof ReadOnlyVariable)) throw error;
    throw readOnlyFailure(shell, error);
  }
}

/** Assignments before a command last as long as the command. */
function temporarily(
  shell: Shell,
  assignments: readonly Assignment[],
  argv: string[],
  run: () => MaybePromise<number>,
): MaybePromise<number> {
  if (assignments.length === 0) {
    return shell.options.xtrace ? chain(trace(shell, [], argv), run) : run();
  }
  const { variables } = shell;
  const saved = assignments.map(({ name }): [string, Variable | undefined] => {
    const variable = variables.lookup(name);
    return [name, variable && { ...variable }];
  });
  const restore = (): void => {
    for (const [name, variable] of saved.reverse()) variables.restore(name, variable);
  };
  return always(
    () =>
      chain(assignAll(shell, assignments), (texts) => {
        for (const { name } of assignments) variables.export(name);
        return shell.options.xtrace ? chain(trace(shell, texts, argv), run) : run();
      }),
    restore,
  );
}
