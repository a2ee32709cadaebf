import type { GoSlice, Int, Runtime } from './guest.ts';

/** Strings are bytes, a character each: JavaScript's own text is made of them, and into them, at the borders. */
export function textPart(G: Runtime): void {
  const isAscii = (text: string) => !/[^\0-\x7f]/.test(text);
  const encode = (text: string): string => {
    if (isAscii(text)) return text;
    let bytes = '';
    for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
    return bytes;
  };
  const decode = (bytes: string): string =>
    isAscii(bytes) ? bytes : new TextDecoder().decode(Uint8Array.from(bytes, (each) => each.charCodeAt(0)));
  const slice = G.list;
  /** The rune that begins at a byte, and how long it is: what is no UTF-8 is U+FFFD, one byte long. */
  const runeAt = (text: string, at: number): [rune: number, length: number] => {
    const first = text.charCodeAt(at);
    if (first < 0x80) return [first, 1];
    const length =
      first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
    if (length === 0 || at + length > text.length) return [0xfffd, 1];
    let rune = first & (0xff >> (length + 1));
    for (let next = 1; next < length; next++) {
      const byte = text.charCodeAt(at + next);
      if ((byte & 0xc0) !== 0x80) return [0xfffd, 1];
      rune = (rune << 6) | (byte & 0x3f);
    }
    const least = [0, 0, 0x80, 0x800, 0x10000][length]!;
    return rune < least || rune > 0x10ffff || (rune >= 0xd800 && rune < 0xe000) ? [0xfffd, 1] : [rune, length];
  };
  const runes = (text: string): [number, number][] => {
    const found: [number, number][] = [];
    for (let at = 0; at < text.length; ) {
      const [rune, length] = runeAt(text, at);
      found.push([at, rune]);
      at += length;
    }
    return found;
  };
  const runeText = (rune: Int): string => {
    const code = Number(rune);
    return code < 0x80 && code >= 0
      ? String.fromCharCode(code)
      : encode(
          String.fromCodePoint(code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? code : 0xfffd),
        );
  };
  const outOfRange = (index: number, length: number) =>
    G.fail(`runtime error: index out of range [${index}] with length ${length}`);
  Object.assign(G, {
    encode,
    decode,
    runes,
    runeAt,
    runeText,
    byteAt: (text: string, at: number) =>
      at < 0 || at >= text.length ? outOfRange(at, text.length) : text.charCodeAt(at),
    cut(text: string, low = 0, high = text.length) {
      if (high < 0 || high > text.length)
        G.fail(`runtime error: slice bounds out of range [:${high}] with length ${text.length}`);
      if (low < 0 || low > high) G.fail(`runtime error: slice bounds out of range [${low}:${low < 0 ? '' : high}]`);
      return text.slice(low, high);
    },
    bytes: (text: string): GoSlice => slice(Array.from(text, (each) => each.charCodeAt(0))),
    bytesText(bytes: GoSlice | null): string {
      const list = G.items(bytes) as number[];
      let text = '';
      for (let at = 0; at < list.length; at += 4096) text += String.fromCharCode(...list.slice(at, at + 4096));
      return text;
    },
    runesOf: (text: string): GoSlice => slice(runes(text).map(([, rune]) => rune)),
    runesText: (list: GoSlice | null): string => (G.items(list) as Int[]).map(runeText).join(''),
    copyText(to: GoSlice | null, from: string) {
      const count = Math.min(from.length, to === null ? 0 : to.n);
      for (let at = 0; at < count; at++) to!.a[to!.o + at] = from.charCodeAt(at);
      return count;
    },
  });
}
