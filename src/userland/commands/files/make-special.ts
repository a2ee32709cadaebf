import { type Command, Exit, reason } from '../common/context.ts';
import { parseMode } from '../common/modes.ts';
import { missingOperand, parseOptions } from '../common/options.ts';
import { join } from '../common/paths.ts';
import { parseSize } from '../common/sizes.ts';

/** mkfifo(1) */
export const mkfifo: Command = (context) => {
  const options = parseOptions(context, 'm:', { long: { mode: 'm' } });
  if (options.operands.length === 0) missingOperand(context);
  const text = options.get('m');
  const mode = text === undefined ? undefined : parseMode(text)?.apply(0o666, false, 0);
  if (text !== undefined && mode === undefined)
    throw new Exit(1, context.gnu ? 'invalid mode' : `invalid mode '${text}'`);
  for (const path of options.operands) {
    try {
      context.sys.mknod(path, 'fifo', mode ?? 0o666);
      if (mode !== undefined) context.sys.chmod(path, mode);
    } catch (error) {
      if (context.gnu) context.fail(`cannot create fifo ${context.quote(path)}: ${reason(error)}`);
      else context.fail(`${path}: ${reason(error)}`);
    }
  }
};

/** mknod(1) */
export const mknod: Command = (context) => {
  const options = parseOptions(context, 'm:', { long: { mode: 'm' } });
  const [path, type, major, minor] = options.operands;
  if (path === undefined || type === undefined) missingOperand(context, path);
  const kind = type === 'p' ? 'fifo' : type === 'b' ? 'block' : /^[cu]$/.test(type) ? 'character' : undefined;
  if (!kind) {
    if (context.gnu) context.misuse(`invalid device type ${context.quote(type)}`);
    missingOperand(context);
  }
  if (kind !== 'fifo' && (major === undefined || minor === undefined)) missingOperand(context, type);
  const mode = parseMode(options.get('m') ?? '666')?.apply(0o666, false, 0);
  if (mode === undefined) throw new Exit(1, 'invalid mode');
  try {
    context.sys.mknod(path, kind, mode, [Number(major ?? 0), Number(minor ?? 0)]);
    if (options.has('m')) context.sys.chmod(path, mode);
  } catch (error) {
    context.failed(path, error);
  }
};

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** mktemp(1) */
export const mktemp: Command = (context) => {
  const options = parseOptions(context, 'dqtup::', {
    long: { directory: 'd', quiet: 'q', 'dry-run': 'u', tmpdir: 'p', suffix: 'suffix:' },
  });
  const { sys } = context;
  // -p needs its argument as a short option
  const operands = [...options.operands];
  let directory = options.get('p');
  if (directory === '' && context.args.includes('-p')) directory = operands.shift();
  const given = operands[0];
  const suffix = options.get('suffix') ?? '';
  const template = (given ?? (context.gnu ? 'tmp.XXXXXXXXXX' : 'tmp.XXXXXX')) + suffix;
  const match = /^([\s\S]*?)(X{3,})([^X]*)$/.exec(template);
  const run = /X+(?=[^X]*$)/.exec(template)?.[0].length ?? 0;
  const least = context.gnu ? 3 : 6;
  if (!match || run < least) {
    if (!context.gnu) throw new Exit(1, ': Invalid argument');
    throw new Exit(1, `too few X's in template ${context.quote(template)}`);
  }
  if (!context.gnu && match[3] !== '') throw new Exit(1, ': Invalid argument');
  const temporary = sys.env.get('TMPDIR') || '/tmp';
  const usesDirectory = options.has('p') || options.has('t') || given === undefined;
  const base = options.has('t') ? (sys.env.get('TMPDIR') ?? directory) || '/tmp' : directory || temporary;
  for (let attempt = 0; ; attempt++) {
    const bytes = sys.platform.random(run);
    const start = template.length - run - match[3]!.length;
    const name =
      template.slice(0, start) + [...bytes].map((byte) => LETTERS[byte % LETTERS.length]).join('') + match[3];
    const path = usesDirectory ? join(base, name) : name;
    if (options.has('u')) {
      context.print(`${path}\n`);
      return;
    }
    try {
      if (options.has('d')) sys.mkdir(path, 0o700);
      else sys.close(sys.open(path, { write: true, create: true, exclusive: true }, 0o600));
      context.print(`${path}\n`);
      return;
    } catch (error) {
      const why = reason(error);
      if (why === 'File exists' && attempt < 100) continue;
      if (options.has('q')) throw new Exit(1);
      const what = options.has('d') ? 'directory' : 'file';
      const shown = usesDirectory ? join(base, template) : template;
      throw new Exit(
        1,
        context.gnu ? `failed to create ${what} via template ${context.quote(shown)}: ${why}` : `${shown}: ${why}`,
      );
    }
  }
};

/** truncate(1) */
export const truncate: Command = (context) => {
  const options = parseOptions(context, 'cos:r:', {
    long: { 'no-create': 'c', size: 's', reference: 'r', 'io-blocks': 'o' },
  });
  const { sys } = context;
  const text = options.get('s');
  const reference = options.get('r');
  if (text === undefined && reference === undefined) {
    if (context.gnu) context.misuse("you must specify either '--size' or '--reference'");
    missingOperand(context);
  }
  if (options.operands.length === 0) {
    if (context.gnu) context.misuse('missing file operand');
    missingOperand(context);
  }
  const match = /^\s*([-+<>/%]?)(.*)$/.exec(text ?? '0')!;
  const amount = parseSize(match[2]!);
  if (amount === undefined || (!context.gnu && match[1] !== ''))
    throw new Exit(1, context.gnu ? `Invalid number: ${context.quote(text!)}` : `invalid number '${text}'`);
  for (const path of options.operands) {
    try {
      if (!sys.exists(path)) {
        if (options.has('c')) continue;
        sys.close(sys.open(path, { write: true, create: true }));
      }
      const size = reference === undefined ? sys.stat(path).size : sys.stat(reference).size;
      sys.truncate(path, text === undefined ? size : adjusted(match[1]!, size, amount));
    } catch (error) {
      if (context.gnu) context.fail(`cannot open ${context.quote(path)} for writing: ${reason(error)}`);
      else context.fail(`${path}: ${reason(error)}`);
    }
  }
};

function adjusted(operator: string, size: number, amount: number): number {
  switch (operator) {
    case '+':
      return size + amount;
    case '-':
      return Math.max(0, size - amount);
    case '<':
      return Math.min(size, amount);
    case '>':
      return Math.max(size, amount);
    case '/':
      return Math.floor(size / amount) * amount;
    case '%':
      return Math.ceil(size / amount) * amount;
    default:
      return amount;
  }
}

/** sync(1): everything is in memory already. */
export const sync: Command = (context) => {
  parseOptions(context, 'df');
};
