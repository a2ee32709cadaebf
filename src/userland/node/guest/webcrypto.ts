import type { ModuleFactory } from './globals.ts';

/** crypto.webcrypto: randomness, digests, HMAC and PBKDF2; what else SubtleCrypto has says that it is not simulated. */
export const webcrypto: ModuleFactory = (_host, builtin) => {
  const { createHash, createHmac, randomUUID, randomFillSync, pbkdf2Sync } = builtin('crypto') as unknown as {
    createHash(name: string): { update(data: Uint8Array): { digest(): Uint8Array } };
    createHmac(name: string, key: Uint8Array): { update(data: Uint8Array): { digest(): Uint8Array } };
    randomUUID(): string;
    randomFillSync<T extends Uint8Array>(target: T): T;
    pbkdf2Sync(password: Uint8Array, salt: Uint8Array, iterations: number, length: number, hash: string): Uint8Array;
  };
  type Algorithm = string | { name: string; hash?: Algorithm; salt?: unknown; iterations?: number };
  class CryptoKey {
    readonly type = 'secret';
    readonly algorithm: { name: string; hash?: { name: string } };
    readonly extractable: boolean;
    readonly usages: readonly string[];
    readonly secret: Uint8Array;
    constructor(secret: Uint8Array, algorithm: Algorithm, extractable: boolean, usages: readonly string[]) {
      const hash = typeof algorithm === 'string' ? undefined : algorithm.hash;
      this.algorithm = { name: nameOf(algorithm), ...(hash !== undefined && { hash: { name: nameOf(hash) } }) };
      this.extractable = extractable;
      this.usages = usages;
      this.secret = secret;
    }
  }
  const nameOf = (algorithm: Algorithm) => (typeof algorithm === 'string' ? algorithm : algorithm.name).toUpperCase();
  const hashName = (algorithm: Algorithm) => nameOf(algorithm).replace('-', '').toLowerCase();
  const bytesOf = (data: unknown): Uint8Array => {
    if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
    return new Uint8Array(data as ArrayBuffer).slice();
  };
  const bufferOf = (bytes: Uint8Array) => new Uint8Array(bytes).slice().buffer;
  const refuse = (what: string) => {
    throw new Error(`drydock: not simulated: crypto.subtle.${what}`);
  };
  const hmac = (key: CryptoKey, data: unknown) =>
    createHmac(hashName(key.algorithm.hash ?? 'SHA-256'), key.secret)
      .update(bytesOf(data))
      .digest();
  const subtle: Record<string, unknown> = {
    digest: async (algorithm: Algorithm, data: unknown) =>
      bufferOf(createHash(hashName(algorithm)).update(bytesOf(data)).digest()),
    importKey: async (form: string, data: unknown, algorithm: Algorithm, extractable: boolean, usages: string[]) => {
      if (form !== 'raw' || !['HMAC', 'PBKDF2'].includes(nameOf(algorithm)))
        refuse(`importKey of ${form} ${nameOf(algorithm)}`);
      return new CryptoKey(bytesOf(data), algorithm, extractable, usages);
    },
    exportKey: async (form: string, key: CryptoKey) =>
      form === 'raw' ? bufferOf(key.secret) : refuse(`exportKey of ${form}`),
    sign: async (algorithm: Algorithm, key: CryptoKey, data: unknown) =>
      nameOf(algorithm) === 'HMAC' ? bufferOf(hmac(key, data)) : refuse(`sign with ${nameOf(algorithm)}`),
    verify: async (algorithm: Algorithm, key: CryptoKey, signature: unknown, data: unknown) => {
      if (nameOf(algorithm) !== 'HMAC') refuse(`verify with ${nameOf(algorithm)}`);
      const [given, right] = [bytesOf(signature), hmac(key, data)];
      return given.length === right.length && given.every((byte, at) => byte === right[at]);
    },
    deriveBits: async (algorithm: Exclude<Algorithm, string>, key: CryptoKey, length: number) => {
      if (nameOf(algorithm) !== 'PBKDF2') refuse(`deriveBits with ${nameOf(algorithm)}`);
      const hash = hashName(algorithm.hash ?? 'SHA-1');
      return bufferOf(pbkdf2Sync(key.secret, bytesOf(algorithm.salt), algorithm.iterations ?? 1, length / 8, hash));
    },
  };
  for (const name of 'encrypt decrypt deriveKey generateKey wrapKey unwrapKey'.split(' '))
    subtle[name] = async () => refuse(name);
  return { subtle, randomUUID, getRandomValues: randomFillSync, CryptoKey };
};
