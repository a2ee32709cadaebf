import { compilePattern } from '../../regexp/posix.ts';
import { binaryFromText, textFromBinary } from '../common/binary.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { eachInput, LineReader } from '../common/input.ts';
import { parseOptions, usage } from '../common/options.ts';

/** cut(1) */
export const cut: Command = async (context) => {
  const options = parseOptions(context, context.gnu ? 'b:c:d:f:nsz' : 'b:c:d:f:nsDO:F:', {
    long: {
      bytes: 'b',
      characters: 'c',
      delimiter: 'd',
      fields: 'f',
      'only-delimited': 's',
      complement: 'complement',
      'output-delimiter': 'O:',
      'zero-terminated': 'z',
    },
  });
  const lists = options.list.filter(([key]) => 'bcfF'.includes(key) && key.length === 1);
  if (lists.length === 0) {
    if (context.gnu) context.misuse('you must specify a list of bytes, characters, or fields');
    throw new Exit(1, 'expected a list of bytes, characters, or fields');
  }
  if (lists.length > 1) {
    if (context.gnu) context.misuse('only one list may be specified');
    usage(context);
  }
  const [kind, text] = lists[0]!;
  const given = options.get('d');
  if (given !== undefined && kind !== 'f' && kind !== 'F') {
    if (context.gnu) context.misuse('an input delimiter may be specified only when operating on fields');
    throw new Exit(1, 'a delimiter may be specified only when operating on fields');
  }
  if (options.has('s') && kind !== 'f' && context.gnu)
    context.misuse('suppressing non-delimited lines makes sense\n\tonly when operating on fields');
  if (given !== undefined && [...given].length > 1 && context.gnu) {
    context.misuse('the delimiter must be a single character');
  }
  const delimiter = given === undefined ? '\t' : binaryFromText(given) || '\0';
  const ranges = parseRanges(context, text, kind);
  const wanted = (n: number): boolean =>
    ranges.some(([low, high]) => n >= low && n <= high) !== options.has('complement');
  const joiner = options.get('O');
  const output = joiner === undefined ? undefined : binaryFromText(joiner);
  const separator = options.has('z') ? '\0' : '\n';
  const unordered = !context.gnu && options.has('D');
  const blanks = given === undefined ? /\s+/ : compilePattern(delimiter, { extended: true });
  const select = (parts: string[], glue: string): string => {
    if (!unordered) return parts.filter((_, index) => wanted(index + 1)).join(glue);
    return ranges.flatMap(([low, high]) => parts.slice(low - 1, high)).join(glue);
  };
  const utf8 = kind === 'c' && !context.gnu;
  const pieces = (line: string): string[] => {
    if (!utf8) return [...line];
    return [...textFromBinary(line)].map(binaryFromText);
  };
  await eachInput(context, options.operands, async (fd) => {
    const reader = new LineReader(context, fd, separator);
    for (;;) {
      const next = reader.next();
      const line = next instanceof Promise ? await next : next;
      if (line === undefined) return;
      if (kind === 'f') {
        if (!line.includes(delimiter)) {
          if (!options.has('s')) context.out.binary(line + separator);
          continue;
        }
        context.out.binary(select(line.split(delimiter), output ?? delimiter) + separator);
      } else if (kind === 'F') {
        // busybox's own: fields between blanks.
        if (blanks.test(line)) context.out.binary(select(line.split(blanks), output ?? ' ') + separator);
        else if (!options.has('s')) context.out.binary(line + separator);
      } else if (output !== undefined) context.out.binary(runs(pieces(line), wanted).join(output) + separator);
      else context.out.binary(select(pieces(line), '') + separator);
    }
  });
};

/** Neighbouring selected characters together: what an output delimiter goes between. */
function runs(chars: string[], wanted: (n: number) => boolean): string[] {
  const out: string[] = [];
  let open = false;
  chars.forEach((char, index) => {
    if (!wanted(index + 1)) open = false;
    else if (open) out[out.length - 1] += char;
    else {
      out.push(char);
      open = true;
    }
  });
  return out;
}

function parseRanges(context: Context, text: string, kind: string): [low: number, high: number][] {
  return context.gnu ? gnuRanges(context, text, kind) : busyboxRanges(text);
}

function gnuRanges(context: Context, text: string, kind: string): [low: number, high: number][] {
  const fields = kind === 'f';
  return text.split(/[, \t]/).map((part) => {
    const match = /^(\d*)(-?)(\d*)$/.exec(part);
    if (!match) {
      if (/^[\d-]*-[\d-]*-/.test(part))
        context.misuse(fields ? 'invalid field range' : 'invalid byte or character range');
      const wrong = context.quote(/^\d*-?(.*)$/s.exec(part)![1]!);
      context.misuse(fields ? `invalid field value ${wrong}` : `invalid byte/character position ${wrong}`);
    }
    if (part === '-') context.misuse('invalid range with no endpoint: -');
    const number = (digits: string): number => {
      if (BigInt(digits) < 1n << 63n) return Number(digits);
      context.misuse(`${fields ? 'field number' : 'byte/character offset'} ${context.quote(digits)} is too large`);
    };
    const low = match[1] === '' ? (match[2] === '' ? 0 : 1) : number(match[1]!);
    const high = match[2] === '' ? low : match[3] === '' ? Number.POSITIVE_INFINITY : number(match[3]!);
    if (low === 0)
      context.misuse(fields ? 'fields are numbered from 1' : 'byte/character positions are numbered from 1');
    if (high < low) context.misuse('invalid decreasing range');
    return [low, high];
  });
}

const INT_MAX = 2 ** 31 - 1;

function busyboxRanges(text: string): [low: number, high: number][] {
  const parts = text.split(',').filter(Boolean);
  if (parts.length === 0) throw new Exit(1, 'missing list of positions');
  return parts.map((part) => {
    const number = (digits: string): number => {
      if (!/^\d+$/.test(digits)) throw new Exit(1, `invalid number '${digits}'`);
      if (Number(digits) > INT_MAX) throw new Exit(1, `number ${digits} is not in 0..${INT_MAX} range`);
      return Number(digits);
    };
    const dash = part.indexOf('-');
    const [from, to] = dash < 0 ? [part, part] : [part.slice(0, dash), part.slice(dash + 1)];
    const low = from === '' ? 1 : number(from);
    const high = to === '' ? Number.POSITIVE_INFINITY : number(to);
    if (low === 0 || high === 0) throw new Exit(1, `invalid range ${part}`);
    if (high < low) throw new Exit(1, `${high}<${low - 1}`);
    return [low, high];
  });
}
