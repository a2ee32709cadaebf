import type { Writable } from 'node:stream';

/** Writes what comes to one who may read slowly or leave; false once they left. */
export async function writeAll(chunks: AsyncIterable<Uint8Array>, reader: Writable): Promise<boolean> {
  for await (const chunk of chunks) {
    if (reader.destroyed) return false;
    if (!reader.write(chunk)) await drained(reader);
  }
  return !reader.destroyed;
}

function drained(reader: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      reader.off('drain', done);
      reader.off('close', done);
      resolve();
    };
    reader.on('drain', done);
    reader.on('close', done);
    if (reader.destroyed) done();
  });
}
