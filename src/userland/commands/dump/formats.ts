/** How od and hexdump write one unit of some bytes, little-endian. */
export interface Format {
  readonly size: number;
  /** Columns of the text of one unit, without the space before it. */
  readonly width: number;
  text(view: DataView, at: number): string;
}

const NAMES =
  'nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp'.split(
    ' ',
  );
const ESCAPES: Record<number, string> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};

function unsigned(view: DataView, at: number, size: number): bigint {
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(view.getUint8(at + i));
  return value;
}

function padded(radix: number, size: number, width: number): Format {
  return { size, width, text: (view, at) => unsigned(view, at, size).toString(radix).padStart(width, '0') };
}

const OCTAL = { 1: 3, 2: 6, 4: 11, 8: 22 };
const DECIMAL = { 1: 3, 2: 5, 4: 10, 8: 20 };
const SIGNED = { 1: 4, 2: 6, 4: 11, 8: 20 };

export type Size = 1 | 2 | 4 | 8;

export const octal = (size: Size): Format => padded(8, size, OCTAL[size]);
export const hex = (size: Size): Format => padded(16, size, size * 2);
export const zeroDecimal = (size: Size): Format => padded(10, size, DECIMAL[size]);
export const decimal = (size: Size): Format => ({
  size,
  width: DECIMAL[size],
  text: (view, at) => String(unsigned(view, at, size)),
});
export const signed = (size: Size): Format => ({
  size,
  width: SIGNED[size],
  text: (view, at) => String(BigInt.asIntN(size * 8, unsigned(view, at, size))),
});
export const real = (size: 4 | 8): Format => ({
  size,
  width: size === 4 ? 15 : 24,
  text: (view, at) => {
    const value = size === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true);
    return String(size === 4 ? Number(value.toPrecision(8)) : value);
  },
});
export const character: Format = {
  size: 1,
  width: 3,
  text: (view, at) => {
    const byte = view.getUint8(at);
    if (ESCAPES[byte]) return ESCAPES[byte];
    return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0');
  },
};
export const named: Format = {
  size: 1,
  width: 3,
  text: (view, at) => {
    const byte = view.getUint8(at) & 127;
    return byte === 127 ? 'del' : (NAMES[byte] ?? String.fromCharCode(byte));
  },
};

/** The units of a row, the last filled up with zeros. */
export function units(row: Uint8Array, format: Format): string[] {
  const count = Math.ceil(row.length / format.size);
  const whole = new Uint8Array(count * format.size);
  whole.set(row);
  const view = new DataView(whole.buffer);
  return Array.from({ length: count }, (_, i) => format.text(view, i * format.size));
}
