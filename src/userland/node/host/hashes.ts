import type { HostOperations } from './operations.ts';

interface Hasher {
  init(): Hasher;
  update(data: Uint8Array): Hasher;
  digest(format: 'binary'): Uint8Array;
}

let hashers: Promise<ReadonlyMap<string, Hasher>> | undefined;

/** The hash functions of node:crypto, ready to be called without waiting. */
export function loadHashes(): Promise<ReadonlyMap<string, Hasher>> {
  hashers ??= import('hash-wasm').then(async (wasm) => {
    const made = await Promise.all([
      wasm.createMD5(),
      wasm.createSHA1(),
      wasm.createSHA224(),
      wasm.createSHA256(),
      wasm.createSHA384(),
      wasm.createSHA512(),
    ]);
    return new Map(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'].map((name, at) => [name, made[at]!]));
  });
  return hashers;
}

export function hashOperations(loaded: ReadonlyMap<string, Hasher>): HostOperations {
  return {
    hash: (name, data) =>
      loaded
        .get(String(name))!
        .init()
        .update(data as Uint8Array)
        .digest('binary'),
  };
}
