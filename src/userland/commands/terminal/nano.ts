import { isErrno } from '../../../kernel/errno.ts';
import { textFromBytes } from '../common/binary.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { parseOptions } from '../common/options.ts';
import { clip, displayed, FullScreen, textWidth } from './full-screen.ts';
import { isCharacter } from './keys.ts';
import { TextBuffer } from './vi/buffer.ts';

const VERSION = '7.2';
const HELP: [key: string, what: string][][] = [
  [
    ['^G', 'Help'],
    ['^O', 'Write Out'],
    ['^W', 'Where Is'],
    ['^K', 'Cut'],
    ['^T', 'Execute'],
    ['^C', 'Location'],
  ],
  [
    ['^X', 'Exit'],
    ['^R', 'Read File'],
    ['^\\', 'Replace'],
    ['^U', 'Paste'],
    ['^J', 'Justify'],
    ['^/', 'Go To Line'],
  ],
];

/** nano(1) */
export const nano: Command = async (context) => {
  const options = parseOptions(context, 'lwLmE');
  const { sys } = context;
  if (!sys.isatty(0) || !sys.isatty(1)) throw new Exit(1, 'Standard input is not a terminal');
  const [path = ''] = options.operands.filter((each) => !each.startsWith('+'));
  const nanoEditor = new Nano(context, new FullScreen(sys, 0), path, options.has('l'));
  await nanoEditor.run();
};

class Nano {
  readonly #context: Context;
  readonly #screen: FullScreen;
  readonly #buffer = new TextBuffer();
  readonly #numbers: boolean;
  #path: string;
  #message = '';
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

  async run(): Promise<void> {
    this.#load();
    await this.#screen.open();
    for (;;) {
      await this.#draw();
      const key = await this.#screen.key();
      if (key === undefined || key === 'resize') continue;
      this.#message = '';
      if (key === 'hangup') break;
      const wasCutting = this.#cutting;
      this.#cutting = false;
      if (key === 'ctrl-x') {
        if (await this.#leave()) break;
      } else if (key === 'ctrl-k') this.#cutLine(wasCutting);
      else await this.#press(key);
    }
    await this.#screen.close();
  }

  #load(): void {
    const { sys } = this.#context;
    if (this.#path === '') return;
    if (!sys.exists(this.#path)) {
      this.#message = 'New File';
      return;
    }
    try {
      this.#buffer.load(textFromBytes(sys.readFile(this.#path)));
      const count = this.#buffer.lines.length;
      this.#message = `Read ${count} line${count === 1 ? '' : 's'}`;
    } catch (error) {
      if (!isErrno(error)) throw error;
      this.#message =
        error.code === 'EISDIR' ? `"${this.#path}" is a directory` : `Error reading ${this.#path}: ${error.message}`;
      this.#path = '';
    }
  }

  get #rows(): number {
    return this.#screen.rows - 4;
  }

  async #draw(question?: string): Promise<void> {
    const { rows, columns } = this.#screen;
    const { lines, row, column, line } = this.#buffer;
    const gutter = this.#numbers ? String(lines.length).length + 2 : 0;
    const width = Math.max(1, columns - gutter);
    if (row < this.#top) this.#top = Math.max(0, row - (this.#rows >> 1));
    else if (row >= this.#top + this.#rows) this.#top = row - (this.#rows >> 1);
    const at = textWidth(displayed(line.slice(0, column)));
    this.#left = at < width ? 0 : at - (at % Math.max(1, width - 8));
    const name = this.#path === '' ? 'New Buffer' : this.#path;
    const head = `  GNU nano ${VERSION}`;
    const state = this.#buffer.modified ? 'Modified' : '';
    const middle = Math.max(head.length + 1, (columns - name.length) >> 1);
    const title = `${head.padEnd(middle)}${name}`.padEnd(columns - state.length - 1) + state;
    const screen = [`\x1b[7m${clip(title, 0, columns).padEnd(columns)}\x1b[27m`];
    for (let i = 0; i < this.#rows; i++) {
      const text = lines[this.#top + i];
      const number = gutter && text !== undefined ? `${String(this.#top + i + 1).padStart(gutter - 1)} ` : '';
      const start = this.#top + i === row ? this.#left : 0;
      screen.push(text === undefined ? '' : number + clip(displayed(text), start, width));
    }
    const status = question ?? (this.#message && `[ ${this.#message} ]`);
    const centred = question ?? `${' '.repeat(Math.max(0, (columns - status.length) >> 1))}\x1b[7m${status}\x1b[27m`;
    screen.push(question === undefined ? (status ? centred : '') : `\x1b[7m${centred.padEnd(columns)}\x1b[27m`);
    const cell = Math.max(8, Math.floor(columns / 6));
    for (const help of HELP) {
      const cells = help.map(([key, what]) => `\x1b[7m${key}\x1b[27m ${what}`.padEnd(cell + 9));
      screen.push(cells.slice(0, Math.floor(columns / cell)).join(''));
    }
    const cursor =
      question === undefined
        ? { row: row - this.#top + 1, column: gutter + at - this.#left }
        : { row: rows - 3, column: Math.min(textWidth(question), columns - 1) };
    await this.#screen.draw(screen, cursor);
  }

  /** Reads a line at the bottom; undefined when cancelled. */
  async #ask(question: string, start = ''): Promise<string | undefined> {
    let text = start;
    for (;;) {
      await this.#draw(`${question}: ${text}`);
      const key = await this.#screen.key();
      if (key === 'ctrl-c' || key === 'escape' || key === 'hangup') {
        this.#message = 'Cancelled';
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
    for (;;) {
      await this.#draw('Save modified buffer? (Y yes, N no, ^C cancel)');
      const key = await this.#screen.key();
      if (key === 'y' || key === 'Y') return this.#save();
      if (key === 'n' || key === 'N' || key === 'hangup') return true;
      if (key === 'ctrl-c' || key === 'escape') {
        this.#message = 'Cancelled';
        return false;
      }
    }
  }

  async #save(): Promise<boolean> {
    const path = await this.#ask('File Name to Write', this.#path);
    if (path === undefined || path === '') return false;
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
      this.#message = `Error writing ${path}: ${error.message}`;
      return false;
    }
    this.#path = path;
    this.#buffer.modified = false;
    const count = text === '' ? 0 : text.split('\n').length - 1;
    this.#message = `Wrote ${count} line${count === 1 ? '' : 's'}`;
    return true;
  }

  #cutLine(more: boolean): void {
    const buffer = this.#buffer;
    this.#cutting = true;
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
        await this.#save();
        break;
      case 'ctrl-u':
        if (this.#cut.length === 0) break;
        buffer.remember();
        buffer.lines.splice(row, 0, ...this.#cut);
        go(row + this.#cut.length, 0);
        break;
      case 'ctrl-w':
        await this.#find();
        break;
      case 'ctrl-c': {
        const characters = buffer.lines.reduce((sum, each) => sum + each.length + 1, 0);
        const percent = Math.floor((100 * (row + 1)) / buffer.lines.length);
        this.#message = `line ${row + 1}/${buffer.lines.length} (${percent}%), col ${column + 1}/${line.length + 1}, ${characters} chars`;
        break;
      }
      case 'ctrl-_':
      case 'ctrl-\x7f': {
        const target = await this.#ask('Enter line number, column number');
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
        go(row - this.#rows + 2, 0);
        break;
      case 'page-down':
      case 'ctrl-v':
        go(row + this.#rows - 2, 0);
        break;
      case 'ctrl-g':
        this.#message = '^O writes the file, ^X leaves, ^K cuts and ^U pastes lines, ^W finds';
        break;
      case 'escape': {
        const next = await this.#screen.key(500);
        if (next === 'u' && !buffer.undo()) this.#message = 'Nothing to undo';
        else if (next === 'e' && !buffer.redo()) this.#message = 'Nothing to redo';
        break;
      }
      default:
        if (!isCharacter(key)) {
          if (key !== 'unknown') this.#message = `drydock: not simulated: ${key.replace('ctrl-', '^').toUpperCase()}`;
          break;
        }
        buffer.remember();
        buffer.insert(key);
    }
  }

  async #find(): Promise<void> {
    const text = await this.#ask(`Search${this.#wanted ? ` [${this.#wanted}]` : ''}`);
    if (text === undefined) return;
    this.#wanted = text || this.#wanted;
    const wanted = this.#wanted.toLowerCase();
    if (wanted === '') return;
    const { lines, row, column } = this.#buffer;
    for (let i = 0; i <= lines.length; i++) {
      const at = (row + i) % lines.length;
      const found = lines[at]!.toLowerCase().indexOf(wanted, i === 0 ? column + 1 : 0);
      if (found < 0) continue;
      if (row + i >= lines.length) this.#message = 'Search Wrapped';
      this.#buffer.moveTo({ row: at, column: found }, true);
      return;
    }
    this.#message = `"${this.#wanted}" not found`;
  }
}
