import { textFromBytes } from '../common/binary.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { closeInput, openInput, readChunk, readWhole, splitLines } from '../common/input.ts';
import { parseOptions } from '../common/options.ts';

interface Counts {
  lines: number;
  words: number;
  chars: number;
  bytes: number;
  longest: number;
}

/** wc(1) */
export const wc: Command = async (context) => {
  const options = parseOptions(context, 'clmwL', {
    long: {
      bytes: 'c',
      chars: 'm',
      lines: 'l',
      words: 'w',
      'max-line-length': 'L',
      'files0-from': 'files:',
      total: 'total:',
    },
  });
  const columns: (keyof Counts)[] = [];
  const wanted = (letter: string): boolean =>
    options.has(letter) || (!options.any('clmwL') && letter !== 'm' && letter !== 'L');
  if (wanted('l')) columns.push('lines');
  if (wanted('w')) columns.push('words');
  if (wanted('m')) columns.push('chars');
  if (wanted('c')) columns.push('bytes');
  if (wanted('L')) columns.push('longest');
  let paths = options.operands.length > 0 ? options.operands : undefined;
  const list = options.get('files');
  if (list !== undefined) {
    if (paths) throw new Exit(1, 'file operands cannot be combined with --files0-from');
    paths = splitLines(await readWhole(context, list), '\0');
  }
  const total: Counts = { lines: 0, words: 0, chars: 0, bytes: 0, longest: 0 };
  const width = numberWidth(context, paths, columns.length);
  const show = (counts: Counts, name: string): void => {
    const numbers = columns.map((column) => String(counts[column]).padStart(width)).join(' ');
    context.print(`${numbers}${name === '' ? '' : ` ${name}`}\n`);
  };
  for (const path of paths ?? ['-']) {
    let fd: number;
    try {
      fd = openInput(context, path);
    } catch (error) {
      const directory = error instanceof Error && error.message === 'Is a directory';
      context.failed(path, error);
      if (directory) show({ lines: 0, words: 0, chars: 0, bytes: 0, longest: 0 }, path);
      continue;
    }
    const counts = await count(context, fd);
    closeInput(context, fd);
    show(counts, paths ? path : '');
    for (const key of ['lines', 'words', 'chars', 'bytes'] as const) total[key] += counts[key];
    total.longest = Math.max(total.longest, counts.longest);
  }
  if ((paths?.length ?? 1) > 1) show(total, 'total');
};

/** GNU widens columns to the largest possible number; busybox to 9 when there is more than one. */
function numberWidth(context: Context, paths: string[] | undefined, columns: number): number {
  if (columns === 1 && (paths?.length ?? 1) <= 1) return 1;
  if (!context.gnu) return 9;
  let sum = 0;
  let least = 1;
  for (const path of paths ?? ['-']) {
    if (path !== '-' && !context.sys.exists(path)) continue;
    const stat = path === '-' ? context.sys.fstat(0) : context.sys.stat(path);
    if (stat.kind === 'file') sum += stat.size;
    else least = 7;
  }
  return Math.max(least, String(sum).length);
}

async function count(context: Context, fd: number): Promise<Counts> {
  const counts: Counts = { lines: 0, words: 0, chars: 0, bytes: 0, longest: 0 };
  let inWord = false;
  let column = 0;
  const utf8 = /UTF-?8/i.test(context.sys.env.get('LC_ALL') ?? context.sys.env.get('LANG') ?? '');
  for (;;) {
    const waiting = readChunk(context, fd);
    const chunk = waiting instanceof Promise ? await waiting : waiting;
    if (chunk.length === 0) break;
    counts.bytes += chunk.length;
    counts.chars += utf8 ? [...textFromBytes(chunk)].length : chunk.length;
    for (const byte of chunk) {
      const space = byte === 32 || (byte >= 9 && byte <= 13);
      if (space) inWord = false;
      else if (!inWord) {
        inWord = true;
        counts.words++;
      }
      if (byte === 10) counts.lines++;
      if (byte === 10 || byte === 13 || byte === 12) column = 0;
      else if (byte === 9) column += 8 - (column % 8);
      // control characters take no room
      else if (byte >= 32 && byte !== 127) column++;
      if (column > counts.longest) counts.longest = column;
    }
  }
  return counts;
}
