import type { MaybePromise } from '../../../kernel/program.ts';
import { ShellFailure } from '../run/outcome.ts';
import type { Redirection } from '../run/redirect.ts';
import type { Shell } from '../run/shell.ts';
import { bashUsage } from './bash-usage.ts';

export interface Builtin {
  /** POSIX's special builtins: found before functions, their errors end the shell, assignments before them stay. */
  readonly special?: boolean;
  run(shell: Shell, argv: string[], made?: Redirection): MaybePromise<number>;
}

export type Builtins = Record<string, Builtin>;

/** Fails as the builtin `argv0`: its error ends the shell only when it is a special one. */
export function fail(shell: Shell, argv0: string, message: string, status = shell.dialect.bash ? 1 : 2): never {
  throw new ShellFailure(message, status, argv0);
}

export function isName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}

export function illegalNumber(shell: Shell, argv0: string, text: string): never {
  if (shell.dialect.bash) fail(shell, argv0, `${text}: numeric argument required`, 2);
  fail(shell, argv0, `Illegal number: ${text}`);
}

export function badName(shell: Shell, argv0: string, text: string): never {
  if (shell.dialect.bash) fail(shell, argv0, `\`${text}': not a valid identifier`);
  fail(shell, argv0, `${text.replace(/=.*/s, '')}: bad variable name`);
}

/** Takes leading one-letter options; `--` ends them. */
export function options(
  shell: Shell,
  argv: readonly string[],
  known: string,
): { letters: Set<string>; rest: string[] } {
  const letters = new Set<string>();
  let index = 1;
  for (; index < argv.length; index++) {
    const argument = argv[index]!;
    if (argument === '--') {
      index++;
      break;
    }
    if (argument.length < 2 || argument[0] !== '-') break;
    for (const letter of argument.slice(1)) {
      if (!known.includes(letter)) illegalOption(shell, argv[0]!, letter);
      letters.add(letter);
    }
  }
  return { letters, rest: argv.slice(index) };
}

export function illegalOption(shell: Shell, argv0: string, letter: string): never {
  const { flavour } = shell.dialect;
  if (flavour === 'bash') throw new ShellFailure(`-${letter}: invalid option`, 2, argv0, bashUsage(argv0));
  fail(shell, argv0, `${flavour === 'dash' ? 'Illegal' : 'illegal'} option -${letter}`);
}
