/**
 * Splits a command as a shell would, quotes and backslashes taken away and nothing expanded (mattn/go-shellwords):
 * what a shell would do next, after `&&`, `;`, `|`, `<` or `>`, is not part of it and is lost.
 */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!;
    if (quote) {
      if (c === quote) quote = '';
      else if (c === '\\' && quote === '"' && i + 1 < line.length) word += line[++i]!;
      else word += c;
    } else if (c === '"' || c === "'") {
      quote = c;
      word ??= '';
    } else if (c === '\\' && i + 1 < line.length) word = (word ?? '') + line[++i]!;
    else if (/[;&|<>]/.test(c)) break;
    else if (/\s/.test(c)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + c;
  }
  if (quote) throw new Error('invalid command line string');
  if (word !== undefined) words.push(word);
  return words;
}
