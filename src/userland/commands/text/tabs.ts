import { type Command, type Context, Exit } from '../common/context.ts';
import { eachInput, LineReader } from '../common/input.ts';
import { parseOptions } from '../common/options.ts';
import { wholeNumber } from '../common/whole-number.ts';

/** The tab stop after a column; none where the list is at its end. */
type NextStop = (column: number) => number | undefined;

const every =
  (size: number): NextStop =>
  (column) =>
    column + size - (column % size);

/** GNU's lists of stops: `4`, `2,5`, `2,/5` (every fifth from there), `2,+5` (every five after the last). */
function stopsOf(lists: readonly string[]): NextStop {
  if (lists.length === 0) return every(8);
  const stops: number[] = [];
  let [size, from] = [0, 0];
  for (const part of lists
    .join(',')
    .split(/[, \t]+/)
    .filter(Boolean)) {
    const match = /^([/+]?)(\d+)$/.exec(part);
    if (!match) throw new Exit(1, `tab size contains invalid character(s): '${part}'`);
    const number = Number(match[2]);
    if (match[1] !== '') {
      size = number;
      from = match[1] === '+' ? (stops.at(-1) ?? 0) : 0;
      continue;
    }
    if (number === 0) throw new Exit(1, 'tab size cannot be 0');
    if (number <= (stops.at(-1) ?? 0)) throw new Exit(1, 'tab sizes must be ascending');
    stops.push(number);
  }
  if (size === 0 && stops.length <= 1) return every(stops[0] ?? 8);
  const onward = (column: number): number => column + size - ((column - from) % size);
  return (column) => stops.find((stop) => stop > column) ?? (size > 0 ? onward(column) : undefined);
}

function nextStop(context: Context, lists: readonly string[]): NextStop {
  if (context.gnu) return stopsOf(lists);
  const text = lists.at(-1);
  return every(text === undefined ? 8 : wholeNumber(context, text, { what: 'tab size', least: 1 }));
}

/** expand(1) */
export const expand: Command = async (context) => {
  const options = parseOptions(context, context.gnu ? 'it:#' : 'it:', { long: { initial: 'i', tabs: 't' } });
  const next = nextStop(
    context,
    options.list.filter(([key]) => key === 't' || key === '#').map(([, value]) => value),
  );
  await eachInput(context, options.operands, async (fd) => {
    const reader = new LineReader(context, fd);
    for (let line = await reader.next(); line !== undefined; line = await reader.next()) {
      let out = '';
      let column = 0;
      let leading = true;
      for (const char of line) {
        if (char === '\t' && (leading || !options.has('i'))) {
          const to = next(column) ?? column + 1;
          out += ' '.repeat(to - column);
          column = to;
          continue;
        }
        if (char !== ' ' && char !== '\t') leading = false;
        out += char;
        column = char === '\b' ? Math.max(0, column - 1) : column + 1;
      }
      context.out.binary(out + (reader.terminated ? '\n' : ''));
    }
  });
};

/** unexpand(1) */
export const unexpand: Command = async (context) => {
  const options = parseOptions(context, context.gnu ? 'at:#' : 'aft:', {
    long: { all: 'a', 'first-only': 'f', tabs: 't' },
  });
  const lists = options.list.filter(([key]) => key === 't' || key === '#').map(([, value]) => value);
  const next = nextStop(context, lists);
  const all = !options.has('f') && (options.has('a') || lists.length > 0);
  const convert = context.gnu ? asGnu : asBusybox;
  await eachInput(context, options.operands, async (fd) => {
    const reader = new LineReader(context, fd);
    for (let line = await reader.next(); line !== undefined; line = await reader.next()) {
      context.out.binary(convert(line, next, all) + (reader.terminated ? '\n' : ''));
    }
  });
};

/** A run of blanks becomes tabs; a single blank before a stop stays one unless more follow it. */
function asGnu(line: string, next: NextStop, all: boolean): string {
  let out = '';
  let pending = '';
  let [column, afterBlank, oneBeforeStop] = [0, true, false];
  const settle = (): void => {
    out += pending.length > 1 && oneBeforeStop ? `\t${pending.slice(1)}` : pending;
    pending = '';
    oneBeforeStop = false;
  };
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    const stop = char === ' ' || char === '\t' ? next(column) : undefined;
    if (stop === undefined) {
      settle();
      if (!all || ((char === ' ' || char === '\t') && next(column) === undefined)) return out + line.slice(at);
      column = char === '\b' ? Math.max(0, column - 1) : column + 1;
      afterBlank = false;
      out += char;
      continue;
    }
    column = char === '\t' ? stop : column + 1;
    if (char === ' ' && !(afterBlank && column === stop)) {
      if (column === stop) oneBeforeStop = true;
      pending += ' ';
      afterBlank = true;
      continue;
    }
    if (oneBeforeStop) pending = pending === '' ? '' : '\t';
    else pending = '';
    settle();
    out += '\t';
    afterBlank = true;
  }
  settle();
  return out;
}

/** busybox counts columns since the last stop, and makes a tab of a single blank too. */
function asBusybox(line: string, next: NextStop, all: boolean): string {
  const size = next(0)!;
  let out = '';
  let [at, column] = [0, 0];
  while (at < line.length) {
    let blanks = 0;
    for (; line[at] === ' '; at++) blanks++;
    column += blanks;
    if (line[at] === '\t') {
      column += size - (column % size);
      at++;
      continue;
    }
    const tabs = Math.floor(column / size);
    if (tabs > 0) {
      column %= size;
      blanks = column;
    }
    out += '\t'.repeat(tabs) + ' '.repeat(blanks);
    if (!all && at > 0) return out + line.slice(at);
    const word = /^[^\t ]*/.exec(line.slice(at))![0];
    out += word;
    at += word.length;
    column = (column + word.length) % size;
  }
  return out;
}
