import { binaryFromText } from '../common/binary.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { LineReader } from '../common/input.ts';
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
    if (text === '' || Number.isNaN(Number(text))) {
      if (context.gnu) context.misuse(`invalid floating point argument: ${context.quote(text)}`);
      usage(context);
    }
  }
  const [first, step, last] =
    operands.length === 1
      ? ['1', '1', operands[0]!]
      : operands.length === 2
        ? [operands[0]!, '1', operands[1]!]
        : (operands as [string, string, string]);
  const by = Number(step);
  if (by === 0 && context.gnu) context.misuse(`invalid Zero increment value: ${context.quote(step)}`);
  const decimals = (text: string): number => {
    const power = Number(/e([-+]?\d+)$/i.exec(text)?.[1] ?? 0);
    return Math.max(0, (/\.(\d*)/.exec(text)?.[1]?.length ?? 0) - power);
  };
  const precision = Math.max(decimals(first), decimals(step));
  const format = options.get('f');
  if (format !== undefined) checkFormat(context, format);
  const [begin, end] = [Number(first), Number(last)];
  let width = 0;
  if (options.has('w')) {
    const lastShown = begin + Math.floor((end - begin) / by) * by;
    width = Math.max(...[begin, lastShown].map((value) => value.toFixed(precision).length));
    width = Math.max(
      width,
      ...[first, last].map((text) => text.replace(/\..*/, '').length + (precision ? precision + 1 : 0)),
    );
  }
  const show = (value: number): string => {
    if (format !== undefined) return formatted(format, value);
    const text = value.toFixed(precision).replace(/^-(0(\.0*)?)$/, '$1');
    return text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
  };
  const separator = options.get('s') ?? '\n';
  const isPlain = format === undefined && precision === 0 && width === 0 && Math.abs(end) < 1e15;
  let out = '';
  let any = false;
  for (let n = 0; ; n++) {
    const value = begin + n * by;
    const slack = Math.abs(by) * 1e-9;
    if (by > 0 ? value > end + slack : value < end - slack) break;
    out += (any ? separator : '') + (isPlain ? value : show(value));
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

/** factor(1) */
export const factor: Command = async (context) => {
  const { operands } = parseOptions(context, '');
  const show = (text: string): void => {
    if (!/^\+?\d+$/.test(text)) {
      context.fail(context.gnu ? `${context.quote(text)} is not a valid positive integer` : `invalid number '${text}'`);
      return;
    }
    context.print(
      `${BigInt(text)}:${factors(BigInt(text))
        .map((one) => ` ${one}`)
        .join('')}\n`,
    );
  };
  if (operands.length > 0) {
    operands.forEach(show);
    return;
  }
  const reader = new LineReader(context, 0);
  for (let line = await reader.next(); line !== undefined; line = await reader.next()) {
    line.split(/\s+/).filter(Boolean).forEach(show);
  }
};

function factors(number: bigint): bigint[] {
  const found: bigint[] = [];
  let rest = number;
  while (rest > 1n && rest % 2n === 0n) {
    found.push(2n);
    rest /= 2n;
  }
  if (rest < 2n ** 53n) {
    let small = Number(rest);
    for (let divisor = 3; divisor * divisor <= small; divisor += 2) {
      while (small % divisor === 0) {
        found.push(BigInt(divisor));
        small /= divisor;
      }
    }
    if (small > 1) found.push(BigInt(small));
    return found;
  }
  for (let divisor = 3n; divisor * divisor <= rest; divisor += 2n) {
    while (rest % divisor === 0n) {
      found.push(divisor);
      rest /= divisor;
      if (rest < 2n ** 53n) return [...found, ...factors(rest)];
    }
  }
  if (rest > 1n) found.push(rest);
  return found;
}
