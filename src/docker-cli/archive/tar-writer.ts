/** One entry of a tar stream, without its data. */
export interface TarEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'hardlink' | 'fifo' | 'device';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Milliseconds. */
  readonly mtime: number;
  readonly target?: string;
}

const BLOCK = 512;
const TYPES: Readonly<Record<TarEntry['kind'], string>> = {
  file: '0',
  hardlink: '1',
  symlink: '2',
  device: '3',
  directory: '5',
  fifo: '6',
};
const encoder = new TextEncoder();

/** Header, data and padding of one entry: ustar, with a pax header for what ustar cannot hold. */
export function tarEntry(entry: TarEntry, data: Uint8Array = new Uint8Array(0)): Uint8Array[] {
  const name = entry.kind === 'directory' && !entry.name.endsWith('/') ? `${entry.name}/` : entry.name;
  const pax: Record<string, string> = {};
  if (!fits(name)) pax.path = name;
  if (entry.target && !fits(entry.target)) pax.linkpath = entry.target;
  const chunks: Uint8Array[] = [];
  if (Object.keys(pax).length) {
    const records = encoder.encode(Object.entries(pax).map(paxRecord).join(''));
    chunks.push(header('PaxHeaders.0/entry', 'x', { ...entry, size: records.length, target: '' }), ...padded(records));
  }
  const size = entry.kind === 'file' ? data.length : 0;
  chunks.push(header(name, TYPES[entry.kind], { ...entry, size }));
  if (size) chunks.push(...padded(data));
  return chunks;
}

/** The two empty blocks a tar ends with. */
export const tarEnd = (): Uint8Array => new Uint8Array(2 * BLOCK);

/** Whether a ustar name field holds it; a UTF-16 unit is at most three bytes. */
const fits = (name: string): boolean => name.length <= 33 || encoder.encode(name).length <= 100;

function padded(data: Uint8Array): Uint8Array[] {
  const rest = data.length % BLOCK;
  return rest ? [data, new Uint8Array(BLOCK - rest)] : [data];
}

function paxRecord([key, value]: [string, string]): string {
  const body = ` ${key}=${value}\n`;
  const bytes = encoder.encode(body).length;
  let length = bytes + 1;
  while (String(length).length + bytes !== length) length = String(length).length + bytes;
  return `${length}${body}`;
}

function header(
  name: string,
  type: string,
  entry: Pick<TarEntry, 'mode' | 'uid' | 'gid' | 'size' | 'mtime' | 'target'>,
): Uint8Array {
  const block = new Uint8Array(BLOCK);
  text(block, 0, 100, name);
  octal(block, 100, 7, entry.mode & 0o7777);
  octal(block, 108, 7, entry.uid);
  octal(block, 116, 7, entry.gid);
  octal(block, 124, 11, entry.size);
  octal(block, 136, 11, Math.max(0, Math.floor(entry.mtime / 1000)));
  text(block, 148, 8, '        ');
  text(block, 156, 1, type);
  if (entry.target) text(block, 157, 100, entry.target);
  text(block, 257, 8, 'ustar\x0000');
  octal(block, 329, 7, 0);
  octal(block, 337, 7, 0);
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += block[i]!;
  octal(block, 148, 6, sum);
  block[154] = 0;
  return block;
}

/** A context has thousands of these: few of them need an encoder. */
function text(block: Uint8Array, at: number, size: number, value: string): void {
  const length = Math.min(size, value.length);
  for (let i = 0; i < length; i++) {
    const code = value.charCodeAt(i);
    if (code > 0x7f) {
      block.set(encoder.encode(value).subarray(0, size), at);
      return;
    }
    block[at + i] = code;
  }
}

function octal(block: Uint8Array, at: number, digits: number, value: number): void {
  let rest = value;
  for (let i = at + digits - 1; i >= at; i--) {
    block[i] = 0x30 + (rest % 8);
    rest = Math.floor(rest / 8);
  }
}
