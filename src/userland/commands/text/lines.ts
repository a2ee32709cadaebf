import { binaryFromText } from '../common/binary.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { closeInput, eachInput, LineReader, openInput, readChunk, readWhole, splitLines } from '../common/input.ts';
import { missingOperand, parseOptions } from '../common/options.ts';
import { lines } from './comm.ts';
import { shuffle } from './sort.ts';

/** tee(1) */
export const tee: Command = async (context) => {
  const options = parseOptions(context, 'aip', { long: { append: 'a', 'ignore-interrupts': 'i' } });
  const { sys } = context;
  if (options.has('i')) sys.signal(2, 'ignore');
  const targets: number[] = [];
  for (const path of options.operands) {
    try {
      targets.push(
        sys.open(path, { write: true, create: true, ...(options.has('a') ? { append: true } : { truncate: true }) }),
      );
    } catch (error) {
      context.failed(path, error);
    }
  }
  for (;;) {
    const bytes = await readChunk(context, 0);
    if (bytes.length === 0) return;
    for (const fd of [1, ...targets]) context.out.bytes(bytes, fd);
    await context.out.flush();
  }
};

/** rev(1) */
export const rev: Command = async (context) => {
  const { operands } = parseOptions(context, '');
  await eachInput(context, operands, async (fd) => {
    const reader = new LineReader(context, fd);
    for (let line = await reader.next(); line !== undefined; line = await reader.next()) {
      context.out.binary([...line].reverse().join('') + (reader.terminated ? '\n' : ''));
    }
  });
};

/** uniq(1) */
export const uniq: Command = async (context) => {
  const options = parseOptions(context, 'cdDf:is:uw:z', {
    long: {
      count: 'c',
      repeated: 'd',
      'all-repeated': 'D::',
      'skip-fields': 'f',
      'ignore-case': 'i',
      'skip-chars': 's',
      unique: 'u',
      'check-chars': 'w',
      'zero-terminated': 'z',
    },
  });
  const [from = '-', to] = options.operands;
  const end = options.has('z') ? '\0' : '\n';
  const key = (line: string): string => {
    let text = line;
    for (let n = Number(options.get('f') ?? 0); n > 0; n--) text = text.replace(/^[ \t]*[^ \t]*/, '');
    text = text.slice(Number(options.get('s') ?? 0));
    const width = options.get('w');
    if (width !== undefined) text = text.slice(0, Number(width));
    return options.has('i') ? text.toLowerCase() : text;
  };
  let fd: number;
  try {
    fd = openInput(context, from);
  } catch (error) {
    context.cannotOpen(from, error);
    return 1;
  }
  const out = to === undefined || to === '-' ? 1 : context.sys.open(to, { write: true, create: true, truncate: true });
  const reader = new LineReader(context, fd, end);
  let group: string[] = [];
  let count = 0;
  const show = (): void => {
    if (count === 0 || (options.has('d') && count < 2) || (options.has('u') && count > 1)) return;
    if (options.has('D')) {
      if (count > 1) for (const line of group) context.out.binary(line + end, out);
      return;
    }
    context.out.binary((options.has('c') ? `${String(count).padStart(7)} ` : '') + group[0]! + end, out);
  };
  for (;;) {
    const next = reader.next();
    const line = next instanceof Promise ? await next : next;
    if (line !== undefined && count > 0 && key(line) === key(group[0]!)) {
      count++;
      if (options.has('D')) group.push(line);
      continue;
    }
    show();
    if (line === undefined) break;
    group = [line];
    count = 1;
  }
  closeInput(context, fd);
};

/** paste(1) */
export const paste: Command = async (context) => {
  const options = parseOptions(context, 'd:sz', { long: { delimiters: 'd', serial: 's', 'zero-terminated': 'z' } });
  const end = options.has('z') ? '\0' : '\n';
  const named: Record<string, string> = { n: '\n', t: '\t', '0': '', '\\': '\\' };
  const delimiters = [...binaryFromText(options.get('d') ?? '\t').matchAll(/\\([\s\S])|([\s\S])/g)].map(
    ([, escaped, plain]) => (escaped === undefined ? plain! : (named[escaped] ?? escaped)),
  );
  if (delimiters.length === 0) {
    if (!context.gnu) throw new Exit(1, "-d '' is not supported");
    delimiters.push('');
  }
  const paths = options.operands.length > 0 ? options.operands : ['-'];
  const readers: LineReader[] = [];
  let standard: LineReader | undefined;
  for (const path of paths) {
    try {
      if (path === '-') readers.push((standard ??= new LineReader(context, 0, end)));
      else readers.push(new LineReader(context, openInput(context, path), end));
    } catch (error) {
      context.cannotOpen(path, error);
      return;
    }
  }
  if (options.has('s')) {
    for (const reader of readers) {
      let row = '';
      let at = 0;
      for (let line = await reader.next(); line !== undefined; line = await reader.next()) {
        row += (at === 0 ? '' : delimiters[(at - 1) % delimiters.length]!) + line;
        at++;
      }
      context.out.binary(row + end);
    }
    return;
  }
  if (!context.gnu) return pasteOpenFiles(context, readers, delimiters, end);
  for (;;) {
    const row: string[] = [];
    let any = false;
    for (const reader of readers) {
      const line = await reader.next();
      if (line !== undefined) any = true;
      row.push(line ?? '');
    }
    if (!any) return;
    context.out.binary(
      row.map((cell, at) => (at === 0 ? '' : delimiters[(at - 1) % delimiters.length]!) + cell).join('') + end,
    );
  }
};

/** busybox: a file that has ended takes its delimiter, or the end of the row, with it. */
async function pasteOpenFiles(
  context: Context,
  readers: LineReader[],
  delimiters: string[],
  end: string,
): Promise<undefined> {
  const open = new Map(readers.entries());
  while (open.size > 0) {
    let at = 0;
    for (const [place, reader] of [...open]) {
      const line = await reader.next();
      if (line === undefined) open.delete(place);
      else context.out.binary(line + (place === readers.length - 1 ? end : delimiters[at++ % delimiters.length]!));
    }
  }
}

/** join(1) */
export const joinLines: Command = async (context) => {
  const options = parseOptions(context, 'a:e:i1:2:j:o:t:v:', { long: { 'ignore-case': 'i' } });
  const [first, second] = options.operands;
  if (first === undefined || second === undefined) missingOperand(context, first);
  const [left, right] = [await lines(context, first), await lines(context, second)];
  if (!left || !right) return 1;
  const tab = options.get('t');
  const cut = (line: string): string[] => (tab === undefined ? line.trim().split(/[ \t]+/) : line.split(tab));
  const keyField = (side: string): number => Number(options.get(side) ?? options.get('j') ?? 1) - 1;
  const fold = (text: string): string => (options.has('i') ? text.toLowerCase() : text);
  const [k1, k2] = [keyField('1'), keyField('2')];
  const [a, b] = [left.map(cut), right.map(cut)];
  const glue = tab ?? ' ';
  const empty = options.get('e') ?? '';
  const format = options.get('o')?.split(/[ ,]+/);
  const show = (x: string[] | undefined, y: string[] | undefined): void => {
    const key = x?.[k1] ?? y?.[k2] ?? '';
    const cell = (spec: string): string => {
      if (spec === '0') return key || empty;
      const [side, field] = spec.split('.');
      return (side === '1' ? x : y)?.[Number(field) - 1] || empty;
    };
    const others = (row: string[] | undefined, at: number): string[] => row?.filter((_, index) => index !== at) ?? [];
    const cells = format && format[0] !== 'auto' ? format.map(cell) : [key, ...others(x, k1), ...others(y, k2)];
    context.out.binary(`${cells.join(glue)}\n`);
  };
  const unpaired = [...options.all('a'), ...options.all('v')];
  const onlyUnpaired = options.has('v');
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const x = i < a.length ? fold(a[i]![k1] ?? '') : undefined;
    const y = j < b.length ? fold(b[j]![k2] ?? '') : undefined;
    if (y === undefined || (x !== undefined && x < y)) {
      if (unpaired.includes('1')) show(a[i], undefined);
      i++;
    } else if (x === undefined || y < x) {
      if (unpaired.includes('2')) show(undefined, b[j]);
      j++;
    } else {
      let end = j;
      while (end < b.length && fold(b[end]![k2] ?? '') === x) end++;
      for (; i < a.length && fold(a[i]![k1] ?? '') === x; i++) {
        if (!onlyUnpaired) for (let at = j; at < end; at++) show(a[i], b[at]);
      }
      j = end;
    }
  }
};

/** shuf(1) */
export const shuf: Command = async (context) => {
  const options = parseOptions(context, 'ei:n:o:rz', {
    long: { echo: 'e', 'input-range': 'i', 'head-count': 'n', output: 'o', repeat: 'r', 'zero-terminated': 'z' },
  });
  const range = /^(\d+)-(\d+)$/.exec(options.get('i') ?? '');
  let items: string[];
  if (options.has('e')) items = options.operands.map(binaryFromText);
  else if (range)
    items = Array.from({ length: Number(range[2]) - Number(range[1]) + 1 }, (_, n) => String(n + Number(range[1])));
  else if (options.has('i')) throw new Exit(1, `invalid input range: ${context.quote(options.get('i')!)}`);
  else items = splitLines(await readWhole(context, options.operands[0] ?? '-'));
  const end = options.has('z') ? '\0' : '\n';
  const count = options.get('n') === undefined ? items.length : Number(options.get('n'));
  context.out.binary(
    shuffle(context, items)
      .slice(0, count)
      .map((item) => item + end)
      .join(''),
  );
};
