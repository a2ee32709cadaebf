import type { MaybePromise } from '../../../kernel/program.ts';
import { singleQuote } from '../quote.ts';
import { findInPath } from '../run/command-table.ts';
import { runExternal } from '../run/external.ts';
import type { Redirection } from '../run/redirect.ts';
import type { Shell } from '../run/shell.ts';
import { runBuiltin } from '../run/simple.ts';
import { always } from '../run/waiting.ts';
import { type Builtins, fail, options } from './builtin.ts';

const KEYWORDS = new Set('! { } case do done elif else esac fi for if in then until while'.split(' '));
const BASH_KEYWORDS = new Set([...KEYWORDS, 'function', 'select', 'time', 'coproc', '[[', ']]']);
const STANDARD_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

type Found =
  | { readonly kind: 'keyword' | 'function' | 'builtin' | 'special' }
  | { readonly kind: 'alias'; readonly value: string }
  | { readonly kind: 'file'; readonly path: string /** It had been used before. */; readonly tracked: boolean };

function find(shell: Shell, name: string, path: string): Found | undefined {
  if ((shell.dialect.bash ? BASH_KEYWORDS : KEYWORDS).has(name) || (name === 'function' && shell.dialect.extended))
    return { kind: 'keyword' };
  const alias = shell.expandsAliases ? shell.aliases.get(name) : undefined;
  if (alias !== undefined) return { kind: 'alias', value: alias };
  const builtin = shell.interpreter.findBuiltin(shell, name);
  if (builtin?.special && !shell.dialect.bash) return { kind: 'special' };
  if (shell.functions.has(name)) return { kind: 'function' };
  if (builtin) return { kind: builtin.special ? 'special' : 'builtin' };
  // dash and busybox ask of a path only whether it is there.
  if (name.includes('/') && !shell.dialect.bash)
    return exists(shell, name) ? { kind: 'file', path: name, tracked: false } : undefined;
  const tracked = shell.commands.get(name) !== undefined;
  const remembered = shell.dialect.flavour === 'dash' && path === shell.variables.get('PATH');
  const file = remembered
    ? shell.commands.remember(shell.sys, name, path)?.path
    : (shell.commands.get(name) ?? findInPath(shell.sys, name, path));
  return file === undefined ? undefined : { kind: 'file', path: file, tracked };
}

function exists(shell: Shell, path: string): boolean {
  try {
    shell.sys.stat(path);
    return true;
  } catch {
    return false;
  }
}

function describe(shell: Shell, name: string, found: Found): string {
  const { flavour } = shell.dialect;
  switch (found.kind) {
    case 'keyword':
      return `${name} is a shell keyword\n`;
    case 'alias':
      return flavour === 'bash'
        ? `${name} is aliased to \`${found.value}'\n`
        : `${name} is an alias for ${found.value}\n`;
    case 'function':
      if (flavour === 'bash') return `${name} is a function\n${shell.functions.get(name)!.source}\n`;
      return flavour === 'dash' ? `${name} is a shell function\n` : `${name} is a function\n`;
    case 'special':
      return flavour === 'bash' ? `${name} is a shell builtin\n` : `${name} is a special shell builtin\n`;
    case 'builtin':
      return `${name} is a shell builtin\n`;
    case 'file':
      if (flavour === 'bash' && found.tracked) return `${name} is hashed (${found.path})\n`;
      return `${name} is ${flavour === 'dash' && found.tracked ? 'a tracked alias for ' : ''}${found.path}\n`;
  }
}

function brief(name: string, found: Found): string {
  if (found.kind === 'alias') return `alias ${name}='${found.value.replaceAll("'", "'\\''")}'\n`;
  return found.kind === 'file' ? `${found.path}\n` : `${name}\n`;
}

function notFound(shell: Shell, argv0: string, name: string): void {
  if (shell.dialect.bash) shell.complain(`${name}: not found`, argv0);
  else shell.out(`${name}: not found\n`);
}

function type(shell: Shell, argv: string[]): number {
  let status = 0;
  const flags = shell.dialect.bash
    ? options(shell, argv, 'tpPaf')
    : { letters: new Set<string>(), rest: argv.slice(argv[1] === '--' ? 2 : 1) };
  for (const name of flags.rest) {
    const found = find(shell, name, shell.variables.get('PATH') ?? '');
    if (found && flags.letters.has('a') && flags.letters.size === 1) {
      if (found.kind !== 'file') shell.out(describe(shell, name, found));
      for (const directory of (shell.variables.get('PATH') ?? '').split(':')) {
        const file = findInPath(shell.sys, name, directory);
        if (file !== undefined) shell.out(`${name} is ${file}\n`);
      }
      continue;
    }
    if (!found) {
      if (flags.letters.size === 0) notFound(shell, 'type', name);
      status = shell.dialect.bash ? 1 : 127;
    } else if (flags.letters.has('t')) shell.out(`${found.kind === 'special' ? 'builtin' : found.kind}\n`);
    else if (flags.letters.has('p') || flags.letters.has('P')) {
      if (found.kind === 'file') shell.out(`${found.path}\n`);
    } else shell.out(describe(shell, name, found));
  }
  return status;
}

function command(shell: Shell, argv: string[], made?: Redirection): MaybePromise<number> {
  const { letters, rest } = options(shell, argv, 'pvV');
  const path = letters.has('p') ? STANDARD_PATH : (shell.variables.get('PATH') ?? '');
  if (letters.has('v') || letters.has('V')) {
    let status = 0;
    for (const name of shell.dialect.bash ? rest : rest.slice(0, 1)) {
      const found = find(shell, name, path);
      if (!found) {
        if (letters.has('V')) notFound(shell, 'command', name);
        status = shell.dialect.bash ? 1 : 127;
      } else shell.out(letters.has('v') ? brief(name, found) : describe(shell, name, found));
    }
    return status;
  }
  if (rest.length === 0) return 0;
  const builtin = shell.interpreter.findBuiltin(shell, rest[0]!);
  // Through `command` a special builtin's error is an ordinary one.
  if (builtin) {
    const run = (): MaybePromise<number> =>
      runBuiltin(shell, { ...builtin, special: rest[0] === 'exec' || rest[0] === 'exit' }, rest, made);
    if (rest[0] !== 'local' || shell.dialect.bash) return run();
    // What is local through `command` is local to that command alone (dash's evalcommand).
    shell.variables.pushFrame();
    return always(run, () => shell.variables.popFrame());
  }
  return runExternal(shell, rest, rest.join(' '), false, made, letters.has('p') ? path : undefined);
}

/** type, command, hash, alias, unalias. */
export const lookupBuiltins: Builtins = {
  type: { run: type },
  command: { run: command },
  hash: {
    run(shell, argv) {
      const { letters, rest } = options(shell, argv, shell.dialect.bash ? 'rdlpt' : 'rv');
      if (letters.has('r')) shell.commands.clear();
      let status = 0;
      for (const name of rest) {
        shell.commands.delete(name);
        if (!shell.commands.remember(shell.sys, name, shell.variables.get('PATH') ?? '')) {
          shell.complain(`${name}: not found`, 'hash');
          status = 1;
        }
      }
      if (rest.length === 0 && !letters.has('r')) {
        const list = shell.commands.list();
        if (shell.dialect.bash) {
          shell.out(list.length === 0 ? 'hash: hash table empty\n' : 'hits\tcommand\n');
          for (const { path, hits } of list) shell.out(`${String(hits).padStart(4)}\t${path}\n`);
        } else for (const { path, stale } of list) shell.out(`${path}${stale ? '*' : ''}\n`);
      }
      return status;
    },
  },
  alias: {
    run(shell, argv) {
      const { flavour } = shell.dialect;
      const show = (name: string): string => {
        const value = singleQuote(shell.aliases.get(name)!, flavour);
        return flavour === 'bash' ? `alias ${name}=${value}\n` : `${name}=${value}\n`;
      };
      const args = argv.slice(argv[1] === '--' || (flavour === 'bash' && argv[1] === '-p') ? 2 : 1);
      if (args.length === 0) for (const name of [...shell.aliases.keys()].sort()) shell.out(show(name));
      let status = 0;
      for (const argument of args) {
        const at = argument.indexOf('=', 1);
        if (at > 0) shell.aliases.set(argument.slice(0, at), argument.slice(at + 1));
        else if (shell.aliases.has(argument)) shell.out(show(argument));
        else {
          if (flavour === 'bash') shell.complain(`${argument}: not found`, 'alias');
          else shell.err(`alias: ${argument} not found\n`);
          status = 1;
        }
      }
      return status;
    },
  },
  unalias: {
    run(shell, argv) {
      const { letters, rest } = options(shell, argv, 'a');
      if (letters.has('a')) shell.aliases.clear();
      let status = 0;
      for (const name of rest) {
        if (shell.aliases.delete(name)) continue;
        if (shell.dialect.bash) shell.complain(`${name}: not found`, 'unalias');
        else shell.err(`unalias: ${name} not found\n`);
        status = 1;
      }
      return status;
    },
  },
};

export const builtinBuiltins: Builtins = {
  builtin: {
    run(shell, argv, made) {
      const builtin = argv[1] === undefined ? undefined : shell.interpreter.findBuiltin(shell, argv[1]);
      if (!builtin) fail(shell, 'builtin', `${argv[1]}: not a shell builtin`);
      return runBuiltin(shell, builtin, argv.slice(1), made);
    },
  },
};
