import { type Command, type Context, Exit } from '../common/context.ts';
import { openInput, readChunk, readWhole } from '../common/input.ts';
import { hasWords } from '../common/locale.ts';
import { missingOperand, parseOptions } from '../common/options.ts';
import { parseSize } from '../common/sizes.ts';
import { visible } from '../files/cat.ts';

/** cmp(1): 0 alike, 1 different, 2 trouble. */
export const cmp: Command = async (context) => {
  if (context.gnu) context.usage = `cmp: Try 'cmp --help' for more information.`;
  const options = parseOptions(context, 'bi:ln:s', {
    // busybox learns of trouble's status only after it has read its options
    status: context.gnu ? 2 : 1,
    long: { 'print-bytes': 'b', 'ignore-initial': 'i', verbose: 'l', bytes: 'n', silent: 's', quiet: 's' },
  });
  const [first, second = '-', skip1, skip2] = options.operands;
  if (first === undefined) {
    if (context.gnu) context.misuse(`missing operand after '${context.name}'`, 2);
    missingOperand(context);
  }
  const count = (text: string | undefined, option: string): number | undefined => {
    if (text === undefined) return undefined;
    const size = parseSize(text);
    if (size !== undefined) return size;
    if (context.gnu) context.misuse(`invalid --${option} value ${context.quote(text)}`, 2);
    throw new Exit(1, `invalid number '${text}'`);
  };
  const skips = (options.get('i') ?? '0').split(':').map((text) => count(text, 'ignore-initial')!);
  const limit = count(options.get('n'), 'bytes');
  const data: string[] = [];
  for (const [index, path] of [first, second].entries()) {
    try {
      const skip = count(index === 0 ? skip1 : skip2, 'ignore-initial') ?? (index === 0 ? skips[0]! : skips.at(-1)!);
      if (path.startsWith('/dev/') && path !== '/dev/stdin') data.push(await readSome(context, path, data[0]?.length));
      else data.push((await readWhole(context, path)).slice(skip));
      if (limit !== undefined) data[index] = data[index]!.slice(0, limit);
    } catch (error) {
      if (options.has('s')) return 2;
      context.cannotOpen(path, error, 2);
      return 2;
    }
  }
  const [a, b] = data as [string, string];
  if (a === b) return 0;
  if (options.has('s')) return 1;
  const shared = Math.min(a.length, b.length);
  const style = { list: options.has('l'), bytes: options.has('b'), width: context.gnu ? String(shared).length : 0 };
  const line = tellBytes(context, [first, second], [a, b], style);
  if (line === undefined || a.length === b.length) return 1;
  const [name, text] = a.length < b.length ? [first, a] : [second, b];
  const place = style.list ? '' : text.endsWith('\n') ? `, line ${line - 1}` : `, in line ${line}`;
  if (!context.gnu) context.warn(`EOF on ${name}`);
  else if (shared === 0) context.warn(`EOF on ${name} which is empty`);
  else context.warn(`EOF on ${name} after byte ${shared}${place}`);
  return 1;
};

interface Style {
  /** All differences, not the first alone. */
  list: boolean;
  /** The bytes too. */
  bytes: boolean;
  width: number;
}

/** Says where the texts differ; what is answered is the line after the last byte they share, if that still matters. */
function tellBytes(
  context: Context,
  names: [string, string],
  [a, b]: [string, string],
  style: Style,
): number | undefined {
  let line = 1;
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) {
      const [x, y] = [a[i]!, b[i]!];
      if (!style.list) {
        // POSIX's own words in its own locale, but not beside the bytes
        const what = context.gnu && (style.bytes || hasWords(context.sys.env)) ? 'byte' : 'char';
        const bytes = style.bytes ? ` is ${octal(x)} ${shown(x)} ${octal(y)} ${shown(y)}` : '';
        context.print(`${names.join(' ')} differ: ${what} ${i + 1}, line ${line}${bytes}\n`);
        return undefined;
      }
      const bytes = style.bytes
        ? `${octal(x)} ${shown(x).padEnd(4)} ${octal(y)} ${shown(y)}`
        : `${octal(x)} ${octal(y)}`;
      context.print(`${String(i + 1).padStart(style.width)} ${bytes}\n`);
    }
    if (a[i] === '\n') line++;
  }
  return line;
}

function octal(char: string): string {
  return char.charCodeAt(0).toString(8).padStart(3);
}

function shown(char: string): string {
  return char === '\t' ? '^I' : visible(char);
}

/** An endless device: as much as the other file has, and a byte more. */
async function readSome(context: Context, path: string, length = 65536): Promise<string> {
  const fd = openInput(context, path);
  let text = '';
  while (text.length <= length) {
    const bytes = await readChunk(context, fd);
    if (bytes.length === 0) break;
    text += String.fromCharCode(...bytes.subarray(0, 8192));
  }
  context.sys.close(fd);
  return text;
}
