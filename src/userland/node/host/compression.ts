import { deflateSync, gunzipSync, gzipSync, inflateSync, unzlibSync, zlibSync } from 'fflate';
import type { HostOperations } from './operations.ts';

const METHODS: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  gzip: (bytes) => gzipSync(bytes, { mtime: 0 }),
  gunzip: (bytes) => gunzipSync(bytes),
  deflate: (bytes) => zlibSync(bytes),
  inflate: (bytes) => unzlibSync(bytes),
  deflateRaw: (bytes) => deflateSync(bytes),
  inflateRaw: (bytes) => inflateSync(bytes),
  unzip: (bytes) => (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : unzlibSync(bytes)),
};

/** What node:zlib asks for. Bytes that are none of the format fail as zlib says it. */
export const compressionOperations: HostOperations = {
  compress(kind, data) {
    try {
      return METHODS[String(kind)]!(data as Uint8Array);
    } catch {
      throw Object.assign(new Error('incorrect header check'), { code: 'Z_DATA_ERROR', errno: -3 });
    }
  },
};
