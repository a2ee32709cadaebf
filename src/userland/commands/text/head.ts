import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { closeInput, LineReader, openInput, readChunk } from '../common/input.ts';
import { parseOptions } from '../common/options.ts';
import { parseSize } from '../common/sizes.ts';

/** head(1) */
export const head: Command = async (context) => {
  const options = parseOptions(context, 'n:c:qvz#', {
    long: { lines: 'n', bytes: 'c', quiet: 'q', silent: 'q', verbose: 'v', 'zero-terminated': 'z' },
  });
  const chosen = options.list.findLast(([key]) => ['n', 'c', '#'].includes(key));
  const [unit, text] = chosen ?? ['n', '10'];
  const old = unit === '#' && context.gnu ? /^(\d+)([bckqvz]?)(.*)$/.exec(text) : undefined;
  if (old?.[3]) context.misuse(`invalid trailing option -- ${old[3][0]}`);
  // busybox takes no sign but the one that counts from the end
  const digits = context.gnu ? text.replace(/^[-+]/, '') : text.replace(/^-/, '');
  const count = context.gnu || /^\d+[bkm]?$/.test(digits) ? parseSize(digits.replace(/m$/, 'M')) : undefined;
  if (count === undefined) {
    const what = unit === 'c' ? 'bytes' : 'lines';
    throw new Exit(
      1,
      context.gnu ? `invalid number of ${what}: ${context.quote(digits)}` : `invalid number '${digits}'`,
    );
  }
  const fromEnd = text.startsWith('-');
  const paths = options.operands.length > 0 ? options.operands : ['-'];
  const headers = options.last('qv') === 'v' || (paths.length > 1 && !options.has('q'));
  let first = true;
  const header = (path: string): void => {
    if (headers) context.print(`${first ? '' : '\n'}==> ${path === '-' ? 'standard input' : path} <==\n`);
    first = false;
  };
  for (const path of paths) {
    let fd: number;
    try {
      fd = openInput(context, path);
    } catch (error) {
      const folder = reason(error) === 'Is a directory';
      // a folder is opened, and only reading it fails
      if (folder) header(path);
      if (context.gnu) failToOpen(context, path, error);
      else if (folder && headers) context.fail(`${path}: Input/output error`);
      else context.failed(path, error);
      continue;
    }
    header(path);
    const separator = options.has('z') ? '\0' : '\n';
    if (unit === 'c') await (fromEnd ? allButBytes : bytes)(context, fd, count);
    else await lines(context, fd, count, fromEnd, separator);
    closeInput(context, fd);
  }
};

/** head and tail name the action in GNU's words. */
export function failToOpen(context: Context, path: string, error: unknown): void {
  const message = error instanceof Error ? error.message : '';
  if (!context.gnu) {
    if (message === 'Is a directory') context.fail(`${path}: Is a directory`);
    else context.cannotOpen(path, error);
  } else if (message === 'Is a directory') context.fail(`error reading ${context.quote(path)}: Is a directory`);
  else context.fail(`cannot open ${context.quote(path)} for reading: ${message}`);
}

async function bytes(context: Context, fd: number, count: number): Promise<void> {
  let left = count;
  while (left > 0) {
    const chunk = await readChunk(context, fd, Math.min(left, 65536));
    if (chunk.length === 0) return;
    context.out.bytes(chunk);
    left -= chunk.length;
  }
}

async function allButBytes(context: Context, fd: number, count: number): Promise<void> {
  const whole = await context.sys.readAll(fd);
  context.out.bytes(whole.subarray(0, Math.max(0, whole.length - count)));
}

async function lines(context: Context, fd: number, count: number, fromEnd: boolean, separator: string): Promise<void> {
  const reader = new LineReader(context, fd, separator);
  const held: string[] = [];
  for (let given = 0; fromEnd || given < count; ) {
    const next = reader.next();
    const line = next instanceof Promise ? await next : next;
    if (line === undefined) break;
    const whole = reader.terminated ? line + separator : line;
    if (!fromEnd) {
      context.out.binary(whole);
      given++;
    } else {
      held.push(whole);
      if (held.length > count) context.out.binary(held.shift()!);
    }
  }
  // leave a seekable input where the lines end, as POSIX asks of head in a script
  if (fd === 0 && !fromEnd && reader.rest() !== '' && context.sys.fstat(0).kind === 'file') {
    context.sys.seek(0, -reader.rest().length, 'current');
  }
}
