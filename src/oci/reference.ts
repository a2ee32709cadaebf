/**
 * Image names by distribution/reference: the grammar, Docker's short forms (`redis` for
 * `docker.io/library/redis:latest`) and its error texts.
 */
import { DigestError, parseDigest } from './digest.ts';
import type { Digest } from './image.ts';
import { ANCHORED_NAME, DIGEST, DOMAIN, IDENTIFIER, NAME, REFERENCE, TAG } from './reference-grammar.ts';

const DEFAULT_DOMAIN = 'docker.io';
const LEGACY_DOMAIN = 'index.docker.io';
const OFFICIAL = 'library/';
const MAX_PATH = 255;

export type ReferenceErrorName = keyof typeof MESSAGES;

const MESSAGES = {
  ErrReferenceInvalidFormat: 'invalid reference format',
  ErrTagInvalidFormat: 'invalid tag format',
  ErrDigestInvalidFormat: 'invalid digest format',
  ErrNameContainsUppercase: 'repository name must be lowercase',
  ErrNameEmpty: 'repository name must have at least one component',
  ErrNameTooLong: `repository name must not be more than ${MAX_PATH} characters`,
  ErrNameNotCanonical: 'repository name must be canonical',
} as const;

export class InvalidReferenceError extends Error {
  /** The error of the Go package; absent where it gives only a text. */
  readonly reason?: ReferenceErrorName;
  constructor(reason: ReferenceErrorName | undefined, message?: string) {
    super(message ?? (reason ? MESSAGES[reason] : ''));
    this.reason = reason;
  }
}

/** A name taken apart. `domain` is '' where the text named none; a bare digest has no name at all. */
export interface Reference {
  readonly domain: string;
  /** The repository inside the domain: `library/redis`. */
  readonly path: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

/** reference.Parse: takes `text` as it stands, without Docker's short forms. */
export function parse(text: string): Reference {
  const match = REFERENCE.exec(text);
  if (!match) {
    if (text === '') throw new InvalidReferenceError('ErrNameEmpty');
    if (REFERENCE.test(text.toLowerCase())) throw new InvalidReferenceError('ErrNameContainsUppercase');
    throw new InvalidReferenceError('ErrReferenceInvalidFormat');
  }
  const [, name, tag, digest] = match;
  // The one algorithm Docker's own binaries link for references.
  if (digest && parseDigest(digest).algorithm !== 'sha256') {
    throw new DigestError('ErrDigestUnsupported', 'unsupported digest algorithm');
  }
  return {
    ...splitName(name ?? ''),
    ...(tag && { tag }),
    ...(digest && { digest: digest as Digest }),
  };
}

/** reference.ParseNormalizedNamed: `redis` means `docker.io/library/redis`. Adds no tag. */
export function parseNormalized(text: string): Reference {
  if (IDENTIFIER.test(text)) {
    throw new InvalidReferenceError(
      undefined,
      `invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`,
    );
  }
  const { domain, remainder } = splitDockerDomain(text);
  const remote = remainder.split(':', 1)[0] ?? '';
  if (remote.toLowerCase() !== remote) {
    throw new InvalidReferenceError(
      undefined,
      `invalid reference format: repository name (${remote}) must be lowercase`,
    );
  }
  return parse(`${domain}/${remainder}`);
}

/** reference.ParseDockerRef: normalised, `:latest` when neither tag nor digest; a digest drops the tag. */
export function parseDockerReference(text: string): Reference {
  const reference = parseNormalized(text);
  if (reference.digest) return { domain: reference.domain, path: reference.path, digest: reference.digest };
  return withDefaultTag(reference);
}

/** reference.ParseAnyReference: also a 64-digit identifier or a bare digest, which come back without a name. */
export function parseAny(text: string): Reference {
  if (IDENTIFIER.test(text)) return { domain: '', path: '', digest: `sha256:${text}` };
  try {
    parseDigest(text);
    return { domain: '', path: '', digest: text as Digest };
  } catch (error) {
    if (!(error instanceof DigestError)) throw error;
  }
  return parseNormalized(text);
}

/** reference.ParseNamed: only a full, canonical name. */
export function parseNamed(text: string): Reference {
  const reference = parseNormalized(text);
  if (referenceString(reference) !== text) throw new InvalidReferenceError('ErrNameNotCanonical');
  return reference;
}

/** reference.WithName: a name without tag or digest. */
export function withName(name: string): Reference {
  if (!ANCHORED_NAME.test(name)) throw new InvalidReferenceError('ErrReferenceInvalidFormat');
  return splitName(name);
}

/** reference.WithTag: keeps a digest. */
export function withTag(reference: Reference, tag: string): Reference {
  if (!TAG.test(tag)) throw new InvalidReferenceError('ErrTagInvalidFormat');
  return { ...reference, tag };
}

/** reference.WithDigest: keeps a tag. */
export function withDigest(reference: Reference, digest: Digest): Reference {
  if (!DIGEST.test(digest)) throw new InvalidReferenceError('ErrDigestInvalidFormat');
  return { ...reference, digest };
}

/** reference.TagNameOnly: `:latest` when there is neither tag nor digest. */
export function withDefaultTag(reference: Reference): Reference {
  return reference.tag || reference.digest ? reference : { ...reference, tag: 'latest' };
}

/** `docker.io/library/redis`. */
export function repositoryName(reference: Reference): string {
  return reference.domain === '' ? reference.path : `${reference.domain}/${reference.path}`;
}

/** The whole reference: `docker.io/library/redis:7@sha256:…`. */
export function referenceString(reference: Reference): string {
  return withSuffix(repositoryName(reference), reference);
}

/** What people write and Docker shows: `redis`. */
export function familiarName(reference: Reference): string {
  if (reference.domain !== DEFAULT_DOMAIN) return repositoryName(reference);
  const official = reference.path.startsWith(OFFICIAL) ? reference.path.slice(OFFICIAL.length) : undefined;
  return official !== undefined && !official.includes('/') ? official : reference.path;
}

/** `redis:7`. */
export function familiarString(reference: Reference): string {
  return withSuffix(familiarName(reference), reference);
}

function withSuffix(name: string, { tag, digest }: Reference): string {
  const tagged = tag ? `${name}:${tag}` : name;
  if (!digest) return tagged;
  return tagged === '' ? digest : `${tagged}@${digest}`;
}

function splitName(name: string): { domain: string; path: string } {
  const match = NAME.exec(name);
  const domain = match?.[1] ?? '';
  const path = match?.[2] ?? name;
  if (path.length > MAX_PATH) throw new InvalidReferenceError('ErrNameTooLong');
  return { domain, path };
}

/** A first component with a dot, a colon or upper case, or `localhost`, is a registry. */
function splitDockerDomain(text: string): { domain: string; remainder: string } {
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(slash, 0));
  const isDomain = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  let domain = isDomain ? first : DEFAULT_DOMAIN;
  let remainder = isDomain ? text.slice(slash + 1) : text;
  if (domain === LEGACY_DOMAIN) domain = DEFAULT_DOMAIN;
  if (domain === DEFAULT_DOMAIN && !remainder.includes('/')) remainder = OFFICIAL + remainder;
  return { domain, remainder };
}

/** Whether `text` is a registry's address as a reference may hold it (`localhost:5000`). */
export function isDomain(text: string): boolean {
  return DOMAIN.test(text);
}

/** reference.Sort: by name and tag, tagged before bare names and digests; what is no reference comes last, as it is. */
export function sortReferences(texts: readonly string[]): string[] {
  const order = (text: string): readonly [number, string] => {
    try {
      const { path, tag, digest } = parseAny(text);
      if (path === '') return [4, text];
      return [tag ? (digest ? 0 : 1) : digest ? 3 : 2, text];
    } catch {
      return [5, text];
    }
  };
  const keyed = texts.map(order);
  return keyed.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0)).map(([, text]) => text);
}
