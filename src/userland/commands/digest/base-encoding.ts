import type { Command, Context } from '../common/context.ts';
import { readWhole } from '../common/input.ts';
import { parseOptions, usage } from '../common/options.ts';
import { basename } from '../common/paths.ts';
import { wholeNumber } from '../common/whole-number.ts';

interface Encoding {
  alphabet: string;
  bits: number;
  /** Digits that stand for whole bytes. */
  group: number;
}

const ENCODINGS: Record<'base64' | 'base32', Encoding> = {
  base64: { alphabet: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', bits: 6, group: 4 },
  base32: { alphabet: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', bits: 5, group: 8 },
};

/** base64(1), base32(1) */
export const baseEncoding: Command = async (context) => {
  const encoding = ENCODINGS[basename(context.name) === 'base32' ? 'base32' : 'base64'];
  const options = parseOptions(context, 'diw:', {
    long: { decode: 'd', 'ignore-garbage': 'i', wrap: 'w' },
  });
  const wrap = options.get('w');
  const width = wrap === undefined ? 76 : wholeNumber(context, wrap, { what: 'wrap size' });
  const [path = '-', extra] = options.operands;
  if (extra !== undefined) {
    if (context.gnu) context.misuse(`extra operand ${context.quote(extra)}`);
    usage(context);
  }
  let whole: string;
  try {
    whole = await readWhole(context, path);
  } catch (error) {
    context.cannotOpen(path, error);
    return 1;
  }
  if (options.has('d')) {
    if (context.gnu) decodeAsGnu(context, whole, encoding, options.has('i'));
    else decodeAsBusybox(context, whole, encoding);
    return context.status;
  }
  const out = encode(whole, encoding);
  context.out.binary(width > 0 ? out.replace(new RegExp(`.{1,${width}}`, 'g'), '$&\n') : out);
  return 0;
};

function encode(whole: string, { alphabet, bits, group }: Encoding): string {
  let out = '';
  let [buffer, held] = [0, 0];
  for (let i = 0; i < whole.length; i++) {
    buffer = ((buffer << 8) | whole.charCodeAt(i)) & 0xffff;
    held += 8;
    while (held >= bits) {
      held -= bits;
      out += alphabet[(buffer >> held) & ((1 << bits) - 1)];
    }
  }
  if (held > 0) out += alphabet[(buffer << (bits - held)) & ((1 << bits) - 1)];
  return out.padEnd(Math.ceil(out.length / group) * group, '=');
}

/** The bytes that these digits stand for. */
function bytesOf(digits: string, { alphabet, bits }: Encoding): string {
  let out = '';
  let [buffer, held] = [0, 0];
  for (const digit of digits) {
    buffer = ((buffer << bits) | alphabet.indexOf(digit)) & 0xffff;
    held += bits;
    if (held < 8) continue;
    held -= 8;
    out += String.fromCharCode((buffer >> held) & 255);
  }
  return out;
}

/** Group by group, each of which may end in padding; the digits before a fault still count. */
function decodeAsGnu(context: Context, input: string, encoding: Encoding, skip: boolean): void {
  const { alphabet, group, bits } = encoding;
  const digits = [...input].filter((char) => (skip ? char === '=' || alphabet.includes(char) : char !== '\n')).join('');
  for (let at = 0; at < digits.length; at += group) {
    const part = digits.slice(at, at + group);
    const used = [...part].findIndex((char) => !alphabet.includes(char));
    const length = used < 0 ? part.length : used;
    context.out.binary(bytesOf(part.slice(0, length), encoding));
    const padded = /^=*$/.test(part.slice(length)) && length > 0 && (length * bits) % 8 < bits;
    if (part.length < group || !padded) {
      context.fail('invalid input');
      return;
    }
  }
}

/** What is no digit is skipped; only whole groups count, and padding is the end. */
function decodeAsBusybox(context: Context, input: string, encoding: Encoding): void {
  const { alphabet, group } = encoding;
  const text = alphabet.includes('a') ? input : input.toUpperCase();
  const digits = [...text].filter((char) => char === '=' || alphabet.includes(char)).join('');
  for (let at = 0; at < digits.length; at += group) {
    const part = digits.slice(at, at + group);
    if (part.startsWith('=')) return;
    if (part.length < group) {
      context.fail('truncated input');
      return;
    }
    const padding = part.indexOf('=');
    if (padding >= 0 && !/^=+$/.test(part.slice(padding))) {
      context.fail('truncated input');
      return;
    }
    context.out.binary(bytesOf(padding < 0 ? part : part.slice(0, padding), encoding));
    if (padding < 0) continue;
    if (at + group < digits.length) context.fail('truncated input');
    return;
  }
}
