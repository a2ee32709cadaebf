import { binaryFromText } from '../common/binary.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { readWhole } from '../common/input.ts';
import { type Options, parseOptions, usage } from '../common/options.ts';
import { basename, join } from '../common/paths.ts';
import { strftime } from '../common/time/strftime.ts';
import { localTime, timeZone } from '../common/time/zone.ts';
import { type Change, changesBetween } from './compare.ts';

/** diff(1): 0 alike, 1 different, 2 trouble. */
export const diff: Command = async (context) => {
  const options = parseOptions(context, 'abBcC:dehiL:NnpqrsS:tTuU:wyx:', {
    status: 2,
    long: {
      unified: 'unified::',
      brief: 'q',
      recursive: 'r',
      'new-file': 'N',
      'ignore-case': 'i',
      'ignore-all-space': 'w',
      'ignore-space-change': 'b',
      'ignore-blank-lines': 'B',
      'report-identical-files': 's',
      text: 'a',
      label: 'L',
      color: 'color::',
      exclude: 'x',
      'strip-trailing-cr': 'strip-cr',
    },
  });
  const [first, second] = options.operands;
  if (first === undefined || second === undefined) {
    if (context.gnu) context.misuse(`missing operand after '${first ?? context.name}'`, 2);
    usage(context, 2);
  }
  if (options.any('cCey')) throw new Exit(2, 'drydock: not simulated: context, ed and side-by-side output');
  // standard input can be read only once
  if (first === '-' && second === '-') return 0;
  let [a, b] = [first, second];
  const isDirectory = (path: string): boolean =>
    path !== '-' && context.sys.exists(path) && context.sys.stat(path).kind === 'directory';
  const missing = [a, b].filter((path) => path !== '-' && !options.has('N') && !context.sys.exists(path));
  if (missing.length > 0) {
    for (const path of missing) {
      context.warn(`${context.gnu ? `${path}` : `can't stat '${path}'`}: No such file or directory`);
      if (!context.gnu) break;
    }
    return 2;
  }
  if (isDirectory(a) && isDirectory(b)) return trees(context, options, a, b);
  if (isDirectory(a)) a = join(a, basename(b));
  else if (isDirectory(b)) b = join(b, basename(a));
  return files(context, options, a, b, '');
};

async function trees(context: Context, options: Options, a: string, b: string): Promise<number> {
  const names = (path: string): Set<string> => new Set(context.sys.readdir(path).map(({ name }) => name));
  const [left, right] = [names(a), names(b)];
  let status = 0;
  for (const name of [...new Set([...left, ...right])].sort()) {
    if (options.all('x').includes(name)) continue;
    const [x, y] = [join(a, name), join(b, name)];
    if ((!left.has(name) || !right.has(name)) && !options.has('N')) {
      context.print(`Only in ${left.has(name) ? a : b}: ${name}\n`);
      status = Math.max(status, 1);
      continue;
    }
    const kind = (path: string): string => (context.sys.exists(path) ? context.sys.stat(path).kind : 'file');
    if (kind(x) === 'directory' && kind(y) === 'directory') {
      if (options.has('r')) status = Math.max(status, await trees(context, options, x, y));
      else context.print(`Common subdirectories: ${x} and ${y}\n`);
    } else if (kind(x) !== kind(y)) {
      const words = (path: string): string => (kind(path) === 'file' ? 'regular file' : kind(path));
      context.print(`File ${x} is a ${words(x)} while file ${y} is a ${words(y)}\n`);
      status = Math.max(status, 1);
    } else {
      const flags = context.args.filter((arg) => arg.startsWith('-') && arg !== '-').join(' ');
      status = Math.max(status, await files(context, options, x, y, context.gnu ? `diff ${flags} ${x} ${y}\n` : ''));
    }
  }
  return status;
}

async function files(context: Context, options: Options, a: string, b: string, title: string): Promise<number> {
  const texts: string[] = [];
  for (const path of [a, b]) {
    try {
      texts.push(options.has('N') && path !== '-' && !context.sys.exists(path) ? '' : await readWhole(context, path));
    } catch (error) {
      context.warn(context.gnu ? `${path}: ${reason(error)}` : `can't stat '${path}': ${reason(error)}`);
    }
  }
  const [left, right] = texts;
  if (left === undefined || right === undefined) return 2;
  const same = (): number => {
    if (options.has('s')) context.print(`Files ${a} and ${b} are identical\n`);
    return 0;
  };
  if (left === right) return same();
  const binary = !options.has('a') && (left.slice(0, 4096).includes('\0') || right.slice(0, 4096).includes('\0'));
  if (binary) {
    context.print(`Binary files ${a} and ${b} differ\n`);
    return context.gnu ? 2 : 1;
  }
  const [x, y] = [linesOf(left), linesOf(right)];
  const fold = (line: string): string => {
    let text = line;
    if (options.has('strip-cr')) text = text.replace(/\r(?=\n?$)/, '');
    if (options.has('i')) text = text.toLowerCase();
    if (options.has('w')) return text.replace(/\s+/g, '');
    return options.has('b') ? text.replace(/\s+$/, '').replace(/\s+/g, ' ') : text;
  };
  let changes = changesBetween(x.map(fold), y.map(fold));
  if (options.has('B')) {
    const blank = (lines: string[]): boolean => lines.every((line) => line.trim() === '');
    changes = changes.filter((one) => !blank(x.slice(one.aStart, one.aEnd)) || !blank(y.slice(one.bStart, one.bEnd)));
  }
  if (changes.length === 0) return same();
  if (options.has('q')) {
    context.print(`Files ${a} and ${b} differ\n`);
    return 1;
  }
  if (title) context.print(title);
  const around = options.get('U') ?? options.get('unified');
  // busybox knows the unified form only
  if (options.any('uU') || options.has('unified') || !context.gnu)
    unified(context, options, [a, b], [x, y], changes, Number(around || 3));
  else normal(context, x, y, changes);
  return 1;
}

/** Lines with their newlines, so that a missing last one counts. */
function linesOf(text: string): string[] {
  const lines = text.split(/(?<=\n)/);
  return text === '' ? [] : lines;
}

function show(context: Context, mark: string, line: string): void {
  context.out.binary(line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`);
}

function normal(context: Context, x: string[], y: string[], changes: Change[]): void {
  const range = (start: number, end: number): string => (end - start <= 1 ? String(end) : `${start + 1},${end}`);
  for (const { aStart, aEnd, bStart, bEnd } of changes) {
    const letter = aStart === aEnd ? 'a' : bStart === bEnd ? 'd' : 'c';
    context.print(`${range(aStart, aEnd)}${letter}${range(bStart, bEnd)}\n`);
    for (const line of x.slice(aStart, aEnd)) show(context, '< ', line);
    if (letter === 'c') context.print('---\n');
    for (const line of y.slice(bStart, bEnd)) show(context, '> ', line);
  }
}

function unified(
  context: Context,
  options: Options,
  paths: [string, string],
  [x, y]: [string[], string[]],
  changes: Change[],
  around: number,
): void {
  const labels = options.all('L');
  paths.forEach((path, at) => {
    const label = labels[at];
    const mark = at === 0 ? '---' : '+++';
    if (label !== undefined || !context.gnu) {
      context.print(`${mark} ${label ?? path}\n`);
      return;
    }
    const moment = path === '-' ? context.sys.now() : context.sys.exists(path) ? context.sys.stat(path).mtime : 0;
    const when = strftime('%Y-%m-%d %H:%M:%S.%N %z', localTime(moment, timeZone(context.sys)));
    context.out.binary(`${mark} ${binaryFromText(path)}\t${when}\n`);
  });
  for (let first = 0; first < changes.length; ) {
    let last = first;
    while (last + 1 < changes.length && changes[last + 1]!.aStart - changes[last]!.aEnd <= 2 * around) last++;
    const [from, to] = [changes[first]!, changes[last]!];
    const aStart = Math.max(0, from.aStart - around);
    const aEnd = Math.min(x.length, to.aEnd + around);
    const bStart = from.bStart - (from.aStart - aStart);
    const bEnd = to.bEnd + (aEnd - to.aEnd);
    const range = (start: number, end: number): string => {
      const count = end - start;
      return count === 1 ? String(start + 1) : `${count === 0 ? start : start + 1},${count}`;
    };
    context.print(`@@ -${range(aStart, aEnd)} +${range(bStart, bEnd)} @@\n`);
    let at = aStart;
    for (const change of changes.slice(first, last + 1)) {
      for (; at < change.aStart; at++) show(context, ' ', x[at]!);
      for (; at < change.aEnd; at++) show(context, '-', x[at]!);
      for (const line of y.slice(change.bStart, change.bEnd)) show(context, '+', line);
    }
    for (; at < aEnd; at++) show(context, ' ', x[at]!);
    first = last + 1;
  }
}
