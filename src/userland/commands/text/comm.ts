import { binaryFromText } from '../common/binary.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { readWhole, splitLines } from '../common/input.ts';
import { missingOperand, parseOptions } from '../common/options.ts';

/** comm(1) */
export const comm: Command = async (context) => {
  const options = parseOptions(context, '123z', {
    long: {
      'output-delimiter': 'O:',
      total: 'total',
      'check-order': 'check',
      'nocheck-order': 'nocheck',
      'zero-terminated': 'z',
    },
  });
  const [first, second, third] = options.operands;
  if (first === undefined || second === undefined) missingOperand(context, first);
  if (third !== undefined) {
    if (context.gnu) context.misuse(`extra operand ${context.quote(third)}`);
    missingOperand(context);
  }
  const end = options.has('z') ? '\0' : '\n';
  const a = await lines(context, first, end);
  if (!a) return 1;
  const b = await lines(context, second, end);
  if (!b) return 1;
  const delimiter = options.get('O');
  const tab = delimiter === '' ? '\0' : binaryFromText(delimiter ?? '\t');
  const indent = ['', options.has('1') ? '' : tab, (options.has('1') ? '' : tab) + (options.has('2') ? '' : tab)];
  const totals = [0, 0, 0];
  const order = new OrderCheck(context, [a, b], options.has('check'), context.gnu && !options.has('nocheck'));
  const show = (column: number, line: string): void => {
    totals[column]!++;
    if (!options.has(String(column + 1))) context.out.binary(`${indent[column]}${line}${end}`);
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (j >= b.length || (i < a.length && a[i]! < b[j]!)) {
      order.unpaired = true;
      show(0, a[i]!);
      order.read(0, ++i);
    } else if (i >= a.length || b[j]! < a[i]!) {
      order.unpaired = true;
      show(1, b[j]!);
      order.read(1, ++j);
    } else {
      show(2, a[i]!);
      order.read(0, ++i);
      order.read(1, ++j);
    }
  }
  if (options.has('total')) context.print(`${totals.join(tab)}${tab}total${end}`);
  if (order.broken) throw new Exit(1, 'input is not in sorted order');
};

/** GNU: once a line has had no partner, input that is out of order is worth a word, one for each file. */
class OrderCheck {
  readonly #context: Context;
  readonly #files: readonly (readonly string[])[];
  readonly #strict: boolean;
  readonly #wanted: boolean;
  readonly #told = [false, false];
  unpaired = false;

  constructor(context: Context, files: readonly (readonly string[])[], strict: boolean, wanted: boolean) {
    this.#context = context;
    this.#files = files;
    this.#strict = strict;
    this.#wanted = wanted;
  }

  get broken(): boolean {
    return this.#told.some(Boolean);
  }

  /** Line `at` of a file was read; at the end the two before it are looked at again. */
  read(file: number, at: number): void {
    if (!this.#wanted || this.#told[file] || !(this.#strict || this.unpaired)) return;
    const list = this.#files[file]!;
    const later = Math.min(at, list.length - 1);
    if (later < 1 || list[later - 1]! <= list[later]!) return;
    const message = `file ${file + 1} is not in sorted order`;
    if (this.#strict) throw new Exit(1, message);
    this.#context.warn(message);
    this.#told[file] = true;
  }
}

/** A file's lines; undefined after a word about one that cannot be read. */
export async function lines(context: Context, path: string, end = '\n'): Promise<string[] | undefined> {
  try {
    return splitLines(await readWhole(context, path), end);
  } catch (error) {
    context.cannotOpen(path, error);
    return undefined;
  }
}
