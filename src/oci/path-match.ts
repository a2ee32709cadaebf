/** Patterns over image names, as `docker images --filter reference=` takes them. */
import { familiarName, familiarString, type Reference } from './reference.ts';

/** reference.FamiliarMatch: `pattern` against the familiar name, with and without tag. Throws `syntax error in pattern`. */
export function familiarMatch(pattern: string, reference: Reference): boolean {
  const matcher = pathPattern(pattern);
  return matcher.test(familiarString(reference)) || matcher.test(familiarName(reference));
}

/** Go's path.Match: `*` and `?` stop at a slash, `[a-z]` and `[^a]` classes, `\` quotes. */
export function pathPattern(pattern: string): RegExp {
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!;
    if (c === '*') source += '[^/]*';
    else if (c === '?') source += '[^/]';
    else if (c === '[') {
      const found = /^\[\^?(?:\\.|[^\\\]-])(?:\\.|[^\\\]])*\]/.exec(pattern.slice(i))?.[0];
      if (!found) throw new Error('syntax error in pattern');
      source += found.replace(/(?<=.)\[/g, '\\[');
      i += found.length - 1;
    } else {
      if (c === '\\' && ++i >= pattern.length) throw new Error('syntax error in pattern');
      source += pattern[i]!.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    }
  }
  return new RegExp(`^${source}$`, 's');
}
