import { isErrno } from '../../kernel/errno.ts';
import type { MaybePromise, Program } from '../../kernel/program.ts';
import type { SystemCalls } from '../../kernel/system-calls.ts';
import { packageVersion } from '../packages/common/package-version.ts';
import { setLetter, takeOptions } from './builtins/set.ts';
import type { Flavour } from './dialect.ts';
import { wordText } from './expand/expand.ts';
import { textWord } from './grammar/parse.ts';
import { loadParser } from './grammar/parser.ts';
import { runInteractive } from './interactive.ts';
import { endShell } from './run/end.ts';
import { ShellFailure } from './run/outcome.ts';
import type { Shell } from './run/shell.ts';
import { runText } from './run/source.ts';
import { runStream } from './run/stream.ts';
import { chain } from './run/waiting.ts';
import { startShell } from './startup.ts';

export interface ShellOptions {
  /** More completions for a command's arguments; undefined when it knows none. */
  readonly completer?: Completer;
  /** Hears of every line given at the prompt. */
  readonly observer?: LineObserver;
}
/** Called before a line's commands run; what it answers is called with `$?` when they have. */
export type LineObserver = (line: string) => (status: number) => void;
/** Given the words up to the cursor (the last one being completed), answers what it could become. */
export type Completer = (words: readonly string[], sys: SystemCalls) => readonly string[] | undefined;

const NAMES: Record<Flavour, string> = { busybox: 'sh', dash: 'dash', bash: 'bash' };

/** busybox ash, dash or bash as a program. */
export function shellProgram(flavour: Flavour, options: ShellOptions = {}): Program {
  return {
    name: NAMES[flavour],
    main: (sys) => runShell(sys, flavour, options),
  };
}

/** The arguments alone decided how this ends. */
class UsageExit extends Error {
  readonly status: number;
  constructor(status: number) {
    super('usage');
    this.status = status;
  }
}

interface Invocation {
  command: string | undefined;
  login: boolean;
  profile: boolean;
  startFiles: boolean;
}

/** Runs a shell as `sys.argv` asks. */
export function runShell(sys: SystemCalls, flavour: Flavour, options: ShellOptions = {}): MaybePromise<number> {
  const argv0 = sys.argv[0] ?? NAMES[flavour];
  const shell = startShell(sys, flavour, argv0);
  const invocation: Invocation = { command: undefined, login: argv0.startsWith('-'), profile: true, startFiles: true };
  return endShell(shell, () => {
    let rest: string[];
    try {
      rest = readArguments(shell, invocation);
    } catch (error) {
      if (!(error instanceof UsageExit)) throw error;
      return chain(shell.flush(), () => error.status);
    }
    return start(shell, invocation, rest, options);
  });
}

function readArguments(shell: Shell, invocation: Invocation): string[] {
  const argv = [...shell.sys.argv.slice(1)];
  let wantsCommand = false;
  if (shell.dialect.bash && argv[0] === '--version') {
    // The patch level is the package's own.
    const version = packageVersion(shell.sys, 'bash') ?? '5.2.15';
    shell.out(`GNU bash, version ${version}(1)-release (x86_64-pc-linux-gnu)\n`);
    throw new UsageExit(0);
  }
  const kept: string[] = [];
  let index = 0;
  for (; index < argv.length; index++) {
    const argument = argv[index]!;
    if (argument.startsWith('--') && argument.length > 2) {
      longOption(shell, invocation, argument);
      continue;
    }
    if (!/^[-+]./.test(argument) || argument === '--') break;
    let letters = argument[0]!;
    for (const letter of argument.slice(1)) {
      if (letter === 'c') wantsCommand = true;
      else if (letter === 'l' && argument[0] === '-') invocation.login = true;
      else letters += letter;
    }
    if (letters.length === 1) continue;
    kept.push(letters);
    for (let names = letters.split('o').length - 1; names > 0 && argv[index + 1] !== undefined; names--)
      kept.push(argv[++index]!);
  }
  takeOptions(shell, kept, 0, '');
  if (argv[index] === '--' || argv[index] === '-') index++;
  const rest = argv.slice(index);
  if (!wantsCommand) return rest;
  const command = rest.shift();
  if (command === undefined) {
    const { flavour } = shell.dialect;
    shell.line = 0;
    if (flavour === 'bash') shell.err(`${shell.name}: -c: option requires an argument\n`);
    else
      shell.err(
        flavour === 'dash' ? `${shell.name}: 0: -c requires an argument\n` : `${shell.name}: -c requires an argument\n`,
      );
    throw new UsageExit(2);
  }
  invocation.command = command;
  return rest;
}

function longOption(shell: Shell, invocation: Invocation, argument: string): void {
  if (argument === '--login') invocation.login = true;
  else if (shell.dialect.bash && argument === '--norc') invocation.startFiles = false;
  else if (shell.dialect.bash && argument === '--noprofile') invocation.profile = false;
  else if (shell.dialect.bash && argument === '--posix') shell.options.posix = true;
  else {
    if (shell.dialect.bash) throw new ShellFailure(`${argument}: invalid option`, 2);
    throw new ShellFailure(
      `${shell.dialect.flavour === 'dash' ? 'Illegal' : 'illegal'} option ${argument.slice(0, 2)}`,
      2,
    );
  }
}

function start(shell: Shell, invocation: Invocation, rest: string[], options: ShellOptions): MaybePromise<number> {
  const { command } = invocation;
  const fromInput = command === undefined && (rest.length === 0 || shell.options.stdin);
  if (fromInput) {
    shell.positional = rest;
    shell.options.stdin = true;
    if (shell.sys.isatty(0) && shell.sys.isatty(2)) setLetter(shell, 'i', true);
  }
  return chain(startFiles(shell, invocation), () => {
    if (command !== undefined) {
      shell.commandString = true;
      if (rest.length > 0) {
        shell.name = rest[0]!;
        shell.positional = rest.slice(1);
      }
      return runText(shell, command, { line: shell.dialect.flavour === 'busybox' ? 0 : 1, tail: true });
    }
    if (!fromInput) return runFile(shell, rest);
    return shell.options.interactive ? runInteractive(shell, options) : runStream(shell);
  });
}

function runFile(shell: Shell, rest: string[]): MaybePromise<number> {
  const [file = ''] = rest;
  let text: string;
  try {
    text = shell.decodeFile(file);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const { flavour } = shell.dialect;
    const absent = error.code === 'ENOENT';
    const status = absent ? (flavour === 'dash' ? 2 : flavour === 'busybox' ? 2 : 127) : flavour === 'bash' ? 126 : 2;
    if (flavour === 'bash') shell.err(`${shell.name}: ${file}: ${error.message}\n`);
    else if (flavour === 'busybox') shell.err(`${shell.name}: can't open '${file}': ${error.message}\n`);
    else shell.err(`${shell.name}: 0: cannot open ${file}: ${absent ? 'No such file' : error.message}\n`);
    return chain(shell.flush(), () => status);
  }
  shell.name = file;
  shell.scriptFile = true;
  shell.sourceFiles = [file];
  shell.positional = rest.slice(1);
  return runText(shell, text);
}

/** /etc/profile and ~/.profile for a login shell; ENV or ~/.bashrc for an interactive one. */
function startFiles(shell: Shell, invocation: Invocation): MaybePromise<void> {
  const home = shell.variables.get('HOME') ?? '';
  const files: string[] = [];
  const { bash } = shell.dialect;
  if (invocation.login && invocation.profile) {
    files.push('/etc/profile');
    const own = bash ? ['.bash_profile', '.bash_login', '.profile'] : ['.profile'];
    const found = own.map((name) => `${home}/${name}`).find((path) => shell.sys.access(path, 'r'));
    if (found) files.push(found);
  } else if (shell.options.interactive && bash && invocation.startFiles)
    files.push('/etc/bash.bashrc', `${home}/.bashrc`);
  const sourced = sourceFiles(shell, files, 0);
  if (bash || !shell.options.interactive) return sourced;
  return chain(sourced, () => {
    const env = shell.variables.get('ENV');
    if (!env) return;
    return chain(loadParser(), () =>
      chain(wordText(shell, textWord(env, shell.dialect, shell.aliases)), (path) => sourceFiles(shell, [path], 0)),
    );
  });
}

function sourceFiles(shell: Shell, files: readonly string[], from: number): MaybePromise<void> {
  for (let index = from; index < files.length; index++) {
    if (!shell.sys.access(files[index]!, 'r')) continue;
    const status = runText(shell, shell.decodeFile(files[index]!));
    if (status instanceof Promise) return status.then(() => sourceFiles(shell, files, index + 1));
  }
}
