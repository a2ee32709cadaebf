const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

/** The words of a line as redis-cli and inline commands take them: quotes and escapes. Undefined when a quote is open. */
export function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  let i = 0;
  for (;;) {
    while (i < line.length && /\s/.test(line[i]!)) i++;
    if (i >= line.length) return words;
    let word = '';
    while (i < line.length && !/\s/.test(line[i]!)) {
      const quote = line[i]!;
      if (quote !== '"' && quote !== "'") {
        word += line[i++];
        continue;
      }
      i++;
      for (;;) {
        const char = line[i];
        if (char === undefined) return undefined;
        if (char === quote) break;
        if (quote === '"' && char === '\\') {
          const hex = /^x([\da-fA-F]{2})/.exec(line.slice(i + 1));
          if (hex) {
            word += String.fromCharCode(Number.parseInt(hex[1]!, 16));
            i += 4;
          } else {
            const next = line[i + 1] ?? '';
            word += ESCAPES[next] ?? next;
            i += 2;
          }
        } else if (quote === "'" && char === '\\' && line[i + 1] === "'") {
          word += "'";
          i += 2;
        } else {
          word += char;
          i++;
        }
      }
      i++;
      if (i < line.length && !/\s/.test(line[i]!)) return undefined;
    }
    words.push(word);
  }
}
