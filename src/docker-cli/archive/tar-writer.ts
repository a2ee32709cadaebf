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
  const text = (at: number, size: number, value: string) => {
    // A context has thousands of these: few of them need an encoder.
    const length = Math.min(size, value.length);
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) return block.set(encoder.encode(value).subarray(0, size), at);
      block[at + i] = code;
    }
  };
  const octal = (at: number, size: number, value: number) => {
    const digits = value.toString(8).padStart(size - 1, '0');
    text(at, size, digits.slice(-(size - 1)));
  };
  text(0, 100, name);
  octal(100, 8, entry.mode & 0o7777);
  octal(108, 8, entry.uid);
  octal(116, 8, entry.gid);
  octal(124, 12, entry.size);
  octal(136, 12, Math.max(0, Math.floor(entry.mtime / 1000)));
  text(148, 8, '        ');
  text(156, 1, type);
  text(157, 100, entry.target ?? '');
  text(257, 8, 'ustar\x0000');
  octal(329, 8, 0);
  octal(337, 8, 0);
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += block[i]!;
  text(148, 8, `${sum.toString(8).padStart(6, '0')}\0 `);
  return block;
}
