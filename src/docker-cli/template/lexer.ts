/** Tokens of a Go template (text/template/parse/lex.go). */
export type TokenKind =
  | 'text'
  | 'left'
  | 'right'
  | 'field'
  | 'variable'
  | 'identifier'
  | 'dot'
  | 'nil'
  | 'bool'
  | 'number'
  | 'string'
  | 'char'
  | 'pipe'
  | 'declare'
  | 'assign'
  | 'comma'
  | '('
  | ')'
  | 'space'
  | 'keyword'
  | 'end-of-text';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly position: number;
  readonly line: number;
}

/** Why a template cannot be read; the message is complete but for `template: NAME:LINE: `. */
export class TemplateSyntaxError extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

const KEYWORDS = new Set(['if', 'else', 'end', 'range', 'with', 'define', 'template', 'block', 'break', 'continue']);
const SPACE = /[ \t\r\n]/;

export function tokenize(input: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  const lineAt = (at: number): number => {
    let line = 1;
    for (let i = 0; i < at; i++) if (input[i] === '\n') line++;
    return line;
  };
  const push = (kind: TokenKind, start: number, end: number) =>
    tokens.push({ kind, text: input.slice(start, end), position: start, line: lineAt(start) });
  const fail = (message: string, at = position): never => {
    throw new TemplateSyntaxError(message, lineAt(at));
  };
  let trimNext = false;
  while (position < input.length) {
    const open = input.indexOf('{{', position);
    const end = open < 0 ? input.length : open;
    let text = input.slice(position, end);
    let start = position;
    if (trimNext) {
      const trimmed = text.trimStart();
      start += text.length - trimmed.length;
      text = trimmed;
    }
    trimNext = false;
    const trimLeft = open >= 0 && input[open + 2] === '-' && SPACE.test(input[open + 3] ?? '');
    if (trimLeft) text = text.trimEnd();
    if (text !== '') push('text', start, start + text.length);
    if (open < 0) break;
    position = open + 2 + (trimLeft ? 2 : 0);
    if (input.startsWith('/*', position)) {
      const close = input.indexOf('*/', position);
      if (close < 0) fail('unclosed comment');
      position = close + 2;
      if (/^[ \t\r\n]-\}\}/.test(input.slice(position))) {
        trimNext = true;
        position += 4;
      } else if (input.startsWith('}}', position)) position += 2;
      else fail('comment ends before closing delimiter');
      continue;
    }
    push('left', open, open + 2);
    let depth = 0;
    for (;;) {
      const c = input[position];
      if (c === undefined) fail('unclosed action', Math.max(0, position - 1));
      const rest = input.slice(position, position + 4);
      if (/^[ \t\r\n]-\}\}/.test(rest)) {
        if (depth > 0) fail('unclosed left paren');
        trimNext = true;
        push('right', position, position + 4);
        position += 4;
        break;
      }
      if (rest.startsWith('}}')) {
        if (depth > 0) fail('unclosed left paren');
        push('right', position, position + 2);
        position += 2;
        break;
      }
      const from = position;
      if (SPACE.test(c!)) {
        while (SPACE.test(input[position] ?? '') && !/^[ \t\r\n]-\}\}/.test(input.slice(position, position + 4)))
          position++;
        push('space', from, position);
      } else if (c === '"' || c === "'") {
        position++;
        while (input[position] !== c) {
          if (input[position] === undefined || input[position] === '\n')
            fail(c === '"' ? 'unterminated quoted string' : 'unterminated character constant', from);
          position += input[position] === '\\' ? 2 : 1;
        }
        position++;
        push(c === '"' ? 'string' : 'char', from, position);
      } else if (c === '`') {
        position = input.indexOf('`', position + 1) + 1;
        if (position === 0) fail('unterminated raw quoted string', from);
        push('string', from, position);
      } else if (c === '|') push('pipe', from, ++position);
      else if (c === ',') push('comma', from, ++position);
      else if (c === '(') {
        depth++;
        push('(', from, ++position);
      } else if (c === ')') {
        if (--depth < 0) fail('unexpected right paren');
        push(')', from, ++position);
      } else if (rest.startsWith(':=')) {
        position += 2;
        push('declare', from, position);
      } else if (c === '=') push('assign', from, ++position);
      else if (c === '$' || (c === '.' && /[\p{L}_]/u.test(input[position + 1] ?? ''))) {
        position++;
        while (/[\p{L}\p{N}_]/u.test(input[position] ?? '')) position++;
        if (!/[ \t\r\n.,|:)(]/.test(input[position] ?? ' ') && !input.startsWith('}}', position))
          fail(
            `bad character U+${input.codePointAt(position)!.toString(16).toUpperCase().padStart(4, '0')} '${input[position]}'`,
          );
        push(c === '$' ? 'variable' : 'field', from, position);
      } else if (/[0-9+-]/.test(c!) || (c === '.' && /[0-9]/.test(input[position + 1] ?? ''))) {
        position += /^[+-]?(0[xXbBoO][0-9a-fA-F_]+|[0-9_]*\.?[0-9_]*([eE][+-]?[0-9]+)?)/.exec(input.slice(position))![0]
          .length;
        if (/[\p{L}\p{N}_]/u.test(input[position] ?? '')) {
          while (/[\p{L}\p{N}_]/u.test(input[position] ?? '')) position++;
          fail(`bad number syntax: ${JSON.stringify(input.slice(from, position))}`, from);
        }
        push('number', from, position);
      } else if (c === '.') push('dot', from, ++position);
      else if (/[\p{L}_]/u.test(c!)) {
        while (/[\p{L}\p{N}_]/u.test(input[position] ?? '')) position++;
        const word = input.slice(from, position);
        push(
          word === 'true' || word === 'false'
            ? 'bool'
            : word === 'nil'
              ? 'nil'
              : KEYWORDS.has(word)
                ? 'keyword'
                : 'identifier',
          from,
          position,
        );
      } else if (c === '}' || c === '{') {
        fail(`unexpected ${JSON.stringify(c)} in command`);
      } else {
        const point = input.codePointAt(position)!;
        fail(
          `unrecognized character in action: U+${point.toString(16).toUpperCase().padStart(4, '0')} '${String.fromCodePoint(point)}'`,
        );
      }
    }
  }
  tokens.push({ kind: 'end-of-text', text: '', position: input.length, line: lineAt(input.length) });
  return tokens;
}
