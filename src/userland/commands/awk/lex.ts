import { Exit } from '../common/context.ts';

export interface Token {
  kind: 'number' | 'string' | 'regex' | 'name' | 'call' | 'keyword' | 'operator' | 'newline' | 'end' | 'builtin';
  text: string;
  line: number;
}

const KEYWORDS = new Set(
  'BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf'.split(
    ' ',
  ),
);
const OPERATOR = /^(\*\*=|\*\*|\+\+|--|\+=|-=|\*=|\/=|%=|\^=|==|!=|<=|>=|&&|\|\||>>|!~|[-+*/%^<>=!~?:,;()[\]{}$|])/;
const ESCAPES: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  '"': '"',
  '/': '/',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};
const BUILTIN =
  /^(length|substr|index|split|sub|gsub|match|sprintf|sin|cos|atan2|exp|log|sqrt|int|rand|srand|tolower|toupper|system|close|fflush|gensub|strftime|systime)$/;

/** Words of an awk program (byte string). */
export function lex(source: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  const push = (kind: Token['kind'], text: string): void => {
    tokens.push({ kind, text, line });
  };
  while (at < source.length) {
    const rest = source.slice(at, at + 256);
    const char = source[at]!;
    if (char === ' ' || char === '\t' || char === '\r') at++;
    else if (char === '\\' && /^\\\r?\n/.test(rest)) {
      at += rest.indexOf('\n') + 1;
      line++;
    } else if (char === '#') {
      while (at < source.length && source[at] !== '\n') at++;
    } else if (char === '\n') {
      // a line goes on after these
      const last = tokens.at(-1);
      if (
        !last ||
        (!(last.kind === 'operator' && [',', '{', '&&', '||'].includes(last.text)) &&
          !(last.kind === 'keyword' && ['do', 'else'].includes(last.text)))
      )
        push('newline', '\n');
      at++;
      line++;
    } else if (char === '"') {
      const [text, end] = quoted(source, at + 1, line);
      push('string', text);
      at = end;
    } else if (char === '/' && regexMayStart(tokens.at(-1))) {
      const [text, end] = regex(source, at + 1, line);
      push('regex', text);
      at = end;
    } else {
      const number = /^(0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/.exec(rest);
      const name = /^[A-Za-z_]\w*/.exec(source.slice(at, at + 1024));
      const operator = OPERATOR.exec(rest);
      if (number) {
        push('number', number[0]);
        at += number[0].length;
      } else if (name) {
        at += name[0].length;
        if (KEYWORDS.has(name[0])) push('keyword', name[0]);
        else push(source[at] === '(' && !BUILTIN.test(name[0]) ? 'call' : 'name', name[0]);
      } else if (operator) {
        push('operator', operator[0]);
        at += operator[0].length;
      } else throw new Exit(2, `cmd. line:${line}: syntax error at or near ${char}`);
    }
  }
  push('newline', '\n');
  push('end', '');
  return tokens;
}

function regexMayStart(last: Token | undefined): boolean {
  if (!last) return true;
  if (['number', 'string', 'name', 'regex'].includes(last.kind)) return false;
  return !(last.kind === 'operator' && [')', ']', '$', '++', '--'].includes(last.text));
}

function quoted(source: string, from: number, line: number): [string, number] {
  let text = '';
  for (let at = from; at < source.length; at++) {
    const char = source[at]!;
    if (char === '"') return [text, at + 1];
    if (char === '\n') break;
    if (char !== '\\') {
      text += char;
      continue;
    }
    const next = source[++at] ?? '';
    const octal = /^[0-7]{1,3}/.exec(source.slice(at, at + 3));
    if (octal) {
      text += String.fromCharCode(Number.parseInt(octal[0], 8) & 255);
      at += octal[0].length - 1;
    } else if (next !== '\n') text += ESCAPES[next] ?? `\\${next}`;
  }
  throw new Exit(2, `cmd. line:${line}: unterminated string`);
}

function regex(source: string, from: number, line: number): [string, number] {
  let text = '';
  let bracket = false;
  for (let at = from; at < source.length; at++) {
    const char = source[at]!;
    if (char === '\n') break;
    if (char === '\\') {
      const next = source[++at] ?? '';
      text += next === '/' ? '/' : `\\${next}`;
      continue;
    }
    if (char === '/' && !bracket) return [text, at + 1];
    if (char === '[' && !bracket) {
      bracket = true;
      const start = /^\[\^?\]?/.exec(source.slice(at, at + 3))![0];
      text += start;
      at += start.length - 1;
      continue;
    }
    if (char === ']') bracket = false;
    text += char;
  }
  throw new Exit(2, `cmd. line:${line}: unterminated regexp`);
}
