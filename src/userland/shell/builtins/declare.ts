import type { Shell } from '../run/shell.ts';
import { arrayKeys, type Variable } from '../run/variables.ts';
import { type Builtins, badName, isName } from './builtin.ts';

function attributes(variable: Variable): string {
  const flags = `${variable.associative ? 'A' : variable.array ? 'a' : ''}${variable.integer ? 'i' : ''}${variable.reference ? 'n' : ''}${
    variable.readonly ? 'r' : ''
  }${variable.exported ? 'x' : ''}`;
  return flags ? `-${flags}` : '--';
}

function quoted(text: string): string {
  return `"${text.replace(/[$`"\\]/g, '\\$&')}"`;
}

function describe(name: string, variable: Variable): string {
  const head = `declare ${attributes(variable)} ${name}`;
  if (variable.array) {
    const keys = arrayKeys(variable);
    const items = keys.map((key) => `[${key}]=${quoted(variable.array!.get(key)!)}`).join(' ');
    return `${head}=(${items}${variable.associative && items ? ' ' : ''})\n`;
  }
  return variable.value === undefined ? `${head}\n` : `${head}=${quoted(variable.value)}\n`;
}

function declare(shell: Shell, argv: string[]): number {
  const on = new Set<string>();
  const off = new Set<string>();
  let index = 1;
  for (; index < argv.length && /^[-+][A-Za-z]+$/.test(argv[index]!); index++) {
    for (const letter of argv[index]!.slice(1)) (argv[index]![0] === '-' ? on : off).add(letter);
  }
  const rest = argv.slice(index);
  if (on.has('f') || on.has('F')) return functions(shell, rest, on.has('F'));
  if (on.has('p') || rest.length === 0) return print(shell, argv[0]!, rest);
  for (const argument of rest) {
    const match = /^([A-Za-z_]\w*)(?:\[(.*)\])?(?:(\+?)=(.*))?$/s.exec(argument);
    if (!match || !isName(match[1]!)) badName(shell, argv[0]!, argument);
    const [, name = '', subscript, append, value] = match;
    if (shell.variables.inFunction && !on.has('g')) shell.variables.local(name, false);
    const variable = shell.variables.declare(name);
    apply(variable, on, off);
    if (value !== undefined) {
      if (variable.reference) variable.value = value;
      else if (subscript !== undefined) shell.setElement(name, subscript, value);
      else shell.assign(name, append ? (shell.variables.get(name) ?? '') + value : value);
    }
    if (on.has('r')) variable.readonly = true;
    if (on.has('x')) shell.variables.export(name);
    if (off.has('x')) shell.variables.export(name, false);
  }
  return 0;
}

function apply(variable: Variable, on: Set<string>, off: Set<string>): void {
  if (on.has('a') || on.has('A')) {
    variable.array ??= new Map(variable.value === undefined ? [] : [['0', variable.value]]);
    variable.value = undefined;
    if (on.has('A')) variable.associative = true;
  }
  if (on.has('i')) variable.integer = true;
  if (off.has('i')) variable.integer = false;
  if (on.has('n')) variable.reference = true;
  if (on.has('u')) variable.case = 'upper';
  if (on.has('l')) variable.case = 'lower';
}

function print(shell: Shell, argv0: string, names: string[]): number {
  let status = 0;
  for (const name of names.length > 0 ? names : shell.variables.names()) {
    const variable = shell.variables.lookup(name);
    if (variable) shell.out(describe(name, variable));
    else {
      shell.complain(`${name}: not found`, argv0);
      status = 1;
    }
  }
  return status;
}

function functions(shell: Shell, names: string[], namesOnly: boolean): number {
  let status = 0;
  for (const name of names.length > 0 ? names : [...shell.functions.keys()].sort()) {
    const definition = shell.functions.get(name);
    if (!definition) status = 1;
    else if (namesOnly) shell.out(names.length > 0 ? `${name}\n` : `declare -f ${name}\n`);
    else shell.out(`${definition.source}\n`);
  }
  return status;
}

const SHOPT = [
  'autocd',
  'cdspell',
  'checkwinsize',
  'cmdhist',
  'dotglob',
  'execfail',
  'expand_aliases',
  'extglob',
  'failglob',
  'globstar',
  'histappend',
  'inherit_errexit',
  'interactive_comments',
  'lastpipe',
  'login_shell',
  'nocaseglob',
  'nocasematch',
  'nullglob',
  'promptvars',
  'sourcepath',
  'xpg_echo',
];

/** What only bash has: declare, typeset, shopt. */
export const declareBuiltins: Builtins = {
  declare: { run: declare },
  typeset: { run: declare },
  shopt: {
    run(shell, argv) {
      const flags = argv
        .slice(1)
        .filter((argument) => argument.startsWith('-'))
        .join('');
      const names = argv.slice(1).filter((argument) => !argument.startsWith('-'));
      let status = 0;
      for (const name of names) {
        if (!SHOPT.includes(name) && !flags.includes('o')) {
          shell.complain(`${name}: invalid shell option name`, 'shopt');
          status = 1;
        } else if (flags.includes('s')) shell.shopt.add(name);
        else if (flags.includes('u')) shell.shopt.delete(name);
        else {
          if (!flags.includes('q')) shell.out(`${name.padEnd(15)}\t${shell.shopt.has(name) ? 'on' : 'off'}\n`);
          if (!shell.shopt.has(name)) status = 1;
        }
      }
      if (names.length === 0)
        for (const name of SHOPT) shell.out(`${name.padEnd(15)}\t${shell.shopt.has(name) ? 'on' : 'off'}\n`);
      return status;
    },
  },
};
