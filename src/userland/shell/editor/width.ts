/** Columns a character takes on a terminal, as wcwidth(3) says: 0, 1 or 2. */
export function characterWidth(code: number): number {
  if (code < 32 || (code >= 0x7f && code < 0xa0)) return 0;
  if (code < 0x300) return 1;
  if ((code >= 0x300 && code <= 0x36f) || code === 0x200b || code === 0x200d || (code >= 0xfe00 && code <= 0xfe0f))
    return 0;
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
}

/** Escape sequences that take no room, and bash's \[ … \] marks (as \x01 … \x02). */
const INVISIBLE = /\x01[^\x02]*\x02|\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|\x1b[@-Z\\-_]/g;

export function visible(text: string): string {
  return text.replace(INVISIBLE, '');
}

export interface Position {
  readonly row: number;
  readonly column: number;
}

/** Where the cursor is after `text` was written from `from` on a terminal `columns` wide; before a pending wrap is done. */
export function advance(text: string, columns: number, from: Position = { row: 0, column: 0 }): Position {
  let { row, column } = from;
  for (const character of visible(text)) {
    if (character === '\n') {
      row++;
      column = 0;
      continue;
    }
    const width = characterWidth(character.codePointAt(0)!);
    if (column + width > columns) {
      row++;
      column = 0;
    }
    column += width;
  }
  return { row, column };
}
