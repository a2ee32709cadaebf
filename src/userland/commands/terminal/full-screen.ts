import { isErrno } from '../../../kernel/errno.ts';
import { SIGNALS } from '../../../kernel/process/signals.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import type { TerminalSettings } from '../../../kernel/tty/types.ts';
import { characterWidth } from '../../shell/editor/width.ts';
import { type Key, keysIn } from './keys.ts';

/** What a program that takes the whole screen needs of a terminal: rows drawn in place, keys one by one, its size. */
export class FullScreen {
  rows = 24;
  columns = 80;
  readonly #sys: SystemCalls;
  readonly #fd: number;
  readonly #before: TerminalSettings;
  readonly #keys: Key[] = [];
  readonly #decoder = new TextDecoder();
  readonly #alternate: boolean;
  #shown: string[] = [];
  #resized: (() => void) | undefined;
  #sizeChanged = false;

  /** `fd` is the terminal, for keys and for the screen. */
  constructor(sys: SystemCalls, fd: number, options: { alternate?: boolean } = {}) {
    this.#sys = sys;
    this.#fd = fd;
    this.#alternate = options.alternate ?? true;
    this.#before = sys.terminalSettings(fd);
    this.take();
    sys.signal(SIGNALS.SIGWINCH, () => {
      this.#sizeChanged = true;
      this.#resized?.();
    });
    this.#measure();
  }

  /** Keys come one by one and unechoed from here on. */
  take(): void {
    this.#sys.setTerminalSettings(this.#fd, {
      ...this.#before,
      canonical: false,
      echo: false,
      signals: false,
      mapCarriageReturn: false,
    });
  }

  async open(): Promise<void> {
    if (this.#alternate) await this.#sys.write(this.#fd, '\x1b[?1049h');
    await this.#sys.write(this.#fd, '\x1b[H\x1b[2J');
  }

  /** Leaves the terminal as it was; the cursor on the last row. */
  async close(): Promise<void> {
    await this.#sys.write(this.#fd, `\x1b[${this.rows};1H\x1b[K${this.#alternate ? '\x1b[?1049l' : ''}`);
    this.leave();
  }

  /** Gives the terminal back without touching what it shows. */
  leave(): void {
    this.#sys.setTerminalSettings(this.#fd, this.#before);
    this.#sys.signal(SIGNALS.SIGWINCH, 'default');
  }

  #measure(): void {
    const { rows, columns } = this.#sys.windowSize(this.#fd);
    this.rows = rows || 24;
    this.columns = columns || 80;
    this.#shown = [];
  }

  /** Shows these rows (with SGR sequences only) and puts the cursor there; writes only what changed. */
  async draw(lines: readonly string[], cursor: { row: number; column: number }): Promise<void> {
    let out = this.#shown.length === 0 ? '\x1b[H\x1b[2J' : '';
    for (let row = 0; row < this.rows; row++) {
      const line = lines[row] ?? '';
      if (line === (this.#shown[row] ?? '')) continue;
      out += `\x1b[${row + 1};1H${line}\x1b[K`;
    }
    this.#shown = lines.slice(0, this.rows);
    await this.#sys.write(this.#fd, `${out}\x1b[${cursor.row + 1};${cursor.column + 1}H`);
  }

  /** Draws everything anew next time. */
  forget(): void {
    this.#shown = [];
  }

  /** The next key; `resize` after the size has changed, undefined after `timeout` ms, `hangup` at the end. */
  async key(timeout?: number): Promise<Key | undefined> {
    for (;;) {
      if (this.#sizeChanged) {
        this.#sizeChanged = false;
        this.#measure();
        return 'resize';
      }
      const key = this.#keys.shift();
      if (key !== undefined) return key;
      const ready = await this.#wait(timeout);
      if (this.#sizeChanged) continue;
      if (!ready) return undefined;
      if (!(await this.#read())) return 'hangup';
    }
  }

  async #wait(timeout?: number): Promise<boolean> {
    const ready = this.#sys.poll([this.#fd], timeout);
    if (!(ready instanceof Promise)) return ready.length > 0;
    const resized = new Promise<number[]>((resolve) => {
      this.#resized = () => resolve([]);
    });
    const found = await Promise.race([ready, resized]);
    ready.catch(() => undefined);
    return found.length > 0;
  }

  async #read(): Promise<boolean> {
    let text: string;
    try {
      text = this.#decoder.decode(await this.#sys.read(this.#fd), { stream: true });
    } catch (error) {
      if (isErrno(error)) return false;
      throw error;
    }
    if (text === '') return false;
    // a sequence may arrive in pieces
    if (/\x1b(\[[\d;]*)?$/.test(text) && (await this.#sys.poll([this.#fd], 25)).length > 0) {
      text += this.#decoder.decode(await this.#sys.read(this.#fd), { stream: true });
    }
    this.#keys.push(...keysIn(text));
    return true;
  }
}

/** Columns of a text without control characters. */
export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += characterWidth(char.codePointAt(0)!);
  return width;
}

/** The text as a screen shows it: tabs to every eighth column, control characters as `^X`. */
export function displayed(text: string, tab = 8): string {
  if (!/[\x00-\x1f\x7f]/.test(text)) return text;
  let out = '';
  let column = 0;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    const shown =
      char === '\t'
        ? ' '.repeat(tab - (column % tab))
        : code < 32
          ? `^${String.fromCharCode(code + 64)}`
          : code === 127
            ? '^?'
            : char;
    out += shown;
    column += textWidth(shown);
  }
  return out;
}

/** The part of a displayed text in the columns from `start` to `start + width`. */
export function clip(text: string, start: number, width: number): string {
  let column = 0;
  let out = '';
  for (const char of text) {
    const size = characterWidth(char.codePointAt(0)!);
    if (column + size > start + width) break;
    if (column >= start) out += char;
    column += size;
  }
  return out;
}
