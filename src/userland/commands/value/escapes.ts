const SIMPLE: Record<string, string> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/**
 * Backslash escapes in a byte string. `echo` (and printf's %b) wants octal as `\0NNN`, printf's format `\NNN`;
 * `\c` ends everything. `byteAtMost`: a digit that would make an octal number more than a byte is none of its digits (busybox).
 */
export function decodeEscapes(
  text: string,
  style: 'echo' | 'format',
  byteAtMost = false,
): { value: string; stopped: boolean } {
  if (!text.includes('\\')) return { value: text, stopped: false };
  let value = '';
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '\\' || i + 1 >= text.length) {
      value += text[i];
      continue;
    }
    const next = text[++i]!;
    if (next === 'c') return { value, stopped: true };
    const rest = text.slice(i);
    const digits = byteAtMost ? '[0-3]?[0-7]{1,2}' : '[0-7]{1,3}';
    const octal =
      new RegExp(style === 'echo' ? `^0((?:${digits})?)` : `^(${digits})`).exec(rest) ??
      new RegExp(`^((?!0)${digits})`).exec(rest);
    const hex = /^x([\da-fA-F]{1,2})/.exec(rest);
    if (octal) {
      value += String.fromCharCode(Number.parseInt(octal[1] || '0', 8) & 255);
      i += octal[0].length - 1;
    } else if (hex) {
      value += String.fromCharCode(Number.parseInt(hex[1]!, 16));
      i += hex[0].length - 1;
    } else if (SIMPLE[next] !== undefined) value += SIMPLE[next];
    else if (style === 'format' && next === '"') value += '"';
    else value += `\\${next}`;
  }
  return { value, stopped: false };
}
