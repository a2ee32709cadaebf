import { isErrno } from '../../../../kernel/errno.ts';
import { binaryFromText, textFromBytes } from '../../common/binary.ts';
import type { Context } from '../../common/context.ts';
import { clip, displayed, type FullScreen, textWidth } from '../full-screen.ts';
import type { Key } from '../keys.ts';
import { TextBuffer } from './buffer.ts';

/** The terminal has gone. */
export class Hangup extends Error {}

export type Mode = 'normal' | 'insert' | 'replace' | 'visual' | 'visual-line';

const MODE_NAMES: Record<Mode, string> = {
  normal: '',
  insert: '-- INSERT --',
  replace: '-- REPLACE --',
  visual: '-- VISUAL --',
  'visual-line': '-- VISUAL LINE --',
};

/** What all modes of vi share: the text, its file, registers, the screen and the keys. */
export class Editor {
  readonly context: Context;
  readonly screen: FullScreen;
  readonly buffer = new TextBuffer();
  path = '';
  mode: Mode = 'normal';
  message = '';
  numbers = false;
  ignoreCase = false;
  registers = new Map<string, { text: string; linewise: boolean }>();
  search: { pattern: RegExp; backward: boolean } | undefined;
  foundCharacter: { how: string; char: string } | undefined;
  marks = new Map<string, { row: number; column: number }>();
  /** Status to end with; undefined while editing. */
  ended: number | undefined;
  /** The other end of what visual mode has chosen. */
  anchor: { row: number; column: number } | undefined;
  /** The keys of the last change, for `.`. */
  lastChange: Key[] = [];
  recording: Key[] = [];
  #replay: Key[] = [];
  #top = 0;
  #left = 0;
  /** busybox: whether the text was modified when inserting began; what is being typed does not count yet. */
  modifiedBefore = true;
  #status = '';
  /** The column that going up and down keeps to. */
  wantedColumn = 0;

  constructor(context: Context, screen: FullScreen) {
    this.context = context;
    this.screen = screen;
  }

  get textRows(): number {
    return this.screen.rows - 1;
  }

  get top(): number {
    return this.#top;
  }

  async key(): Promise<Key> {
    for (;;) {
      const replayed = this.#replay.shift();
      if (replayed !== undefined) return replayed;
      await this.draw();
      const key = await this.screen.key();
      if (key === 'hangup') throw new Hangup();
      if (key === 'resize') this.forgetStatus();
      if (key === undefined || key === 'resize') continue;
      this.recording.push(key);
      return key;
    }
  }

  get replaying(): boolean {
    return this.#replay.length > 0;
  }

  replay(keys: readonly Key[]): void {
    this.#replay.push(...keys);
  }

  say(message: string): void {
    this.message = message;
  }

  beep(message = ''): void {
    this.#replay = [];
    if (message) this.say(message);
  }

  scrollTo(top: number): void {
    this.#top = Math.max(0, Math.min(top, this.buffer.lines.length - 1));
    const { row, column } = this.buffer;
    this.buffer.moveTo({ row: Math.min(Math.max(row, this.#top), this.#top + this.textRows - 1), column });
  }

  async draw(bottom?: string): Promise<void> {
    const { buffer, screen } = this;
    const gutter = this.numbers ? Math.max(4, String(buffer.lines.length).length + 1) : 0;
    const width = Math.max(1, screen.columns - gutter);
    this.#follow(width);
    const lines: string[] = [];
    for (let row = this.#top; lines.length < this.textRows; row++) {
      const line = buffer.lines[row];
      if (line === undefined) lines.push('~');
      else {
        const number = gutter ? `${String(row + 1).padStart(gutter - 1)} ` : '';
        lines.push(number + this.#chosen(row, clip(displayed(line), this.#left, width)));
      }
    }
    lines.push(bottom ?? this.#bottomLine());
    const column = gutter + textWidth(displayed(buffer.line.slice(0, buffer.column))) - this.#left;
    const cursor =
      bottom === undefined
        ? { row: buffer.row - this.#top, column }
        : { row: this.textRows, column: Math.min(textWidth(bottom), screen.columns - 1) };
    await screen.draw(lines, cursor);
  }

  /** Scrolls so that the cursor is seen. */
  #follow(width: number): void {
    const { row, line, column } = this.buffer;
    if (row < this.#top) this.#top = row < this.#top - this.textRows ? row - (this.textRows >> 1) : row;
    else if (row >= this.#top + this.textRows) {
      this.#top = row - this.textRows + 1 + (row > this.#top + 2 * this.textRows ? this.textRows >> 1 : 0);
    }
    this.#top = Math.max(0, Math.min(this.#top, this.buffer.lines.length - 1));
    const at = textWidth(displayed(line.slice(0, column)));
    if (at < this.#left) this.#left = at;
    else if (at >= this.#left + width) this.#left = at - width + 1;
  }

  #chosen(row: number, text: string): string {
    if (!this.anchor || !this.mode.startsWith('visual')) return text;
    const [from, to] = this.selection();
    if (row < from.row || row > to.row) return text;
    const start = this.mode === 'visual-line' || row > from.row ? 0 : from.column;
    const end = this.mode === 'visual-line' || row < to.row ? text.length : to.column + 1;
    return `${text.slice(0, start)}\x1b[7m${text.slice(start, end) || ' '}\x1b[27m${text.slice(end)}`;
  }

  /** What visual mode has chosen, in the order of the text; the last character belongs to it. */
  selection(): [from: { row: number; column: number }, to: { row: number; column: number }] {
    const [a, b] = [this.anchor ?? this.buffer.at, this.buffer.at];
    const ordered = a.row < b.row || (a.row === b.row && a.column <= b.column);
    return ordered ? [a, b] : [b, a];
  }

  #bottomLine(): string {
    const { buffer, screen, context } = this;
    const { columns } = screen;
    if (!context.gnu) {
      if (this.message) {
        this.#status = '';
        return clip(this.message, 0, columns - 1);
      }
      const letter = { normal: '-', insert: 'I', replace: 'R', visual: 'V', 'visual-line': 'V' }[this.mode];
      const percent = Math.floor((100 * (buffer.row + 1)) / buffer.lines.length);
      const modified = buffer.modified && (this.mode === 'normal' || this.modifiedBefore) ? ' [Modified]' : '';
      const status = clip(
        `${letter} ${this.path || 'No file'}${modified} ${buffer.row + 1}/${buffer.lines.length} ${percent}%`,
        0,
        columns - 1,
      );
      // busybox draws a status line only when the sum of its bytes has changed.
      if (byteSum(status) !== byteSum(this.#status)) this.#status = status;
      return this.#status;
    }
    const left = this.message || MODE_NAMES[this.mode];
    const column = buffer.line === '' ? '0-1' : String(buffer.column + 1);
    const last = this.#top + this.textRows >= buffer.lines.length;
    const share = Math.floor((100 * this.#top) / Math.max(1, buffer.lines.length - this.textRows));
    const where = this.#top === 0 ? (last ? 'All' : 'Top') : last ? 'Bot' : `${share}%`;
    const ruler = `${`${buffer.row + 1},${column}`.padEnd(14)}${where}`;
    if (columns < 40 || textWidth(left) > columns - 19) return clip(left, 0, columns - 1);
    return `${clip(left, 0, columns - 19).padEnd(columns - 18)}${ruler}`;
  }

  /** busybox's words for text that was deleted, yanked or put. */
  tellMoved(what: 'Delete' | 'Yank' | 'Put', text: string, register = '"'): void {
    if (this.context.gnu) return;
    const lines = text.split('\n').length - 1;
    const letter = register === '"' ? 'D' : register;
    this.say(`${what} ${lines} lines (${text.length} chars) from [${letter}]`);
  }

  /** busybox draws its status line anew. */
  forgetStatus(): void {
    this.#status = '';
  }

  load(path: string, first = false): boolean {
    const { sys } = this.context;
    this.path = path;
    let bytes: Uint8Array | undefined;
    try {
      if (sys.exists(path)) bytes = sys.readFile(path);
    } catch (error) {
      if (!isErrno(error)) throw error;
      this.say(this.context.gnu ? `"${path}" ${error.message}` : `'${path}' ${error.message}`);
      return false;
    }
    this.buffer.load(bytes ? textFromBytes(bytes) : '');
    if (first && !this.context.gnu) return true;
    if (!bytes) this.say(this.context.gnu ? `"${path}" [New]` : `'${path}' [New file] 0L, 0C`);
    else {
      const count = bytes.length === 0 ? 0 : this.buffer.lines.length;
      const readOnly = !sys.access(path, 'w');
      const flag = readOnly ? (this.context.gnu ? '[readonly] ' : '[Readonly] ') : '';
      this.say(
        this.context.gnu
          ? `"${path}" ${flag}${count}L, ${bytes.length}B`
          : `'${path}' ${flag}${count}L, ${bytes.length}C`,
      );
    }
    return true;
  }

  write(path: string, first = 0, last = this.buffer.lines.length - 1): boolean {
    const { sys, gnu } = this.context;
    const lines = this.buffer.lines.slice(first, last + 1);
    const isEmpty = this.buffer.lines.length === 1 && lines[0] === '';
    const text = isEmpty ? '' : `${lines.join('\n')}\n`;
    const isNew = !sys.exists(path);
    try {
      sys.writeFile(path, text);
    } catch (error) {
      if (!isErrno(error)) throw error;
      this.say(gnu ? `"${path}" E212: Can't open file for writing` : `'${path}' ${error.message}`);
      return false;
    }
    const bytes = binaryFromText(text).length;
    const count = isEmpty ? 0 : lines.length;
    this.say(gnu ? `"${path}" ${isNew ? '[New] ' : ''}${count}L, ${bytes}B written` : `'${path}' ${count}L, ${bytes}C`);
    return true;
  }
}

function byteSum(text: string): number {
  let sum = 0;
  for (const char of text) sum += char.codePointAt(0)!;
  return sum;
}
