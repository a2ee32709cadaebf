/** One pattern of a .dockerignore file: `*`, `**`, `?`, `[a-z]`, `\x`, and a leading `!`. */
export class IgnorePattern {
  /** Its text without the `!`. */
  readonly text: string;
  readonly exclusion: boolean;
  readonly parts: readonly string[];
  #regex: RegExp | undefined;

  constructor(text: string, exclusion: boolean) {
    this.text = text;
    this.exclusion = exclusion;
    this.parts = text.split('/');
  }

  matches(path: string): boolean {
    this.#regex ??= compile(this.text);
    return this.#regex.test(path);
  }
}

/** What Go's filepath.Match would not accept is refused. */
export function checkSyntax(pattern: string): void {
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i];
    if (character === '\\') {
      if (++i >= pattern.length) throw new SyntaxError('syntax error in pattern');
    } else if (character === '[') {
      i = bracketEnd(pattern, i);
    }
  }
}

export function isPattern(text: string): boolean {
  try {
    checkSyntax(text);
    return true;
  } catch {
    return false;
  }
}

/** Index of the `]` that closes the bracket at `start`. */
function bracketEnd(pattern: string, start: number): number {
  let position = start + 1;
  if (pattern[position] === '^') position++;
  for (let count = 0; ; count++) {
    if (pattern[position] === ']' && count > 0) return position;
    position = bracketCharacter(pattern, position);
    if (pattern[position] === '-') position = bracketCharacter(pattern, position + 1);
    if (position >= pattern.length) throw new SyntaxError('syntax error in pattern');
  }
}

function bracketCharacter(pattern: string, position: number): number {
  const character = pattern[position];
  if (character === undefined || character === '-' || character === ']')
    throw new SyntaxError('syntax error in pattern');
  if (character !== '\\') return position + 1;
  if (position + 1 >= pattern.length) throw new SyntaxError('syntax error in pattern');
  return position + 2;
}

function compile(pattern: string): RegExp {
  let out = '^';
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]!;
    if (character === '*') {
      if (pattern[i + 1] !== '*') {
        out += '[^/]*';
        continue;
      }
      i++;
      if (pattern[i + 1] === '/') i++;
      // `**` at the end matches everything; else whole directories.
      out += i + 1 >= pattern.length ? '.*' : '(?:.*/)?';
    } else if (character === '?') {
      out += '[^/]';
    } else if (character === '\\') {
      out += escapeRegex(pattern[++i] ?? '');
    } else if (character === '[') {
      const end = bracketEnd(pattern, i);
      out += bracketRegex(pattern.slice(i + 1, end));
      i = end;
    } else {
      out += escapeRegex(character);
    }
  }
  try {
    return new RegExp(`${out}$`, 's');
  } catch {
    // A range that runs backwards.
    throw new SyntaxError('syntax error in pattern');
  }
}

function bracketRegex(content: string): string {
  const negated = content.startsWith('^');
  const body = negated ? content.slice(1) : content;
  return `[${negated ? '^' : ''}${body.replace(/\\(.)|[[\]^]/gs, (all, escaped: string | undefined) => `\\${escaped ?? all}`)}]`;
}

function escapeRegex(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/** Go's filepath.Match: `*` stops at slashes and `**` is nothing special. */
export function matchPath(pattern: string, path: string): boolean {
  checkSyntax(pattern);
  return compile(pattern.replace(/(\\.)|\*+/gs, (all, escaped: string | undefined) => (escaped ? all : '*'))).test(
    path,
  );
}
