import { checkSyntax, IgnorePattern } from './pattern.ts';
import { cleanPath } from './read.ts';

/** Matches paths against the patterns of a .dockerignore file, as moby/patternmatcher does. */
export class IgnoreMatcher {
  readonly patterns: readonly IgnorePattern[];
  /** Some pattern begins with `!`. */
  readonly hasExclusions: boolean;

  constructor(lines: readonly string[]) {
    const patterns: IgnorePattern[] = [];
    for (const line of lines) {
      const trimmed = line.trim();
      if (trimmed === '') continue;
      let text = cleanPath(trimmed);
      const exclusion = text.startsWith('!');
      if (exclusion) {
        if (text.length === 1) throw new Error('illegal exclusion pattern: "!"');
        text = text.slice(1);
      }
      checkSyntax(text);
      patterns.push(new IgnorePattern(text, exclusion));
    }
    this.patterns = patterns;
    this.hasExclusions = patterns.some((pattern) => pattern.exclusion);
  }

  /** Is the path (or a directory above it) matched in the end? The last pattern that says anything wins. */
  ignores(path: string): boolean {
    const parents = parentsOf(path);
    let matched = false;
    for (const pattern of this.patterns) {
      // A pattern that would change nothing need not be tried.
      if (pattern.exclusion !== matched) continue;
      if (pattern.matches(path) || parents.some((parent) => pattern.matches(parent))) matched = !pattern.exclusion;
    }
    return matched;
  }

  /**
   * May a walk leave this ignored directory out altogether? Not when an exclusion could name something inside it
   * (moby/go-archive's and fsutil's rule).
   */
  skipsDirectory(path: string): boolean {
    if (!this.ignores(path)) return false;
    if (!this.hasExclusions) return true;
    const parts = path.split('/');
    return !this.patterns.some((pattern) => pattern.exclusion && couldReach(pattern.parts, parts));
  }
}

function parentsOf(path: string): string[] {
  const parents: string[] = [];
  const clean = path.endsWith('/') && path.length > 1 ? path.slice(0, -1) : path;
  for (let slash = clean.indexOf('/'); slash >= 0; slash = clean.indexOf('/', slash + 1)) {
    if (slash > 0) parents.push(clean.slice(0, slash));
  }
  if (clean !== path) parents.push(clean);
  return parents;
}

/** Could a path below `directory` match the exclusion made of `parts`? */
function couldReach(parts: readonly string[], directory: readonly string[]): boolean {
  for (let i = 0; i < directory.length; i++) {
    const part = parts[i];
    if (part === undefined || part.includes('**')) return true;
    if (!new IgnorePattern(part, false).matches(directory[i]!)) return false;
  }
  return true;
}
