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
    pbkdf2: (name, password, salt, iterations, length) =>
      pbkdf2(
        loaded.get(String(name))!,
        /384|512/.test(String(name)) ? 128 : 64,
        password as Uint8Array,
        salt as Uint8Array,
        Number(iterations),
        Number(length),
      ),
  };
}

/** PBKDF2 with HMAC (RFC 8018); here and not in the sandbox because of its many rounds. */
function pbkdf2(hasher: Hasher, block: number, password: Uint8Array, salt: Uint8Array, rounds: number, length: number) {
  const hash = (...parts: Uint8Array[]) => {
    hasher.init();
    for (const part of parts) hasher.update(part);
    return hasher.digest('binary').slice();
  };
  const key = new Uint8Array(block);
  key.set(password.length > block ? hash(password) : password);
  const inner = key.map((byte) => byte ^ 0x36);
  const outer = key.map((byte) => byte ^ 0x5c);
  const hmac = (...parts: Uint8Array[]) => hash(outer, hash(inner, ...parts));
  const derived = new Uint8Array(length);
  for (let at = 0, number = 1; at < length; number++) {
    let turn = hmac(salt, Uint8Array.of(number >> 24, number >> 16, number >> 8, number));
    const sum = turn.slice();
    for (let round = 1; round < rounds; round++) {
      turn = hmac(turn);
      for (let i = 0; i < sum.length; i++) sum[i]! ^= turn[i]!;
    }
    derived.set(sum.subarray(0, length - at), at);
    at += sum.length;
  }
  return derived;
}
