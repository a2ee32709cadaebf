export interface Token {
  readonly kind: 'number' | 'string' | 'field' | 'variable' | 'format' | 'word' | 'operator' | 'end';
  readonly text: string;
  /** Of a string: its pieces, interpolations as the text between their parentheses. */
  readonly parts?: readonly (string | { readonly source: string })[];
}

/** A filter that is no jq; the message as jq says it. */
export class JqSyntaxError extends Error {}

const OPERATORS = /\?\/\/=?|\/\/=|\|=|\+=|-=|\*=|\/=|%=|==|!=|<=|>=|\/\/|\.\.|[.[\]{}()|,:;=<>+\-*/%?]/y;
const WORD = /[A-Za-z_][A-Za-z_0-9]*(?:::[A-Za-z_][A-Za-z_0-9]*)*/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const BLANK = /(?:\s|#[^\n]*)+/y;

export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (!match) return undefined;
    at = pattern.lastIndex;
    return match[0];
  };
  const word = (from: number): string => {
    WORD.lastIndex = from;
    return WORD.exec(source)?.[0] ?? '';
  };
  while (at < source.length) {
    if (take(BLANK) !== undefined) continue;
    const char = source[at]!;
    const name = word(at + 1);
    if (char === '"') {
      const { parts, end } = string(source, at);
      tokens.push({ kind: 'string', text: source.slice(at, end), parts });
      at = end;
    } else if (char === '.' && name !== '') {
      at += 1 + name.length;
      tokens.push({ kind: 'field', text: name });
    } else if ((char === '$' || char === '@') && name !== '') {
      at += 1 + name.length;
      tokens.push({ kind: char === '$' ? 'variable' : 'format', text: name });
    } else {
      const number = take(NUMBER);
      const plain = number ?? take(WORD);
      if (number !== undefined) tokens.push({ kind: 'number', text: number });
      else if (plain !== undefined) tokens.push({ kind: 'word', text: plain });
      else {
        const operator = take(OPERATORS);
        if (operator === undefined) throw new JqSyntaxError('syntax error, unexpected INVALID_CHARACTER');
        tokens.push({ kind: 'operator', text: operator });
      }
    }
  }
  return [...tokens, { kind: 'end', text: '' }];
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '"': '"',
  '\\': '\\',
  '/': '/',
};

function string(source: string, start: number): { parts: (string | { source: string })[]; end: number } {
  const parts: (string | { source: string })[] = [];
  let text = '';
  for (let at = start + 1; ; ) {
    const char = source[at];
    if (char === undefined) throw new JqSyntaxError('syntax error, unexpected end of file, expecting QQSTRING_END');
    if (char === '"') return { parts: [...parts, text], end: at + 1 };
    if (char !== '\\') {
      text += char;
      at++;
      continue;
    }
    const next = source[at + 1] ?? '';
    if (next === '(') {
      const end = closing(source, at + 2);
      parts.push(text, { source: source.slice(at + 2, end) });
      text = '';
      at = end + 1;
    } else if (next === 'u') {
      text += String.fromCharCode(Number.parseInt(source.slice(at + 2, at + 6), 16));
      at += 6;
    } else {
      if (ESCAPES[next] === undefined) throw new JqSyntaxError('Invalid escape at line 1, column 4 (while parsing)');
      text += ESCAPES[next];
      at += 2;
    }
  }
}

/** Where the parenthesis closes that was opened before `from`; strings inside may hold others. */
function closing(source: string, from: number): number {
  for (let at = from, depth = 1; at < source.length; ) {
    const char = source[at]!;
    if (char === '"') at = string(source, at).end;
    else {
      if (char === '(') depth++;
      if (char === ')' && --depth === 0) return at;
      at++;
    }
  }
  throw new JqSyntaxError('syntax error, unexpected end of file');
}
