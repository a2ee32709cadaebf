import { isErrno } from '../../../kernel/errno.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
import { decode } from '../../../kernel/text.ts';
import { replace } from '../run/external.ts';
import { RETURN, ShellExit, ShellFailure } from '../run/outcome.ts';
import type { Shell } from '../run/shell.ts';
import { runText, ShellSyntaxError } from '../run/source.ts';
import { always, chain, rescue } from '../run/waiting.ts';
import { bashUsage } from './bash-usage.ts';
import { type Builtins, fail } from './builtin.ts';

function sourceFile(shell: Shell, argv: string[]): MaybePromise<number> {
  const name = argv[1] === '--' ? argv[2] : argv[1];
  if (name === undefined) {
    if (!shell.dialect.bash) return shell.dialect.flavour === 'dash' ? 0 : 2;
    throw new ShellFailure('filename argument required', 2, argv[0]!, bashUsage(argv[0]!));
  }
  return rescue(
    () => {
      const path = locate(shell, name);
      return chain(textOf(shell, path), (text) => runSourced(shell, argv, text, path));
    },
    (error) => {
      if (!(error instanceof Unreadable)) throw error;
      return unreadable(shell, argv, name, error.reason);
    },
  );
}

/** A file that could not be read, apart from what goes wrong while it runs. */
class Unreadable extends Error {
  readonly reason: unknown;
  constructor(reason: unknown) {
    super('unreadable');
    this.reason = reason;
  }
}

/** A file's text, or all a pipe or terminal has to give. */
function textOf(shell: Shell, path: string): MaybePromise<string> {
  try {
    const { kind } = shell.sys.stat(path);
    if (kind !== 'fifo' && kind !== 'character') return shell.decodeFile(path);
    const fd = shell.sys.open(path, { read: true });
    return chain(shell.sys.readAll(fd), (bytes) => {
      shell.sys.close(fd);
      return decode(bytes);
    });
  } catch (error) {
    throw new Unreadable(error);
  }
}

function unreadable(shell: Shell, argv: string[], name: string, error: unknown): MaybePromise<number> {
  if (!isErrno(error)) throw error;
  // dash and busybox open a directory and find nothing to read in it.
  if (error.code === 'EISDIR' && !shell.dialect.bash) return 0;
  if (error.code === 'EISDIR') fail(shell, argv[0]!, `${name}: is a directory`);
  return missing(shell, argv[0]!, name, error.message, error.code === 'ENOENT');
}

function runSourced(shell: Shell, argv: string[], text: string, path: string): MaybePromise<number> {
  const { positional, line } = shell;
  if (shell.dialect.extended && argv.length > 2) shell.positional = argv.slice(2);
  shell.sourceDepth++;
  shell.sourceFiles.push(path);
  return always(
    () =>
      chain(runText(shell, text), (status) => {
        if (shell.unwinding?.kind === RETURN) {
          shell.unwinding = undefined;
          return shell.status;
        }
        return status;
      }),
    () => {
      shell.sourceDepth--;
      shell.sourceFiles.pop();
      shell.line = line;
      if (shell.dialect.extended && argv.length > 2) shell.positional = positional;
    },
  );
}

function locate(shell: Shell, name: string): string {
  if (name.includes('/')) return name;
  for (const directory of (shell.variables.get('PATH') ?? '').split(':')) {
    const path = `${directory || '.'}/${name}`;
    try {
      if (shell.sys.stat(path).kind === 'file') return path;
    } catch {
      // Not in this directory.
    }
  }
  if (shell.dialect.flavour === 'dash') return `\0${name}`;
  return name;
}

function missing(shell: Shell, argv0: string, name: string, message: string, absent: boolean): MaybePromise<number> {
  const { flavour } = shell.dialect;
  if (flavour === 'bash') {
    shell.complain(`${name}: ${message}`);
    return 1;
  }
  if (flavour === 'busybox') {
    fail(shell, argv0, name.includes('/') ? `can't open '${name}': ${message}` : `${name}: not found`);
  }
  fail(
    shell,
    argv0,
    name.includes('/') ? `cannot open ${name}: ${absent ? 'No such file' : message}` : `${name}: not found`,
  );
}

/** eval, `.`, source, exec. */
export const evaluateBuiltins: Builtins = {
  eval: {
    special: true,
    run(shell, argv) {
      const text = argv.slice(argv[1] === '--' ? 2 : 1).join(' ');
      const { line } = shell;
      if (!shell.dialect.bash) return runText(shell, text, { line });
      shell.evaluations++;
      return always(
        () =>
          rescue(
            () => runText(shell, text, { line }),
            (error) => {
              if (!(error instanceof ShellSyntaxError)) throw error;
              if (error.after) shell.err(error.after);
              else shell.complain(error.message, 'eval');
              return 1;
            },
          ),
        () => void shell.evaluations--,
      );
    },
  },
  '.': { special: true, run: sourceFile },
  source: { special: true, run: sourceFile },
  exec: {
    special: true,
    run(shell, argv, made) {
      let from = 1;
      let env = shell.variables.exports();
      if (argv[from] === '--') from++;
      else if (shell.dialect.extended) {
        for (; /^-[acl]/.test(argv[from] ?? ''); from++) {
          if (argv[from] === '-a') from++;
          else if (argv[from] === '-c') env = new Map();
        }
      }
      if (from >= argv.length) {
        made?.forget();
        return 0;
      }
      const words = argv.slice(from);
      made?.forget();
      return chain(replaceOrFail(shell, words, env), (status) => {
        throw new ShellExit(status);
      });
    },
  },
};

function replaceOrFail(shell: Shell, words: string[], env: Map<string, string>): MaybePromise<number> {
  try {
    shell.sys.exec(words, new Map(env));
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (error.code === 'ENOEXEC') return replace(shell, words, env);
    const absent = error.code === 'ENOENT' || error.code === 'ENOTDIR';
    const text = absent ? (shell.dialect.bash && words[0]!.includes('/') ? error.message : 'not found') : error.message;
    shell.complain(`${words[0]}: ${text}`, 'exec');
    return chain(shell.flush(), () => (absent ? 127 : 126));
  }
}
