/** A string as Go's `%q` writes it: what BuildKit's messages and history entries quote with. */
export function goQuote(text: string): string {
  let out = '"';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const special = ESCAPES[character];
    if (special) out += special;
    else if (code < 0x20 || code === 0x7f) out += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (isPrintable(character, code)) out += character;
    else if (code < 0x10000) out += `\\u${code.toString(16).padStart(4, '0')}`;
    else out += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return `${out}"`;
}

/** A list as `%q` writes a slice: `["a" "b"]`. */
export function goQuoteList(list: readonly string[]): string {
  return `[${list.map(goQuote).join(' ')}]`;
}

const ESCAPES: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

function isPrintable(character: string, code: number): boolean {
  return code < 0x7f || /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(character);
}

/** A number as `%q` writes it: the character it is the code of. */
export function goQuoteRune(code: number): string {
  const text = String.fromCodePoint(code);
  if (text === "'") return "'\\''";
  return text === '"' ? `'"'` : `'${goQuote(text).slice(1, -1)}'`;
}
