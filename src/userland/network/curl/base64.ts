const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** RFC 4648 base64. */
export function baseEncode(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.subarray(at, at + 3);
    const word = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    text += ALPHABET[word >> 18]! + ALPHABET[(word >> 12) & 63]!;
    text += b === undefined ? '=' : ALPHABET[(word >> 6) & 63]!;
    text += c === undefined ? '=' : ALPHABET[word & 63]!;
  }
  return text;
}

export function baseDecode(text: string): Uint8Array {
  const letters = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((letters.length * 3) / 4));
  let group = 0;
  let at = 0;
  for (const [index, letter] of [...letters].entries()) {
    group = ((group << 6) | Math.max(0, ALPHABET.indexOf(letter))) & 0xffffff;
    const bits = ((index % 4) + 1) * 6;
    if (index % 4 > 0) bytes[at++] = (group >> (bits % 8)) & 255;
  }
  return bytes;
}
