import type { MaybePromise } from '../../../kernel/program.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { decode } from '../../../kernel/text.ts';
import { chain } from './waiting.ts';

export interface Line {
  readonly text: string;
  /** Whether the delimiter was there: the end of the input comes without one. */
  readonly complete: boolean;
}

/** A whole chunk may be taken from what can be wound back; a pipe or a terminal gives byte by byte. */
function seekable(sys: SystemCalls, fd: number): boolean {
  try {
    sys.seek(fd, 0, 'current');
    return true;
  } catch {
    return false;
  }
}

/** Reads up to a delimiter without taking a byte more, as `read` must: a later command reads what follows. */
export function readLine(
  sys: SystemCalls,
  fd: number,
  options: { delimiter?: number; limit?: number } = {},
): MaybePromise<Line> {
  const delimiter = options.delimiter ?? 10;
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const bytes: number[] = [];
  const chunk = seekable(sys, fd) && limit === Number.POSITIVE_INFINITY ? 4096 : 1;
  // No variable can hold a NUL.
  const line = (complete: boolean): Line => ({
    text: decode(Uint8Array.from(bytes)),
    complete,
  });
  const step = (): MaybePromise<Line> => {
    for (;;) {
      if (bytes.length >= limit) return line(true);
      const part = sys.read(fd, chunk);
      if (part instanceof Promise) return part.then((data) => take(data) ?? step());
      const taken = take(part);
      if (taken) return taken;
    }
  };
  const take = (data: Uint8Array): Line | undefined => {
    if (data.length === 0) return line(false);
    const end = data.indexOf(delimiter);
    if (end < 0) {
      for (const byte of data) if (byte !== 0) bytes.push(byte);
      return undefined;
    }
    for (let at = 0; at < end; at++) if (data[at] !== 0) bytes.push(data[at]!);
    if (end + 1 < data.length) sys.seek(fd, end + 1 - data.length, 'current');
    return line(true);
  };
  return chain(undefined, step);
}
