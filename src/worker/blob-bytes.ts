/** Small enough that other work gets its turn between two of them. */
const SLICE = 8 * 1024 * 1024;

/** All of a file's bytes, slice by slice, so that nobody waits for the whole; `onProgress` hears how many there are. */
export async function blobBytes(blob: Blob, onProgress: (read: number) => void): Promise<Uint8Array> {
  const bytes = new Uint8Array(blob.size);
  for (let at = 0; at < blob.size; at += SLICE) {
    bytes.set(new Uint8Array(await blob.slice(at, at + SLICE).arrayBuffer()), at);
    onProgress(Math.min(at + SLICE, blob.size));
  }
  return bytes;
}
