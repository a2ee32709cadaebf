import { SIGNALS, type Signal } from '../process/signals.ts';
import type { TerminalSettings } from './types.ts';

export const COOKED: TerminalSettings = {
  canonical: true,
  echo: true,
  signals: true,
  mapCarriageReturn: true,
  mapNewline: true,
};

const CARRIAGE_RETURN = 13;
const NEWLINE = 10;
const TAB = 9;
const END_OF_FILE = 4;
const ERASE = 127;
const BACKSPACE = 8;
const KILL_LINE = 21;
const ERASE_WORD = 23;
const LITERAL_NEXT = 22;
const REPRINT = 18;
const SIGNAL_KEYS = new Map<number, Signal>([
  [3, SIGNALS.SIGINT],
  [28, SIGNALS.SIGQUIT],
  [26, SIGNALS.SIGTSTP],
]);
const ERASE_ECHO = [BACKSPACE, 32, BACKSPACE];

/** A byte that continues a UTF-8 character (IUTF8 erases whole characters). */
const continues = (byte: number) => (byte & 0xc0) === 0x80;
const isWordByte = (byte: number) => byte >= 128 || /\w/.test(String.fromCharCode(byte));

/**
 * The input half of the N_TTY line discipline (termios(3)): turns keys into lines, echo and signals.
 * Knows no processes: signals go to `raise`, echo to `echo`.
 */
export class LineDiscipline {
  settings: TerminalSettings = COOKED;
  readonly #echo: (bytes: number[]) => void;
  readonly #raise: (signal: Signal) => void;
  /** Finished input: whole lines in canonical mode, else what was typed. An empty one is an end of file. */
  readonly ready: Uint8Array[] = [];
  #line: number[] = [];
  #literal = false;

  constructor(options: { echo: (bytes: number[]) => void; raise: (signal: Signal) => void }) {
    this.#echo = options.echo;
    this.#raise = options.raise;
  }

  type(bytes: Uint8Array): void {
    const raw: number[] = [];
    for (const byte of bytes) this.#key(byte, raw);
    if (raw.length > 0) this.ready.push(Uint8Array.from(raw));
  }

  /** Leaving canonical mode makes the unfinished line readable. */
  configure(settings: TerminalSettings): void {
    if (this.settings.canonical && !settings.canonical) this.#finish();
    this.settings = settings;
  }

  #key(typed: number, raw: number[]): void {
    const { settings } = this;
    if (this.#literal) {
      this.#literal = false;
      this.#accept(typed, raw);
      return;
    }
    const signal = settings.signals ? SIGNAL_KEYS.get(typed) : undefined;
    if (signal !== undefined) {
      this.#line = [];
      this.ready.length = 0;
      raw.length = 0;
      this.#show(typed);
      this.#raise(signal);
      return;
    }
    const byte = typed === CARRIAGE_RETURN && settings.mapCarriageReturn ? NEWLINE : typed;
    if (settings.canonical && this.#edit(byte)) return;
    this.#accept(byte, raw);
  }

  /** Whether the key edited the line instead of joining it. */
  #edit(byte: number): boolean {
    switch (byte) {
      case ERASE:
      case BACKSPACE:
        this.#erase();
        return true;
      case KILL_LINE:
        while (this.#line.length > 0) this.#erase();
        return true;
      case ERASE_WORD:
        this.#eraseWord();
        return true;
      case END_OF_FILE:
        this.#finish(true);
        return true;
      case LITERAL_NEXT:
        this.#literal = true;
        if (this.settings.echo) this.#echo([0x5e, BACKSPACE]);
        return true;
      case REPRINT:
        if (this.settings.echo) this.#echo([0x5e, 0x52, NEWLINE, ...this.#line]);
        return true;
      default:
        return false;
    }
  }

  #accept(byte: number, raw: number[]): void {
    this.#show(byte);
    if (!this.settings.canonical) {
      raw.push(byte);
      return;
    }
    this.#line.push(byte);
    if (byte === NEWLINE) this.#finish();
  }

  #finish(endOfFile = false): void {
    if (this.#line.length === 0 && !endOfFile) return;
    this.ready.push(Uint8Array.from(this.#line));
    this.#line = [];
  }

  #erase(): void {
    let byte = this.#line.pop();
    if (byte === undefined) return;
    const first = byte;
    while (byte !== undefined && continues(byte)) byte = this.#line.pop();
    if (!this.settings.echo) return;
    this.#echo(ERASE_ECHO);
    if (first < 32 && first !== TAB) this.#echo(ERASE_ECHO);
  }

  #eraseWord(): void {
    const last = () => this.#line.at(-1);
    for (let byte = last(); byte !== undefined && !isWordByte(byte); byte = last()) this.#erase();
    for (let byte = last(); byte !== undefined && isWordByte(byte); byte = last()) this.#erase();
  }

  /** Echoes control characters as `^C` (ECHOCTL). */
  #show(byte: number): void {
    if (!this.settings.echo) return;
    const control = byte < 32 || byte === ERASE;
    if (control && byte !== NEWLINE && byte !== TAB) this.#echo([0x5e, byte ^ 64]);
    else this.#echo([byte]);
  }
}
