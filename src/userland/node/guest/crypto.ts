import type { ModuleFactory } from './globals.ts';

/** node:crypto: randomness, hashes and HMACs; ciphers, keys and signatures say that they are not simulated. */
export const crypto: ModuleFactory = (host, builtin) => {
  type Bytes = Uint8Array & { toString(encoding: string): string };
  const { Buffer } = builtin('buffer') as unknown as {
    Buffer: {
      from(value: unknown, encoding?: string): Bytes;
      concat(list: Uint8Array[]): Bytes;
      alloc(size: number): Bytes;
    };
  };
  const bytesOf = (data: unknown, encoding?: string): Bytes =>
    typeof data === 'string' ? Buffer.from(data, encoding) : Buffer.from(data);
  const NAMES = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
  const plainName = (name: string) => {
    const plain = String(name).toLowerCase().replace(/^rsa-/, '').replace(/^sha-/, 'sha');
    if (!NAMES.includes(plain)) throw new Error(`drydock: not simulated: the hash '${name}'`);
    return plain;
  };
  const hashOf = (name: string, data: Uint8Array): Bytes =>
    Buffer.from(host('hash', name, new Uint8Array(data).buffer) as unknown as ArrayBuffer);
  const shown = (bytes: Bytes, encoding?: string) =>
    encoding === undefined || encoding === 'buffer' ? bytes : bytes.toString(encoding);

  class Hash {
    protected readonly name: string;
    protected parts: Uint8Array[] = [];
    #done = false;
    constructor(name: string) {
      this.name = plainName(name);
    }
    update(data: unknown, encoding?: string) {
      if (this.#done) throw Object.assign(new Error('Digest already called'), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
      this.parts.push(bytesOf(data, encoding));
      return this;
    }
    digest(encoding?: string) {
      if (this.#done) throw Object.assign(new Error('Digest already called'), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
      this.#done = true;
      return shown(this.result(Buffer.concat(this.parts)), encoding);
    }
    copy() {
      const copy = new Hash(this.name);
      copy.parts = [...this.parts];
      return copy;
    }
    protected result(data: Bytes): Bytes {
      return hashOf(this.name, data);
    }
  }
  class Hmac extends Hash {
    readonly #inner: Uint8Array;
    readonly #outer: Uint8Array;
    constructor(name: string, key: unknown) {
      super(name);
      const block = /384|512/.test(this.name) ? 128 : 64;
      let bytes: Uint8Array = bytesOf((key as { secret?: Uint8Array } | undefined)?.secret ?? key);
      if (bytes.length > block) bytes = hashOf(this.name, bytes);
      const padded = new Uint8Array(block);
      padded.set(bytes);
      this.#inner = padded.map((byte) => byte ^ 0x36);
      this.#outer = padded.map((byte) => byte ^ 0x5c);
    }
    protected override result(data: Bytes): Bytes {
      const inside = hashOf(this.name, Buffer.concat([this.#inner, data]));
      return hashOf(this.name, Buffer.concat([this.#outer, inside]));
    }
  }

  const randomBytes = (count: number, done?: (error: null, bytes: Bytes) => void) => {
    const bytes = Buffer.from(host('random', count) as unknown as ArrayBuffer);
    if (done) void Promise.resolve().then(() => done(null, bytes));
    return bytes;
  };
  const randomFillSync = <T extends Uint8Array>(target: T): T => {
    const view = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
    view.set(randomBytes(view.length));
    return target;
  };
  const randomUUID = () => {
    const bytes = randomBytes(16);
    bytes[6] = (bytes[6]! & 15) | 64;
    bytes[8] = (bytes[8]! & 63) | 128;
    const hex = bytes.toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  };
  const randomInt = (low: number, high?: number) => {
    const [from, to] = high === undefined || typeof high === 'function' ? [0, low] : [low, high];
    return from + (randomBytes(6).reduce((value, byte) => value * 256 + byte, 0) % (to - from));
  };
  const timingSafeEqual = (a: Uint8Array, b: Uint8Array) => {
    if (a.byteLength !== b.byteLength) {
      throw Object.assign(new RangeError('Input buffers must have the same byte length'), {
        code: 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH',
      });
    }
    let difference = 0;
    for (let at = 0; at < a.length; at++) difference |= a[at]! ^ b[at]!;
    return difference === 0;
  };
  class KeyObject {
    readonly type = 'secret';
    readonly secret: Bytes;
    constructor(secret: Bytes) {
      this.secret = secret;
    }
    get symmetricKeySize() {
      return this.secret.length;
    }
    export() {
      return this.secret;
    }
  }
  const pbkdf2Sync = (password: unknown, salt: unknown, iterations: number, length: number, digest: string): Bytes => {
    const buffer = (data: unknown) => new Uint8Array(bytesOf(data)).buffer;
    const name = plainName(digest);
    return Buffer.from(
      host('pbkdf2', name, buffer(password), buffer(salt), iterations, length) as unknown as ArrayBuffer,
    );
  };
  const made: Record<string, unknown> = {
    Hash,
    Hmac,
    KeyObject,
    createHash: (name: string) => new Hash(name),
    createHmac: (name: string, key: unknown) => new Hmac(name, key),
    createSecretKey: (key: unknown, encoding?: string) => new KeyObject(bytesOf(key, encoding)),
    hash: (name: string, data: unknown, encoding = 'hex') => shown(hashOf(plainName(name), bytesOf(data)), encoding),
    getHashes: () => [...NAMES],
    getCiphers: () => [],
    randomBytes,
    pseudoRandomBytes: randomBytes,
    randomFillSync,
    randomFill: (target: Uint8Array, done: (error: null, target: Uint8Array) => void) => {
      randomFillSync(target);
      void Promise.resolve().then(() => done(null, target));
    },
    randomUUID,
    randomInt,
    timingSafeEqual,
    constants: {},
    getRandomValues: randomFillSync,
    pbkdf2Sync,
    pbkdf2: (...values: [...Parameters<typeof pbkdf2Sync>, (error: null, bytes: Bytes) => void]) => {
      const done = values.pop() as (error: null, bytes: Bytes) => void;
      const bytes = pbkdf2Sync(...(values as unknown as Parameters<typeof pbkdf2Sync>));
      void Promise.resolve().then(() => done(null, bytes));
    },
    get webcrypto() {
      return builtin('internal/crypto/webcrypto');
    },
    get subtle() {
      return builtin('internal/crypto/webcrypto').subtle;
    },
  };
  for (const name of `createCipheriv createDecipheriv createSign createVerify createPublicKey createPrivateKey sign verify
    generateKeyPair generateKeyPairSync publicEncrypt privateDecrypt scrypt scryptSync hkdf hkdfSync
    createDiffieHellman createECDH`.split(/\s+/)) {
    made[name] = () => {
      throw new Error(`drydock: not simulated: crypto.${name}`);
    };
  }
  return made;
};
