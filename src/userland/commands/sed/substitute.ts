import type { Substitution } from './script.ts';

/** Applies an s command; undefined when nothing matched. */
export function substitute(text: string, rule: Substitution, pattern: RegExp, gnu: boolean): string | undefined {
  let out = '';
  let last = 0;
  let count = 0;
  let replaced = false;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    // an empty match right after a match does not count
    const emptyAfterMatch = match[0] === '' && match.index === last && count > 0;
    if (!emptyAfterMatch) {
      count++;
      if (count >= rule.nth) {
        out += text.slice(last, match.index) + expand(rule.replacement, match, gnu);
        replaced = true;
      } else out += text.slice(last, match.index + match[0].length);
      last = match.index + match[0].length;
      if (replaced && !rule.global) break;
    }
    if (match[0] === '') {
      pattern.lastIndex = match.index + 1;
      if (match.index >= text.length) break;
    }
  }
  return replaced ? out + text.slice(last) : undefined;
}

const CONTROL: Record<string, string> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07' };

/** `&`, `\1`, and only GNU's case conversions `\U \L \u \l \E`. */
function expand(replacement: string, match: RegExpExecArray, gnu: boolean): string {
  if (!/[\\&]/.test(replacement)) return replacement;
  let out = '';
  let mode = '';
  let once = '';
  const add = (text: string): void => {
    let piece = mode === 'U' ? text.toUpperCase() : mode === 'L' ? text.toLowerCase() : text;
    if (once !== '' && piece !== '') {
      piece = (once === 'u' ? piece[0]!.toUpperCase() : piece[0]!.toLowerCase()) + piece.slice(1);
      once = '';
    }
    out += piece;
  };
  for (let i = 0; i < replacement.length; i++) {
    const char = replacement[i]!;
    if (char === '&') add(match[0]);
    else if (char !== '\\') add(char);
    else {
      const next = replacement[++i] ?? '\\';
      const code = /^(?:x([\da-fA-F]{1,2})|o([0-7]{1,3})|d(\d{1,3}))/.exec(replacement.slice(i));
      if (/\d/.test(next)) add(next === '0' ? match[0] : (match[Number(next)] ?? ''));
      else if (!gnu && /[ULEul]/.test(next)) add(next);
      else if (next === 'U' || next === 'L') mode = next;
      else if (next === 'E') mode = '';
      else if (next === 'u' || next === 'l') once = next;
      else if (code) {
        const value = code[1] ? Number.parseInt(code[1], 16) : code[2] ? Number.parseInt(code[2], 8) : Number(code[3]);
        add(String.fromCharCode(value & 255));
        i += code[0].length - 1;
      } else add(CONTROL[next] ?? next);
    }
  }
  return out;
}
