import { binaryFromText } from '../common/binary.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { readWhole } from '../common/input.ts';
import { type Options, parseOptions } from '../common/options.ts';
import { parseSize } from '../common/sizes.ts';
import { wholeNumber } from '../common/whole-number.ts';

/** split(1) */
export const split: Command = async (context) => {
  const options = parseOptions(context, context.gnu ? 'a:b:C:del:n:t:ux' : 'a:b:l:', {
    long: {
      'suffix-length': 'a',
      bytes: 'b',
      'line-bytes': 'C',
      'numeric-suffixes': 'numeric::',
      'hex-suffixes': 'hex::',
      'elide-empty-files': 'e',
      lines: 'l',
      number: 'n',
      separator: 't',
      unbuffered: 'u',
      'additional-suffix': 'add:',
      filter: 'filter:',
      verbose: 'verbose',
    },
  });
  const [path = '-', prefix = 'x', extra] = options.operands;
  if (extra !== undefined && context.gnu) context.misuse(`extra operand ${context.quote(extra)}`);
  const ways = options.list.filter(([key]) => ['b', 'C', 'l', 'n'].includes(key));
  if (ways.length > 1 && context.gnu) context.misuse('cannot split in more than one way');
  const [way, amount] = ways.at(-1) ?? ['l', '1000'];
  const cutting = cutter(context, way, amount, separatorOf(options));
  let whole: string;
  const names = new Names(context, options, prefix);
  try {
    whole = await readWhole(context, path);
  } catch (error) {
    if (!context.gnu) context.cannotOpen(path, error);
    else if (reason(error) === 'Is a directory') context.fail(`read error: ${reason(error)}`);
    else context.fail(`cannot open ${context.quote(path)} for reading: ${reason(error)}`);
    return 1;
  }
  const { pieces, only } = cutting(whole);
  if (only !== undefined) {
    context.out.binary(pieces[only] ?? '');
    return;
  }
  for (const piece of pieces) {
    if (piece === '' && options.has('e')) continue;
    const name = names.next();
    if (options.has('verbose')) context.print(`creating file ${context.quote(name)}\n`);
    const filter = options.get('filter');
    if (filter !== undefined) await through(context, filter, name, piece);
    else {
      const fd = context.sys.open(name, { write: true, create: true, truncate: true });
      context.out.binary(piece, fd);
      await context.out.flush();
      context.sys.close(fd);
    }
  }
};

/** The pieces; `only`: the one that is asked for, on standard output. */
interface Cut {
  pieces: string[];
  only?: number;
}

function separatorOf(options: Options): string {
  const given = options.get('t');
  if (given === undefined) return '\n';
  return given === '\\0' ? '\0' : binaryFromText(given);
}

function cutter(context: Context, way: string, amount: string, end: string): (whole: string) => Cut {
  if (way === 'n') return chunks(context, amount, end);
  const what = way === 'l' ? 'lines' : 'bytes';
  const size = parseSize(amount);
  if (!size) {
    if (!context.gnu)
      throw new Exit(1, size === 0 ? `number ${amount} is not in 1..2147483647 range` : `invalid number '${amount}'`);
    throw new Exit(
      1,
      `invalid number of ${what}: ${context.quote(amount)}${size === 0 ? ': Numerical result out of range' : ''}`,
    );
  }
  if (way === 'b') return (whole) => ({ pieces: slices(whole, size) });
  if (way === 'C') return (whole) => ({ pieces: filled(records(whole, end), size) });
  return (whole) => {
    const all = records(whole, end);
    return {
      pieces: Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
        all.slice(at * size, (at + 1) * size).join(''),
      ),
    };
  };
}

function slices(whole: string, size: number): string[] {
  return Array.from({ length: Math.ceil(whole.length / size) }, (_, at) => whole.slice(at * size, (at + 1) * size));
}

/** Lines with their ends. */
function records(whole: string, end: string): string[] {
  const parts = whole.split(end);
  const last = parts.pop()!;
  const lines = parts.map((part) => part + end);
  return last === '' ? lines : [...lines, last];
}

/** As many whole lines as fit; a line that is too long is cut. */
function filled(lines: readonly string[], size: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const line of lines) {
    if (piece !== '' && piece.length + line.length > size) {
      pieces.push(piece);
      piece = '';
    }
    piece += line;
    while (piece.length > size) {
      pieces.push(piece.slice(0, size));
      piece = piece.slice(size);
    }
  }
  return piece === '' ? pieces : [...pieces, piece];
}

/** `N`, `K/N`, `l/N`, `l/K/N`, `r/N`, `r/K/N` */
function chunks(context: Context, text: string, end: string): (whole: string) => Cut {
  const match = /^(?:([lr])\/)?(?:([^/]*)\/)?([^/]*)$/.exec(text)!;
  const [, kind, which, total = ''] = match;
  const count = wholeNumber(context, total, { what: 'number of chunks', least: 1 });
  const only = which === undefined ? undefined : wholeNumber(context, which, { what: 'chunk number', least: 1 }) - 1;
  return (whole) => {
    if (kind === 'r') {
      const pieces = new Array<string>(count).fill('');
      for (const [at, line] of records(whole, end).entries()) pieces[at % count] += line;
      return { pieces, only };
    }
    const edge = (at: number): number => Math.floor((whole.length * at) / count);
    if (kind !== 'l')
      return { pieces: Array.from({ length: count }, (_, at) => whole.slice(edge(at), edge(at + 1))), only };
    const pieces = new Array<string>(count).fill('');
    let [at, from] = [0, 0];
    for (const line of records(whole, end)) {
      while (at < count - 1 && from >= edge(at + 1)) at++;
      pieces[at] += line;
      from += line.length;
    }
    return { pieces, only };
  };
}

/** The names of the pieces, in order; GNU's grow longer when they run out, unless their length was asked for. */
class Names {
  readonly #context: Context;
  readonly #prefix: string;
  readonly #digits: string;
  readonly #ending: string;
  readonly #fixed: boolean;
  #length: number;
  #at: number;
  #taken = '';

  constructor(context: Context, options: Options, prefix: string) {
    this.#context = context;
    this.#prefix = prefix;
    const start = options.get('numeric') || options.get('hex');
    const hex = options.any('x') || options.has('hex');
    this.#digits = hex
      ? '0123456789abcdef'
      : options.has('d') || options.has('numeric')
        ? '0123456789'
        : 'abcdefghijklmnopqrstuvwxyz';
    this.#ending = options.get('add') ?? '';
    if (this.#ending.includes('/'))
      context.misuse(`invalid suffix ${context.quote(this.#ending)}, contains directory separator`);
    const length = options.get('a');
    const given =
      length === undefined ? 0 : wholeNumber(context, length, { what: 'suffix length', least: context.gnu ? 0 : 1 });
    this.#length = given || 2;
    this.#fixed = given > 0 || !context.gnu || !!start;
    this.#at = start ? Number.parseInt(start, hex ? 16 : 10) : 0;
  }

  next(): string {
    const base = this.#digits.length;
    const last = this.#digits.at(-1)!;
    let text = '';
    let rest = this.#at++;
    for (let n = 0; n < this.#length; n++) {
      text = this.#digits[rest % base]! + text;
      rest = Math.floor(rest / base);
    }
    if (rest > 0) throw new Exit(1, this.#context.gnu ? 'output file suffixes exhausted' : 'suffixes exhausted');
    // the last letter of the first place is kept for longer names: after xyz comes xzaaa
    if (!this.#fixed && text.startsWith(last)) {
      this.#taken += last;
      this.#at = 1;
      this.#length++;
      text = this.#digits[0]!.repeat(this.#length);
    }
    return `${this.#prefix}${this.#taken}${text}${this.#ending}`;
  }
}

/** --filter: a shell command with the piece as its input and the name in $FILE. */
async function through(context: Context, filter: string, name: string, piece: string): Promise<void> {
  const { sys } = context;
  await context.out.flush();
  const [read, write] = sys.pipe();
  const env = new Map(sys.env).set('FILE', name);
  const pid = sys.spawn({
    argv: ['/bin/sh', '-c', filter],
    env,
    fds: new Map([
      [0, read],
      [1, 1],
      [2, 2],
    ]),
  });
  sys.close(read);
  context.out.binary(piece, write);
  await context.out.flush();
  sys.close(write);
  await sys.wait(pid);
}
