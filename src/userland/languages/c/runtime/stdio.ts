import type { Errno } from './errno.ts';
import type { Formatting } from './format.ts';
import type { Guest } from './guest.ts';
import type { Memory } from './memory.ts';
import type { Scanning } from './scan.ts';
import type { Streams } from './streams.ts';

/** <stdio.h>. */
export function cStdio(memory: Memory, streamed: Streams, { format }: Formatting, scanning: Scanning, errno: Errno) {
  const { C, bytes, check, allocate, release, encode, raw, stringAt, put, toBytes } = memory;
  const { streams, streamAt, open, emit, flush, flushAll, character, readLine } = streamed;
  const { scan, streamSource, textSource } = scanning;
  const { errnoAt, failed, messageOf } = errno;
  const { require: load } = globalThis as unknown as Guest;
  const fs = load('node:fs');
  const truth = (holds: boolean) => (holds ? 1 : 0);
  const print = (stream: number, pattern: number, given: readonly unknown[]): number =>
    emit(streamAt(stream), toBytes(format(raw(pattern), given)));
  const openFile = (path: number, mode: number): number => {
    const [name, how] = [stringAt(path), stringAt(mode)];
    try {
      const writes = /[wa+]/.test(how);
      if (how.startsWith('w')) fs.writeFileSync(name, new Uint8Array(0));
      else if (how.startsWith('r') || fs.existsSync(name)) fs.readFileSync(name);
      const before = how.startsWith('w') || !fs.existsSync(name) ? new Uint8Array(0) : fs.readFileSync(name);
      return streams.push({ ...open(-1, writes), path: name, bytes: before }) - 1;
    } catch (error) {
      failed(error);
      return 0;
    }
  };
  const L: Record<string, unknown> = {
    printf: (pattern: number, ...given: unknown[]) => print(2, pattern, given),
    fprintf: (stream: number, pattern: number, ...given: unknown[]) => print(stream, pattern, given),
    sprintf: (to: number, pattern: number, ...given: unknown[]) => {
      const made = toBytes(format(raw(pattern), given));
      put(to, made);
      return made.length;
    },
    snprintf: (to: number, n: bigint, pattern: number, ...given: unknown[]) => {
      const made = toBytes(format(raw(pattern), given));
      if (n > 0n) put(to, made.slice(0, Number(n) - 1));
      return made.length;
    },
    puts: (s: number) => emit(streams[2]!, toBytes(`${raw(s)}\n`)),
    putchar: (c: number) => {
      emit(streams[2]!, [c & 255]);
      return c & 255;
    },
    putc: (c: number, stream: number) => {
      emit(streamAt(stream), [c & 255]);
      return c & 255;
    },
    fputc: (c: number, stream: number) => {
      emit(streamAt(stream), [c & 255]);
      return c & 255;
    },
    fputs: (s: number, stream: number) => emit(streamAt(stream), toBytes(raw(s))),
    getchar: () => character(streams[1]!),
    getc: (stream: number) => character(streamAt(stream)),
    fgetc: (stream: number) => character(streamAt(stream)),
    fgets: async (to: number, n: number, stream: number) => {
      const line = await readLine(streamAt(stream), n - 1);
      if (line.length === 0) return 0;
      put(to, line);
      return to;
    },
    getline: async (place: number, n: number, stream: number) => {
      const line = await readLine(streamAt(stream), Number.POSITIVE_INFINITY);
      if (line.length === 0) return -1n;
      const old = C.p8(place);
      if (old !== 0) release(old);
      const to = allocate(line.length + 1);
      put(to, line);
      C.sp8(place, to);
      C.su8(n, BigInt(line.length + 1));
      return BigInt(line.length);
    },
    scanf: (pattern: number, ...places: number[]) => scan(streamSource(streams[1]!), raw(pattern), places),
    fscanf: (stream: number, pattern: number, ...places: number[]) =>
      scan(streamSource(streamAt(stream)), raw(pattern), places),
    sscanf: (text: number, pattern: number, ...places: number[]) => scan(textSource(raw(text)), raw(pattern), places),
    fopen: openFile,
    fclose: (stream: number) => {
      flush(streamAt(stream));
      streams[stream] = undefined;
      return 0;
    },
    fread: async (to: number, size: bigint, n: bigint, stream: number) => {
      const source = streamAt(stream);
      let count = 0;
      for (const wanted = Number(size * n); count < wanted; count++) {
        const code = await character(source);
        if (code < 0) break;
        C.su1(to + count, code);
      }
      return size === 0n ? 0n : BigInt(count) / size;
    },
    fwrite: (from: number, size: bigint, n: bigint, stream: number) => {
      emit(streamAt(stream), bytes.slice(check(from, Number(size * n)), from + Number(size * n)));
      return n;
    },
    fflush: (stream: number) => {
      if (stream === 0) flushAll();
      else flush(streamAt(stream));
      return 0;
    },
    feof: (stream: number) => truth(streamAt(stream).ended),
    ferror: (stream: number) => truth(streamAt(stream).failed),
    setbuf: (stream: number, to: number) => void (streamAt(stream).mode = to === 0 ? 2 : 0),
    setvbuf: (stream: number, _: number, mode: number) => {
      streamAt(stream).mode = mode;
      return 0;
    },
    perror: (s: number) =>
      void emit(streams[3]!, [...(s === 0 ? [] : toBytes(`${raw(s)}: `)), ...encode(`${messageOf(C.i4(errnoAt))}\n`)]),
    remove: (path: number) => {
      try {
        fs.unlinkSync(stringAt(path));
        return 0;
      } catch (error) {
        return failed(error);
      }
    },
    rename: (from: number, to: number) => {
      try {
        fs.renameSync(stringAt(from), stringAt(to));
        return 0;
      } catch (error) {
        return failed(error);
      }
    },
  };
  return L;
}
