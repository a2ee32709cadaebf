import type { Flavour } from '../dialect.ts';
import type { Shell } from '../run/shell.ts';
import type { Builtin, Builtins } from './builtin.ts';
import { controlBuiltins } from './control.ts';
import { declareBuiltins } from './declare.ts';
import { directoryBuiltins, stackBuiltins } from './directory.ts';
import { echoBuiltins } from './echo.ts';
import { evaluateBuiltins } from './evaluate.ts';
import { jobBuiltins } from './jobs.ts';
import { builtinBuiltins, lookupBuiltins } from './lookup.ts';
import { mapfileBuiltins } from './mapfile.ts';
import { printfBuiltins } from './printf.ts';
import { historyBuiltins, letBuiltins, processBuiltins } from './process.ts';
import { readBuiltins } from './read.ts';
import { setBuiltins } from './set.ts';
import { doubleBracketBuiltins, testBuiltins } from './test.ts';
import { variableBuiltins } from './variables.ts';

const tables = new Map<Flavour, Map<string, Builtin>>();

function tableOf(flavour: Flavour): Map<string, Builtin> {
  let table = tables.get(flavour);
  if (!table) {
    const all: Builtins = {
      ...controlBuiltins,
      ...variableBuiltins,
      ...setBuiltins,
      ...evaluateBuiltins,
      ...directoryBuiltins,
      ...echoBuiltins,
      ...printfBuiltins,
      ...testBuiltins,
      ...readBuiltins,
      ...lookupBuiltins,
      ...jobBuiltins,
      ...processBuiltins,
      ...(flavour === 'dash' ? {} : { ...letBuiltins, ...historyBuiltins }),
      ...(flavour === 'busybox' ? doubleBracketBuiltins : {}),
      ...(flavour === 'bash' ? { ...declareBuiltins, ...stackBuiltins, ...builtinBuiltins, ...mapfileBuiltins } : {}),
    };
    table = new Map(Object.entries(all));
    if (flavour === 'dash') table.delete('source');
    if (flavour === 'bash') table.delete('chdir');
    else table.delete('disown');
    tables.set(flavour, table);
  }
  return table;
}

export function findBuiltin(shell: Shell, name: string): Builtin | undefined {
  return tableOf(shell.dialect.flavour).get(name);
}

export function builtinNames(flavour: Flavour): string[] {
  return [...tableOf(flavour).keys()].sort();
}
