import { type Command, type Context, reason } from '../common/context.ts';
import { closeInput, openInput, readChunk, readWhole, splitLines } from '../common/input.ts';
import { parseOptions } from '../common/options.ts';
import { basename } from '../common/paths.ts';

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
  const options = parseOptions(context, 'bcstwz', {
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
  if (options.has('c')) return check(context, options.operands, hash, name, (key) => options.has(key));
  for (const path of options.operands.length > 0 ? options.operands : ['-']) {
    try {
      const hex = await hash(path);
      const end = options.has('z') ? '\0' : '\n';
      if (options.has('tag')) context.print(`${name.toUpperCase()} (${path}) = ${hex}${end}`);
      else context.print(`${hex} ${options.has('b') && context.gnu ? '*' : ' '}${path}${end}`);
    } catch (error) {
      if (!context.gnu && reason(error) === 'Is a directory') context.fail('read error: Is a directory');
      else context.cannotOpen(path, error);
    }
  }
  return context.status;
};

async function check(
  context: Context,
  lists: string[],
  hash: (path: string) => Promise<string>,
  name: string,
  has: (key: string) => boolean,
): Promise<number> {
  let bad = 0;
  let unread = 0;
  let malformed = 0;
  let good = 0;
  for (const list of lists.length > 0 ? lists : ['-']) {
    let lines: string[];
    try {
      lines = splitLines(await readWhole(context, list));
    } catch (error) {
      context.cannotOpen(list, error);
      continue;
    }
    for (const line of lines) {
      const tagged = new RegExp(`^${name.toUpperCase()} \\((.*)\\) = ([\\da-f]+)$`, 'i').exec(line);
      const plain = /^([\da-fA-F]+) [ *]?(.*)$/.exec(line);
      const wanted = (tagged?.[2] ?? plain?.[1])?.toLowerCase();
      const path = tagged?.[1] ?? plain?.[2];
      if (wanted === undefined || path === undefined) {
        malformed++;
        continue;
      }
      try {
        const alike = (await hash(path)) === wanted;
        if (alike) good++;
        else bad++;
        if (!has('s') && !(alike && has('quiet'))) context.print(`${path}: ${alike ? 'OK' : 'FAILED'}\n`);
      } catch (error) {
        if (has('ignore-missing') && reason(error) === 'No such file or directory') continue;
        context.cannotOpen(path, error);
        if (!has('s')) context.print(`${path}: FAILED${context.gnu ? ' open or read' : ''}\n`);
        unread++;
      }
    }
    const plural = (count: number, one: string, many: string): string =>
      `WARNING: ${count} ${count === 1 ? one : many}`;
    if (context.gnu && !has('s')) {
      if (good + bad + unread === 0) {
        context.fail(`${list}: no properly formatted checksum lines found`);
        continue;
      }
      if (malformed > 0)
        context.warn(plural(malformed, 'line is improperly formatted', 'lines are improperly formatted'));
      if (unread > 0) context.warn(plural(unread, 'listed file could not be read', 'listed files could not be read'));
      if (bad > 0) context.warn(plural(bad, 'computed checksum did NOT match', 'computed checksums did NOT match'));
    } else if (!context.gnu && bad + unread > 0 && !has('s')) {
      context.warn(`WARNING: ${bad + unread} of ${good + bad + unread} computed checksums did NOT match`);
    }
  }
  return bad + unread > 0 || context.status !== 0 || (malformed > 0 && has('strict')) ? 1 : 0;
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
      context.cannotOpen(path, error);
    }
  }
};

/** sum(1): BSD (-r) or System V (-s). */
export const sum: Command = async (context) => {
  const options = parseOptions(context, 'rs', { long: { sysv: 's' } });
  const named = options.operands.length > 1;
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
        context.print(
          `${(folded & 0xffff) + (folded >> 16)} ${Math.ceil(whole.length / 512)}${path === '-' ? '' : ` ${path}`}\n`,
        );
      } else {
        const blocks = String(Math.ceil(whole.length / 1024)).padStart(5);
        context.print(`${String(value).padStart(5, '0')} ${blocks}${named ? ` ${path}` : ''}\n`);
      }
    } catch (error) {
      context.cannotOpen(path, error);
    }
  }
};

const ALPHABETS = {
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
};

/** base64(1), base32(1) */
export const baseEncoding: Command = async (context) => {
  const kind = basename(context.name) === 'base32' ? 'base32' : 'base64';
  const options = parseOptions(context, 'diw:', { long: { decode: 'd', 'ignore-garbage': 'i', wrap: 'w' } });
  const path = options.operands[0] ?? '-';
  let whole: string;
  try {
    whole = await readWhole(context, path);
  } catch (error) {
    context.cannotOpen(path, error);
    return 1;
  }
  const alphabet = ALPHABETS[kind];
  const bits = kind === 'base64' ? 6 : 5;
  const group = kind === 'base64' ? 4 : 8;
  if (options.has('d')) {
    // busybox skips what is no digit, and misses only the rest of a group.
    const { text, valid } = decode(whole, alphabet, bits, options.has('i') || !context.gnu);
    context.out.binary(text);
    if (context.gnu) {
      if (!valid) context.fail('invalid input');
    } else if ([...whole].filter((char) => char === '=' || alphabet.includes(char)).length % group !== 0)
      context.fail('truncated input');
    return context.status;
  }
  let out = '';
  let buffer = 0;
  let held = 0;
  for (let i = 0; i < whole.length; i++) {
    buffer = ((buffer << 8) | whole.charCodeAt(i)) & 0xffff;
    held += 8;
    while (held >= bits) {
      held -= bits;
      out += alphabet[(buffer >> held) & ((1 << bits) - 1)];
    }
  }
  if (held > 0) out += alphabet[(buffer << (bits - held)) & ((1 << bits) - 1)];
  out = out.padEnd(Math.ceil(out.length / group) * group, '=');
  const width = Number(options.get('w') ?? 76);
  context.out.binary(width > 0 ? out.replace(new RegExp(`.{1,${width}}`, 'g'), '$&\n') : out);
  return 0;
};

function decode(input: string, alphabet: string, bits: number, lenient: boolean): { text: string; valid: boolean } {
  let text = '';
  let buffer = 0;
  let held = 0;
  for (const char of input) {
    if (char === '\n' || char === '=') continue;
    const value = alphabet.indexOf(char);
    if (value < 0) {
      if (lenient) continue;
      return { text, valid: false };
    }
    buffer = ((buffer << bits) | value) & 0xffff;
    held += bits;
    if (held >= 8) {
      held -= 8;
      text += String.fromCharCode((buffer >> held) & 255);
    }
  }
  return { text, valid: held < bits };
}
