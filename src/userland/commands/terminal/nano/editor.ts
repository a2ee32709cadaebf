import { isErrno } from '../../../../kernel/errno.ts';
import { textFromBytes } from '../../common/binary.ts';
import type { Context } from '../../common/context.ts';
import { clip, displayed, type FullScreen, textWidth } from '../full-screen.ts';
import { isCharacter } from '../keys.ts';
import { TextBuffer } from '../vi/buffer.ts';
import { answerRows, KEYS, keyRows, titleRow } from './layout.ts';

/** Keystrokes after which a message goes. */
const PATIENCE = 20;

export class Editor {
  readonly #context: Context;
  readonly #screen: FullScreen;
  readonly #buffer = new TextBuffer();
  readonly #numbers: boolean;
  #path: string;
  #message = '';
  #patience = 0;
  #cut: string[] = [];
  #cutting = false;
  #top = 0;
  #left = 0;
  #wanted = '';

  constructor(context: Context, screen: FullScreen, path: string, numbers: boolean) {
    this.#context = context;
    this.#screen = screen;
    this.#path = path;
    this.#numbers = numbers;
  }

  async run(line: number): Promise<void> {
    this.#load();
    this.#buffer.moveTo({ row: line, column: 0 }, true);
    await this.#screen.open();
    for (;;) {
      await this.#draw();
      const key = await this.#screen.key();
      if (key === 'resize') this.#say('');
      if (key === undefined || key === 'resize') continue;
      if (--this.#patience <= 0) this.#say('');
      if (key === 'hangup') break;
      const wasCutting = this.#cutting;
      this.#cutting = false;
      if (key === 'ctrl-x') {
        if (await this.#leave()) break;
      } else if (key === 'ctrl-k') this.#cutLine(wasCutting);
      else await this.#press(key);
      this.#endWithEmptyLine();
    }
    await this.#screen.close();
  }

  #say(message: string): void {
    this.#message = message;
    this.#patience = PATIENCE;
  }

  /** There is always a line after the last newline to go to. */
  #endWithEmptyLine(): void {
    if (this.#buffer.lines.at(-1) !== '') this.#buffer.lines.push('');
  }

  #load(): void {
    const { sys } = this.#context;
    if (this.#path === '') {
      this.#say('Welcome to nano.  For basic help, type Ctrl+G.');
      return;
    }
    if (!sys.exists(this.#path)) {
      this.#say('New File');
      return;
    }
    try {
      this.#buffer.load(textFromBytes(sys.readFile(this.#path)));
      const { lines } = this.#buffer;
      this.#say(counted('Read', lines.length === 1 && lines[0] === '' ? 0 : lines.length, 'line'));
      this.#endWithEmptyLine();
    } catch (error) {
      if (!isErrno(error)) throw error;
      this.#say(
        error.code === 'EISDIR' ? `"${this.#path}" is a directory` : `Error reading ${this.#path}: ${error.message}`,
      );
      this.#path = '';
    }
  }

  get #rows(): number {
    return this.#screen.rows - 4;
  }

  async #draw(question?: string, keys = keyRows(KEYS.main, this.#screen.columns)): Promise<void> {
    const { rows, columns } = this.#screen;
    const { lines, row, column, line } = this.#buffer;
    const gutter = this.#numbers ? String(lines.length).length + 2 : 0;
    const width = Math.max(1, columns - gutter);
    if (row === this.#top - 1) this.#top = row;
    else if (row === this.#top + this.#rows) this.#top++;
    else if (row < this.#top || row > this.#top + this.#rows) this.#top = Math.max(0, row - (this.#rows >> 1));
    const at = textWidth(displayed(line.slice(0, column)));
    this.#left = at < width ? 0 : at - (at % Math.max(1, width - 8));
    const screen = [titleRow(this.#path, this.#buffer.modified, columns)];
    for (let i = 0; i < this.#rows; i++) {
      const text = lines[this.#top + i];
      const number = gutter && text !== undefined ? `${String(this.#top + i + 1).padStart(gutter - 1)} ` : '';
      const start = this.#top + i === row ? this.#left : 0;
      screen.push(text === undefined ? '' : number + clip(displayed(text), start, width));
    }
    const status = question ?? (this.#message && `[ ${this.#message} ]`);
    const centred = question ?? `${' '.repeat(Math.max(0, (columns - status.length) >> 1))}\x1b[7m${status}\x1b[27m`;
    screen.push(question === undefined ? (status ? centred : '') : `\x1b[7m${centred.padEnd(columns)}\x1b[27m`);
    screen.push(...keys);
    const cursor =
      question === undefined
        ? { row: row - this.#top + 1, column: gutter + at - this.#left }
        : { row: rows - 3, column: Math.min(textWidth(question), columns - 1) };
    await this.#screen.draw(screen, cursor);
  }

  /** Reads a line at the bottom; undefined when cancelled. */
  async #ask(question: string, keys: keyof typeof KEYS, start = ''): Promise<string | undefined> {
    let text = start;
    this.#say('');
    for (;;) {
      await this.#draw(`${question}: ${text}`, keyRows(KEYS[keys], this.#screen.columns));
      const key = await this.#screen.key();
      if (key === 'ctrl-c' || key === 'escape' || key === 'hangup') {
        this.#say('Cancelled');
        return undefined;
      }
      if (key === 'enter') return text;
      if (key === 'backspace') text = [...text].slice(0, -1).join('');
      else if (key !== undefined && isCharacter(key)) text += key;
    }
  }

  /** Answers whether to end. */
  async #leave(): Promise<boolean> {
    if (!this.#buffer.modified) return true;
    const answer = await this.#choose('Save modified buffer? ', false);
    if (answer === undefined) return false;
    return answer === 'y' ? this.#saveAs() : true;
  }

  /** One of yes, no and (where it is offered) all; undefined when cancelled. */
  async #choose(question: string, all: boolean): Promise<'y' | 'n' | 'a' | undefined> {
    for (;;) {
      await this.#draw(question, answerRows(all, this.#screen.columns));
      const key = (await this.#screen.key())?.toLowerCase();
      if (key === 'y' || key === 'n' || (all && key === 'a')) return key;
      if (key === 'hangup') return 'n';
      if (key === 'ctrl-c' || key === 'escape') {
        this.#say('Cancelled');
        return undefined;
      }
    }
  }

  async #saveAs(): Promise<boolean> {
    const path = await this.#ask('File Name to Write', 'write', this.#path);
    return path !== undefined && path !== '' && this.#save(path);
  }

  #save(path: string): boolean {
    const { sys } = this.#context;
    const { lines } = this.#buffer;
    // nano ends the last line, but writes nothing for an empty buffer
    const text =
      lines.length === 1 && lines[0] === ''
        ? ''
        : `${lines.at(-1) === '' ? lines.slice(0, -1).join('\n') : lines.join('\n')}\n`;
    try {
      sys.writeFile(path, text);
    } catch (error) {
      if (!isErrno(error)) throw error;
      this.#say(`Error writing ${path}: ${error.message}`);
      return false;
    }
    this.#path = path;
    this.#buffer.modified = false;
    const count = text === '' ? 0 : text.split('\n').length - 1;
    this.#say(counted('Wrote', count, 'line'));
    return true;
  }

  #cutLine(more: boolean): void {
    const buffer = this.#buffer;
    this.#cutting = true;
    this.#say('');
    if (!more) this.#cut = [];
    if (buffer.lines.length === 1 && buffer.line === '') return;
    buffer.remember();
    this.#cut.push(...buffer.removeLines(buffer.row, buffer.row));
    buffer.moveTo({ row: buffer.row, column: 0 }, true);
  }

  async #press(key: string): Promise<void> {
    const buffer = this.#buffer;
    const { row, column, line } = buffer;
    const go = (toRow: number, toColumn: number): void => buffer.moveTo({ row: toRow, column: toColumn }, true);
    switch (key) {
      case 'ctrl-o':
        await this.#saveAs();
        break;
      case 'ctrl-s':
        if (this.#path === '') await this.#saveAs();
        else this.#save(this.#path);
        break;
      case 'ctrl-r':
        await this.#readIn();
        break;
      case 'ctrl-\\':
      case 'ctrl-|':
        await this.#replace();
        break;
      case 'ctrl-u':
        if (this.#cut.length === 0) break;
        this.#say('');
        buffer.remember();
        buffer.lines.splice(row, 0, ...this.#cut);
        go(row + this.#cut.length, 0);
        break;
      case 'ctrl-w':
        await this.#find();
        break;
      case 'ctrl-c': {
        const before = buffer.lines.slice(0, row).reduce((sum, each) => sum + each.length + 1, column);
        const characters = buffer.lines.reduce((sum, each) => sum + each.length + 1, -1);
        const at = textWidth(displayed(line.slice(0, column))) + 1;
        const part = (what: string, value: number, of: number, width: number): string =>
          `${what} ${String(value).padStart(Math.max(2, String(of).length))}/${of} (${String(of === 0 ? 0 : Math.floor((100 * value) / of)).padStart(width)}%)`;
        this.#say(
          [
            part('line', row + 1, buffer.lines.length, 2),
            part('col', at, textWidth(displayed(line)) + 1, 3),
            part('char', before, characters, 2),
          ].join(', '),
        );
        break;
      }
      case 'ctrl-_':
      case 'ctrl-\x7f': {
        const target = await this.#ask('Enter line number, column number', 'line');
        if (target) go(Number.parseInt(target, 10) - 1, 0);
        break;
      }
      case 'enter':
      case 'tab':
        buffer.remember();
        buffer.insert(key === 'enter' ? '\n' : '\t');
        break;
      case 'backspace':
      case 'ctrl-h':
        if (column > 0) {
          buffer.remember();
          buffer.remove({ row, column: column - 1 }, { row, column });
        } else if (row > 0) {
          buffer.remember();
          buffer.remove({ row: row - 1, column: buffer.lines[row - 1]!.length }, { row, column: 0 });
        }
        break;
      case 'delete':
      case 'ctrl-d':
        if (column < line.length) {
          buffer.remember();
          buffer.remove({ row, column }, { row, column: column + 1 });
        } else if (row + 1 < buffer.lines.length) {
          buffer.remember();
          buffer.remove({ row, column }, { row: row + 1, column: 0 });
        }
        break;
      case 'left':
      case 'ctrl-b':
        if (column > 0) go(row, column - 1);
        else if (row > 0) go(row - 1, buffer.lines[row - 1]!.length);
        break;
      case 'right':
      case 'ctrl-f':
        if (column < line.length) go(row, column + 1);
        else if (row + 1 < buffer.lines.length) go(row + 1, 0);
        break;
      case 'up':
      case 'ctrl-p':
        go(row - 1, column);
        break;
      case 'down':
      case 'ctrl-n':
        go(row + 1, column);
        break;
      case 'home':
      case 'ctrl-a':
        go(row, 0);
        break;
      case 'end':
      case 'ctrl-e':
        go(row, line.length);
        break;
      case 'page-up':
      case 'ctrl-y':
        this.#top = Math.max(0, this.#top - this.#rows + 2);
        go(row - this.#rows + 2, 0);
        break;
      case 'page-down':
      case 'ctrl-v':
        if (this.#top + this.#rows < buffer.lines.length) this.#top += this.#rows - 2;
        go(row + this.#rows - 2, 0);
        break;
      case 'ctrl-g':
        this.#say('^O writes the file, ^X leaves, ^K cuts and ^U pastes lines, ^W finds');
        break;
      case 'escape': {
        const next = await this.#screen.key(500);
        if (next === 'u' && !buffer.undo()) this.#say('Nothing to undo');
        else if (next === 'e' && !buffer.redo()) this.#say('Nothing to redo');
        else if (next === '6') {
          this.#cut = [line];
          go(row + 1, 0);
        } else if (next === '\\') go(0, 0);
        else if (next === '/') go(buffer.lines.length - 1, 0);
        break;
      }
      default:
        if (!isCharacter(key)) {
          if (key !== 'unknown') this.#say(`drydock: not simulated: ${key.replace('ctrl-', '^').toUpperCase()}`);
          break;
        }
        buffer.remember();
        buffer.insert(key);
    }
  }

  async #readIn(): Promise<void> {
    const path = await this.#ask('File to insert [from ./]', 'insert');
    if (!path) return;
    const buffer = this.#buffer;
    try {
      const text = textFromBytes(this.#context.sys.readFile(path));
      buffer.remember();
      buffer.insert(text);
      this.#say(counted('Read', text.split('\n').length - (text.endsWith('\n') ? 1 : 0), 'line'));
    } catch (error) {
      if (!isErrno(error)) throw error;
      this.#say(`Error reading ${path}: ${error.message}`);
    }
  }

  async #find(): Promise<void> {
    const text = await this.#ask(`Search${this.#wanted ? ` [${this.#wanted}]` : ''}`, 'search');
    if (text === undefined) return;
    this.#wanted = text || this.#wanted;
    if (this.#wanted === '') return;
    const found = this.#next();
    if (!found) this.#say(`"${this.#wanted}" not found`);
    else {
      if (found.wrapped) this.#say('Search Wrapped');
      this.#buffer.moveTo(found, true);
    }
  }

  /** The next place after the cursor (or `from` it) with the wanted text, whatever its case. */
  #next(from = 1): { row: number; column: number; wrapped: boolean } | undefined {
    const wanted = this.#wanted.toLowerCase();
    const { lines, row, column } = this.#buffer;
    for (let i = 0; i <= lines.length; i++) {
      const at = (row + i) % lines.length;
      const found = lines[at]!.toLowerCase().indexOf(wanted, i === 0 ? column + from : 0);
      if (found >= 0) return { row: at, column: found, wrapped: row + i >= lines.length };
    }
    return undefined;
  }

  async #replace(): Promise<void> {
    const text = await this.#ask(`Search (to replace)${this.#wanted ? ` [${this.#wanted}]` : ''}`, 'replace');
    if (text === undefined) return;
    this.#wanted = text || this.#wanted;
    if (this.#wanted === '') return;
    const replacement = await this.#ask('Replace with', 'with');
    if (replacement === undefined) return;
    const buffer = this.#buffer;
    const start = buffer.at;
    let [count, all, wrapped, seen] = [0, false, false, false];
    for (let from = 0; ; from = 0) {
      const found = this.#next(from);
      if (!found) break;
      wrapped ||= found.wrapped;
      if (wrapped && (found.row > start.row || (found.row === start.row && found.column >= start.column))) break;
      seen = true;
      buffer.moveTo(found, true);
      const answer = all ? 'y' : await this.#choose('Replace this instance?', true);
      if (answer === undefined) break;
      if (answer === 'a') all = true;
      if (answer === 'n') {
        buffer.moveTo({ row: found.row, column: found.column + 1 }, true);
        continue;
      }
      buffer.remember();
      buffer.remove(found, { row: found.row, column: found.column + this.#wanted.length });
      buffer.insert(replacement);
      count++;
    }
    buffer.moveTo(start, true);
    if (count > 0) this.#say(counted('Replaced', count, 'occurrence'));
    else if (!seen) this.#say(`"${this.#wanted}" not found`);
  }
}

function counted(what: string, count: number, of: string): string {
  return `${what} ${count} ${of}${count === 1 ? '' : 's'}`;
}
