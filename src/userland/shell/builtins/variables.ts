import { singleQuote } from '../quote.ts';
import { readOnlyFailure } from '../run/read-only.ts';
import type { Shell } from '../run/shell.ts';
import { ReadOnlyVariable } from '../run/variables.ts';
import { type Builtins, badName, fail, isName, options } from './builtin.ts';

function split(argument: string): { name: string; value: string | undefined; append: boolean } {
  const at = argument.indexOf('=');
  if (at < 0) return { name: argument, value: undefined, append: false };
  const append = argument[at - 1] === '+';
  return { name: argument.slice(0, append ? at - 1 : at), value: argument.slice(at + 1), append };
}

function list(shell: Shell, prefix: string, wanted: 'exported' | 'readonly'): void {
  for (const name of shell.variables.names()) {
    const variable = shell.variables.lookup(name)!;
    if (!variable[wanted]) continue;
    const value = shell.variables.get(name);
    if (shell.dialect.bash) {
      const flags = `${variable.readonly ? 'r' : ''}${variable.exported ? 'x' : ''}`;
      shell.out(`declare -${flags} ${name}${value === undefined ? '' : `="${value.replace(/[$`"\\]/g, '\\$&')}"`}\n`);
    } else shell.out(`${prefix} ${listed(shell, name, value)}\n`);
  }
}

/** What is in the environment under no name of a variable stands in busybox's lists up to where it stops being one. */
export function listed(shell: Shell, name: string, value: string | undefined): string {
  const start = /^(?:[A-Za-z_]\w*)?/.exec(name)![0];
  if (start !== name || value === undefined) return start;
  return `${name}=${singleQuote(value, shell.dialect.flavour)}`;
}

function marking(what: 'exported' | 'readonly') {
  return (shell: Shell, argv: string[]): number => {
    const { letters, rest } = options(
      shell,
      argv,
      shell.dialect.flavour === 'dash' ? 'p' : what === 'exported' ? 'pnf' : 'paf',
    );
    if (rest.length === 0 || letters.has('p')) {
      list(shell, argv[0]!, what);
      return 0;
    }
    let status = 0;
    for (const argument of rest) {
      const { name, value, append } = split(argument);
      if (!isName(name)) {
        if (!shell.dialect.bash) badName(shell, argv[0]!, argument);
        shell.complain(`\`${argument}': not a valid identifier`, argv[0]);
        status = 1;
        continue;
      }
      if (value !== undefined) assign(shell, name, append ? (shell.variables.get(name) ?? '') + value : value);
      if (what === 'exported') shell.variables.export(name, !letters.has('n'));
      else shell.variables.declare(name).readonly = true;
    }
    return status;
  };
}

function assign(shell: Shell, name: string, value: string): void {
  try {
    shell.assign(name, value);
  } catch (error) {
    throw error instanceof ReadOnlyVariable ? readOnlyFailure(shell, error) : error;
  }
}

/** export, readonly, local, unset. */
export const variableBuiltins: Builtins = {
  export: { special: true, run: marking('exported') },
  readonly: { special: true, run: marking('readonly') },
  local: {
    special: true,
    run(shell, argv) {
      if (!shell.variables.inFunction) {
        if (!shell.dialect.bash) fail(shell, 'local', 'not in a function');
        fail(shell, 'local', 'can only be used in a function');
      }
      for (const argument of argv.slice(1)) {
        if (argument === '-' || (shell.dialect.bash && /^-[A-Za-z]+$/.test(argument))) continue;
        const { name, value, append } = split(argument);
        if (!isName(name)) badName(shell, 'local', argument);
        const before = shell.variables.get(name) ?? '';
        const variable = shell.variables.local(name, !shell.dialect.bash);
        if (argv.some((flag) => /^-\w*a/i.test(flag)) && shell.dialect.bash) {
          variable.array ??= new Map();
          variable.associative = argv.some((flag) => /^-\w*A/.test(flag));
        }
        if (argv.some((flag) => /^-\w*i/.test(flag))) variable.integer = true;
        if (argv.some((flag) => /^-\w*n/.test(flag))) variable.reference = true;
        if (value !== undefined) {
          if (variable.reference) variable.value = value;
          else assign(shell, name, append ? before + value : value);
        }
        if (argv.some((flag) => /^-\w*r/.test(flag))) shell.variables.declare(name).readonly = true;
      }
      return 0;
    },
  },
  unset: {
    special: true,
    run(shell, argv) {
      const { letters, rest } = options(shell, argv, 'fvn');
      for (const argument of rest) {
        const element = shell.dialect.bash ? /^(\w+)\[(.*)\]$/s.exec(argument) : undefined;
        if (element) {
          shell.variables.lookup(element[1]!)?.array?.delete(element[2]!.replace(/^["']|["']$/g, ''));
          continue;
        }
        if (letters.has('f')) {
          shell.functions.delete(argument);
          continue;
        }
        if (!isName(argument)) {
          if (!shell.dialect.bash) badName(shell, 'unset', argument);
          continue;
        }
        try {
          if (shell.dialect.bash && !letters.has('v') && !shell.variables.lookup(argument))
            shell.functions.delete(argument);
          shell.variables.unset(argument);
        } catch (error) {
          if (!(error instanceof ReadOnlyVariable)) throw error;
          if (!shell.dialect.bash) fail(shell, 'unset', `${argument}: is read only`);
          fail(shell, 'unset', `${argument}: cannot unset: readonly variable`);
        }
      }
      return 0;
    },
  },
};
