import type { Help } from './help.ts';
import { placeAt, stagesAbove, variablesAbove } from './place.ts';

export interface Suggestion {
  readonly label: string;
  readonly insert: string;
  readonly kind: 'instruction' | 'flag' | 'image' | 'stage' | 'file' | 'folder' | 'variable' | 'value';
  readonly detail?: string;
  readonly documentation?: string;
}

/** What there is to choose from. */
export interface Choices {
  /** `alpine:3.20`: what the registry has. */
  readonly images: readonly string[];
  readonly files: readonly { readonly path: string; readonly kind: 'file' | 'directory' }[];
  /** Every instruction, with what is said of it. */
  readonly help: Readonly<Record<string, Help>>;
}

export interface Completion {
  readonly suggestions: readonly Suggestion[];
  /** How many characters before the cursor a suggestion takes the place of. */
  readonly replaces: number;
}

const none: Completion = { suggestions: [], replaces: 0 };
const mountTypes = ['bind', 'cache', 'secret', 'ssh', 'tmpfs'];

/** What could stand at a place; `line` counts from 0, `column` is an offset in it. */
export function complete(lines: readonly string[], line: number, column: number, choices: Choices): Completion {
  const place = placeAt(lines, line, column);
  if (!place) return none;
  const { instruction, word, before } = place;
  const variable = /\$\{?(\w*)$/.exec(word);
  if (variable) return offer(variablesAbove(lines, line).map(plain('variable')), variable[1]!);
  if (instruction === '') return offer(Object.entries(choices.help).map(instructionOf), word);
  const stages = () => stagesAbove(lines, line).map(plain('stage'));
  const images = () => choices.images.map(plain('image'));
  const from = /(?:^--from=|^--mount=.*,?from=)([^,]*)$/.exec(word);
  if (from) return offer([...stages(), ...images()], from[1]!);
  const type = /^--mount=(?:.*,)?type=(\w*)$/.exec(word);
  if (type) return offer(mountTypes.map(plain('value')), type[1]!);
  if (word.startsWith('-')) return word.includes('=') ? none : offer(flagsOf(choices.help[instruction]), word);
  if (instruction === 'FROM') return fromLine(before, word, [...stages(), ...images()]);
  const copies = (instruction === 'COPY' || instruction === 'ADD') && !/\s--from=/.test(before);
  return copies ? offer(filesFor(word, choices), word) : none;
}

function fromLine(before: string, word: string, bases: Suggestion[]): Completion {
  const words = before.split(/\s+/).slice(1, -1);
  const operands = words.filter((each) => !each.startsWith('--'));
  if (operands.length === 0) return offer(bases, word);
  return operands.length === 1 ? offer([{ label: 'AS', insert: 'AS ', kind: 'value' }], word) : none;
}

function offer(suggestions: readonly Suggestion[], typed: string): Completion {
  return { suggestions, replaces: typed.length };
}

function plain(kind: Suggestion['kind']): (label: string) => Suggestion {
  return (label) => ({ label, insert: label, kind });
}

function instructionOf([name, { usage, text }]: [string, Help]): Suggestion {
  return { label: name, insert: `${name} `, kind: 'instruction', detail: usage, documentation: text };
}

function flagsOf(help: Help | undefined): Suggestion[] {
  const switches = ['link', 'parents', 'keep-git-dir'];
  return Object.entries(help?.flags ?? {}).map(([name, documentation]) => ({
    label: `--${name}`,
    insert: `--${name}${switches.includes(name) ? ' ' : '='}`,
    kind: 'flag',
    documentation,
  }));
}

/** Entries of the folder that is being typed: a workspace may hold thousands of files. */
function filesFor(word: string, { files }: Choices): Suggestion[] {
  const folder = word.slice(0, word.lastIndexOf('/') + 1);
  const inside = folder.replace(/^(\.?\/)+/, '');
  return files
    .filter(({ path }) => path.startsWith(inside) && !path.slice(inside.length).includes('/'))
    .map(({ path, kind }): Suggestion => {
      const name = `${folder}${path.slice(inside.length)}${kind === 'directory' ? '/' : ''}`;
      return { label: name, insert: name, kind: kind === 'directory' ? 'folder' : 'file' };
    });
}
