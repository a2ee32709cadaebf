/** A directive of an nginx configuration, with the block behind it if it has one. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly block: readonly Directive[] | undefined;
  readonly file: string;
  readonly line: number;
}

/** What nginx refuses; `message` is printed behind `[emerg] `. */
export class ConfigError extends Error {}

export function at(directive: Pick<Directive, 'file' | 'line'>, message: string): ConfigError {
  return new ConfigError(`${message} in ${directive.file}:${directive.line}`);
}

interface Token {
  readonly kind: 'word' | ';' | '{' | '}' | 'end';
  readonly text: string;
  readonly line: number;
}

/** Reads a configuration text (https://nginx.org/en/docs/beginners_guide.html#conf_structure). */
export function parseConfiguration(text: string, file: string): Directive[] {
  const tokens = tokenize(text, file);
  let next = 0;

  const directives = (depth: number): Directive[] => {
    const found: Directive[] = [];
    for (;;) {
      const first = tokens[next++]!;
      if (first.kind === 'end') {
        if (depth > 0) throw at({ file, line: first.line }, 'unexpected end of file, expecting "}"');
        return found;
      }
      if (first.kind === '}') {
        if (depth === 0) throw at({ file, line: first.line }, 'unexpected "}"');
        return found;
      }
      if (first.kind !== 'word') throw at({ file, line: first.line }, `unexpected "${first.kind}"`);
      found.push(directive(first, depth));
    }
  };

  const directive = (first: Token, depth: number): Directive => {
    const args: string[] = [];
    for (;;) {
      const token = tokens[next++]!;
      if (token.kind === 'word') args.push(token.text);
      else {
        const head = { name: first.text, args, file, line: token.line };
        if (token.kind === ';') return { ...head, block: undefined };
        if (token.kind === '{') return { ...head, block: directives(depth + 1) };
        if (token.kind === '}') throw at({ file, line: token.line }, `unexpected "}"`);
        throw at({ file, line: token.line }, 'unexpected end of file, expecting ";" or "}"');
      }
    }
  };

  return directives(0);
}

function tokenize(text: string, file: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let i = 0;
  while (i < text.length) {
    const char = text[i]!;
    if (char === '\n') {
      line++;
      i++;
    } else if (/\s/.test(char)) i++;
    else if (char === '#') {
      while (i < text.length && text[i] !== '\n') i++;
    } else if (char === ';' || char === '{' || char === '}') {
      tokens.push({ kind: char, text: char, line });
      i++;
    } else if (char === '"' || char === "'") {
      const began = line;
      let word = '';
      i++;
      for (;;) {
        const inner = text[i];
        if (inner === undefined) throw at({ file, line: began }, 'unexpected end of file, expecting ";" or "}"');
        if (inner === char) break;
        if (inner === '\n') line++;
        if (inner === '\\' && i + 1 < text.length) {
          word += unescaped(text[i + 1]!);
          i += 2;
        } else {
          word += inner;
          i++;
        }
      }
      i++;
      const after = text[i];
      if (after !== undefined && !/[\s;{)]/.test(after)) throw at({ file, line }, `unexpected "${after}"`);
      tokens.push({ kind: 'word', text: word, line });
    } else {
      let word = '';
      while (i < text.length && !/[\s;{]/.test(text[i]!)) {
        if (text[i] === '\\' && i + 1 < text.length) {
          word += unescaped(text[i + 1]!);
          i += 2;
        } else if (text[i] === '$' && text[i + 1] === '{') {
          const end = text.indexOf('}', i);
          if (end < 0) throw at({ file, line }, 'unexpected end of file, expecting ";" or "}"');
          word += text.slice(i, end + 1);
          i = end + 1;
        } else word += text[i++];
      }
      tokens.push({ kind: 'word', text: word, line });
    }
  }
  tokens.push({ kind: 'end', text: '', line });
  return tokens;
}

/** Only these are escapes; any other backslash stays, as regular expressions need it. */
function unescaped(char: string): string {
  if (char === '"' || char === "'" || char === '\\') return char;
  return { t: '\t', r: '\r', n: '\n' }[char] ?? `\\${char}`;
}
