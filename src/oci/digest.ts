/** Content digests as opencontainers/go-digest has them: `algorithm:encoded`. */
import type { Platform } from '../kernel/platform.ts';
import type { Digest } from './image.ts';
import type { Steps } from './steps.ts';

/** Hex digits of the algorithms the image-spec registers. */
const REGISTERED: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);
const DIGEST = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/;

export type DigestErrorName = 'ErrDigestInvalidFormat' | 'ErrDigestInvalidLength' | 'ErrDigestUnsupported';

export class DigestError extends Error {
  readonly reason: DigestErrorName;
  constructor(reason: DigestErrorName, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Checks `text` and takes it apart; throws DigestError with go-digest's words. */
export function parseDigest(text: string): { readonly algorithm: string; readonly encoded: string } {
  const colon = text.indexOf(':');
  if (colon <= 0 || colon + 1 === text.length || !DIGEST.test(text)) {
    throw new DigestError('ErrDigestInvalidFormat', 'invalid checksum digest format');
  }
  const algorithm = text.slice(0, colon);
  const encoded = text.slice(colon + 1);
  const length = REGISTERED.get(algorithm);
  if (length === undefined) throw new DigestError('ErrDigestUnsupported', 'unsupported digest algorithm');
  if (encoded.length !== length) throw new DigestError('ErrDigestInvalidLength', 'invalid checksum digest length');
  if (!/^[a-f0-9]*$/.test(encoded)) {
    throw new DigestError('ErrDigestInvalidFormat', 'invalid checksum digest format');
  }
  return { algorithm, encoded };
}

/** Whether `text` is a well-formed digest of any registered algorithm. */
export function isDigest(text: string): boolean {
  try {
    parseDigest(text);
    return true;
  } catch {
    return false;
  }
}

/** The digest of `bytes`. */
export function digestOf(bytes: Uint8Array, platform: Platform): Digest {
  return `sha256:${platform.sha256().update(bytes).hex()}`;
}

/** Bytes hashed between two breaths: some milliseconds' worth. */
const SLICE = 4 * 1024 * 1024;

/** `digestOf` in steps. */
export function* digestInSteps(bytes: Uint8Array, platform: Platform): Steps<Digest> {
  const hash = platform.sha256();
  for (let at = 0; at < bytes.length; at += SLICE) {
    hash.update(bytes.subarray(at, at + SLICE));
    yield;
  }
  return `sha256:${hash.hex()}`;
}

/** The part after the algorithm. */
export function encodedPart(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1);
}

/** The first 12 digits: how Docker shows an image id in tables. */
export function shortId(digest: string): string {
  return encodedPart(digest).slice(0, 12);
}
