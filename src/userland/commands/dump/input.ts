import { concat } from '../../../kernel/bytes.ts';
import type { Context } from '../common/context.ts';
import { eachInput, readChunk } from '../common/input.ts';

/** The operands one after another, without the first `skip` bytes and no more than `limit`: never reads further. */
export async function readRange(
  context: Context,
  paths: readonly string[],
  skip = 0,
  limit = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let left = skip + limit;
  await eachInput(context, paths, async (fd) => {
    while (left > 0) {
      const bytes = await readChunk(context, fd, Math.min(left, 65536));
      if (bytes.length === 0) return;
      parts.push(bytes);
      left -= bytes.length;
    }
  });
  return parts.length === 0 ? new Uint8Array() : concat(parts).subarray(skip);
}

/** Calls `each` with every row of `width` bytes, `undefined` standing for all rows like the one before but the first. */
export function eachRow(
  bytes: Uint8Array,
  width: number,
  all: boolean,
  each: (row: Uint8Array | undefined, at: number) => void,
): void {
  let previous: Uint8Array | undefined;
  let folded = false;
  for (let at = 0; at < bytes.length; at += width) {
    const row = bytes.subarray(at, at + width);
    const alike = !all && previous?.length === row.length && row.every((byte, i) => byte === previous?.[i]);
    if (!alike) each(row, at);
    else if (!folded) each(undefined, at);
    folded = alike;
    previous = row;
  }
}

/** The printable character of a byte, or a dot. */
export function shown(byte: number): string {
  return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.';
}
