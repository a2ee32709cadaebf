import { SyntaxFailure } from './failure.ts';
import type { Part } from './tree.ts';

/** A sequence of more elements finds no memory. */
const MOST = 1_000_000;

/** One unquoted character, or a part that brace expansion does not look into. */
type Atom = string | Part;

/** bash's brace expansion: it is lexical, so it happens once, when the tree is built. */
export function expandBraces(parts: readonly Part[]): Part[][] {
  if (!parts.some((part) => part.kind === 'literal' && !part.quoted && part.value.includes('{'))) return [[...parts]];
  const atoms: Atom[] = parts.flatMap((part): Atom[] =>
    part.kind === 'literal' && !part.quoted ? [...part.value] : [part],
  );
  return expand(atoms).map(join);
}

function join(atoms: Atom[]): Part[] {
  const parts: Part[] = [];
  let text = '';
  const flush = () => {
    if (text) parts.push({ kind: 'literal', value: text, quoted: false });
    text = '';
  };
  for (const atom of atoms) {
    if (typeof atom === 'string') text += atom;
    else {
      flush();
      parts.push(atom);
    }
  }
  flush();
  return parts;
}

function expand(atoms: Atom[]): Atom[][] {
  for (let open = atoms.indexOf('{'); open >= 0; open = atoms.indexOf('{', open + 1)) {
    const group = groupAt(atoms, open);
    if (!group) continue;
    const items =
      group.commas.length > 0 ? alternatives(atoms, open, group) : sequence(atoms.slice(open + 1, group.close));
    if (!items) continue;
    const head = atoms.slice(0, open);
    const tails = expand(atoms.slice(group.close + 1));
    return items.flatMap((item) => tails.map((tail) => [...head, ...item, ...tail]));
  }
  return [atoms];
}

interface Group {
  readonly close: number;
  readonly commas: readonly number[];
}

function groupAt(atoms: Atom[], open: number): Group | undefined {
  const commas: number[] = [];
  for (let at = open + 1, depth = 0; at < atoms.length; at++) {
    const atom = atoms[at];
    if (atom === '{') depth++;
    else if (atom === '}' && depth-- === 0) return { close: at, commas };
    else if (atom === ',' && depth === 0) commas.push(at);
  }
  return undefined;
}

function alternatives(atoms: Atom[], open: number, group: Group): Atom[][] {
  const edges = [open, ...group.commas, group.close];
  return edges.slice(1).flatMap((end, index) => expand(atoms.slice(edges[index]! + 1, end)));
}

function sequence(atoms: Atom[]): Atom[][] | undefined {
  if (atoms.some((atom) => typeof atom !== 'string')) return undefined;
  const match = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(atoms.join(''));
  if (!match) return undefined;
  const [, first = '', last = '', step = '1'] = match;
  const numeric = /\d/.test(first);
  if (numeric !== /\d/.test(last)) return undefined;
  const from = numeric ? Number(first) : first.charCodeAt(0);
  const to = numeric ? Number(last) : last.charCodeAt(0);
  const by = Math.abs(Number(step)) || 1;
  const padded = numeric && (/^-?0\d/.test(first) || /^-?0\d/.test(last));
  const width = padded ? Math.max(first.length, last.length) : 0;
  const count = Math.floor(Math.abs(to - from) / by) + 1;
  if (count > MOST) {
    const message = `brace expansion: failed to allocate memory for ${count} elements`;
    throw new SyntaxFailure(1, { kind: 'message', message });
  }
  const items: Atom[][] = [];
  for (let value = from; from <= to ? value <= to : value >= to; value += from <= to ? by : -by) {
    const text = numeric ? pad(value, width) : String.fromCharCode(value);
    items.push([...text]);
  }
  return items;
}

function pad(value: number, width: number): string {
  const digits = String(Math.abs(value));
  return value < 0 ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
}
