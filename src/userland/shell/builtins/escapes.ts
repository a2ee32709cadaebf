import { byte, rejoin } from '../../../kernel/text.ts';

const SIMPLE: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

export interface EscapeRules {
  /** `echo` and `%b` want a 0 before octal digits; a printf format takes them as they are. */
  readonly octal: 'zero' | 'plain' | 'both';
  readonly hex: boolean;
  readonly unicode: boolean;
  readonly escape: boolean;
  /** A quote is escaped by a backslash too (printf formats). */
  readonly quotes: boolean;
  /** `\c` ends the output. */
  readonly stop: boolean;
}

/** Backslash escapes of echo and printf. `stop`: `\c` was there, nothing after it is printed. */
export function interpretEscapes(text: string, rules: EscapeRules): { text: string; stop: boolean } {
  if (!text.includes('\\')) return { text, stop: false };
  let out = '';
  for (let at = 0; at < text.length; ) {
    const character = text[at]!;
    const next = text[at + 1];
    if (character !== '\\' || next === undefined) {
      out += character;
      at++;
      continue;
    }
    if (next === 'c' && rules.stop) return { text: rejoin(out), stop: true };
    const octal =
      rules.octal === 'zero'
        ? /^0([0-7]{0,3})/
        : rules.octal === 'plain'
          ? /^([0-7]{1,3})/
          : /^(?:0([0-7]{0,3})|([1-7][0-7]{0,2}))/;
    const rest = text.slice(at + 1, at + 12);
    const number = octal.exec(rest);
    const hex = rules.hex ? /^x([0-9a-fA-F]{1,2})/.exec(rest) : null;
    const unicode = rules.unicode ? /^(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8}))/.exec(rest) : null;
    const found = number ?? hex ?? unicode;
    if (found) {
      at += 1 + found[0].length;
      if (unicode) out += String.fromCodePoint(Number.parseInt(unicode[1] ?? unicode[2]!, 16));
      else out += byte(Number.parseInt((found[1] ?? found[2]) || '0', hex ? 16 : 8) & 255);
      continue;
    }
    at += 2;
    if (next in SIMPLE) out += SIMPLE[next]!;
    else if (rules.escape && (next === 'e' || next === 'E')) out += '\x1b';
    else if (rules.quotes && (next === '"' || next === "'")) out += next;
    else out += `\\${next}`;
  }
  return { text: rejoin(out), stop: false };
}
