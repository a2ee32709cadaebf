import { decompress } from '../../oci/received-layer.ts';

const COMPRESSED: readonly (readonly number[])[] = [
  [0x1f, 0x8b, 0x08],
  [0x42, 0x5a, 0x68],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  [0x28, 0xb5, 0x2f, 0xfd],
];

/** Would ADD put this file out? A tar, plain or compressed; anything else is copied as it is. */
export function isArchive(data: Uint8Array): boolean {
  const magic = COMPRESSED.findIndex((bytes) => bytes.every((byte, index) => data[index] === byte));
  if (magic < 0) return isTar(data);
  if (magic > 0) return true;
  try {
    return isTar(decompress(data));
  } catch {
    return false;
  }
}

/** The tar inside; forms other than gzip are refused. */
export function unpackedArchive(data: Uint8Array): Uint8Array {
  const magic = COMPRESSED.findIndex((bytes) => bytes.every((byte, index) => data[index] === byte));
  if (magic > 0) throw new Error('drydock: not simulated: ADD of an archive that is not compressed with gzip');
  return decompress(data);
}

/** A valid first header: its checksum is right. */
function isTar(data: Uint8Array): boolean {
  if (data.length < 512) return false;
  let sum = 0;
  for (let i = 0; i < 512; i++) sum += i >= 148 && i < 156 ? 0x20 : data[i]!;
  const text = String.fromCharCode(...data.subarray(148, 156))
    .replace(/[\0 ]+$/, '')
    .trim();
  return /^[0-7]+$/.test(text) && Number.parseInt(text, 8) === sum;
}
