import { bytesFromBinary } from '../common/binary.ts';
import { type Command, Exit } from '../common/context.ts';
import { readWhole, splitLines } from '../common/input.ts';
import { parseOptions, usage } from '../common/options.ts';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** uuencode(1) */
export const uuencode: Command = async (context) => {
  const options = parseOptions(context, 'm');
  const [path, name] = options.operands.length > 1 ? options.operands : ['-', options.operands[0]];
  if (name === undefined || path === undefined) usage(context);
  const bytes = bytesFromBinary(await readWhole(context, path));
  const mode = path === '-' ? 0o666 & ~context.sys.umask() : context.sys.stat(path).mode & 0o777;
  const base64 = options.has('m');
  context.print(`begin${base64 ? '-base64' : ''} ${mode.toString(8)} ${name}\n`);
  const letter = (value: number): string =>
    base64 ? BASE64[value]! : String.fromCharCode(value === 0 ? 96 : value + 32);
  for (let at = 0; at < bytes.length; at += 45) {
    const row = bytes.subarray(at, at + 45);
    let line = base64 ? '' : letter(row.length);
    for (let i = 0; i < row.length; i += 3) {
      const value = (row[i]! << 16) | ((row[i + 1] ?? 0) << 8) | (row[i + 2] ?? 0);
      const four = [18, 12, 6, 0].map((shift) => letter((value >> shift) & 63)).join('');
      const missing = base64 ? Math.max(0, i + 3 - row.length) : 0;
      line += four.slice(0, 4 - missing) + '='.repeat(missing);
    }
    context.print(`${line}\n`);
  }
  context.print(base64 ? '====\n' : '`\nend\n');
};

/** uudecode(1) */
export const uudecode: Command = async (context) => {
  const options = parseOptions(context, 'o:');
  const lines = splitLines(await readWhole(context, options.operands[0] ?? '-')).map((line) => line.replace(/\r$/, ''));
  const start = lines.findIndex((line) => /^begin(-base64)? [0-7]+ /.test(line));
  if (start < 0) throw new Exit(1, "no 'begin' line");
  const [, base64, mode = '', name = ''] = /^begin(-base64)? ([0-7]+) (.*)$/.exec(lines[start]!)!;
  const ends = (line: string): boolean => (base64 ? line === '====' : line === 'end');
  const end = lines.findIndex((line, i) => i > start && ends(line));
  if (end < 0) throw new Exit(1, 'short file');
  const out: number[] = [];
  for (const line of lines.slice(start + 1, end)) {
    const text = base64 ? line : line.slice(1);
    const value = (char: string | undefined): number =>
      char === undefined ? 0 : base64 ? Math.max(0, BASE64.indexOf(char)) : (char.charCodeAt(0) - 32) & 63;
    const size = base64 ? Math.floor((text.replace(/=+$/, '').length * 3) / 4) : (line.charCodeAt(0) - 32) & 63;
    const bytes: number[] = [];
    for (let i = 0; bytes.length < size; i += 4) {
      const whole = [0, 1, 2, 3].reduce((sum, k) => (sum << 6) | value(text[i + k]), 0);
      bytes.push((whole >> 16) & 255, (whole >> 8) & 255, whole & 255);
    }
    for (const byte of bytes.slice(0, size)) out.push(byte);
  }
  const target = options.get('o') ?? name;
  if (target === '-' || target === '/dev/stdout') context.out.bytes(Uint8Array.from(out));
  else {
    context.sys.writeFile(target, Uint8Array.from(out));
    context.sys.chmod(target, Number.parseInt(mode, 8));
  }
};
