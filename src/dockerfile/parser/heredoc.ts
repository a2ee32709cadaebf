import { expandWords, noVariables } from '../shell/lex.ts';

/** A here-document: `<<EOF`, `<<-EOF`, `3<<'EOF'`. */
export interface Heredoc {
  readonly name: string;
  readonly content: string;
  /** False when any part of its name was quoted. */
  readonly expand: boolean;
  /** `<<-`: leading tabs are dropped. */
  readonly chomp: boolean;
  readonly fileDescriptor: number;
}

const HEREDOC = /^(\d*)<<(-?)\s*([^<]*)$/;

/** Reads one word; undefined when it is no here-document, an error when its quotes are open. */
export function parseHeredoc(word: string): Heredoc | undefined {
  const match = HEREDOC.exec(word);
  const rest = match?.[3];
  if (!match || !rest) return undefined;
  const words = expandWords(rest, noVariables, '\\', { skipUnsetEnv: true });
  if (words.length !== 1) return undefined;
  const raw = expandWords(rest, noVariables, '\\', { skipUnsetEnv: true, rawQuotes: true });
  return {
    name: words[0]!,
    content: '',
    expand: countQuotes(words[0]!) === countQuotes(raw[0] ?? ''),
    chomp: match[2] === '-',
    fileDescriptor: Number(match[1] || 0),
  };
}

/** As parseHeredoc; what cannot be read counts as none. */
export function parseHeredocOrNone(word: string): Heredoc | undefined {
  try {
    return parseHeredoc(word);
  } catch {
    return undefined;
  }
}

/** The here-documents a line opens, in order. */
export function heredocsOfLine(line: string): Heredoc[] {
  let words: readonly string[];
  try {
    words = expandWords(line, noVariables, '\\', { rawQuotes: true, rawEscapes: true, skipUnsetEnv: true });
  } catch {
    return [];
  }
  return words.map(parseHeredoc).filter((heredoc) => heredoc !== undefined);
}

/** Drops the leading tabs of each line (`<<-`). */
export function chompHeredoc(content: string): string {
  return content.replace(/^\t+/gm, '');
}

function countQuotes(text: string): number {
  return text.replace(/[^'"]/g, '').length;
}
