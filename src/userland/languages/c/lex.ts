import type { Place } from './ast.ts';
import { CError } from './errors.ts';

export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'character' | 'operator' | 'end';
  /** As written; of strings and characters what they stand for. */
  readonly text: string;
  readonly at: Place;
  /** Whether it is the first of its line: a `#` there begins a directive. */
  readonly isFirst: boolean;
  /** Whether a blank stands before it. */
  readonly isApart: boolean;
  /** Macros it came from: they are not expanded in it again. */
  readonly hidden?: ReadonlySet<string>;
}

const TOKEN =
  /([A-Za-z_]\w*)|(\.?\d(?:[eEpP][-+]|[\w.])*)|("(?:\\.|[^"\\\n])*")|('(?:\\.|[^'\\\n])*')|(\.\.\.|->|\+\+|--|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|##|[-+*/%&|^~!<>=?:;,.(){}[\]#])/y;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
};

/** The tokens of a file, its comments left out and its continued lines joined. */
export function lex(text: string, file: string): Token[] {
  const tokens: Token[] = [];
  let [line, start, at] = [1, 0, 0];
  let [isFirst, isApart] = [true, false];
  const place = (length: number): Place => ({ file, line, column: at - start + 1, length });
  const newline = (index: number) => {
    line++;
    start = index + 1;
  };
  while (at < text.length) {
    const character = text[at]!;
    if (character === '\n' || text.startsWith('\\\n', at)) {
      if (character === '\n') isFirst = true;
      else at++;
      newline(at);
      at++;
      isApart = true;
    } else if (/\s/.test(character)) {
      at++;
      isApart = true;
    } else if (text.startsWith('//', at)) {
      while (at < text.length && text[at] !== '\n') at++;
    } else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      if (end < 0) throw new CError(place(1), 'unterminated comment');
      for (let index = at; index < end; index++) if (text[index] === '\n') newline(index);
      at = end + 2;
      isApart = true;
    } else {
      TOKEN.lastIndex = at;
      const match = TOKEN.exec(text);
      if (!match) {
        const quote = character === '"' || character === "'";
        throw new CError(
          place(quote ? Math.max(1, text.slice(at).split('\n')[0]!.length) : 1),
          quote ? `missing terminating ${character} character` : `stray '${character}' in program`,
        );
      }
      const [whole, name, number, string, quoted] = match;
      const kind = name ? 'name' : number ? 'number' : string ? 'string' : quoted ? 'character' : 'operator';
      const value = string ?? quoted;
      const meaning = value === undefined ? whole : unescaped(value.slice(1, -1), place(whole.length));
      tokens.push({ kind, text: meaning, at: place(whole.length), isFirst, isApart });
      at += whole.length;
      [isFirst, isApart] = [false, false];
    }
  }
  tokens.push({ kind: 'end', text: '', at: place(0), isFirst: true, isApart: true });
  return tokens;
}

/** Bytes as characters: a string of C holds bytes, and the source is UTF-8. */
function unescaped(text: string, at: Place): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return bytes.replace(/\\(x[\da-fA-F]+|[0-7]{1,3}|[\s\S])/g, (_, code: string) => {
    if (code[0] === 'x' && code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16) & 255);
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 255);
    if (ESCAPES[code] !== undefined) return ESCAPES[code];
    if (/^[\\'"?]$/.test(code)) return code;
    throw new CError(at, `drydock: not simulated: the escape \\${code}`);
  });
}
