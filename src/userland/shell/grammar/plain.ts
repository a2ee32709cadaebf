import type { Assignment, Part, SimpleCommand, Word } from './tree.ts';
import { makeWord } from './words.ts';

/** A value of characters that mean nothing to a shell, and of single quotes. */
const VALUE = String.raw`(?:[\w./,@%+-]|'[^'\n]*')+`;
const ASSIGNMENT = new RegExp(`^[A-Za-z_]\\w*=${VALUE}$`);
const COMMAND = new RegExp(`^(?:[A-Za-z_]\\w*=${VALUE}|alias(?: \\w+=${VALUE})+)$`);
const EMPTY = /^\s*(?:#.*)?$/;

/** Whether every command of a text is one that `plainCommand` makes. */
export function isPlain(text: string): boolean {
  return text.split('\n').every((line) => EMPTY.test(line) || COMMAND.test(line.trim()));
}

/** The tree of what start files hold most: `NAME=value` and `alias name='value'`, nothing expanded. Undefined for all else. */
export function plainCommand(text: string, line: number): SimpleCommand | undefined {
  const source = text.trim();
  if (!COMMAND.test(source)) return undefined;
  const made = { kind: 'simple', line, source, redirects: [] } as const;
  if (ASSIGNMENT.test(source)) return { ...made, assignments: [assignment(source)], words: [] };
  // A blank inside quotes does not end a word.
  const words = source.match(/(?:[^\s']|'[^']*')+/g) ?? [];
  return { ...made, assignments: [], words: words.map((word) => makeWord(partsOf(word), word)) };
}

function assignment(source: string): Assignment {
  const at = source.indexOf('=');
  const value: Word = makeWord(partsOf(source.slice(at + 1)), source.slice(at + 1));
  return { name: source.slice(0, at), index: undefined, append: false, value };
}

const partsOf = (text: string): Part[] =>
  [...text.matchAll(/'([^']*)'|[^']+/g)].map(([all, quoted]) => ({
    kind: 'literal',
    value: quoted ?? all,
    quoted: quoted !== undefined,
  }));
