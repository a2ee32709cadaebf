import type { MaybePromise } from '../../../kernel/program.ts';
import { inputReady } from '../run/input-ready.ts';
import { Interrupt } from '../run/outcome.ts';
import { readLine } from '../run/read-line.ts';
import { readOnlyFailure } from '../run/read-only.ts';
import type { Shell } from '../run/shell.ts';
import { runPendingTraps } from '../run/traps.ts';
import { ReadOnlyVariable } from '../run/variables.ts';
import { always, chain } from '../run/waiting.ts';
import { type Builtins, fail, illegalOption, isName } from './builtin.ts';

interface Request {
  raw: boolean;
  silent: boolean;
  prompt: string | undefined;
  limit: number | undefined;
  exact: boolean;
  timeout: number | undefined;
  fd: number;
  delimiter: number;
  array: string | undefined;
  names: string[];
}

function parse(shell: Shell, argv: string[]): Request {
  const { flavour } = shell.dialect;
  const flags = flavour === 'dash' ? 'r' : flavour === 'busybox' ? 'rs' : 'rse';
  const valued = flavour === 'dash' ? 'p' : flavour === 'busybox' ? 'pntud' : 'pntNudai';
  const request: Request = {
    raw: false,
    silent: false,
    prompt: undefined,
    limit: undefined,
    exact: false,
    timeout: undefined,
    fd: 0,
    delimiter: 10,
    array: undefined,
    names: [],
  };
  let index = 1;
  for (; index < argv.length; index++) {
    const argument = argv[index]!;
    if (argument === '--') {
      index++;
      break;
    }
    if (!/^-./.test(argument)) break;
    for (let at = 1; at < argument.length; at++) {
      const letter = argument[at]!;
      if (flags.includes(letter)) {
        if (letter === 'r') request.raw = true;
        if (letter === 's') request.silent = true;
      } else if (valued.includes(letter)) {
        take(shell, request, letter, argument.slice(at + 1) || (argv[++index] ?? ''));
        break;
      } else illegalOption(shell, 'read', letter);
    }
  }
  request.names = argv.slice(index);
  return request;
}

function take(shell: Shell, request: Request, letter: string, value: string): void {
  if (letter === 'p') request.prompt = value;
  else if (letter === 'n' || letter === 'N') {
    request.limit = Number(value);
    request.exact = letter === 'N';
  } else if (letter === 't') request.timeout = timeout(shell, value);
  else if (letter === 'u') request.fd = Number(value);
  else if (letter === 'd') request.delimiter = value === '' ? 0 : value.charCodeAt(0);
  else if (letter === 'a') request.array = value;
}

/** Seconds as text, in milliseconds. */
function timeout(shell: Shell, text: string): number {
  if (/^-?\d*\.?\d*$/.test(text) && /\d/.test(text) && (text[0] !== '-' || shell.dialect.bash))
    return Math.max(0, Number(text) * 1000);
  fail(shell, 'read', shell.dialect.bash ? `${text}: invalid timeout specification` : 'invalid timeout');
}

/** Splits a line for `read`: the last name gets the rest, separators and all (POSIX, read). */
export function splitLine(line: string, separators: string, count: number, raw: boolean): string[] {
  const characters: { text: string; escaped: boolean }[] = [];
  for (let at = 0; at < line.length; at++) {
    if (!raw && line[at] === '\\') {
      if (at + 1 < line.length) characters.push({ text: line[++at]!, escaped: true });
    } else characters.push({ text: line[at]!, escaped: false });
  }
  const isSeparator = (at: number): boolean => {
    const character = characters[at];
    return character !== undefined && !character.escaped && separators.includes(character.text);
  };
  const isBlank = (at: number): boolean => isSeparator(at) && ' \t\n'.includes(characters[at]!.text);
  const fields: string[] = [];
  let at = 0;
  while (isBlank(at)) at++;
  const skipDelimiter = (): void => {
    while (isBlank(at)) at++;
    if (isSeparator(at)) {
      at++;
      while (isBlank(at)) at++;
    }
  };
  while (at < characters.length && fields.length < count - 1) {
    let field = '';
    while (at < characters.length && !isSeparator(at)) field += characters[at++]!.text;
    fields.push(field);
    skipDelimiter();
  }
  if (fields.length < count && at < characters.length) {
    const start = at;
    let field = '';
    while (at < characters.length && !isSeparator(at)) field += characters[at++]!.text;
    skipDelimiter();
    if (at < characters.length) {
      let end = characters.length;
      while (end > start && isBlank(end - 1)) end--;
      field = characters
        .slice(start, end)
        .map((character) => character.text)
        .join('');
    }
    fields.push(field);
  }
  while (fields.length < count) fields.push('');
  return fields;
}

/** Until there is something to read: Ctrl-C takes an interactive shell back to its prompt, traps run meanwhile. */
function awaitInput(shell: Shell, fd: number): MaybePromise<void> {
  return chain(inputReady(shell, fd), (ready) => {
    if (ready) return;
    if (shell.interrupted) throw new Interrupt();
    return chain(runPendingTraps(shell), () => awaitInput(shell, fd));
  });
}

async function withTimeout<T>(shell: Shell, request: Request, read: () => MaybePromise<T>): Promise<T | undefined> {
  const ready = await shell.sys.poll([request.fd], request.timeout);
  return ready.length > 0 ? read() : undefined;
}

/** Lines joined at a backslash-newline, unless -r. */
function readLogicalLine(shell: Shell, request: Request): MaybePromise<{ text: string; complete: boolean }> {
  const more = (before: string): MaybePromise<{ text: string; complete: boolean }> =>
    chain(readLine(shell.sys, request.fd, { delimiter: request.delimiter, limit: request.limit }), (line) => {
      const text = before + line.text;
      const continued =
        !request.raw && line.complete && request.limit === undefined && /(?:^|[^\\])(?:\\\\)*\\$/.test(text);
      return continued ? more(text.slice(0, -1)) : { text, complete: line.complete };
    });
  return more('');
}

function store(shell: Shell, request: Request, text: string): void {
  const separators = shell.separators();
  if (request.array !== undefined) {
    const words = splitLine(text, separators, text.length + 1, request.raw).filter((word) => word !== '');
    shell.variables.declare(request.array).array = new Map(words.map((word, index) => [String(index), word]));
    return;
  }
  if (request.names.length === 0) {
    shell.assign('REPLY', request.raw ? text : text.replace(/\\([\s\S])/g, '$1'));
    return;
  }
  const values = splitLine(text, request.exact ? '' : separators, request.names.length, request.raw);
  request.names.forEach((name, index) => {
    try {
      shell.assign(name, values[index]!);
    } catch (error) {
      throw error instanceof ReadOnlyVariable ? readOnlyFailure(shell, error) : error;
    }
  });
}

function quietly<T>(shell: Shell, request: Request, run: () => MaybePromise<T>): MaybePromise<T> {
  const { sys } = shell;
  if ((!request.silent && request.limit === undefined) || !sys.isatty(request.fd)) return run();
  const before = sys.terminalSettings(request.fd);
  sys.setTerminalSettings(request.fd, {
    ...before,
    echo: before.echo && !request.silent,
    canonical: before.canonical && request.limit === undefined,
  });
  return always(run, () => sys.setTerminalSettings(request.fd, before));
}

export const readBuiltins: Builtins = {
  read: {
    run(shell, argv) {
      const request = parse(shell, argv);
      const { flavour } = shell.dialect;
      if (request.names.length === 0 && flavour === 'dash') fail(shell, 'read', 'arg count');
      const wrong = request.names.find((name) => !isName(name));
      if (wrong !== undefined) {
        if (flavour === 'busybox') {
          shell.complain(`read: '${wrong}': bad variable name`);
          return 1;
        }
        fail(shell, 'read', flavour === 'dash' ? `${wrong}: bad variable name` : `\`${wrong}': not a valid identifier`);
      }
      if (request.prompt !== undefined && shell.sys.isatty(request.fd)) shell.err(request.prompt);
      const finish = (line: { text: string; complete: boolean } | undefined): number => {
        if (!line) return flavour === 'bash' ? 142 : 1;
        store(shell, request, line.text);
        return line.complete ? 0 : 1;
      };
      return chain(shell.flush(), () =>
        quietly(shell, request, () =>
          request.timeout === undefined
            ? chain(awaitInput(shell, request.fd), () => chain(readLogicalLine(shell, request), finish))
            : withTimeout(shell, request, () => readLogicalLine(shell, request)).then(finish),
        ),
      );
    },
  },
};
