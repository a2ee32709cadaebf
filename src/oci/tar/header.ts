/** One 512-byte header, byte for byte as Go's archive/tar packs it. */
export interface HeaderFields {
  /** ASCII; what does not fit is cut (the whole of it is then in a PAX record). */
  readonly name: string;
  readonly prefix: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Seconds. */
  readonly mtime: number;
  readonly flag: string;
  readonly link: string;
  readonly major: number;
  readonly minor: number;
  /** Go leaves the device fields of the PAX pseudo-file empty. */
  readonly devices: boolean;
}

/** The largest number a NUL-terminated octal field of `width` bytes holds. */
export function fitsOctal(value: number, width: number): boolean {
  return value >= 0 && value <= (width === 12 ? 0o77777777777 : width === 8 ? 0o7777777 : 8 ** (width - 1) - 1);
}

/** Fills block[at…at+512) (already zeroed) with the header. */
export function packHeader(block: Uint8Array, at: number, fields: HeaderFields): void {
  putString(block, at, 100, fields.name);
  putOctal(block, at + 100, 8, fields.mode);
  putOctal(block, at + 108, 8, fields.uid);
  putOctal(block, at + 116, 8, fields.gid);
  putOctal(block, at + 124, 12, fields.size);
  putOctal(block, at + 136, 12, fields.mtime);
  block[at + 156] = fields.flag.charCodeAt(0);
  putString(block, at + 157, 100, fields.link);
  putString(block, at + 257, 5, 'ustar');
  block[at + 263] = 0x30;
  block[at + 264] = 0x30;
  if (fields.devices) {
    putOctal(block, at + 329, 8, fields.major);
    putOctal(block, at + 337, 8, fields.minor);
  }
  putString(block, at + 345, 155, fields.prefix);
  // Everything between the fields is zero.
  let sum = 8 * 0x20;
  sum += sumOf(block, at, Math.min(fields.name.length, 100));
  sum += sumOf(block, at + 100, 57);
  sum += sumOf(block, at + 157, Math.min(fields.link.length, 100));
  sum += sumOf(block, at + 257, 8);
  if (fields.devices) sum += sumOf(block, at + 329, 16);
  sum += sumOf(block, at + 345, Math.min(fields.prefix.length, 155));
  putOctal(block, at + 148, 7, sum);
  block[at + 155] = 0x20;
}

function sumOf(block: Uint8Array, at: number, length: number): number {
  let sum = 0;
  for (let i = at, end = at + length; i < end; i++) sum += block[i]!;
  return sum;
}

function putString(block: Uint8Array, at: number, width: number, text: string): void {
  const length = Math.min(text.length, width);
  for (let i = 0; i < length; i++) block[at + i] = text.charCodeAt(i);
  // A cut name must not end in a slash: old readers would take the file for a directory.
  if (text.length > width && block[at + width - 1] === 0x2f) {
    let end = width - 1;
    while (end > 0 && block[at + end - 1] === 0x2f) end--;
    block[at + end] = 0;
  }
}

function putOctal(block: Uint8Array, at: number, width: number, value: number): void {
  let rest = fitsOctal(value, width) ? value : 0;
  for (let i = width - 2; i >= 0; i--) {
    block[at + i] = 0x30 + (rest % 8);
    rest = Math.floor(rest / 8);
  }
}
