import type { Platform } from '../../../kernel/platform.ts';
import { baseDecode, baseEncode } from '../../network/curl/base64.ts';

/** SCRAM-SHA-256 (RFC 5802, RFC 7677) as PostgreSQL uses it; user names stay empty, they went with the startup message. */

const encoder = new TextEncoder();

function sha256(platform: Platform, ...parts: readonly Uint8Array[]): Uint8Array {
  const hasher = platform.sha256();
  for (const part of parts) hasher.update(part);
  const hex = hasher.hex();
  return Uint8Array.from({ length: 32 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}

function hmac(platform: Platform, key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? sha256(platform, key) : key);
  const inside = sha256(
    platform,
    block.map((byte) => byte ^ 0x36),
    message,
  );
  return sha256(
    platform,
    block.map((byte) => byte ^ 0x5c),
    inside,
  );
}

/** PBKDF2 with one block of output. */
function saltedPassword(platform: Platform, password: string, salt: Uint8Array, iterations: number): Uint8Array {
  const key = encoder.encode(password.normalize('NFKC'));
  const first = new Uint8Array(salt.length + 4);
  first.set(salt);
  first[salt.length + 3] = 1;
  let turn = hmac(platform, key, first);
  const result = turn.slice();
  for (let count = 1; count < iterations; count++) {
    turn = hmac(platform, key, turn);
    for (let at = 0; at < 32; at++) result[at]! ^= turn[at]!;
  }
  return result;
}

const xor = (a: Uint8Array, b: Uint8Array) => a.map((byte, at) => byte ^ b[at]!);
const equal = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, at) => byte === b[at]);
const nonce = (platform: Platform) => baseEncode(platform.random(18));

/** `SCRAM-SHA-256$ITERATIONS:SALT$STOREDKEY:SERVERKEY`, as pg_authid keeps it. */
interface Verifier {
  readonly iterations: number;
  readonly salt: string;
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

export function parseVerifier(text: string | null | undefined): Verifier | undefined {
  const [, iterations, salt, stored, server] = /^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):(.+)$/.exec(text ?? '') ?? [];
  if (server === undefined) return undefined;
  return { iterations: Number(iterations), salt: salt!, storedKey: baseDecode(stored!), serverKey: baseDecode(server) };
}

/** The server's side of one exchange. */
export class ScramServer {
  readonly #platform: Platform;
  readonly #verifier: Verifier;
  #bare = '';
  #serverFirst = '';

  constructor(platform: Platform, verifier: Verifier) {
    this.#platform = platform;
    this.#verifier = verifier;
  }

  /** The server-first-message; undefined for a client-first-message that is none. */
  first(clientFirst: string): string | undefined {
    const [, bare, clientNonce] = /^[ny],[^,]*,(n=[^,]*,r=([^,]+).*)$/.exec(clientFirst) ?? [];
    if (bare === undefined) return undefined;
    this.#bare = bare;
    const { salt, iterations } = this.#verifier;
    this.#serverFirst = `r=${clientNonce}${nonce(this.#platform)},s=${salt},i=${iterations}`;
    return this.#serverFirst;
  }

  /** The server-final-message; undefined when the password was not the right one. */
  final(clientFinal: string): string | undefined {
    const [, withoutProof, proof] = /^(c=[^,]*,r=[^,]+.*?),p=(.+)$/.exec(clientFinal) ?? [];
    if (withoutProof === undefined) return undefined;
    const message = encoder.encode(`${this.#bare},${this.#serverFirst},${withoutProof}`);
    const { storedKey, serverKey } = this.#verifier;
    const clientKey = xor(baseDecode(proof!), hmac(this.#platform, storedKey, message));
    if (!equal(sha256(this.#platform, clientKey), storedKey)) return undefined;
    return `v=${baseEncode(hmac(this.#platform, serverKey, message))}`;
  }
}

/** The client's side of one exchange. */
export class ScramClient {
  readonly #platform: Platform;
  readonly #password: string;
  readonly #bare: string;

  constructor(platform: Platform, password: string) {
    this.#platform = platform;
    this.#password = password;
    this.#bare = `n=,r=${nonce(platform)}`;
  }

  first(): string {
    return `n,,${this.#bare}`;
  }

  final(serverFirst: string): string {
    const [, both = '', salt = '', iterations = '1'] = /^r=([^,]+),s=([^,]+),i=(\d+)/.exec(serverFirst) ?? [];
    const salted = saltedPassword(this.#platform, this.#password, baseDecode(salt), Number(iterations));
    const clientKey = hmac(this.#platform, salted, encoder.encode('Client Key'));
    const withoutProof = `c=biws,r=${both}`;
    const message = encoder.encode(`${this.#bare},${serverFirst},${withoutProof}`);
    const signature = hmac(this.#platform, sha256(this.#platform, clientKey), message);
    return `${withoutProof},p=${baseEncode(xor(clientKey, signature))}`;
  }
}
