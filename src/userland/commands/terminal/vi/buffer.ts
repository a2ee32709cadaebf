export interface Place {
  readonly row: number;
  readonly column: number;
}

interface Snapshot {
  readonly lines: readonly string[];
  readonly at: Place;
}

/** The text being edited, where the cursor is, and how to go back. There is always at least one line. */
export class TextBuffer {
  lines: string[] = [''];
  row = 0;
  column = 0;
  /** How many changes there were when the text was last like its file; -1 when no undoing leads there. */
  #saved = 0;
  #undo: Snapshot[] = [];
  #redo: Snapshot[] = [];

  get modified(): boolean {
    return this.#undo.length !== this.#saved;
  }

  set modified(is: boolean) {
    this.#saved = is ? -1 : this.#undo.length;
  }

  get line(): string {
    return this.lines[this.row]!;
  }

  get at(): Place {
    return { row: this.row, column: this.column };
  }

  load(text: string): void {
    this.lines = text.replace(/\n$/, '').split('\n');
    this.row = this.column = 0;
    this.#undo = [];
    this.#redo = [];
    this.modified = false;
  }

  text(): string {
    return `${this.lines.join('\n')}\n`;
  }

  /** To be called before each change that can be undone. */
  remember(): void {
    if (this.#saved > this.#undo.length) this.#saved = -1;
    this.#undo.push({ lines: [...this.lines], at: this.at });
    this.#redo = [];
  }

  /** How many changes can be undone. */
  get changes(): number {
    return this.#undo.length;
  }

  undo(): boolean {
    return this.#swap(this.#undo, this.#redo);
  }

  redo(): boolean {
    return this.#swap(this.#redo, this.#undo);
  }

  #swap(from: Snapshot[], to: Snapshot[]): boolean {
    const snapshot = from.pop();
    if (!snapshot) return false;
    to.push({ lines: this.lines, at: this.at });
    this.lines = [...snapshot.lines];
    // the cursor goes to the first line that differs
    const changed = this.lines.findIndex((line, row) => line !== to.at(-1)!.lines[row]);
    this.moveTo(
      changed < 0 ? snapshot.at : { row: changed, column: changed === snapshot.at.row ? snapshot.at.column : 0 },
    );
    return true;
  }

  /** `past`: the cursor may stand after the last character, as it does while inserting. */
  moveTo({ row, column }: Place, past = false): void {
    this.row = Math.max(0, Math.min(row, this.lines.length - 1));
    this.column = Math.max(0, Math.min(column, this.line.length - (past ? 0 : 1)));
  }

  insert(text: string): void {
    const parts = text.split('\n');
    const [before, after] = [this.line.slice(0, this.column), this.line.slice(this.column)];
    const last = parts.at(-1)!;
    parts[0] = before + parts[0];
    const column = parts.length === 1 ? this.column + last.length : last.length;
    parts[parts.length - 1] += after;
    this.lines.splice(this.row, 1, ...parts);
    this.row += parts.length - 1;
    this.column = column;
  }

  /** Takes out the characters from `from` up to, not with, `to`; the cursor goes to where they were. */
  remove(from: Place, to: Place): string {
    const removed = this.slice(from, to);
    const joined = this.lines[from.row]!.slice(0, from.column) + this.lines[to.row]!.slice(to.column);
    this.lines.splice(from.row, to.row - from.row + 1, joined);
    this.row = from.row;
    this.column = from.column;
    return removed;
  }

  removeLines(first: number, last: number): string[] {
    const removed = this.lines.splice(first, last - first + 1);
    if (this.lines.length === 0) this.lines.push('');
    return removed;
  }

  slice(from: Place, to: Place): string {
    if (from.row === to.row) return this.lines[from.row]!.slice(from.column, to.column);
    const between = this.lines.slice(from.row + 1, to.row);
    return [this.lines[from.row]!.slice(from.column), ...between, this.lines[to.row]!.slice(0, to.column)].join('\n');
  }
}
