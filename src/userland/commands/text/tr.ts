import { binaryFromBytes, binaryFromText } from '../common/binary.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { readChunk } from '../common/input.ts';
import { missingOperand, parseOptions } from '../common/options.ts';

const CLASSES: Record<string, RegExp> = {
  alpha: /[A-Za-z]/,
  digit: /\d/,
  alnum: /[A-Za-z0-9]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  space: /[ \t-\r]/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
  print: /[ -~]/,
  graph: /[!-~]/,
  cntrl: /[\x00-\x1f\x7f]/,
  xdigit: /[0-9A-Fa-f]/,
};

const ALL = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));

/** tr(1) */
export const tr: Command = async (context) => {
  const options = parseOptions(context, '+cCdst', {
    long: { complement: 'c', delete: 'd', 'squeeze-repeats': 's', 'truncate-set1': 't' },
  });
  const { operands } = options;
  const remove = options.has('d');
  const squeeze = options.has('s');
  if (operands.length === 0) missingOperand(context);
  // busybox lets everything through that has no counterpart.
  if (context.gnu && operands.length === 1 && remove === squeeze) {
    const why = remove ? 'both deleting and squeezing repeats' : 'translating';
    context.misuse(`missing operand after ${context.quote(operands[0]!)}\nTwo strings must be given when ${why}.`);
  }
  if (context.gnu && operands.length === 2 && remove && !squeeze) {
    const only = 'Only one string may be given when deleting without squeezing repeats.';
    context.misuse(`extra operand ${context.quote(operands[1]!)}\n${only}`);
  }
  if (operands.length > 2) {
    if (!context.gnu) missingOperand(context);
    context.misuse(`extra operand ${context.quote(operands[2]!)}`);
  }
  let one = expand(context, operands[0]!);
  if (options.any('cC')) {
    const excluded = new Set(one);
    one = ALL.filter((char) => !excluded.has(char));
  }
  const second = operands[1];
  const two = second === undefined ? undefined : expand(context, second, one.length);
  if (context.gnu && two && !remove) checkClasses(operands[0]!, second!, options.any('cC'));
  const map: (string | undefined)[] = [...ALL];
  if (remove) for (const char of one) map[char.charCodeAt(0)] = undefined;
  else if (two) {
    if (two.length === 0)
      throw new Exit(
        1,
        context.gnu ? 'when not truncating set1, string2 must be non-empty' : 'STRING2 cannot be empty',
      );
    const length = options.has('t') ? Math.min(one.length, two.length) : one.length;
    for (let i = 0; i < length; i++) map[one[i]!.charCodeAt(0)] = two[i] ?? two.at(-1);
  }
  const squeezed = new Set(squeeze ? (two ?? one) : []);
  let last = '';
  for (;;) {
    const waiting = readChunk(context, 0);
    const bytes = waiting instanceof Promise ? await waiting : waiting;
    if (bytes.length === 0) break;
    let out = '';
    for (const char of binaryFromBytes(bytes)) {
      const mapped = map[char.charCodeAt(0)];
      if (mapped === undefined || (mapped === last && squeezed.has(mapped))) continue;
      out += mapped;
      last = mapped;
    }
    context.out.binary(out);
  }
};

/** GNU: the only classes that may stand for what is put in are those of letters, each beside its opposite. */
function checkClasses(from: string, to: string, complement: boolean): void {
  const classes = [...to.matchAll(/\[:(\w+):\]/g)].map(([, name]) => name!);
  if (classes.some((name) => name !== 'upper' && name !== 'lower')) {
    const rule = "when translating, the only character classes that may appear in\nstring2 are 'upper' and 'lower'";
    throw new Exit(1, rule);
  }
  if (classes.length > 0 && (complement || !/\[:(upper|lower):\]/.test(from)))
    throw new Exit(1, 'misaligned [:upper:] and/or [:lower:] construct');
}

/** A set: ranges, classes, escapes and (for the second set, `length` long) repetitions. */
function expand(context: Context, text: string, length = 0): string[] {
  const source = binaryFromText(text);
  const chars: string[] = [];
  let fill: { at: number; char: string } | undefined;
  for (let i = 0; i < source.length; ) {
    const named = /^\[:(\w+):\]/.exec(source.slice(i));
    const equivalent = /^\[=([\s\S])=\]/.exec(source.slice(i));
    const repeated = /^\[(\\\d{1,3}|\\?[\s\S])\*(0[0-7]*|[1-9]\d*|)\]/.exec(source.slice(i));
    if (named) {
      const pattern = CLASSES[named[1]!];
      if (!pattern && context.gnu) throw new Exit(1, `invalid character class ${context.quote(named[1]!)}`);
      if (pattern) {
        chars.push(...ALL.filter((char) => pattern.test(char)));
        i += named[0].length;
        continue;
      }
    }
    if (equivalent) {
      chars.push(equivalent[1]!);
      i += equivalent[0].length;
      continue;
    }
    if (repeated && context.gnu) {
      const [char] = escaped(repeated[1]!, 0);
      const count = Number.parseInt(repeated[2] || '0', repeated[2]?.startsWith('0') ? 8 : 10);
      if (count > 0) for (let n = 0; n < count; n++) chars.push(char);
      else fill = { at: chars.length, char };
      i += repeated[0].length;
      continue;
    }
    if (context.gnu && source[i] === '\\' && i + 1 === source.length)
      context.warn('warning: an unescaped backslash at end of string is not portable');
    const [char, next] = escaped(source, i);
    i = next;
    if (source[i] === '-' && i + 1 < source.length) {
      const [end, after] = escaped(source, i + 1);
      if (end < char && context.gnu) {
        throw new Exit(1, `range-endpoints of '${char}-${end}' are in reverse collating sequence order`);
      }
      for (let code = char.charCodeAt(0); code <= end.charCodeAt(0); code++) chars.push(ALL[code]!);
      i = after;
    } else chars.push(char);
  }
  if (fill) {
    const { at, char } = fill;
    chars.splice(at, 0, ...new Array<string>(Math.max(0, length - chars.length)).fill(char));
  }
  return chars;
}

const ESCAPES: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', e: '\x1b' };

function escaped(source: string, at: number): [char: string, next: number] {
  if (source[at] !== '\\' || at + 1 >= source.length) return [source[at]!, at + 1];
  const octal = /^[0-7]{1,3}/.exec(source.slice(at + 1));
  if (octal) return [String.fromCharCode(Number.parseInt(octal[0], 8) & 255), at + 1 + octal[0].length];
  const letter = source[at + 1]!;
  return [ESCAPES[letter] ?? letter, at + 2];
}
