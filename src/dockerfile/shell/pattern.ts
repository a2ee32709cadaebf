/**
 * Shell patterns of `${name#pattern}` and friends (`*`, `?`, backslash; no brackets), as BuildKit's shell/lex.go
 * turns them into regular expressions.
 */
export function patternToRegex(pattern: string, greedy: boolean, anchored: boolean): string {
  let out = anchored ? '^' : '';
  const characters = [...pattern];
  for (let i = 0; i < characters.length; i++) {
    let character = characters[i]!;
    if (character === '*') {
      out += greedy ? '.*' : '.*?';
      continue;
    }
    if (character === '?') {
      out += '.';
      continue;
    }
    if (character === '\\') {
      const next = characters[i + 1];
      // `}` and `/` are escaped for the sake of ${…}; the backslash is no part of the pattern.
      if (next === '}' || next === '/') continue;
      if (next !== '*' && next !== '?' && next !== '\\') throw new Error(`invalid escape '\\${next ?? '\uFFFD'}'`);
      out += '\\';
      character = next;
      i++;
    } else if ('[]{}.+()|^$'.includes(character)) {
      out += '\\';
    }
    out += character;
  }
  return out;
}

function compile(pattern: string, greedy: boolean, anchored: boolean, flags = ''): RegExp {
  try {
    return new RegExp(patternToRegex(pattern, greedy, anchored), flags);
  } catch (error) {
    throw new Error(`invalid pattern (${pattern}) in substitution: ${(error as Error).message}`);
  }
}

/** `${value#pattern}`, `##` when greedy. */
export function trimPrefix(pattern: string, value: string, greedy: boolean): string {
  const match = compile(pattern, greedy, true).exec(value);
  return match ? value.slice(match[0].length) : value;
}

/** `${value%pattern}`, `%%` when greedy: the prefix case on both reversed, which finds the shortest suffix. */
export function trimSuffix(pattern: string, value: string, greedy: boolean): string {
  return reverse(trimPrefix(reversePattern(pattern), reverse(value), greedy));
}

/** `${value/pattern/replacement}`, `//` for all. */
export function replacePattern(pattern: string, value: string, replacement: string, all: boolean): string {
  const regex = compile(pattern, true, false, all ? 'g' : '');
  return value.replace(regex, () => replacement);
}

function reverse(text: string): string {
  return [...text].reverse().join('');
}

function reversePattern(pattern: string): string {
  const parts = pattern.match(/\\[\s\S]|[\s\S]/gu) ?? [];
  return parts.reverse().join('');
}
