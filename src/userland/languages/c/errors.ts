import type { Place } from './ast.ts';

interface Hints {
  /** Nothing that comes after it is looked at. */
  readonly isFatal?: boolean;
  /** What would mend it, to be put at the place (`;`). */
  readonly insert?: string | undefined;
  /** What stands where the mending should: it is underlined too. */
  readonly before?: Place;
  /** Said of another place. */
  readonly note?: { readonly at: Place; readonly message: string } | undefined;
}

/** What a compiler complains of, at its place. */
export class CError extends Error {
  readonly at: Place;
  readonly hints: Hints;
  /** The function it is in, where it is in one. */
  inside: string | undefined;

  constructor(at: Place, message: string, hints: Hints = {}) {
    super(message);
    this.at = at;
    this.hints = hints;
  }
}

/** C that is not simulated: refused at its place. */
export function refused(at: Place, what: string): CError {
  return new CError(at, `drydock: not simulated: ${what}`);
}

/** A message as GCC prints it: place, words, and the line with what is meant underlined. */
export function complaint(
  { at, message, hints: { insert, before, note } }: Pick<CError, 'at' | 'message' | 'hints'>,
  kind: 'fatal error' | 'error' | 'warning' | 'note',
  lines: readonly string[],
): string {
  const onSameLine = before?.line === at.line;
  const end = onSameLine ? before.column + before.length : at.column + at.length;
  const mark = `^${'~'.repeat(Math.max(0, end - at.column - 1))}`;
  let text = `${at.file}:${at.line}:${at.column}: ${kind}: ${message}\n`;
  text += source(at.line, lines) + below(blank(lines[at.line - 1], at.column) + mark);
  if (insert !== undefined) text += below(blank(lines[at.line - 1], at.column) + insert.padEnd(mark.length).trimEnd());
  if (before && !onSameLine)
    text +=
      source(before.line, lines) +
      below(
        blank(lines[before.line - 1], before.column) + '~'.repeat(before.length).padEnd(at.column - before.column + 1),
      );
  if (!note) return text;
  // The line is not shown again.
  if (note.at === at) return `${text}${at.file}:${at.line}:${at.column}: note: ${note.message}\n`;
  return text + complaint({ ...note, hints: {} }, 'note', lines);
}

function source(line: number, lines: readonly string[]): string {
  return `${String(line).padStart(5)} | ${lines[line - 1] ?? ''}\n`;
}

function below(text: string): string {
  return `      | ${text}\n`;
}

/** What stands before a column, as blanks of the same width. */
function blank(line: string | undefined, column: number): string {
  return (line ?? '')
    .slice(0, column - 1)
    .replace(/[^\t]/g, ' ')
    .padEnd(column - 1);
}
