import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const COLOURS = 256;
/** Colours closer than this (squared) are one: rare ones far from all others get a place too. */
const CLOSE = 40;
/** So many of the most frequent have their place however close: surfaces must keep their exact colour. */
const SURFACES = 32;

/** A picture of a page with a palette instead of full colours: less than half as large, and no eye sees the difference. */
export function indexedPng(png) {
  const { width, height, channels, rows } = decode(png);
  const counts = new Map();
  const pixels = new Uint32Array(width * height);
  for (let at = 0; at < pixels.length; at++) {
    const from = at * channels;
    const colour = (rows[from] << 16) | (rows[from + 1] << 8) | rows[from + 2];
    pixels[at] = colour;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = paletteOf([...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour));
  const places = new Map(palette.map((colour, index) => [colour, index]));
  const raw = Buffer.alloc((width + 1) * height);
  for (let at = 0; at < pixels.length; at++) {
    const colour = pixels[at];
    let index = places.get(colour);
    if (index === undefined) places.set(colour, (index = nearest(palette, colour)));
    raw[at + Math.floor(at / width) + 1] = index;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, colour type 3: indexed.
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const data = deflateSync(raw, { level: 9, memLevel: 9 });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The most frequent colours first, as long as they differ visibly. */
function paletteOf(colours) {
  const palette = [];
  for (const colour of colours) {
    if (palette.length === COLOURS) break;
    if (palette.length < SURFACES || palette.every((other) => distance(other, colour) >= CLOSE)) palette.push(colour);
  }
  return palette;
}

function nearest(palette, colour) {
  let best = 0;
  for (let index = 1; index < palette.length; index++) {
    if (distance(palette[index], colour) < distance(palette[best], colour)) best = index;
  }
  return best;
}

function distance(a, b) {
  const red = (a >> 16) - (b >> 16);
  const green = ((a >> 8) & 255) - ((b >> 8) & 255);
  const blue = (a & 255) - (b & 255);
  return red * red + green * green + blue * blue;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** Rows of RGB or RGBA bytes: what browsers write. */
function decode(png) {
  let header;
  const parts = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
    if (type === 'IHDR') header = data;
    if (type === 'IDAT') parts.push(data);
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = header[9] === 6 ? 4 : 3;
  const filtered = inflateSync(Buffer.concat(parts));
  const length = width * channels;
  const rows = Buffer.alloc(length * height);
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (length + 1)];
    for (let x = 0; x < length; x++) {
      const left = x >= channels ? rows[y * length + x - channels] : 0;
      const up = y > 0 ? rows[(y - 1) * length + x] : 0;
      const corner = x >= channels && y > 0 ? rows[(y - 1) * length + x - channels] : 0;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      rows[y * length + x] = filtered[y * (length + 1) + 1 + x] + predicted;
    }
  }
  return { width, height, channels, rows };
}

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value));
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
