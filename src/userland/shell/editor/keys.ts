/** A key: a character to insert, or a name like `ctrl-a`, `alt-f`, `up`. */
export interface Key {
  readonly name: string;
  readonly text?: string;
}

const SEQUENCES: Record<string, string> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  '[H': 'home',
  '[F': 'end',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  OH: 'home',
  OF: 'end',
  '[1~': 'home',
  '[4~': 'end',
  '[7~': 'home',
  '[8~': 'end',
  '[3~': 'delete',
  '[5~': 'page-up',
  '[6~': 'page-down',
  '[1;5C': 'alt-f',
  '[1;5D': 'alt-b',
  '[1;3C': 'alt-f',
  '[1;3D': 'alt-b',
  '[5C': 'alt-f',
  '[5D': 'alt-b',
  '[3;5~': 'alt-d',
  '[Z': 'shift-tab',
};

const decoder = new TextDecoder();

/** Turns the bytes a terminal sends into keys; a sequence may come in pieces. */
export class KeyReader {
  private bytes: number[] = [];

  /** Whether a sequence has begun and not ended. */
  get pending(): boolean {
    return this.bytes.length > 0;
  }

  take(byte: number): Key | undefined {
    this.bytes.push(byte);
    const key = this.complete();
    if (key) this.bytes = [];
    return key;
  }

  private complete(): Key | undefined {
    const [first = 0, second] = this.bytes;
    if (first === 0x1b) return second === undefined ? undefined : this.escape(second);
    if (first === 0x7f || first === 8) return { name: 'backspace' };
    if (first === 9) return { name: 'tab' };
    if (first === 10 || first === 13) return { name: 'enter' };
    if (first < 32) return { name: `ctrl-${String.fromCharCode(first + 96)}` };
    const needed = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (this.bytes.length < needed) return undefined;
    return { name: 'text', text: decoder.decode(Uint8Array.from(this.bytes)) };
  }

  private escape(second: number): Key | undefined {
    const rest = String.fromCharCode(...this.bytes.slice(1));
    if (second === 0x5b || second === 0x4f) {
      if (rest.length < 2) return undefined;
      const last = rest.charCodeAt(rest.length - 1);
      if (second === 0x5b && (last < 0x40 || last > 0x7e)) return rest.length > 16 ? { name: 'unknown' } : undefined;
      return { name: SEQUENCES[rest] ?? 'unknown' };
    }
    if (second === 0x7f || second === 8) return { name: 'alt-backspace' };
    return { name: `alt-${rest.toLowerCase()}` };
  }
}
