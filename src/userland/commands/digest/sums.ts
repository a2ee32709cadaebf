import { type Command, type Context, reason } from '../common/context.ts';
import { closeInput, openInput, readChunk, readWhole } from '../common/input.ts';
import { type Options, parseOptions } from '../common/options.ts';
import { basename } from '../common/paths.ts';
import { check, escapeName } from './check.ts';

interface Hasher {
  update(bytes: Uint8Array): unknown;
  digest(): string;
}

const HASHERS: Record<string, () => Promise<Hasher>> = {
  md5: async () => (await import('hash-wasm')).createMD5(),
  sha1: async () => (await import('hash-wasm')).createSHA1(),
  sha224: async () => (await import('hash-wasm')).createSHA224(),
  sha256: async () => (await import('hash-wasm')).createSHA256(),
  sha384: async () => (await import('hash-wasm')).createSHA384(),
  sha512: async () => (await import('hash-wasm')).createSHA512(),
  sha3: async () => (await import('hash-wasm')).createSHA3(224),
  b2: async () => (await import('hash-wasm')).createBLAKE2b(512),
};

/** md5sum(1), sha1sum(1) and their family. */
export const checksum: Command = async (context) => {
  const name = basename(context.name).replace(/sum$/, '');
  const options = parseOptions(context, context.gnu ? 'bctwz' : 'bcstwz', {
    long: {
      binary: 'b',
      check: 'c',
      status: 's',
      quiet: 'quiet',
      strict: 'strict',
      warn: 'w',
      tag: 'tag',
      text: 't',
      zero: 'z',
      'ignore-missing': 'ignore-missing',
    },
  });
  const hash = async (path: string): Promise<string> => {
    const fd = openInput(context, path);
    const hasher = await HASHERS[name]!();
    for (;;) {
      const chunk = readChunk(context, fd);
      const bytes = chunk instanceof Promise ? await chunk : chunk;
      if (bytes.length === 0) break;
      hasher.update(bytes);
    }
    closeInput(context, fd);
    return hasher.digest();
  };
  refuseOutOfPlace(context, options);
  if (options.has('c')) return check(context, options.operands, hash, name, (key) => options.has(key));
  for (const path of options.operands.length > 0 ? options.operands : ['-']) {
    try {
      const hex = await hash(path);
      const end = options.has('z') ? '\0' : '\n';
      const shown = context.gnu && !options.has('z') ? escapeName(path) : path;
      const mark = shown === path ? '' : '\\';
      if (options.has('tag')) context.print(`${mark}${name.toUpperCase()} (${shown}) = ${hex}${end}`);
      else context.print(`${mark}${hex} ${options.has('b') && context.gnu ? '*' : ' '}${shown}${end}`);
    } catch (error) {
      if (!context.gnu && reason(error) === 'Is a directory') context.fail(`can't read '${path}': Is a directory`);
      else context.cannotOpen(path, error);
    }
  }
  return context.status;
};

/** GNU: some options are for checking sums, and one is not. */
function refuseOutOfPlace(context: Context, options: Options): void {
  if (!context.gnu) return;
  if (options.has('c') && options.has('tag'))
    context.misuse('the --tag option is meaningless when verifying checksums');
  if (options.has('c')) return;
  for (const [key, name] of [
    ['ignore-missing', 'ignore-missing'],
    ['s', 'status'],
    ['w', 'warn'],
    ['quiet', 'quiet'],
    ['strict', 'strict'],
  ] as const)
    if (options.has(key)) context.misuse(`the --${name} option is meaningful only when verifying checksums`);
}

const TABLE = Array.from({ length: 256 }, (_, n) => {
  let value = n << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

/** cksum(1): the POSIX CRC, length included. */
export const cksum: Command = async (context) => {
  const { operands } = parseOptions(context, '');
  for (const path of operands.length > 0 ? operands : ['-']) {
    try {
      const whole = await readWhole(context, path);
      let crc = 0;
      const feed = (byte: number): void => {
        crc = ((crc << 8) ^ TABLE[((crc >>> 24) ^ byte) & 255]!) >>> 0;
      };
      for (let i = 0; i < whole.length; i++) feed(whole.charCodeAt(i));
      for (let length = whole.length; length > 0; length = Math.floor(length / 256)) feed(length & 255);
      context.print(`${~crc >>> 0} ${whole.length}${path === '-' && operands.length === 0 ? '' : ` ${path}`}\n`);
    } catch (error) {
      if (!context.gnu && reason(error) === 'Is a directory') context.failed(path, error);
      else context.cannotOpen(path, error);
    }
  }
};

/** sum(1): BSD (-r) or System V (-s). */
export const sum: Command = async (context) => {
  const options = parseOptions(context, 'rs', { long: { sysv: 's' } });
  const many = options.operands.length > 1;
  const named = context.gnu ? options.operands.length > 0 : many || options.has('s');
  // busybox leaves the blank before a name that it leaves out
  const name = (path: string): string => (named ? ` ${path}` : context.gnu ? '' : ' ');
  for (const path of options.operands.length > 0 ? options.operands : ['-']) {
    try {
      const whole = await readWhole(context, path);
      let value = 0;
      for (const char of whole) {
        const byte = char.charCodeAt(0);
        value = options.has('s') ? value + byte : (((value >> 1) | ((value & 1) << 15)) + byte) & 0xffff;
      }
      if (options.has('s')) {
        const folded = (value & 0xffff) + Math.floor(value / 65536);
        context.print(`${(folded & 0xffff) + (folded >> 16)} ${Math.ceil(whole.length / 512)}${name(path)}\n`);
      } else {
        const blocks = String(Math.ceil(whole.length / 1024)).padStart(5);
        context.print(`${String(value).padStart(5, '0')} ${blocks}${name(path)}\n`);
      }
    } catch (error) {
      context.cannotOpen(path, error);
    }
  }
};
