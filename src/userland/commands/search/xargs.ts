import { binaryFromBytes, textFromBinary } from '../common/binary.ts';
import { confirm } from '../common/confirm.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { closeInput, openInput } from '../common/input.ts';
import { type Options, parseOptions } from '../common/options.ts';
import { runChild } from '../process/child.ts';

/** xargs(1) */
export const xargs: Command = async (context) => {
  const options = parseOptions(context, '+0a:d:e::E:i::I:l::L:n:oP:prs:tx', {
    long: {
      null: '0',
      'arg-file': 'a',
      delimiter: 'd',
      eof: 'e',
      replace: 'i',
      'max-lines': 'l',
      'max-args': 'n',
      'max-procs': 'P',
      interactive: 'p',
      'no-run-if-empty': 'r',
      'max-chars': 's',
      verbose: 't',
      exit: 'x',
    },
  });
  for (const letter of 'ns') number(context, options, letter);
  const command = options.operands.length > 0 ? options.operands : ['echo'];
  const file = options.get('a');
  const fd = openInput(context, file ?? '-');
  const input = binaryFromBytes(await context.sys.readAll(fd));
  closeInput(context, fd);
  const replace = options.get('I') ?? (options.has('i') ? options.get('i') || '{}' : undefined);
  const perLine = options.has('L')
    ? Number(options.get('L'))
    : options.has('l')
      ? Number(options.get('l') || 1)
      : undefined;
  const unmatched: string[] = [];
  const groups =
    replace !== undefined || perLine !== undefined
      ? linesOf(context, options, input, unmatched)
      : [wordsOf(context, options, input, unmatched)];
  const batches: string[][] = [];
  let tooLong = false;
  if (replace !== undefined) {
    const items = options.any('0d') ? wordsOf(context, options, input, unmatched) : groups.map((line) => line[0]!);
    for (const item of items) batches.push(command.map((word) => word.replaceAll(replace, item)));
  } else if (perLine !== undefined) {
    for (let at = 0; at < groups.length; at += perLine)
      batches.push([...command, ...groups.slice(at, at + perLine).flat()]);
  } else tooLong = !packed(context, options, command, groups[0]!, batches);
  if (unmatched[0] !== undefined) {
    // busybox has run only what was full by then
    const full = command.length + (number(context, options, 'n') ?? Number.POSITIVE_INFINITY);
    if (!context.gnu && batches.at(-1)!.length < full) batches.pop();
    await runAll(context, options, batches);
    throw new Exit(1, unmatched[0]);
  }
  const status = await runAll(context, options, batches);
  // What came before the item that does not fit has run.
  if (tooLong) throw new Exit(1, 'argument line too long');
  return status;
};

/** As many items per run as -n and -s allow; false when one is too long by itself. */
function packed(context: Context, options: Options, command: string[], items: string[], batches: string[][]): boolean {
  if (items.length === 0) {
    if (!options.has('r')) batches.push(command);
    return true;
  }
  const most = number(context, options, 'n') ?? Number.POSITIVE_INFINITY;
  const size = number(context, options, 's') ?? 131_072;
  const base = command.reduce((sum, word) => sum + word.length + 1, 0);
  let batch: string[] = [];
  let used = base;
  for (const item of items) {
    if (batch.length > 0 && (batch.length >= most || used + item.length + 1 > size)) {
      batches.push([...command, ...batch]);
      batch = [];
      used = base;
    }
    if (used + item.length + 1 > size) {
      if (batch.length > 0) batches.push([...command, ...batch]);
      return false;
    }
    batch.push(item);
    used += item.length + 1;
  }
  batches.push([...command, ...batch]);
  return true;
}

function number(context: Context, options: Options, letter: string): number | undefined {
  const text = options.get(letter);
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) {
    if (context.gnu) context.misuse(`invalid number "${text}" for -${letter} option`);
    throw new Exit(1, `invalid number '${text}'`);
  }
  if (Number(text) === 0) {
    if (context.gnu) context.misuse(`value 0 for -${letter} option should be >= 1`);
    throw new Exit(1, 'number 0 is not in 1..2147483647 range');
  }
  return Number(text);
}

function delimiterOf(options: Options): string | undefined {
  if (options.last('0d') === '0') return '\0';
  const text = options.get('d');
  if (text === undefined) return undefined;
  const named: Record<string, string> = { '\\n': '\n', '\\t': '\t', '\\0': '\0', '\\\\': '\\' };
  return named[text] ?? text[0] ?? '\0';
}

function wordsOf(context: Context, options: Options, input: string, unmatched: string[]): string[] {
  const delimiter = delimiterOf(options);
  if (delimiter !== undefined) {
    const items = input.split(delimiter);
    if (items.at(-1) === '') items.pop();
    return items.map(textFromBinary);
  }
  const words: string[] = [];
  const end = options.get('E') ?? options.get('e');
  for (const line of input.split('\n')) {
    for (const word of split(context, line, false, unmatched)) {
      if (end !== undefined && end !== '' && word === end) return words;
      words.push(word);
    }
    if (unmatched.length > 0) break;
  }
  return words;
}

/** Lines with their words (-L) or whole (-I); blank ones do not count. */
function linesOf(context: Context, options: Options, input: string, unmatched: string[]): string[][] {
  const whole = options.any('Ii');
  const lines: string[][] = [];
  let joined = false;
  for (const line of input.split('\n')) {
    const words = split(context, line, whole, unmatched);
    if (words.length === 0) continue;
    if (joined) lines.at(-1)!.push(...words);
    else lines.push(words);
    // a trailing blank continues the line
    joined = !whole && /[ \t]$/.test(line);
  }
  return lines;
}

function split(context: Context, line: string, whole: boolean, unmatched: string[]): string[] {
  const words: string[] = [];
  let word: string | undefined;
  const source = line.replace(/^[ \t]+/, '');
  for (let i = 0; i < source.length; i++) {
    const char = source[i]!;
    if (char === '\\' && i + 1 < source.length) word = (word ?? '') + source[++i]!;
    else if ((char === '"' || char === "'") && (context.gnu || !whole)) {
      const end = source.indexOf(char, i + 1);
      if (end < 0) {
        const kind = char === '"' ? 'double' : 'single';
        // GNU runs what came before it all the same
        unmatched.push(
          context.gnu
            ? `unmatched ${kind} quote; by default quotes are special to xargs unless you use the -0 option`
            : `unmatched ${kind} quote`,
        );
        return words;
      }
      word = (word ?? '') + source.slice(i + 1, end);
      i = end;
    } else if (!whole && (char === ' ' || char === '\t')) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  if (word !== undefined) words.push(word);
  return words.map(textFromBinary);
}

async function runAll(context: Context, options: Options, batches: string[][]): Promise<number> {
  const parallel = Number(options.get('P') ?? 1) || batches.length;
  let status = 0;
  const queue = [...batches];
  const worker = async (): Promise<void> => {
    for (let argv = queue.shift(); argv; argv = queue.shift()) {
      if (options.any('tp')) {
        const shown = argv.join(' ');
        if (options.has('p')) {
          if (!(await confirmRun(context, shown))) continue;
        } else context.out.text(`${shown}\n`, 2);
      }
      const code = await runChild(context, argv, {});
      if (code === 126 || code === 127) {
        status = code;
        return;
      }
      if (code === 255) {
        context.warn(`${argv[0]}: exited with status 255; aborting`);
        status = 124;
        return;
      }
      if (code > 128) status = 125;
      else if (code !== 0 && status === 0) status = 123;
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(parallel, batches.length)) }, worker));
  return status;
}

async function confirmRun(context: Context, shown: string): Promise<boolean> {
  try {
    return await confirm(context, `${shown} ?...`);
  } catch (error) {
    reason(error);
    return false;
  }
}
