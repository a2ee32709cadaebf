import type { Platform } from '../../kernel/platform.ts';

export interface LogEntry {
  readonly stream: 1 | 2;
  readonly time: number;
  readonly text: Uint8Array;
}

/** `max-size` and `max-file`: the oldest file goes when there are too many. */
export interface Rotation {
  readonly bytes: number;
  readonly files: number;
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
  /** How many entries each file has, and how long the last file is. */
  #files = [0];
  #written = 0;
  rotation: Rotation | undefined;

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
    this.#files = [entries.length];
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
    this.#rotate(entry);
    this.#entries.push(entry);
    this.#bytes += text.length;
    while (this.#bytes > KEPT_BYTES) this.#bytes -= this.#entries.shift()?.text.length ?? this.#bytes;
    for (const follower of this.#followers) follower(entry);
  }

  /** moby: loggerutils LogFile, which looks at the length before it writes. */
  #rotate(entry: LogEntry): void {
    if (!this.rotation) return;
    if (this.#written >= this.rotation.bytes) {
      this.#written = 0;
      this.#files.push(0);
      while (this.#files.length > this.rotation.files)
        for (let gone = this.#files.shift() ?? 0; gone > 0; gone--)
          this.#bytes -= this.#entries.shift()?.text.length ?? 0;
    }
    this.#files[this.#files.length - 1] = (this.#files.at(-1) ?? 0) + 1;
    this.#written += encodedLength(entry);
  }
}

const decoder = new TextDecoder();

/** The length of the line json-file writes for an entry. */
function encodedLength({ stream, text }: LogEntry): number {
  const log = JSON.stringify(decoder.decode(text));
  const name = stream === 1 ? 'stdout' : 'stderr';
  return `{"log":${log},"stream":"${name}","time":"2006-01-02T15:04:05.999999999Z"}\n`.length;
}
