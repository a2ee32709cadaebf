import { binaryFromText } from '../common/binary.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { missingOperand, parseOptions, usage } from '../common/options.ts';
import { formatNumber } from './format-number.ts';

/** seq(1) */
export const seq: Command = async (context) => {
  const args = context.args.map((arg) => (/^-[\d.]/.test(arg) ? ` ${arg}` : arg));
  const options = parseOptions(Object.assign(Object.create(context), { args }), '+f:s:w', {
    long: { format: 'f', separator: 's', 'equal-width': 'w' },
  });
  const operands = options.operands.map((text) => text.trim());
  if (operands.length === 0) missingOperand(context);
  if (operands.length > 3) {
    if (context.gnu) context.misuse(`extra operand ${context.quote(operands[3]!)}`);
    missingOperand(context);
  }
  for (const text of operands) {
    if (/^[-+]?nan$/i.test(text) && context.gnu)
      context.misuse(`invalid 'not-a-number' argument: ${context.quote(text)}`);
    if (!Number.isNaN(number(text))) continue;
    if (context.gnu) context.misuse(`invalid floating point argument: ${context.quote(text)}`);
    usage(context);
  }
  const [first, step, last] =
    operands.length === 1
      ? ['1', '1', operands[0]!]
      : operands.length === 2
        ? [operands[0]!, '1', operands[1]!]
        : (operands as [string, string, string]);
  const by = number(step);
  if (by === 0 && context.gnu) context.misuse(`invalid Zero increment value: ${context.quote(step)}`);
  const decimals = (text: string): number => {
    const power = Number(/e([-+]?\d+)$/i.exec(text)?.[1] ?? 0);
    return Math.max(0, (/\.(\d*)/.exec(text)?.[1]?.length ?? 0) - power);
  };
  const precision = Math.max(decimals(first), decimals(step));
  const format = options.get('f');
  if (format !== undefined) checkFormat(context, format);
  const [begin, end] = [number(first), number(last)];
  let width = 0;
  if (options.has('w')) {
    const lastShown = begin + Math.floor((end - begin) / by) * by;
    width = Math.max(...[begin, lastShown].map((value) => value.toFixed(precision).length));
    width = Math.max(
      width,
      ...[first, last]
        .filter((text) => !context.gnu || !/e/i.test(text))
        .map((text) => text.replace(/\..*/, '').length + (precision ? precision + 1 : 0)),
    );
  }
  const show = (value: number): string => {
    if (format !== undefined) return formatted(format, value);
    const text = value.toFixed(precision).replace(/^-(0(\.0*)?)$/, '$1');
    return text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
  };
  const separator = options.get('s') ?? '\n';
  if (
    context.gnu &&
    format === undefined &&
    [first, step, last].every((text, at) => /^[-+]?\d+$/.test(text) || (at === 2 && end === Infinity))
  )
    return wholeNumbers(context, [first, step, last], width, separator);
  let out = '';
  let any = false;
  for (let n = 0; ; n++) {
    const value = begin + n * by;
    // busybox's double is what it is
    const slack = context.gnu ? Math.abs(by) * 1e-9 : 0;
    if (by > 0 ? value > end + slack : value < end - slack) break;
    out += (any ? separator : '') + show(value);
    any = true;
    if (out.length > 16384) {
      context.out.text(out);
      out = '';
      const waiting = context.out.drain() ?? context.sys.checkpoint();
      if (waiting) await waiting;
    }
  }
  context.out.text(out + (any ? '\n' : ''));
};

function number(text: string): number {
  const infinite = /^([-+]?)inf(inity)?$/i.exec(text);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  return text === '' ? Number.NaN : Number(text.replace(/^\+/, ''));
}

/** Whole numbers are counted as such, however long they are. */
async function wholeNumbers(context: Context, texts: string[], width: number, separator: string): Promise<undefined> {
  const [begin, by] = [BigInt(texts[0]!.replace('+', '')), BigInt(texts[1]!.replace('+', ''))];
  const end = /^[-+]?\d+$/.test(texts[2]!) ? BigInt(texts[2]!.replace('+', '')) : undefined;
  let out = '';
  let first = true;
  for (let value = begin; end === undefined || (by >= 0n ? value <= end : value >= end); value += by) {
    const text = String(value);
    const shown = value < 0n ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
    out += first ? shown : separator + shown;
    first = false;
    if (out.length > 16384) {
      context.out.text(out);
      out = '';
      const waiting = context.out.drain() ?? context.sys.checkpoint();
      if (waiting) await waiting;
    }
  }
  const any = end === undefined || (by >= 0n ? begin <= end : begin >= end);
  context.out.text(out + (any ? '\n' : ''));
}

/** A format of seq has exactly one directive, and that is for a real number. */
function checkFormat(context: Context, format: string): void {
  const directives = [...format.matchAll(/%(%|[-+ #0']*\d*(?:\.\d*)?L?(.?))/gs)].filter(([, rest]) => rest !== '%');
  const [first, second] = directives;
  const shown = context.quote(format);
  if (!first) {
    throw new Exit(1, context.gnu ? `format ${shown} has no % directive` : `invalid format '${format}'`);
  }
  if (!/^[aefgAEFG]$/.test(first[2] ?? '')) {
    const what = first[2] === '' ? 'ends in %' : `has unknown %${first[2]} directive`;
    throw new Exit(1, context.gnu ? `format ${shown} ${what}` : `invalid format '${format}'`);
  }
  if (second)
    throw new Exit(1, context.gnu ? `format ${shown} has too many % directives` : `invalid format '${format}'`);
}

function formatted(format: string, value: number): string {
  return format.replace(/%%|%([-+ #0']*)(\d*)(?:\.(\d+))?([aefgAEFG])/g, (whole, flags, width, precision, letter) =>
    whole === '%%'
      ? '%'
      : formatNumber(letter, flags, Number(width), precision === undefined ? undefined : Number(precision), value),
  );
}

/** yes(1) */
export const yes: Command = async (context) => {
  const args = context.args[0] === '--' ? context.args.slice(1) : context.args;
  const line = `${binaryFromText(args.length > 0 ? args.join(' ') : 'y')}\n`;
  const block = line.repeat(Math.max(1, Math.ceil(8192 / line.length)));
  for (;;) {
    context.out.binary(block);
    const writing = context.out.flush();
    if (writing) await writing;
    const breath = context.sys.checkpoint();
    if (breath) await breath;
  }
};
