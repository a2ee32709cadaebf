import type { Place } from '../ast.ts';

/** Go's tokens (The Go Programming Language Specification, "Lexical elements"), automatic semicolons included. */
export interface Token {
  readonly kind: 'name' | 'keyword' | 'int' | 'float' | 'string' | 'rune' | 'operator' | 'end';
  /** A string's bytes (a character each) or a rune's character, else the text as written. */
  readonly text: string;
  /** As written; a semicolon that the end of a line stands for is 'newline'. */
  readonly raw: string;
  readonly line: number;
  readonly column: number;
}

/** What the compiler complains about, with its place. */
export class GoError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(at: Place, message: string) {
    super(message);
    this.line = at.line;
    this.column = at.column;
  }
}

const KEYWORDS = new Set(
  `break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select
  struct switch type var`.split(/\s+/),
);
const OPERATORS =
  '<<= >>= &^= ... && || <- ++ -- == != <= >= := += -= *= /= %= &= |= ^= << >> &^ + - * / % & | ^ < > = ! ( ) [ ] { } , ; . : ~'.split(
    ' ',
  );
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  '"': '"',
  "'": "'",
  '0': '\0',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

export function lex(source: string): Token[] {
  const tokens: Token[] = [];
  let [line, lineStart] = [1, 0];
  const here = (at: number) => ({ line, column: at - lineStart + 1 });
  /** A line that ends after one of these ends a statement. */
  const endsStatement = () => {
    const last = tokens.at(-1);
    if (!last) return false;
    if (last.kind === 'keyword') return /^(break|continue|fallthrough|return)$/.test(last.text);
    return last.kind === 'operator' ? /^(\+\+|--|\)|\]|\})$/.test(last.text) : last.kind !== 'end';
  };
  for (let at = 0; at < source.length; ) {
    const rest = source.slice(at);
    if (rest[0] === '\n') {
      if (endsStatement()) tokens.push({ kind: 'operator', text: ';', raw: 'newline', ...here(at) });
      at++;
      line++;
      lineStart = at;
      continue;
    }
    const skipped = /^(?:[ \t\r]+|\/\/[^\n]*)/.exec(rest)?.[0];
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    const comment = /^\/\*[\s\S]*?\*\//.exec(rest)?.[0];
    if (comment !== undefined) {
      for (const [index, letter] of [...comment].entries()) {
        if (letter !== '\n') continue;
        line++;
        lineStart = at + index + 1;
      }
      at += comment.length;
      continue;
    }
    const place = here(at);
    const push = (kind: Token['kind'], text: string, length: number) => {
      tokens.push({ kind, text, raw: rest.slice(0, length), ...place });
      at += length;
    };
    const word = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(rest)?.[0];
    if (word !== undefined) {
      push(KEYWORDS.has(word) ? 'keyword' : 'name', word, word.length);
      continue;
    }
    const number =
      /^(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:\.(?!\w))?(?:[eE][+-]?\d+)?)/.exec(
        rest,
      )?.[0];
    if (number) {
      push(
        /^0[xXbBoO]/.test(number) || /^[\d_]+$/.test(number) ? 'int' : 'float',
        number.replaceAll('_', ''),
        number.length,
      );
      continue;
    }
    const raw = /^`([^`]*)`/.exec(rest);
    if (raw) {
      push('string', utf8(raw[1]!.replaceAll('\r', '')), raw[0].length);
      for (const [index, letter] of [...raw[0]].entries()) {
        if (letter !== '\n') continue;
        line++;
        lineStart = at - raw[0].length + index + 1;
      }
      continue;
    }
    const text = /^(["'])((?:\\.|(?!\1)[^\\\n])*)\1/.exec(rest);
    if (text) {
      if (text[1] === '"') push('string', quotedString(text[2]!, place), text[0].length);
      else push('rune', quotedRune(text[2]!, place), text[0].length);
      continue;
    }
    if (rest[0] === '"' || rest[0] === "'")
      throw new GoError(here(at + rest.search(/\n|$/)), `newline in ${rest[0] === '"' ? 'string' : 'rune literal'}`);
    if (rest[0] === '`') throw new GoError(place, 'string not terminated');
    if (rest.startsWith('/*')) throw new GoError(place, 'comment not terminated');
    const operator = OPERATORS.find((each) => rest.startsWith(each));
    if (operator === undefined)
      throw new GoError(
        place,
        `invalid character U+${rest.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')} '${rest[0]}'`,
      );
    push('operator', operator, operator.length);
  }
  if (endsStatement()) tokens.push({ kind: 'operator', text: ';', raw: 'EOF', ...here(source.length) });
  tokens.push({ kind: 'end', text: 'EOF', raw: 'EOF', ...here(source.length) });
  return tokens;
}

/** Text as the bytes of its UTF-8, a character each: what a string is at run time. */
export function utf8(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text : String.fromCharCode(...new TextEncoder().encode(text));
}

const ESCAPE = /\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{3}|.)/g;

/** What an escape stands for: a byte (\\x, octal) or a character. */
function escaped(code: string, place: Place): { readonly value: number; readonly isByte: boolean } {
  if (/^[xuU]/.test(code) && code.length > 1)
    return { value: Number.parseInt(code.slice(1), 16), isByte: code[0] === 'x' };
  if (/^[0-7]{3}$/.test(code)) return { value: Number.parseInt(code, 8), isByte: true };
  const value = ESCAPES[code];
  if (value === undefined) throw new GoError(place, 'unknown escape');
  return { value: value.charCodeAt(0), isByte: true };
}

function quotedString(text: string, place: Place): string {
  let bytes = '';
  let last = 0;
  for (const match of text.matchAll(ESCAPE)) {
    const { value, isByte } = escaped(match[1]!, place);
    bytes +=
      utf8(text.slice(last, match.index)) + (isByte ? String.fromCharCode(value) : utf8(String.fromCodePoint(value)));
    last = match.index + match[0].length;
  }
  return bytes + utf8(text.slice(last));
}

function quotedRune(text: string, place: Place): string {
  const plain = text.replace(ESCAPE, (_, code: string) => String.fromCodePoint(escaped(code, place).value));
  if (plain === '') throw new GoError(place, "empty rune literal or unescaped ' in rune literal");
  if ([...plain].length > 1) throw new GoError(place, 'more than one character in rune literal');
  return plain;
}
