import { concat } from '../../../kernel/bytes.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { humanSize, parseSize } from '../common/sizes.ts';

const CONVERSIONS = 'notrunc sync noerror nocreat excl fsync fdatasync lcase ucase swab sparse'.split(' ');
/** Those of busybox. */
const FEW_CONVERSIONS = 'notrunc sync noerror fsync swab'.split(' ');
const FLAGS = 'append count_bytes skip_bytes seek_bytes fullblock direct dsync nonblock nofollow sync noatime'.split(
  ' ',
);

interface Request {
  from?: string;
  to?: string;
  readSize: number;
  writeSize: number;
  /** `bs=`: every block read is written as it came. */
  sameSize: boolean;
  /** Bytes or blocks, as `inBytes` says. */
  count?: number;
  skip: number;
  seek: number;
  conversions: Set<string>;
  input: Set<string>;
  output: Set<string>;
  status: string;
}

/** dd(1) */
export const dd: Command = async (context) => {
  const request = parse(context);
  const { sys } = context;
  const began = sys.now();
  const input = open(context, request.from, 'input');
  const target = open(context, request.to, 'output', request);
  const tally = await copy(context, request, input, target);
  if (request.status !== 'none') report(context, request, tally, sys.now() - began);
};

interface Tally {
  read: [full: number, partial: number];
  written: [full: number, partial: number];
  bytes: number;
}

async function copy(context: Context, request: Request, input: number, target: number): Promise<Tally> {
  const { sys } = context;
  const { readSize, writeSize, sameSize } = request;
  const tally: Tally = { read: [0, 0], written: [0, 0], bytes: 0 };
  const skipped = request.skip * (request.input.has('skip_bytes') ? 1 : readSize);
  if (skipped > 0) await skip(context, input, skipped, request);
  const seek = request.seek * (request.output.has('seek_bytes') ? 1 : writeSize);
  const isFile = sys.fstat(target).kind === 'file';
  if (isFile && request.to !== undefined && !request.conversions.has('notrunc') && !request.output.has('append')) {
    sys.ftruncate(target, seek);
  }
  if (seek > 0) sys.seek(target, seek, 'current');
  const byBytes = request.input.has('count_bytes');
  let left = request.count ?? Number.POSITIVE_INFINITY;
  let held: Uint8Array[] = [];
  let heldSize = 0;
  const write = async (bytes: Uint8Array): Promise<void> => {
    await sys.write(target, bytes);
    tally.written[bytes.length === writeSize ? 0 : 1]++;
    tally.bytes += bytes.length;
  };
  while (left > 0) {
    await sys.checkpoint();
    const block = await readBlock(context, input, byBytes ? Math.min(readSize, left) : readSize, request);
    if (block.length === 0) break;
    left -= byBytes ? block.length : 1;
    tally.read[block.length === readSize ? 0 : 1]++;
    const bytes = convert(block, request);
    if (sameSize) {
      await write(bytes);
      continue;
    }
    held.push(bytes);
    heldSize += bytes.length;
    if (heldSize < writeSize) continue;
    const whole = concat(held);
    const end = heldSize - (heldSize % writeSize);
    for (let at = 0; at < end; at += writeSize) await write(whole.subarray(at, at + writeSize));
    held = end < heldSize ? [whole.subarray(end)] : [];
    heldSize -= end;
  }
  if (heldSize > 0) await write(concat(held));
  return tally;
}

/** One read(2), or as many as fill a block with `fullblock`. */
async function readBlock(context: Context, fd: number, size: number, request: Request): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let left = size;
  do {
    const bytes = await context.sys.read(fd, left);
    if (bytes.length === 0) break;
    parts.push(bytes);
    left -= bytes.length;
  } while (left > 0 && request.input.has('fullblock'));
  return concat(parts);
}

async function skip(context: Context, fd: number, bytes: number, request: Request): Promise<void> {
  if (context.sys.fstat(fd).kind === 'file') {
    context.sys.seek(fd, bytes, 'current');
    return;
  }
  for (let left = bytes; left > 0; ) {
    const chunk = await context.sys.read(fd, Math.min(left, request.readSize));
    if (chunk.length === 0) return;
    left -= chunk.length;
  }
}

function convert(block: Uint8Array, { conversions, readSize }: Request): Uint8Array {
  let bytes = block;
  if (conversions.has('sync') && bytes.length < readSize) {
    bytes = new Uint8Array(readSize);
    bytes.set(block);
  }
  if (conversions.has('swab')) {
    const swapped = bytes.slice();
    for (let i = 0; i + 1 < bytes.length; i += 2) [swapped[i], swapped[i + 1]] = [bytes[i + 1]!, bytes[i]!];
    bytes = swapped;
  }
  if (conversions.has('ucase')) bytes = bytes.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte));
  if (conversions.has('lcase')) bytes = bytes.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));
  return bytes;
}

function open(context: Context, path: string | undefined, side: 'input' | 'output', request?: Request): number {
  if (path === undefined) return side === 'input' ? 0 : 1;
  try {
    if (!request) return context.sys.open(path, { read: true });
    const { conversions, output } = request;
    return context.sys.open(path, {
      write: true,
      create: !conversions.has('nocreat'),
      exclusive: conversions.has('excl'),
      append: output.has('append'),
    });
  } catch (error) {
    const why = reason(error);
    throw new Exit(1, context.gnu ? `failed to open ${context.quote(path)}: ${why}` : `can't open '${path}': ${why}`);
  }
}

function parse(context: Context): Request {
  const request: Request = {
    readSize: 512,
    writeSize: 512,
    sameSize: false,
    skip: 0,
    seek: 0,
    conversions: new Set(),
    input: new Set(),
    output: new Set(),
    status: '',
  };
  const number = (text: string): number => {
    const factors = text.split('x').map(parseSize);
    if (factors.includes(undefined)) {
      throw new Exit(1, context.gnu ? `invalid number: ${context.quote(text)}` : `invalid number '${text}'`);
    }
    return factors.reduce<number>((product, factor) => product * factor!, 1);
  };
  const words = (key: string, text: string, known: string[], what: string, into: Set<string>): void => {
    for (const word of text.split(',')) {
      if (!context.gnu && !known.includes(word)) throw new Exit(1, `invalid argument '${word}' to '${key}'`);
      if (!known.includes(word)) context.misuse(`invalid ${what}: ${context.quote(word)}`);
      into.add(word);
    }
  };
  /** A trailing `B` counts bytes instead of blocks. */
  const amount = (value: string, flag: string, flags: Set<string>): number => {
    if (/\dB$/.test(value)) flags.add(flag);
    return number(value);
  };
  for (const arg of context.args) {
    if (arg === '--') continue;
    const equals = arg.indexOf('=');
    const [key, value] = equals < 0 ? [arg, ''] : [arg.slice(0, equals), arg.slice(equals + 1)];
    if (equals < 0) context.misuse(`unrecognized operand ${context.quote(arg)}`);
    if (key === 'if') request.from = value;
    else if (key === 'of') request.to = value;
    else if (key === 'ibs') request.readSize = number(value);
    else if (key === 'obs') request.writeSize = number(value);
    else if (key === 'bs') {
      request.readSize = request.writeSize = number(value);
      request.sameSize = true;
    } else if (key === 'count') request.count = amount(value, 'count_bytes', request.input);
    else if (key === 'skip' || key === 'iseek') request.skip = amount(value, 'skip_bytes', request.input);
    else if (key === 'seek' || key === 'oseek') request.seek = amount(value, 'seek_bytes', request.output);
    else if (key === 'conv')
      words(key, value, context.gnu ? CONVERSIONS : FEW_CONVERSIONS, 'conversion', request.conversions);
    else if (key === 'iflag') words(key, value, FLAGS, 'input flag', request.input);
    else if (key === 'oflag') words(key, value, FLAGS, 'output flag', request.output);
    else if (key === 'status') request.status = value;
    else context.misuse(`unrecognized operand ${context.quote(arg)}`);
  }
  if (request.readSize <= 0 || request.writeSize <= 0) throw new Exit(1, `invalid number: ${context.quote('0')}`);
  return request;
}

function report(context: Context, request: Request, { read, written, bytes }: Tally, milliseconds: number): void {
  let text = `${read[0]}+${read[1]} records in\n${written[0]}+${written[1]} records out\n`;
  const seconds = Math.max(milliseconds, 0.001) / 1000;
  if (request.status !== 'noxfer') {
    if (context.gnu) {
      const sizes = [bytes >= 1000 ? decimal(bytes) : '', bytes >= 1024 ? binary(bytes) : ''].filter((size) => size);
      const shown = sizes.length > 0 ? ` (${sizes.join(', ')})` : '';
      const rate = bytes === 0 ? '0.0 kB' : decimal(bytes / seconds);
      text += `${bytes} byte${bytes === 1 ? '' : 's'}${shown} copied, ${general(seconds)} s, ${rate}/s\n`;
    } else {
      const rate = humanSize(Math.round(bytes / seconds), false);
      text += `${bytes} bytes (${humanSize(bytes, false)}B) copied, ${seconds.toFixed(6)} seconds, ${rate}B/s\n`;
    }
  }
  context.out.text(text, 2);
}

/** printf's %g */
function general(value: number): string {
  if (value < 1e-4)
    return value
      .toExponential(5)
      .replace(/\.?0+e/, 'e')
      .replace(/e-(\d)$/, 'e-0$1');
  return String(Number(value.toPrecision(6)));
}

function decimal(value: number): string {
  return scaled(value, 1000, ['B', 'kB', 'MB', 'GB', 'TB', 'PB']);
}

function binary(value: number): string {
  return scaled(value, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']);
}

function scaled(value: number, base: number, units: string[]): string {
  let unit = 0;
  while (value >= base && unit < units.length - 1) {
    value /= base;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
