/**
 * Arguments, names and variables are byte strings in a real Linux and JavaScript strings here. Bytes that are not UTF-8
 * live as the lone surrogates U+DC80…U+DCFF (PEP 383), so whatever passes through comes out again as it was.
 */

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

export function decode(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeEscaping(bytes);
  }
}

function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 1;
}

function decodeEscaping(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at]!;
    if (lead < 0x80) {
      text += String.fromCharCode(lead);
      at++;
      continue;
    }
    const length = sequenceLength(lead);
    try {
      if (length === 1 || at + length > bytes.length) throw new RangeError();
      text += strict.decode(bytes.subarray(at, at + length));
      at += length;
    } catch {
      text += String.fromCharCode(0xdc00 + lead);
      at++;
    }
  }
  return text;
}

const ESCAPED = /(?<![\ud800-\udbff])[\udc80-\udcff]/;

export function encode(text: string): Uint8Array {
  if (!ESCAPED.test(text)) return encoder.encode(text);
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code - 0xdc00);
    else bytes.push(...encoder.encode(character));
  }
  return Uint8Array.from(bytes);
}

/** Decodes again after raw bytes were put together, so that `printf '\303\251'` is one character. */
export function rejoin(text: string): string {
  return ESCAPED.test(text) ? decode(encode(text)) : text;
}

export function byte(code: number): string {
  return code < 0x80 ? String.fromCharCode(code) : String.fromCharCode(0xdc00 + code);
}
