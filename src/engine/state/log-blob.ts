import type { LogEntry } from '../containers/log-file.ts';
import { base64, fromBase64 } from '../http/base64.ts';

/** A container's log as a blob: a line of JSON an entry, as the json-file driver has it (bytes in base64). */
export function encodeLog(entries: readonly LogEntry[]): Uint8Array {
  const lines = entries.map(({ stream, time, text }) => `${JSON.stringify([stream, time, base64(text)])}\n`);
  return new TextEncoder().encode(lines.join(''));
}

export function decodeLog(bytes: Uint8Array): LogEntry[] {
  const lines = new TextDecoder()
    .decode(bytes)
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => {
    const [stream, time, text] = JSON.parse(line) as [1 | 2, number, string];
    return { stream, time, text: fromBase64(text) };
  });
}
