import type { Guest } from './guest.ts';
import type { Memory } from './memory.ts';

export interface Stream {
  fd: number;
  path?: string;
  bytes: Uint8Array;
  at: number;
  ended: boolean;
  writes: boolean;
  /** What was given out and is not written yet. */
  pending: number[];
  /** 0: written when there is much of it, 1: line by line, 2: at once. */
  mode: number;
  failed: boolean;
}

/** Standard input, output and error, and files (C17 7.21.3). */
export function cStreams({ fault }: Memory) {
  const { require: load, process } = globalThis as unknown as Guest;
  const fs = load('node:fs');
  const tty = load('node:tty');
  const output = (fd: number, data: Uint8Array): number => {
    (fd === 2 ? process.stderr : process.stdout).write(data);
    return data.length;
  };
  const open = (fd: number, writes: boolean): Stream => ({
    fd,
    bytes: new Uint8Array(0),
    at: 0,
    ended: false,
    writes,
    pending: [],
    mode: 0,
    failed: false,
  });
  const streams: (Stream | undefined)[] = [undefined, open(0, false), open(1, true), open(2, true)];
  // What goes to a terminal is written line by line, what goes elsewhere when there is much of it (C17 7.21.3).
  streams[2]!.mode = tty.isatty(1) ? 1 : 0;
  streams[3]!.mode = 2;
  const streamAt = (pointer: number): Stream => streams[pointer] ?? fault();
  const flush = (stream: Stream): void => {
    if (stream.pending.length === 0) return;
    const data = Uint8Array.from(stream.pending);
    stream.pending = [];
    if (stream.path === undefined) output(stream.fd, data);
    else {
      const joined = new Uint8Array(stream.bytes.length + data.length);
      joined.set(stream.bytes);
      joined.set(data, stream.bytes.length);
      stream.bytes = joined;
      fs.writeFileSync(stream.path, joined);
    }
  };
  const flushAll = (): void => {
    for (const stream of streams) if (stream?.writes) flush(stream);
  };
  const emit = (stream: Stream, data: ArrayLike<number>): number => {
    for (let at = 0; at < data.length; at++) stream.pending.push(data[at]!);
    if (stream.mode === 2 || stream.pending.length >= 4096) flush(stream);
    else if (stream.mode === 1) {
      const end = stream.pending.lastIndexOf(10);
      if (end >= 0) {
        const rest = stream.pending.splice(end + 1);
        flush(stream);
        stream.pending = rest;
      }
    }
    return data.length;
  };
  const input: { chunks: Uint8Array[]; ended: boolean; wake: (() => void) | undefined; begun: boolean } = {
    chunks: [],
    ended: false,
    wake: undefined,
    begun: false,
  };
  const woken = () => {
    input.wake?.();
    input.wake = undefined;
  };
  /** More of a stream's input; false at its end. */
  const more = async (stream: Stream): Promise<boolean> => {
    if (stream.path !== undefined || stream.ended) {
      stream.ended = true;
      return false;
    }
    // Who asks at a terminal is shown the question first.
    flush(streams[2]!);
    if (!input.begun) {
      input.begun = true;
      process.stdin.on('data', (chunk: never) => {
        input.chunks.push(chunk as Uint8Array);
        woken();
      });
      process.stdin.on('end', () => {
        input.ended = true;
        woken();
      });
    }
    while (input.chunks.length === 0 && !input.ended) await new Promise<void>((resolve) => (input.wake = resolve));
    const chunk = input.chunks.shift();
    if (!chunk) {
      stream.ended = true;
      return false;
    }
    const left = stream.bytes.subarray(stream.at);
    const joined = new Uint8Array(left.length + chunk.length);
    joined.set(left);
    joined.set(chunk, left.length);
    stream.bytes = joined;
    stream.at = 0;
    return true;
  };
  const character = async (stream: Stream): Promise<number> => {
    if (stream.at >= stream.bytes.length && !(await more(stream))) return -1;
    return stream.bytes[stream.at++]!;
  };
  const readLine = async (stream: Stream, most: number): Promise<number[]> => {
    const line: number[] = [];
    while (line.length < most) {
      const code = await character(stream);
      if (code < 0) break;
      line.push(code);
      if (code === 10) break;
    }
    return line;
  };
  const flushTerminal = () => {
    if (streams[2]!.mode === 1) flush(streams[2]!);
  };
  return { streams, streamAt, open, output, flush, flushAll, flushTerminal, emit, more, character, readLine };
}

export type Streams = ReturnType<typeof cStreams>;
