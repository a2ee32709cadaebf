import { compilePattern } from '../../../regexp/posix.ts';
import { type Command, type Context, Exit } from '../../common/context.ts';
import { closeInput, openInput } from '../../common/input.ts';
import { type Options, parseOptions } from '../../common/options.ts';
import { clip, displayed, FullScreen, textWidth } from '../full-screen.ts';
import { isCharacter, type Key } from '../keys.ts';
import { copyOut, keyboard, LineSource } from './source.ts';

/** less(1) */
export const less: Command = async (context) => {
  const options = parseOptions(context, 'aeEfFgGiIJmMnNqQrRsSuwWXx:~j:P:p:b:h:z:K', {
    long: {
      'quit-if-one-screen': 'F',
      'no-init': 'X',
      'LINE-NUMBERS': 'N',
      'chop-long-lines': 'S',
      'RAW-CONTROL-CHARS': 'R',
      'ignore-case': 'i',
      'quit-at-eof': 'e',
      'QUIT-AT-EOF': 'E',
      pattern: 'p',
    },
  });
  const { sys } = context;
  const start = options.operands.filter((each) => each.startsWith('+'));
  const paths = options.operands.filter((each) => !each.startsWith('+'));
  if (paths.length === 0 && sys.isatty(0)) {
    context.out.text(`Missing filename ("${context.name} --help" for help)\n`, 2);
    return 1;
  }
  const terminal = sys.isatty(1) ? keyboard(sys) : undefined;
  const files: [name: string, fd: number][] = [];
  for (const path of paths.length > 0 ? paths : ['-']) {
    try {
      files.push([path === '-' ? '' : path, openInput(context, path)]);
    } catch (error) {
      context.cannotOpen(path, error);
    }
  }
  if (files.length === 0) return 1;
  if (terminal === undefined) {
    await context.out.flush();
    for (const [, fd] of files) {
      await copyOut(sys, fd);
      closeInput(context, fd);
    }
    return undefined;
  }
  const sources = files.map(([, fd]) => new LineSource(sys, fd));
  const { rows, columns } = sys.windowSize(terminal);
  if (options.has('F') && sources.length === 1 && (await fits(sources[0]!, rows - 1, columns))) {
    for (const line of sources[0]!.lines) context.print(`${line}\n`);
    return undefined;
  }
  const pager = new Pager(
    context,
    options,
    files.map(([name]) => name),
    sources,
    terminal,
  );
  await pager.run(start, options.get('p'));
  return undefined;
};

async function fits(source: LineSource, rows: number, columns: number): Promise<boolean> {
  await source.want(rows + 1);
  if (!source.ended) return false;
  return (
    source.lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(displayed(line)) / columns)), 0) <= rows
  );
}

/** A row of the screen: which part of which line. */
interface Row {
  line: number;
  text: string;
}

class Pager {
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

  constructor(context: Context, options: Options, names: string[], sources: LineSource[], terminal: number) {
    this.#names = names;
    this.#sources = sources;
    this.#screen = new FullScreen(context.sys, terminal, { alternate: !options.has('X') });
    this.#numbers = options.has('N');
    this.#chop = options.has('S');
    this.#ignoreCase = options.any('iI');
    this.#squeeze = options.has('s');
    this.#atEndTwice = options.any('eE');
    this.#message = names[0] === '' ? undefined : names[0];
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
    }
    for (;;) {
      await this.#draw();
      const key = await this.#screen.key();
      this.#message = undefined;
      if (key === undefined || key === 'resize') continue;
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
    while (lines.length < this.#height) lines.push('~');
    const prompt = this.#message ?? (this.#atEnd(rows) ? '(END)' : '');
    const shown = this.#count || (prompt ? `\x1b[7m${clip(prompt, 0, this.#screen.columns - 1)}\x1b[27m` : ':');
    lines.push(this.#count ? `:${this.#count}` : shown);
    const column = this.#count ? this.#count.length + 1 : Math.max(1, textWidth(prompt));
    await this.#screen.draw(lines, { row: this.#height, column: Math.min(column, this.#screen.columns - 1) });
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
    const page = Math.max(1, this.#height - 1);
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
        await this.#forward(count ?? Math.floor(this.#height / 2));
        break;
      case 'u':
      case 'ctrl-u':
        await this.#to(this.#top - (count ?? Math.floor(this.#height / 2)));
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
        this.#message = 'space b: page  j k: line  g G: start, end  /pattern n N: search  -N: numbers  q: quit';
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
    this.#top = await this.#lastTop(this.#source.lines.length);
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
    await this.#again(backward, count, this.#top === 0 && !backward ? -1 : this.#top);
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
    if (letter === 'N') this.#numbers = !this.#numbers;
    else if (letter === 'S') this.#chop = !this.#chop;
    else if (letter === 'i' || letter === 'I') this.#ignoreCase = !this.#ignoreCase;
    else if (letter === 's') this.#squeeze = !this.#squeeze;
    else if (letter !== undefined && letter !== '') this.#message = `There is no ${letter} option  (press RETURN)`;
  }

  async #colon(): Promise<boolean> {
    const letter = await this.#ask(':', true);
    if (letter === 'q' || letter === 'Q') return true;
    if (letter === 'n' || letter === 'p') {
      const next = this.#file + (letter === 'n' ? 1 : -1);
      if (this.#sources[next]) {
        this.#file = next;
        this.#top = 0;
        this.#message = this.#names[next];
      } else this.#message = `No ${letter === 'n' ? 'next' : 'previous'} file  (press RETURN)`;
    } else if (letter === 'f') this.#message = await this.#status();
    return false;
  }

  async #status(): Promise<string> {
    await this.#source.want(Number.POSITIVE_INFINITY);
    const rows = await this.#visible();
    const last = Math.min((rows[Math.min(rows.length, this.#height) - 1]?.line ?? -1) + 1, this.#source.lines.length);
    const percent = Math.floor((100 * last) / Math.max(1, this.#source.lines.length));
    const name = this.#names[this.#file];
    return `${name ? `${name} ` : ''}lines ${this.#top + 1}-${last}/${this.#source.lines.length} ${percent}%`;
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
