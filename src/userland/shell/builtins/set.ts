import { singleQuote } from '../quote.ts';
import { lettersOf, type OptionName, optionNames } from '../run/options.ts';
import type { Shell } from '../run/shell.ts';
import { type Builtins, fail, illegalOption } from './builtin.ts';
import { listed } from './variables.ts';

/** Turns a `set` option on or off by letter; false when the flavour has no such letter. */
export function setLetter(shell: Shell, letter: string, on: boolean): boolean {
  const name = lettersOf(shell.dialect.flavour)[letter];
  if (!name) return false;
  shell.options[name] = on;
  return true;
}

export function setByName(shell: Shell, name: string, on: boolean): boolean {
  if (!(optionNames(shell.dialect.flavour) as string[]).includes(name)) return false;
  shell.options[name as OptionName] = on;
  return true;
}

function listOptions(shell: Shell, asCommands: boolean): void {
  const { flavour } = shell.dialect;
  if (!asCommands && flavour === 'dash') shell.out('Current option settings\n');
  for (const name of optionNames(flavour)) {
    const on = shell.options[name];
    if (asCommands) shell.out(`set ${on ? '-' : '+'}o ${name}\n`);
    else
      shell.out(
        flavour === 'bash' ? `${name.padEnd(15)}\t${on ? 'on' : 'off'}\n` : `${name.padEnd(16)}${on ? 'on' : 'off'}\n`,
      );
  }
}

function listVariables(shell: Shell): void {
  for (const name of shell.variables.names()) {
    const value = shell.variables.get(name);
    if (value === undefined) continue;
    if (shell.dialect.bash)
      shell.out(`${name}=${/^[\w@%+:,./-]*$/.test(value) ? value : singleQuote(value, 'bash')}\n`);
    else shell.out(`${listed(shell, name, value)}\n`);
  }
}

/** Handles `set`'s and the shell's own option arguments; answers the index of the first operand. */
export function takeOptions(
  shell: Shell,
  argv: readonly string[],
  from: number,
  argv0: string,
): { next: number; operands: boolean } {
  let index = from;
  for (; index < argv.length; index++) {
    const argument = argv[index]!;
    if (argument === '--') return { next: index + 1, operands: true };
    if (argument === '-') {
      shell.options.xtrace = false;
      shell.options.verbose = false;
      return { next: index + 1, operands: index + 1 < argv.length };
    }
    if (!/^[-+]./.test(argument)) break;
    const on = argument[0] === '-';
    for (const letter of argument.slice(1)) {
      if (letter === 'o') {
        const name = argv[index + 1];
        if (name === undefined) {
          listOptions(shell, !on);
          continue;
        }
        index++;
        if (!setByName(shell, name, on)) badOption(shell, argv0, name, on);
      } else if (!setLetter(shell, letter, on)) {
        if (shell.dialect.bash && argv0 === 'set') {
          shell.complain(`${argument[0]}${letter}: invalid option`, argv0);
          shell.err('set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]\n');
          fail(shell, argv0, '', 2);
        }
        illegalOption(shell, argv0, letter);
      }
    }
  }
  return { next: index, operands: index < argv.length };
}

function badOption(shell: Shell, argv0: string, name: string, on: boolean): never {
  const { flavour } = shell.dialect;
  if (flavour === 'dash') fail(shell, argv0, `Illegal option ${on ? '-' : '+'}o ${name}`);
  if (flavour === 'busybox') throw new UnknownOption(`illegal option ${on ? '-' : '+'}o ${name}`);
  fail(shell, argv0, `${name}: invalid option name`, 2);
}

/** busybox: a wrong long name is not fatal, unlike a wrong letter. */
class UnknownOption extends Error {}

export const setBuiltins: Builtins = {
  set: {
    special: true,
    run(shell, argv) {
      if (argv.length === 1) {
        listVariables(shell);
        return 0;
      }
      try {
        const { next, operands } = takeOptions(shell, argv, 1, 'set');
        if (operands || argv[next - 1] === '--') shell.positional = argv.slice(next);
      } catch (error) {
        if (!(error instanceof UnknownOption)) throw error;
        shell.complain(error.message, 'set');
        return 1;
      }
      return 0;
    },
  },
};
