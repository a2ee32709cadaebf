const isSpace = (character: string): boolean => /\s/u.test(character);

/** Splits on spaces; quotes and escapes are respected and kept (BuildKit's parseWords). */
export function splitWords(text: string, escapeToken: string): string[] {
  const characters = [...text];
  const words: string[] = [];
  let word = '';
  let started = false;
  let quote = '';
  for (let i = 0; i < characters.length; i++) {
    let character = characters[i]!;
    if (quote === '' && isSpace(character)) {
      if (started) words.push(word);
      word = '';
      started = false;
      continue;
    }
    if (quote === '' && (character === "'" || character === '"')) {
      quote = character;
      started = true;
    } else if (character === quote) {
      quote = '';
    } else if (character === escapeToken && quote !== "'") {
      if (i + 1 === characters.length) break;
      word += character;
      character = characters[++i]!;
    }
    word += character;
    started = true;
  }
  if (started) words.push(word);
  return words;
}

/** Takes the leading `--flag` words off; quotes and escapes in them are resolved. */
export function splitFlags(text: string, escapeToken: string): { flags: string[]; rest: string } {
  const flags: string[] = [];
  let position = 0;
  for (;;) {
    while (position < text.length && isSpace(text[position]!)) position++;
    if (!text.startsWith('--', position)) return { flags, rest: text.slice(position) };
    const { word, end, quoted } = flagWord(text, position, escapeToken);
    position = end;
    if (word === '--') return { flags, rest: text.slice(end) };
    if (word !== '' || quoted) flags.push(word);
    if (position >= text.length) return { flags, rest: '' };
  }
}

function flagWord(text: string, start: number, escapeToken: string): { word: string; end: number; quoted: boolean } {
  let word = '';
  let quote = '';
  let quoted = false;
  let position = start;
  for (; position < text.length; position++) {
    let character = text[position]!;
    if (quote === '' && isSpace(character)) break;
    if (quote === '' && (character === "'" || character === '"')) {
      quote = character;
      quoted = true;
      continue;
    }
    if (character === quote) {
      quote = '';
      continue;
    }
    if (character === escapeToken) {
      if (position + 1 === text.length) continue;
      character = text[++position]!;
    }
    word += character;
  }
  return { word, end: position, quoted };
}

/** `strings.TrimSpace`, and the split on Dockerfile blanks that leaves newlines alone. */
export const BLANKS = /[\t\v\f\r ]+/;
