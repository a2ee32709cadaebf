import { binaryFromBytes } from '../common/binary.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { closeInput, openInput } from '../common/input.ts';
import { type Options, parseOptions } from '../common/options.ts';
import { parseDuration, parseSize } from '../common/sizes.ts';
import { failToOpen } from './head.ts';

/** tail(1) */
export const tail: Command = async (context) => {
  const args = context.args.map((arg, at) => (at === 0 && /^\+\d+[clb]?$/.test(arg) ? `-n${arg}` : arg));
  const options = parseOptions(Object.assign(Object.create(context), { args }), 'n:c:fFqvs:z#', {
    long: {
      lines: 'n',
      bytes: 'c',
      follow: 'follow::',
      quiet: 'q',
      silent: 'q',
      verbose: 'v',
      'sleep-interval': 's',
      retry: 'retry',
      pid: 'pid:',
      'zero-terminated': 'z',
    },
  });
  const chosen = options.list.findLast(([key]) => ['n', 'c', '#'].includes(key));
  const [unit, text] = chosen ?? ['n', '10'];
  const digits = text.replace(/^[-+]/, '').replace(/f$/, '');
  const amount = context.gnu || /^\d+[bkmc]?$/.test(digits) ? parseSize(digits.replace(/m$/, 'M')) : undefined;
  if (amount === undefined) {
    const what = unit === 'c' ? 'bytes' : 'lines';
    throw new Exit(1, context.gnu ? `invalid number of ${what}: ${context.quote(text)}` : `invalid number '${text}'`);
  }
  const part = {
    bytes: unit === 'c',
    amount,
    fromStart: text.startsWith('+'),
    separator: options.has('z') ? '\0' : '\n',
  };
  const paths = options.operands.length > 0 ? options.operands : ['-'];
  // busybox counts only the files it could open
  const counted = context.gnu ? paths : paths.filter((path) => path === '-' || context.sys.exists(path));
  const headers = options.last('qv') === 'v' || (counted.length > 1 && !options.has('q'));
  const follow = options.any('fF') || options.has('follow');
  const open: Followed[] = [];
  let shown: string | undefined;
  let failed = 0;
  const header = (path: string, more = false): void => {
    if (!headers || (more && shown === path)) return;
    context.print(`${shown === undefined ? '' : '\n'}==> ${path === '-' ? 'standard input' : path} <==\n`);
    shown = path;
  };
  for (const path of paths) {
    let fd: number;
    try {
      fd = openInput(context, path);
    } catch (error) {
      const folder = reason(error) === 'Is a directory';
      if (folder) header(path);
      if (folder && !context.gnu) context.fail('read error: Is a directory');
      else failToOpen(context, path, error);
      if (!folder) failed++;
      if (follow && options.has('F')) open.push({ path, fd: -1 });
      continue;
    }
    header(path);
    await end(context, fd, part);
    if (follow) open.push({ path, fd });
    else closeInput(context, fd);
  }
  if (!context.gnu && failed === paths.length) context.fail('no files');
  if (follow) await followAll(context, options, open, header);
};

interface Part {
  bytes: boolean;
  amount: number;
  fromStart: boolean;
  separator: string;
}

async function end(context: Context, fd: number, { bytes, amount, fromStart, separator }: Part): Promise<void> {
  const reading = context.sys.readAll(fd);
  if (reading instanceof Promise) await context.out.flush();
  const whole = await reading;
  if (bytes) {
    context.out.bytes(
      fromStart ? whole.subarray(Math.max(0, amount - 1)) : whole.subarray(Math.max(0, whole.length - amount)),
    );
    return;
  }
  const code = separator.charCodeAt(0);
  if (fromStart) {
    let at = 0;
    for (let skipped = 1; skipped < amount && at < whole.length; skipped++) {
      const next = whole.indexOf(code, at);
      at = next < 0 ? whole.length : next + 1;
    }
    context.out.bytes(whole.subarray(at));
    return;
  }
  if (amount === 0) return;
  let at = whole.length;
  if (whole[at - 1] === code) at--;
  for (let lines = 0; at > 0; at--) if (whole[at - 1] === code && ++lines === amount) break;
  context.out.binary(binaryFromBytes(whole.subarray(at)));
}

interface Followed {
  path: string;
  fd: number;
}

/** Prints what is appended, until a signal ends it. */
async function followAll(
  context: Context,
  options: Options,
  open: Followed[],
  header: (path: string, more?: boolean) => void,
): Promise<void> {
  const { sys } = context;
  const pause = parseDuration(options.get('s') ?? '1') ?? 1000;
  const byName = options.has('F') || options.get('follow') === 'name';
  while (open.length > 0) {
    await context.out.flush();
    await sys.sleep(Math.min(pause, 250));
    for (const file of [...open]) {
      if (byName && file.path !== '-') reopen(context, file);
      if (file.fd < 0) continue;
      if (file.fd !== 0) {
        const { size, kind } = sys.fstat(file.fd);
        if (kind === 'file' && size < sys.seek(file.fd, 0, 'current')) {
          context.warn(`${file.path}: file truncated`);
          sys.seek(file.fd, 0);
        }
      }
      const reading = sys.readAll(file.fd);
      const bytes = reading instanceof Promise ? await reading : reading;
      if (bytes.length > 0) {
        header(file.path, true);
        context.out.bytes(bytes);
      } else if (sys.fstat(file.fd).kind !== 'file') open.splice(open.indexOf(file), 1);
    }
  }
}

function reopen(context: Context, file: Followed): void {
  const { sys } = context;
  if (!sys.exists(file.path)) return;
  if (file.fd >= 0 && sys.fstat(file.fd).ino === sys.stat(file.path).ino) return;
  if (file.fd >= 0) sys.close(file.fd);
  file.fd = sys.open(file.path, { read: true });
}
