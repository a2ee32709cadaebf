import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { builtinNames } from '../builtins/table.ts';
import type { Completer } from '../program.ts';
import type { Shell } from '../run/shell.ts';

export interface Completion {
  /** How many characters before the cursor are being completed. */
  readonly length: number;
  readonly candidates: readonly string[];
}

/** What the word before the cursor could become. */
export function complete(shell: Shell, before: string, completer: Completer | undefined): Completion {
  const words = splitWords(before);
  const current = words.at(-1) ?? '';
  const variable = /\$\{?([A-Za-z_]\w*)?$/.exec(current);
  if (variable) {
    const prefix = variable[1] ?? '';
    const names = shell.variables.names().filter((name) => name.startsWith(prefix));
    return { length: prefix.length, candidates: names };
  }
  const raw = /(?:\\.|[^\s\\;&|()<>=])*$/.exec(before)![0];
  const first = words.length <= 1;
  if (first && !current.includes('/')) return { length: raw.length, candidates: commands(shell, current) };
  const more = first ? undefined : completer?.(words, shell.sys);
  if (more && more.length > 0) return { length: current.length, candidates: [...new Set(more)].sort() };
  const path = raw.replace(/\\(.)/g, '$1');
  const found = paths(shell, path, first).map(escapeWord);
  return { length: raw.length, candidates: found };
}

/** The words of the command the cursor is in; the last may be empty. */
function splitWords(before: string): string[] {
  const command = /(?:\\.|'[^']*'|"[^"]*"|[^;&|()\n])*$/.exec(before)![0].trimStart();
  const words = command.split(/(?<!\\)[ \t]+/);
  while (words.length > 1 && /^[A-Za-z_]\w*=/.test(words[0]!)) words.shift();
  if (/^(sudo|exec|command|time|env|then|do|else|!)$/.test(words[0] ?? '') && words.length > 1) words.shift();
  return words.map((word) => word.replace(/\\(.)/g, '$1'));
}

function commands(shell: Shell, prefix: string): string[] {
  const names = new Set([...builtinNames(shell.dialect.flavour), ...shell.functions.keys(), ...shell.aliases.keys()]);
  for (const word of 'case do done elif else esac fi for if in then until while'.split(' ')) names.add(word);
  for (const directory of (shell.variables.get('PATH') ?? '').split(':')) {
    for (const name of entries(shell.sys, directory || '.')) names.add(name);
  }
  return [...names].filter((name) => name.startsWith(prefix) && /^[\w[]/.test(name)).sort();
}

function entries(sys: SystemCalls, directory: string): string[] {
  try {
    return sys.readdir(directory).map((entry) => entry.name);
  } catch {
    return [];
  }
}

function paths(shell: Shell, path: string, runnable: boolean): string[] {
  const { sys } = shell;
  const at = path.lastIndexOf('/') + 1;
  const directory = path.slice(0, at);
  const prefix = path.slice(at);
  const home = shell.variables.get('HOME') ?? '';
  const real = directory.startsWith('~/') ? home + directory.slice(1) : directory;
  const found: string[] = [];
  for (const name of entries(sys, real || '.')) {
    if (!name.startsWith(prefix) || (name.startsWith('.') && !prefix.startsWith('.'))) continue;
    let isDirectory = false;
    try {
      isDirectory = sys.stat(real + name).kind === 'directory';
    } catch {
      // A dangling link is still a name.
    }
    if (runnable && !isDirectory && !sys.access(real + name, 'x')) continue;
    found.push(directory + name + (isDirectory ? '/' : ''));
  }
  return found.sort();
}

function escapeWord(word: string): string {
  return word.replace(/[\s\\'"$`!*?()[\]{}<>|;&#]/g, '\\$&');
}

/** The longest start all candidates share. */
export function commonPrefix(candidates: readonly string[]): string {
  let prefix = candidates[0] ?? '';
  for (const candidate of candidates) while (!candidate.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}

/** Candidates in columns, as a listing below the prompt; paths by their last part. */
export function listing(candidates: readonly string[], columns: number): string {
  const names = candidates.map((candidate) => candidate.replace(/^.*\/(?=.)/, '').replace(/\\(.)/g, '$1'));
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const perRow = Math.max(1, Math.floor(columns / width));
  const rows = Math.ceil(names.length / perRow);
  const lines: string[] = [];
  for (let row = 0; row < rows; row++) {
    const cells: string[] = [];
    for (let at = row; at < names.length; at += rows) cells.push(names[at]!);
    lines.push(cells.map((name, index) => (index === cells.length - 1 ? name : name.padEnd(width))).join(''));
  }
  return `${lines.join('\r\n')}\r\n`;
}
