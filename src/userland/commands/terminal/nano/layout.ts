import { clip, textWidth } from '../full-screen.ts';

const VERSION = '7.2';

type Keys = readonly (readonly [key: string, what: string])[];

/** What the two rows at the bottom offer, column by column: above and below. */
export const KEYS = {
  main: [
    ['^G', 'Help'],
    ['^X', 'Exit'],
    ['^O', 'Write Out'],
    ['^R', 'Read File'],
    ['^W', 'Where Is'],
    ['^\\', 'Replace'],
    ['^K', 'Cut'],
    ['^U', 'Paste'],
    ['^T', 'Execute'],
    ['^J', 'Justify'],
    ['^C', 'Location'],
    ['^/', 'Go To Line'],
    ['M-U', 'Undo'],
    ['M-E', 'Redo'],
    ['M-A', 'Set Mark'],
    ['M-6', 'Copy'],
  ],
  write: [
    ['^G', 'Help'],
    ['^C', 'Cancel'],
    ['M-D', 'DOS Format'],
    ['M-M', 'Mac Format'],
    ['M-A', 'Append'],
    ['M-P', 'Prepend'],
    ['M-B', 'Backup File'],
    ['^T', 'Browse'],
  ],
  search: [
    ['^G', 'Help'],
    ['^C', 'Cancel'],
    ['M-C', 'Case Sens'],
    ['M-R', 'Reg.exp.'],
    ['M-B', 'Backwards'],
    ['^R', 'Replace'],
    ['^P', 'Older'],
    ['^N', 'Newer'],
    ['^T', 'Go To Line'],
  ],
  replace: [
    ['^G', 'Help'],
    ['^C', 'Cancel'],
    ['M-C', 'Case Sens'],
    ['M-R', 'Reg.exp.'],
    ['M-B', 'Backwards'],
    ['^R', 'No Replace'],
    ['^P', 'Older'],
    ['^N', 'Newer'],
  ],
  with: [
    ['^G', 'Help'],
    ['^C', 'Cancel'],
    ['^P', 'Older'],
    ['^N', 'Newer'],
  ],
  insert: [
    ['^G', 'Help'],
    ['^C', 'Cancel'],
    ['M-F', 'New Buffer'],
    ['M-N', 'No Conversion'],
    ['^X', 'Execute Command'],
    ['^T', 'Browse'],
  ],
  line: [
    ['^G', 'Help'],
    ['^C', 'Cancel'],
    ['^W', 'Begin of Paragr.'],
    ['^O', 'End of Paragraph'],
    ['^Y', 'First Line'],
    ['^V', 'Last Line'],
    ['^T', 'Go To Text'],
  ],
} satisfies Record<string, Keys>;

export function keyRows(keys: Keys, columns: number): [string, string] {
  const count = Math.min(keys.length, Math.floor((columns + 40) / 20) * 2);
  const width = Math.floor(columns / Math.ceil(count / 2));
  const rows: [string, string] = ['', ''];
  keys.slice(0, count).forEach(([key, what], index) => {
    rows[index % 2] += cell(key, what, width);
  });
  return rows;
}

/** The keys of a question that is answered with one. */
export function answerRows(all: boolean, columns: number): [string, string] {
  const width = columns < 32 ? Math.floor(columns / 2) : 16;
  const yes = cell(' Y', 'Yes', width) + (all ? cell(' A', 'All', width) : '');
  return [yes, cell(' N', 'No', width) + cell('^C', 'Cancel', width)];
}

function cell(key: string, what: string, width: number): string {
  const text = clip(` ${what}`, 0, width - key.length);
  return `\x1b[7m${key}\x1b[27m${text.padEnd(width - key.length)}`;
}

/** The row at the top. */
export function titleRow(path: string, modified: boolean, columns: number): string {
  const head = `  GNU nano ${VERSION}`;
  const name = path === '' ? 'New Buffer' : path;
  // Room is left for the version on one side and for a state on the other.
  const middle = Math.max(head.length + 1, 15 + Math.floor((columns - 25 - textWidth(name)) / 2));
  return `\x1b[7m${clip(`${head.padEnd(middle)}${name}${modified ? ' *' : ''}`, 0, columns).padEnd(columns)}\x1b[27m`;
}
