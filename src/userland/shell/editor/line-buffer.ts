const WORD = /[\p{L}\p{N}_]/u;

/** The line being edited: characters, a cursor, and what was killed last. */
export class LineBuffer {
  private characters: string[] = [];
  private killed = '';
  private killing = false;
  cursor = 0;

  get text(): string {
    return this.characters.join('');
  }
  get length(): number {
    return this.characters.length;
  }
  get before(): string {
    return this.characters.slice(0, this.cursor).join('');
  }

  set(text: string, cursor?: number): void {
    this.characters = [...text];
    this.cursor = cursor ?? this.characters.length;
  }

  insert(text: string): void {
    const added = [...text];
    this.characters.splice(this.cursor, 0, ...added);
    this.cursor += added.length;
  }

  move(by: number): void {
    this.cursor = Math.max(0, Math.min(this.length, this.cursor + by));
  }

  delete(count: number): void {
    this.characters.splice(this.cursor, count);
  }

  backspace(): void {
    if (this.cursor === 0) return;
    this.cursor--;
    this.delete(1);
  }

  wordLeft(): number {
    let at = this.cursor;
    while (at > 0 && !WORD.test(this.characters[at - 1]!)) at--;
    while (at > 0 && WORD.test(this.characters[at - 1]!)) at--;
    return at;
  }

  wordRight(): number {
    let at = this.cursor;
    while (at < this.length && !WORD.test(this.characters[at]!)) at++;
    while (at < this.length && WORD.test(this.characters[at]!)) at++;
    return at;
  }

  /** Back over blanks and then everything up to the next blank: Ctrl-W. */
  blankLeft(): number {
    let at = this.cursor;
    while (at > 0 && this.characters[at - 1] === ' ') at--;
    while (at > 0 && this.characters[at - 1] !== ' ') at--;
    return at;
  }

  /** Takes out what is between two places. */
  remove(from: number, to: number): string {
    const removed = this.characters.splice(from, to - from).join('');
    this.cursor = from;
    return removed;
  }

  /** Takes out what is between two places, to be yanked again: together with what was killed just before. */
  kill(from: number, to: number): void {
    const forward = from === this.cursor;
    const text = this.remove(from, to);
    const before = this.killing ? this.killed : '';
    this.killed = forward ? before + text : text + before;
    this.killing = true;
  }

  /** The next kill begins anew. */
  endKill(): void {
    this.killing = false;
  }

  yank(): void {
    this.insert(this.killed);
  }

  transpose(): void {
    if (this.cursor === 0 || this.length < 2) return;
    const at = Math.min(this.cursor, this.length - 1);
    const left = this.characters[at - 1]!;
    this.characters[at - 1] = this.characters[at]!;
    this.characters[at] = left;
    this.cursor = at + 1;
  }

  /** Changes the word at the cursor: Alt-U, Alt-L, Alt-C. */
  changeWord(change: (word: string) => string): void {
    const end = this.wordRight();
    const word = this.characters.slice(this.cursor, end).join('');
    this.characters.splice(this.cursor, end - this.cursor, ...change(word));
    this.cursor = end;
  }
}
