import { compilePattern } from '../../../regexp/posix.ts';
import { type Context, Exit } from '../../common/context.ts';
import type { Options } from '../../common/options.ts';
import { clip, displayed, FullScreen, textWidth } from '../full-screen.ts';
import { isCharacter, type Key } from '../keys.ts';
import { HELP, toggleMessage } from './messages.ts';
import type { LineSource } from './source.ts';

/** A row of the screen: which part of which line. */
interface Row {
  line: number;
  text: string;
}

/** Pages through files on a whole screen: GNU less and busybox less. */
export class Pager {
  readonly #names: string[];
  readonly #sources: LineSource[];
  readonly #screen: FullScreen;
  #file = 0;
  #top = 0;
  #left = 0;
  #count = '';
  #message: string | undefined;
  #search: { pattern: RegExp; backward: boolean } | undefined;
  #numbers: boolean;
  #chop: boolean;
  #ignoreCase: boolean;
  #squeeze: boolean;
  #atEndTwice: boolean;
  /** GNU less leaves the rows below a short file alone until it draws anew. */
  #filled = false;
  #pending: (() => void) | undefined;
  readonly #gnu: boolean;

  constructor(context: Context, options: Options, names: string[], sources: LineSource[], terminal: number) {
    this.#gnu = context.gnu;
    this.#names = names;
    this.#sources = sources;
    this.#screen = new FullScreen(context.sys, terminal, { alternate: context.gnu && !options.has('X') });
    this.#numbers = options.has('N');
    this.#chop = options.has('S');
    this.#ignoreCase = options.any('iI');
    this.#squeeze = options.has('s');
    this.#atEndTwice = options.any('eE');
    this.#message = this.#fileMessage();
  }

  /** What the prompt says of a file just begun. */
  #fileMessage(): string | undefined {
    const name = this.#names[this.#file];
    const count = this.#names.length;
    if (!name) return undefined;
    return this.#gnu && count > 1 ? `${name} (file ${this.#file + 1} of ${count})` : name;
  }

  get #source(): LineSource {
    return this.#sources[this.#file]!;
  }

  get #height(): number {
    return this.#screen.rows - 1;
  }

  async run(start: readonly string[], pattern?: string): Promise<void> {
    await this.#screen.open();
    if (pattern !== undefined) await this.#find(pattern, false, 1);
    for (const text of start) {
      if (text === '+G') await this.#toEnd();
      else if (/^\+\d+$/.test(text)) await this.#to(Number(text.slice(1)) - 1);
      else if (text.startsWith('+/')) await this.#find(text.slice(2), false, 1);
      else if (text === '+F') await this.#follow();
    }
    for (;;) {
      await this.#draw();
      const key = await this.#screen.key();
      const waits = this.#message?.endsWith('(press RETURN)');
      this.#message = undefined;
      if (this.#pending) this.#filled = true;
      this.#pending?.();
      this.#pending = undefined;
      if (key === 'resize') this.#filled = true;
      if (key === undefined || key === 'resize' || (waits && key === 'enter')) continue;
      if (key === 'hangup' || (await this.#press(key))) break;
    }
    await this.#screen.close();
  }

  /** The rows of line `line`: several when it is too long for one. */
  #rowsOf(line: number): Row[] {
    const number = this.#numbers ? `${String(line + 1).padStart(7)} ` : '';
    const width = Math.max(1, this.#screen.columns - number.length);
    const text = displayed((this.#source.lines[line] ?? '').replace(/\x1b\[[\d;]*m/g, ''));
    if (this.#chop || this.#left > 0) return [{ line, text: number + this.#marked(clip(text, this.#left, width)) }];
    const rows: Row[] = [];
    for (let at = 0; at === 0 || at < textWidth(text); at += width) {
      const gutter = at === 0 ? number : ' '.repeat(number.length);
      rows.push({ line, text: gutter + this.#marked(clip(text, at, width)) });
    }
    return rows;
  }

  #marked(text: string): string {
    if (!this.#search) return text;
    return text.replace(this.#search.pattern, (found) => (found === '' ? '' : `\x1b[7m${found}\x1b[27m`));
  }

  async #visible(): Promise<Row[]> {
    await this.#source.want(this.#top + this.#height + 1);
    const rows: Row[] = [];
    for (let line = this.#top; rows.length < this.#height && line < this.#source.lines.length; line++) {
      const isBlank = (at: number): boolean => this.#source.lines[at] === '';
      if (this.#squeeze && line > 0 && isBlank(line) && isBlank(line - 1)) continue;
      rows.push(...this.#rowsOf(line));
    }
    return rows;
  }

  async #draw(): Promise<void> {
    const rows = await this.#visible();
    const lines = rows.slice(0, this.#height).map(({ text }) => text);
    const short = this.#gnu && !this.#filled && lines.length < this.#height;
    const at = short ? lines.length : this.#height;
    if (!this.#gnu && lines.length < this.#height) lines.push('');
    while (!short && lines.length < this.#height) lines.push('~');
    const prompt = this.#prompt(rows);
    const shown = this.#count || (prompt ? `\x1b[7m${clip(prompt, 0, this.#screen.columns - 1)}\x1b[27m` : ':');
    lines.push(this.#count ? `:${this.#count}` : shown);
    const column = this.#count ? this.#count.length + 1 : Math.max(1, textWidth(prompt));
    await this.#screen.draw(lines, { row: at, column: Math.min(column, this.#screen.columns - 1) });
  }

  #prompt(rows: readonly Row[]): string {
    const end = this.#atEnd(rows) ? '(END)' : '';
    if (this.#message === undefined) {
      // busybox names the file whenever its first line is at the top.
      const named = !this.#gnu && this.#top === 0 ? this.#names[this.#file] : undefined;
      return named || end;
    }
    const isName = this.#message === this.#fileMessage();
    return this.#gnu && isName && end ? `${this.#message} ${end}` : this.#message;
  }

  #atEnd(rows: readonly Row[]): boolean {
    const last = rows.length > this.#height ? -1 : (rows.at(-1)?.line ?? -1);
    return this.#source.ended && (last >= this.#source.lines.length - 1 || this.#source.lines.length === 0);
  }

  /** Answers whether to quit. */
  async #press(key: Key): Promise<boolean> {
    if (/^\d$/.test(key)) {
      this.#count += key;
      return false;
    }
    const count = this.#count === '' ? undefined : Number(this.#count);
    this.#count = '';
    const page = Math.max(1, this.#height);
    const half = Math.floor((this.#gnu ? this.#screen.rows + 1 : this.#height) / 2);
    switch (key) {
      case 'q':
      case 'Q':
        return true;
      case ' ':
      case 'f':
      case 'z':
      case 'ctrl-f':
      case 'ctrl-v':
      case 'page-down':
        if (this.#atEndTwice && this.#atEnd(await this.#visible())) return true;
        await this.#forward(count ?? page);
        break;
      case 'b':
      case 'w':
      case 'ctrl-b':
      case 'page-up':
        await this.#to(this.#top - (count ?? page));
        break;
      case 'j':
      case 'e':
      case 'enter':
      case 'down':
      case 'ctrl-n':
      case 'ctrl-e':
        await this.#forward(count ?? 1);
        break;
      case 'k':
      case 'y':
      case 'up':
      case 'ctrl-p':
      case 'ctrl-y':
        await this.#to(this.#top - (count ?? 1));
        break;
      case 'd':
      case 'ctrl-d':
        await this.#forward(count ?? half);
        break;
      case 'u':
      case 'ctrl-u':
        await this.#to(this.#top - (count ?? half));
        break;
      case 'g':
      case '<':
      case 'home':
        await this.#to((count ?? 1) - 1);
        break;
      case 'G':
      case '>':
      case 'end':
        if (count === undefined) await this.#toEnd();
        else await this.#to(count - 1);
        break;
      case 'right':
        this.#left += Math.floor(this.#screen.columns / 2);
        break;
      case 'left':
        this.#left = Math.max(0, this.#left - Math.floor(this.#screen.columns / 2));
        break;
      case 'p':
      case '%':
        await this.#source.want(Number.POSITIVE_INFINITY);
        await this.#to(Math.floor((this.#source.lines.length * (count ?? 0)) / 100));
        break;
      case '/':
      case '?': {
        this.#filled = true;
        const pattern = await this.#ask(key);
        if (pattern === undefined) break;
        if (pattern === '') await this.#again(key === '?', count ?? 1);
        else await this.#find(pattern, key === '?', count ?? 1);
        break;
      }
      case 'n':
      case 'N':
        await this.#again(this.#search ? this.#search.backward !== (key === 'N') : false, count ?? 1);
        break;
      case '-':
        await this.#toggle();
        break;
      case ':':
        return this.#colon();
      case '=':
      case 'ctrl-g':
        this.#message = await this.#status();
        break;
      case 'h':
      case 'H':
        return this.#help();
      case 'F':
        await this.#follow();
        break;
      case 'ctrl-l':
      case 'r':
      case 'R':
        this.#screen.forget();
        break;
      default:
    }
    return false;
  }

  /** Moves on, but not further than the last line at the bottom. */
  async #forward(lines: number): Promise<void> {
    await this.#to(Math.min(this.#top + lines, Math.max(this.#top, await this.#lastTop(this.#top + lines))));
  }

  async #to(line: number): Promise<void> {
    await this.#source.want(line + this.#height);
    this.#top = Math.max(0, Math.min(line, this.#source.lines.length - 1));
  }

  /** The line at the top when the last one is at the bottom; `line` while the end is not known. */
  async #lastTop(line: number): Promise<number> {
    await this.#source.want(line + this.#height);
    if (!this.#source.ended) return line;
    let rows = 0;
    let at = this.#source.lines.length;
    while (at > 0 && rows + this.#rowsOf(at - 1).length <= this.#height) rows += this.#rowsOf(--at).length;
    return at;
  }

  async #toEnd(): Promise<void> {
    await this.#source.want(Number.POSITIVE_INFINITY);
    const top = await this.#lastTop(this.#source.lines.length);
    // busybox lets the row after the last line be seen.
    this.#top = this.#gnu ? top : Math.min(top + 2, this.#source.lines.length - 1);
  }

  async #find(text: string, backward: boolean, count: number): Promise<void> {
    let pattern: RegExp;
    try {
      const ignoreCase = this.#ignoreCase && text === text.toLowerCase();
      pattern = compilePattern(text, { extended: true, ignoreCase, flags: 'g' });
    } catch {
      this.#message = 'Invalid pattern  (press RETURN)';
      return;
    }
    this.#search = { pattern, backward };
    await this.#again(backward, count, await this.#searchStart(backward));
  }

  /** The line before the first one looked at: GNU less looks at the whole screen. */
  async #searchStart(backward: boolean): Promise<number> {
    if (!this.#gnu) return this.#top === 0 && !backward ? -1 : this.#top;
    if (!backward) return this.#top - 1;
    const rows = await this.#visible();
    return (rows[Math.min(rows.length, this.#height) - 1]?.line ?? -1) + 1;
  }

  async #again(backward: boolean, count: number, from = this.#top): Promise<void> {
    const search = this.#search;
    if (!search) {
      this.#message = 'No previous regular expression  (press RETURN)';
      return;
    }
    let left = count;
    const step = backward ? -1 : 1;
    for (let line = from; ; ) {
      line += step;
      if (line < 0) break;
      await this.#source.want(line + 1);
      const text = this.#source.lines[line];
      if (text === undefined) break;
      search.pattern.lastIndex = 0;
      if (search.pattern.test(text) && --left === 0) {
        this.#top = Math.min(line, Math.max(from, await this.#lastTop(line)));
        if (line < this.#top || backward) this.#top = line;
        return;
      }
    }
    this.#message = 'Pattern not found  (press RETURN)';
  }

  async #toggle(): Promise<void> {
    const letter = await this.#ask('-', true);
    if (letter === undefined || letter === '') return;
    const [on, apply] = this.#option(letter) ?? [];
    if (!apply) this.#message = `There is no ${letter} option  (press RETURN)`;
    else if (this.#gnu) {
      this.#message = `${toggleMessage(letter, on!)}  (press RETURN)`;
      // Seen when the message is gone.
      this.#pending = apply;
    } else apply();
  }

  /** What an option is to become, and how. */
  #option(letter: string): [on: boolean, apply: () => void] | undefined {
    switch (letter) {
      case 'N':
        return [!this.#numbers, () => (this.#numbers = !this.#numbers)];
      case 'S':
        return [!this.#chop, () => (this.#chop = !this.#chop)];
      case 'i':
      case 'I':
        return [!this.#ignoreCase, () => (this.#ignoreCase = !this.#ignoreCase)];
      case 's':
        return [!this.#squeeze, () => (this.#squeeze = !this.#squeeze)];
    }
    return undefined;
  }

  async #colon(): Promise<boolean> {
    const letter = await this.#ask(':', true);
    if (letter === 'q' || letter === 'Q') return true;
    if (letter === 'n' || letter === 'p') {
      const next = this.#file + (letter === 'n' ? 1 : -1);
      if (this.#sources[next]) {
        this.#file = next;
        this.#top = 0;
        this.#filled = true;
        this.#message = this.#fileMessage();
      } else this.#message = `No ${letter === 'n' ? 'next' : 'previous'} file  (press RETURN)`;
    } else if (letter === 'f') this.#message = await this.#status();
    return false;
  }

  async #status(): Promise<string> {
    await this.#source.want(Number.POSITIVE_INFINITY);
    const rows = await this.#visible();
    const last = Math.min((rows[Math.min(rows.length, this.#height) - 1]?.line ?? -1) + 1, this.#source.lines.length);
    const name = this.#names[this.#file];
    const lines = `${name ? `${name} ` : ''}lines ${this.#top + 1}-${last}/${this.#source.lines.length}`;
    if (!this.#gnu) return `${lines} ${Math.floor((100 * last) / Math.max(1, this.#source.lines.length - 1))}%`;
    const [seen, all] = [this.#source.bytesOf(last), this.#source.bytesOf(this.#source.lines.length)];
    return `${lines} byte ${seen}/${all} ${all === 0 ? 100 : Math.round((100 * seen) / all)}%  (press RETURN)`;
  }

  /** `F`: stays at the end of a file that grows, until Ctrl-C. */
  async #follow(): Promise<void> {
    for (;;) {
      await this.#toEnd();
      this.#message = 'Waiting for data... (interrupt to abort)';
      await this.#draw();
      const key = await this.#screen.key(300);
      if (key === 'ctrl-c' || key === 'hangup') break;
      this.#source.resume();
    }
    this.#message = undefined;
  }

  async #help(): Promise<boolean> {
    const rows = HELP.slice(0, this.#height);
    while (rows.length < this.#height) rows.push('~');
    const prompt = 'HELP -- Press q when done';
    for (;;) {
      await this.#screen.draw([...rows, `\x1b[7m${prompt}\x1b[27m`], { row: this.#height, column: prompt.length });
      const key = await this.#screen.key();
      if (key === 'hangup') return true;
      if (key === 'q' || key === 'Q') break;
    }
    this.#filled = true;
    this.#message = this.#fileMessage();
    return false;
  }

  /** Reads a line (or one key) at the bottom; undefined when it was given up. */
  async #ask(prompt: string, single = false): Promise<string | undefined> {
    let text = '';
    for (;;) {
      const lines = (await this.#visible()).slice(0, this.#height).map((row) => row.text);
      while (lines.length < this.#height) lines.push('~');
      await this.#screen.draw([...lines, prompt + text], { row: this.#height, column: textWidth(prompt + text) });
      const key = await this.#screen.key();
      if (key === undefined || key === 'resize') continue;
      if (key === 'hangup') throw new Exit(1);
      if (key === 'escape' || key === 'ctrl-c') return undefined;
      if (key === 'enter') return text;
      if (key === 'backspace') {
        if (text === '') return undefined;
        text = [...text].slice(0, -1).join('');
      } else if (isCharacter(key)) text += key;
      if (single && text !== '') return text;
    }
  }
}
