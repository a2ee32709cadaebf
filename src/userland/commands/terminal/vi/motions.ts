import type { Place, TextBuffer } from './buffer.ts';

/** Where a motion leads, and what an operator takes with it. */
export interface Motion extends Place {
  readonly linewise?: boolean;
  /** The character it leads to belongs to it. */
  readonly inclusive?: boolean;
}

type Kind = 'blank' | 'word' | 'other';

function kindOf(char: string | undefined, big: boolean): Kind {
  if (char === undefined || /\s/.test(char)) return 'blank';
  return big || /[\p{L}\p{N}_]/u.test(char) ? 'word' : 'other';
}

/** Steps over the text character by character; a line's end counts as a blank. */
class Walker {
  readonly #lines: readonly string[];
  row: number;
  column: number;

  constructor(buffer: TextBuffer) {
    this.#lines = buffer.lines;
    this.row = buffer.row;
    this.column = buffer.column;
  }

  kind(big: boolean): Kind {
    return kindOf(this.#lines[this.row]![this.column], big);
  }

  get emptyLine(): boolean {
    return this.#lines[this.row]!.length === 0;
  }

  forward(): boolean {
    if (this.column < this.#lines[this.row]!.length) this.column++;
    else if (this.row < this.#lines.length - 1) {
      this.row++;
      this.column = 0;
    } else return false;
    return true;
  }

  back(): boolean {
    if (this.column > 0) this.column--;
    else if (this.row > 0) {
      this.row--;
      this.column = this.#lines[this.row]!.length;
    } else return false;
    return true;
  }
}

export function nextWord(buffer: TextBuffer, count: number, big: boolean): Motion {
  const at = new Walker(buffer);
  for (let i = 0; i < count; i++) {
    const start = at.kind(big);
    while (start !== 'blank' && at.kind(big) === start && at.forward());
    while (at.kind(big) === 'blank' && at.forward()) if (at.emptyLine) break;
  }
  return { row: at.row, column: at.column };
}

export function wordEnd(buffer: TextBuffer, count: number, big: boolean): Motion {
  const at = new Walker(buffer);
  for (let i = 0; i < count; i++) {
    at.forward();
    while (at.kind(big) === 'blank' && at.forward());
    const kind = at.kind(big);
    while (at.kind(big) === kind && at.forward());
    at.back();
  }
  return { row: at.row, column: at.column, inclusive: true };
}

export function previousWord(buffer: TextBuffer, count: number, big: boolean): Motion {
  const at = new Walker(buffer);
  for (let i = 0; i < count; i++) {
    at.back();
    while (at.kind(big) === 'blank' && !at.emptyLine && at.back());
    const kind = at.kind(big);
    if (kind === 'blank') continue;
    while (at.kind(big) === kind) if (!at.back()) break;
    if (at.kind(big) !== kind) at.forward();
  }
  return { row: at.row, column: at.column };
}

/** `{` and `}` */
export function paragraph(buffer: TextBuffer, count: number, step: 1 | -1): Motion {
  let row = buffer.row;
  const inside = (): boolean => row > 0 && row < buffer.lines.length - 1;
  for (let i = 0; i < count; i++) {
    row += step;
    while (inside() && buffer.lines[row] === '') row += step;
    while (inside() && buffer.lines[row] !== '') row += step;
  }
  row = Math.max(0, Math.min(row, buffer.lines.length - 1));
  return { row, column: step > 0 && row === buffer.lines.length - 1 ? buffer.lines[row]!.length : 0 };
}

/** f F t T */
export function findCharacter(buffer: TextBuffer, how: string, char: string, count: number): Motion | undefined {
  const forward = how === 'f' || how === 't';
  let column = buffer.column;
  for (let i = 0; i < count; i++) {
    column = forward ? buffer.line.indexOf(char, column + 1) : buffer.line.lastIndexOf(char, column - 1);
    if (column < 0 || (!forward && column >= buffer.column)) return undefined;
  }
  const short = how === 't' ? -1 : how === 'T' ? 1 : 0;
  return { row: buffer.row, column: column + short, inclusive: forward };
}

const PAIRS = '()[]{}';

/** `%` */
export function matchingBracket(buffer: TextBuffer): Motion | undefined {
  const start = [...buffer.line].findIndex((char, i) => i >= buffer.column && PAIRS.includes(char));
  if (start < 0) return undefined;
  const own = buffer.line[start]!;
  const index = PAIRS.indexOf(own);
  const step = index % 2 === 0 ? 1 : -1;
  const other = PAIRS[index + step]!;
  let depth = 0;
  for (let row = buffer.row, column = start; ; ) {
    const char = buffer.lines[row]![column];
    if (char === own) depth++;
    else if (char === other && --depth === 0) return { row, column, inclusive: true };
    column += step;
    while (column < 0 || column >= buffer.lines[row]!.length) {
      row += step;
      if (row < 0 || row >= buffer.lines.length) return undefined;
      column = step > 0 ? 0 : buffer.lines[row]!.length - 1;
      if (buffer.lines[row]!.length === 0) break;
    }
  }
}

export function firstNonBlank(line: string): number {
  const at = line.search(/\S/);
  return at < 0 ? Math.max(0, line.length - 1) : at;
}

/** The next place `pattern` (global) is found, going round the end; undefined when nowhere. */
export function search(buffer: TextBuffer, pattern: RegExp, backward: boolean, from: Place): Motion | undefined {
  const { lines } = buffer;
  for (let i = 0; i <= lines.length; i++) {
    const row = (from.row + (backward ? -i : i) + 2 * lines.length) % lines.length;
    const columns = [...lines[row]!.matchAll(pattern)].map(({ index }) => index);
    const wanted = columns.filter((column) => {
      if (i === 0) return backward ? column < from.column : column > from.column;
      return i < lines.length || (backward ? column >= from.column : column <= from.column);
    });
    const column = backward ? wanted.at(-1) : wanted[0];
    if (column !== undefined) return { row, column };
  }
  return undefined;
}

/** `iw`, `a"`, `i(` …: the range from its first character up to, not with, its end. */
export function textObject(buffer: TextBuffer, around: boolean, what: string): [Place, Place] | undefined {
  const { line, row, column } = buffer;
  if (what === 'w' || what === 'W') {
    const kind = kindOf(line[column], what === 'W');
    let [from, to] = [column, column];
    while (from > 0 && kindOf(line[from - 1], what === 'W') === kind) from--;
    while (to < line.length && kindOf(line[to], what === 'W') === kind) to++;
    if (around) while (to < line.length && /\s/.test(line[to]!)) to++;
    return [
      { row, column: from },
      { row, column: to },
    ];
  }
  if (`"'\``.includes(what)) {
    const marks = [...line].flatMap((char, i) => (char === what ? [i] : []));
    for (let i = 0; i + 1 < marks.length; i += 2) {
      if (column > marks[i + 1]!) continue;
      const inner = around ? 0 : 1;
      return [
        { row, column: marks[i]! + inner },
        { row, column: marks[i + 1]! + 1 - inner },
      ];
    }
    return undefined;
  }
  const index = '(){}[]<>bB'.indexOf(what);
  if (index < 0) return undefined;
  const [open, close] = ['()', '()', '{}', '{}', '[]', '[]', '<>', '<>', '()', '{}'][index]!;
  let depth = 0;
  let start: Place | undefined;
  for (let r = row; r >= 0 && !start; r--) {
    for (let c = r === row ? column : buffer.lines[r]!.length - 1; c >= 0; c--) {
      const char = buffer.lines[r]![c];
      if (char === close && !(r === row && c === column)) depth++;
      else if (char === open && depth-- === 0) {
        start = { row: r, column: c };
        break;
      }
    }
  }
  if (!start) return undefined;
  depth = 0;
  for (let r = start.row; r < buffer.lines.length; r++) {
    for (let c = r === start.row ? start.column : 0; c < buffer.lines[r]!.length; c++) {
      const char = buffer.lines[r]![c];
      if (char === open) depth++;
      else if (char === close && --depth === 0) {
        const inner = around ? 0 : 1;
        return [
          { row: start.row, column: start.column + inner },
          { row: r, column: c + 1 - inner },
        ];
      }
    }
  }
  return undefined;
}
