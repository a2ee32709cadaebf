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

/** The directories above a path, which need not be clean: moby takes Go's filepath.Dir of it apart. */
function parentsOf(path: string): string[] {
  const directory = cleanPath(path.slice(0, path.lastIndexOf('/') + 1));
  if (directory === '.') return [];
  const parts = directory.split('/');
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
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
