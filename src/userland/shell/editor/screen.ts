import { advance, visible } from './width.ts';

/** Draws a prompt and a line over as many rows as they take, and keeps the cursor where it belongs. */
export class Screen {
  columns = 80;
  private row = 0;
  private shown: { prompt: string; text: string } | undefined;

  /** What to write to go from what is shown to `prompt` + `text` with the cursor after `before`. */
  draw(prompt: string, text: string, before: string): string {
    const { shown } = this;
    const end = advance(prompt + text, this.columns);
    if (
      shown &&
      shown.prompt === prompt &&
      before === text &&
      text.startsWith(shown.text) &&
      this.atEnd &&
      end.column < this.columns
    ) {
      const added = text.slice(shown.text.length);
      const start = advance(prompt + shown.text, this.columns);
      if (start.row === end.row) {
        this.shown = { prompt, text };
        return added;
      }
    }
    let out = `${this.row > 0 ? `\x1b[${this.row}A` : ''}\r\x1b[J${marked(prompt)}${text}`;
    let { row, column } = end;
    // A full last column leaves the cursor waiting there: make it wrap.
    if (column >= this.columns) {
      out += ' \r\x1b[K';
      row++;
      column = 0;
    }
    let target = advance(prompt + before, this.columns);
    if (target.column >= this.columns) target = { row: target.row + 1, column: 0 };
    if (row > target.row) out += `\x1b[${row - target.row}A`;
    if (row !== target.row || column !== target.column) {
      out += '\r';
      if (target.column > 0) out += `\x1b[${target.column}C`;
    }
    this.row = target.row;
    this.atEnd = before === text;
    this.shown = { prompt, text };
    return out;
  }
  private atEnd = false;

  /** What to write to leave the line for the row below it. */
  leave(prompt: string, text: string): string {
    const end = advance(prompt + text, this.columns);
    const row = end.column >= this.columns && this.atEnd ? end.row + 1 : end.row;
    const down = row - this.row;
    this.forget();
    return `${down > 0 ? `\x1b[${down}B` : ''}\r\n`;
  }

  /** The screen was changed by something else. */
  forget(): void {
    this.row = 0;
    this.shown = undefined;
    this.atEnd = false;
  }

  /** After the terminal's width changed: where the cursor must be now. */
  resize(columns: number, prompt: string, before: string): void {
    this.columns = Math.max(columns, 1);
    this.row = advance(prompt + before, this.columns).row;
    this.shown = undefined;
  }
}

function marked(prompt: string): string {
  return visible(prompt) === prompt ? prompt : prompt.replace(/[\x01\x02]/g, '');
}
