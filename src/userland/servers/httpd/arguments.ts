/** A directive's words: quotes hold words together, and are escaped by backslashes. */
export function splitArguments(line: string): string[] {
  const words: string[] = [];
  const pattern = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+)/g;
  for (const [, double, single, plain] of line.matchAll(pattern)) {
    words.push(plain ?? (double ?? single ?? '').replace(/\\(["'\\])/g, '$1'));
  }
  return words;
}
