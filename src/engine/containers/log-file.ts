import type { Platform } from '../../kernel/platform.ts';

export interface LogEntry {
  readonly stream: 1 | 2;
  readonly time: number;
  readonly text: Uint8Array;
}

/** The longest line the json-file driver keeps as one entry (moby: defaultBufSize). */
const LINE_LIMIT = 16 * 1024;
/** A real daemon fills the disk; here the oldest lines go once a log is this large. */
const KEPT_BYTES = 32 << 20;

/** What the json-file log driver keeps: lines of stdout and stderr with the time they were written. */
export class LogFile {
  #entries: LogEntry[] = [];
  #bytes = 0;
  #partial: [Uint8Array[], Uint8Array[]] = [[], []];
  #followers = new Set<(entry: LogEntry) => void>();

  constructor(
    private readonly platform: Platform,
    private readonly driver: string,
  ) {}

  get readable(): boolean {
    return this.driver !== 'none';
  }

  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  write(stream: 1 | 2, bytes: Uint8Array): void {
    if (!this.readable) return;
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      this.#line(stream, bytes.subarray(start, end + 1));
      start = end + 1;
    }
    const partial = this.#partial[stream - 1] as Uint8Array[];
    if (start < bytes.length) partial.push(bytes.slice(start));
    if (partial.reduce((sum, part) => sum + part.length, 0) >= LINE_LIMIT) this.#line(stream, new Uint8Array());
  }

  /** The stream has ended: what is left is a line without an end. */
  flush(): void {
    for (const stream of [1, 2] as const) {
      if (this.#partial[stream - 1]?.length) this.#line(stream, new Uint8Array());
    }
  }

  follow(listener: (entry: LogEntry) => void): () => void {
    this.#followers.add(listener);
    return () => this.#followers.delete(listener);
  }

  restore(entries: readonly LogEntry[]): void {
    this.#entries = [...entries];
    this.#bytes = entries.reduce((sum, entry) => sum + entry.text.length, 0);
  }

  #line(stream: 1 | 2, end: Uint8Array): void {
    const parts = [...(this.#partial[stream - 1] as Uint8Array[]), end];
    this.#partial[stream - 1] = [];
    const text = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      text.set(part, at);
      at += part.length;
    }
    const entry: LogEntry = { stream, time: this.platform.now(), text };
    this.#entries.push(entry);
    this.#bytes += text.length;
    while (this.#bytes > KEPT_BYTES) this.#bytes -= this.#entries.shift()?.text.length ?? this.#bytes;
    for (const follower of this.#followers) follower(entry);
  }
}
