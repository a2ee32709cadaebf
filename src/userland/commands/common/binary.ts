import { decode, encode } from '../../../kernel/text.ts';

/**
 * Byte strings: strings with one unit (0 to 255) per byte. Text commands work on them, so that any file goes through
 * unharmed, as it does in the POSIX locale of the real programs.
 */

const CHUNK = 8192;

export function binaryFromBytes(bytes: Uint8Array): string {
  if (bytes.length <= CHUNK) return fromUnits(bytes);
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) text += fromUnits(bytes.subarray(at, at + CHUNK));
  return text;
}

/** Not with `...bytes`: spreading goes through an iterator and is seven times slower. */
function fromUnits(bytes: Uint8Array): string {
  return Reflect.apply(String.fromCharCode, undefined, bytes);
}

export function bytesFromBinary(binary: string): Uint8Array {
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** Text (an argument, a file name) as the bytes it has in UTF-8. */
export function binaryFromText(text: string): string {
  return isAscii(text) ? text : binaryFromBytes(encode(text));
}

/** Bytes read as UTF-8, to use them as a file name or an argument. */
export function textFromBinary(binary: string): string {
  return isAscii(binary) ? binary : decode(bytesFromBinary(binary));
}

export function textFromBytes(bytes: Uint8Array): string {
  return decode(bytes);
}
