import { SIGNALS } from '../../../kernel/process/signals.ts';
import type { Completer } from '../program.ts';
import type { Shell } from '../run/shell.ts';
import { commonPrefix, complete, listing } from './completion.ts';
import { type Key, KeyReader } from './keys.ts';
import { LineBuffer } from './line-buffer.ts';
import { Screen } from './screen.ts';

export type Edited =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'end' }
  | { readonly kind: 'interrupt' };

/** Reads one line from the terminal with emacs keys, history and completion. The terminal is raw only meanwhile. */
export class LineEditor {
  private readonly shell: Shell;
  private readonly completer: Completer | undefined;
  private readonly buffer = new LineBuffer();
  private readonly screen = new Screen();
  private readonly keys = new KeyReader();
  private prompt = '';
  private written = '';
  private historyAt = 0;
  private draft = '';
  private searching: { query: string; at: number; before: string } | undefined;
  private tabs = 0;

  constructor(shell: Shell, completer: Completer | undefined) {
    this.shell = shell;
    this.completer = completer;
  }

  async read(prompt: string): Promise<Edited> {
    const { sys } = this.shell;
    const cooked = sys.terminalSettings(0);
    sys.setTerminalSettings(0, { ...cooked, canonical: false, echo: false, signals: false });
    const oldHandler = sys.signal(SIGNALS.SIGWINCH, () => this.resized());
    this.screen.columns = sys.windowSize(0).columns || 80;
    this.screen.forget();
    this.start(prompt);
    try {
      for (;;) {
        let bytes = sys.read(0, 1);
        if (bytes instanceof Promise) {
          this.draw();
          await this.flush();
          bytes = await bytes;
        }
        if (bytes.length === 0) return { kind: 'end' };
        const key = this.keys.take(bytes[0]!);
        const result = key && this.press(key);
        if (result) {
          await this.flush();
          return result;
        }
      }
    } finally {
      sys.signal(SIGNALS.SIGWINCH, oldHandler);
      sys.setTerminalSettings(0, cooked);
    }
  }

  private start(prompt: string): void {
    // Only the prompt's last line is drawn again and again.
    const cut = prompt.lastIndexOf('\n') + 1;
    this.written = prompt.slice(0, cut).replaceAll('\n', '\r\n');
    this.prompt = prompt.slice(cut);
    this.buffer.set('');
    this.historyAt = this.shell.history.length;
    this.searching = undefined;
    this.tabs = 0;
  }

  private draw(): void {
    const { searching, buffer } = this;
    const quote = this.shell.dialect.bash ? '`' : "'";
    const prompt = searching ? `(reverse-i-search)${quote}${searching.query}': ` : this.prompt;
    this.written += this.screen.draw(prompt, buffer.text, buffer.before);
  }

  private async flush(): Promise<void> {
    const text = this.written;
    this.written = '';
    if (text) await this.shell.sys.write(2, text);
  }

  private resized(): void {
    const { columns } = this.shell.sys.windowSize(0);
    this.screen.resize(columns || 80, this.prompt, this.buffer.before);
    this.draw();
    void this.flush();
  }

  private leave(): void {
    this.searching = undefined;
    this.draw();
    this.written += this.screen.leave(this.prompt, this.buffer.text);
  }

  private press(key: Key): Edited | undefined {
    if (this.searching && this.search(key)) return undefined;
    if (key.name !== 'tab') this.tabs = 0;
    if (!KILLING.has(key.name)) this.buffer.endKill();
    const { buffer } = this;
    switch (key.name) {
      case 'text':
        buffer.insert(key.text!);
        return undefined;
      case 'enter':
        this.leave();
        return { kind: 'line', text: buffer.text };
      case 'ctrl-c':
        this.leave();
        // busybox leaves a row free.
        this.written = this.written.replace(/\r\n$/, this.shell.dialect.bash ? '^C\r\n' : '^C\r\n\r\n');
        return { kind: 'interrupt' };
      case 'ctrl-d':
        if (buffer.length === 0) {
          this.leave();
          return { kind: 'end' };
        }
        buffer.delete(1);
        return undefined;
      case 'tab':
        this.completeWord();
        return undefined;
      case 'ctrl-r':
        this.searching = { query: '', at: this.shell.history.length, before: buffer.text };
        return undefined;
      case 'ctrl-l':
        this.written += '\x1b[H\x1b[2J';
        this.screen.forget();
        return undefined;
      case 'up':
      case 'ctrl-p':
        this.recall(-1);
        return undefined;
      case 'down':
      case 'ctrl-n':
        this.recall(1);
        return undefined;
      case 'ctrl-y':
        // busybox remembers nothing of what it deletes.
        if (this.shell.dialect.bash) buffer.yank();
        return undefined;
      default:
        edit(buffer, key.name);
        return undefined;
    }
  }

  private recall(by: number): void {
    const { history } = this.shell;
    const at = this.historyAt + by;
    if (at < 0 || at > history.length) return;
    if (this.historyAt === history.length) this.draft = this.buffer.text;
    this.historyAt = at;
    this.buffer.set(at === history.length ? this.draft : history[at]!);
  }

  /** Keys during a reverse search; false when the key ends it and acts on the line found. */
  private search(key: Key): boolean {
    const state = this.searching!;
    if (key.name === 'text') state.query += key.text!;
    else if (key.name === 'backspace') state.query = [...state.query].slice(0, -1).join('');
    else if (key.name === 'ctrl-g' || key.name === 'ctrl-c') {
      this.searching = undefined;
      this.buffer.set(state.before);
      return key.name === 'ctrl-g';
    } else if (key.name !== 'ctrl-r') {
      this.searching = undefined;
      return false;
    }
    const { history } = this.shell;
    const from =
      key.name === 'ctrl-r'
        ? state.at - 1
        : key.name === 'text'
          ? Math.min(state.at, history.length - 1)
          : history.length - 1;
    for (let at = from; at >= 0 && state.query !== ''; at--) {
      const found = history[at]!.indexOf(state.query);
      if (found < 0) continue;
      state.at = at;
      this.historyAt = at;
      this.buffer.set(history[at]!, [...history[at]!.slice(0, found)].length);
      break;
    }
    return true;
  }

  private completeWord(): void {
    const { buffer } = this;
    const { length, candidates } = complete(this.shell, buffer.before, this.completer);
    this.tabs++;
    if (candidates.length === 0) {
      this.written += '\x07';
      return;
    }
    const typed = [...buffer.before].slice(buffer.cursor - length).join('');
    const shared = commonPrefix(candidates);
    if (shared.length > typed.length || candidates.length === 1) {
      const only = candidates.length === 1;
      buffer.remove(buffer.cursor - [...typed].length, buffer.cursor);
      buffer.insert(shared + (only && !shared.endsWith('/') && !shared.endsWith('=') ? ' ' : ''));
      // busybox lists what is left with the next Tab, readline with the one after it.
      if (only || this.shell.dialect.bash) this.tabs = 0;
      return;
    }
    if (this.tabs < 2) {
      this.written += '\x07';
      return;
    }
    this.draw();
    this.written += this.screen.leave(this.prompt, buffer.text) + listing(candidates, this.screen.columns);
  }
}

/** Keys after which a kill adds to the one before. */
const KILLING = new Set(['ctrl-k', 'ctrl-u', 'ctrl-w', 'alt-backspace', 'alt-d']);

/** The keys that only move or change text. */
function edit(buffer: LineBuffer, key: string): void {
  switch (key) {
    case 'left':
    case 'ctrl-b':
      buffer.move(-1);
      return;
    case 'right':
    case 'ctrl-f':
      buffer.move(1);
      return;
    case 'home':
    case 'ctrl-a':
      buffer.cursor = 0;
      return;
    case 'end':
    case 'ctrl-e':
      buffer.cursor = buffer.length;
      return;
    case 'alt-b':
      buffer.cursor = buffer.wordLeft();
      return;
    case 'alt-f':
      buffer.cursor = buffer.wordRight();
      return;
    case 'backspace':
      buffer.backspace();
      return;
    case 'delete':
      buffer.delete(1);
      return;
    case 'ctrl-k':
      buffer.kill(buffer.cursor, buffer.length);
      return;
    case 'ctrl-u':
      buffer.kill(0, buffer.cursor);
      return;
    case 'ctrl-w':
      buffer.kill(buffer.blankLeft(), buffer.cursor);
      return;
    case 'alt-backspace':
      buffer.kill(buffer.wordLeft(), buffer.cursor);
      return;
    case 'alt-d':
      buffer.kill(buffer.cursor, buffer.wordRight());
      return;
    case 'ctrl-t':
      buffer.transpose();
      return;
    case 'alt-u':
      buffer.changeWord((word) => word.toUpperCase());
      return;
    case 'alt-l':
      buffer.changeWord((word) => word.toLowerCase());
      return;
    case 'alt-c':
      buffer.changeWord((word) => word.replace(/\p{L}/u, (letter) => letter.toUpperCase()));
      return;
  }
}
