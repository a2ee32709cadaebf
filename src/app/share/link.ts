import { deflateSync, Inflate } from 'fflate';
import * as v from 'valibot';
import { LinkError } from './link-error.ts';

/** What a link carries. */
export interface Shared {
  readonly title: string;
  /** `<track>/<lesson>`, when it was shared out of one. */
  readonly lesson?: string | undefined;
  /** Id of the step that was on screen. */
  readonly step?: string | undefined;
  /** `docker` commands that were typed so far: with them there are the same images and containers. */
  readonly commands?: readonly string[] | undefined;
  /** The class it was made for: each has its own computers. */
  readonly group?: string | undefined;
  /** The workspace: path → text, or bytes as base64. */
  readonly files: Readonly<Record<string, string | { readonly base64: string }>>;
}

/** Bytes of a link, packed and not; and how many files it may hold. More than fits into any address a browser takes. */
const LARGEST_PACKED = 1_000_000;
const LARGEST = 4_000_000;
const MOST_FILES = 500;
const MOST_COMMANDS = 100;

const path = v.pipe(
  v.string(),
  v.maxLength(300),
  v.check(
    (text) => text !== '' && !text.startsWith('/') && !text.split('/').some((name) => name === '..' || name === ''),
  ),
);
/** One line as it stands there: a character that a terminal obeys could hide what is typed, or type another. */
const command = v.pipe(
  v.string(),
  v.maxLength(1000),
  v.regex(/^docker [^\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+$/),
);
const schema = v.object({
  version: v.literal(1),
  title: v.pipe(v.string(), v.maxLength(200)),
  lesson: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9-]+\/[a-z0-9-]+$/))),
  step: v.optional(v.pipe(v.string(), v.maxLength(100))),
  commands: v.optional(v.pipe(v.array(command), v.maxLength(MOST_COMMANDS))),
  group: v.optional(v.pipe(v.string(), v.maxLength(100))),
  // Pairs, not an object: a file may be called like a member that every object has.
  files: v.pipe(
    v.array(v.tuple([path, v.union([v.string(), v.strictObject({ base64: v.pipe(v.string(), v.base64()) })])])),
    v.maxLength(MOST_FILES),
  ),
});

/** The fragment (without its `#`) that carries what is shared. */
export function packLink(shared: Shared): string {
  const bytes = new TextEncoder().encode(
    JSON.stringify({ version: 1, ...shared, files: Object.entries(shared.files) }),
  );
  const packed = deflateSync(bytes, { level: 9 });
  if (packed.length > LARGEST_PACKED) throw new LinkError('tooLarge');
  return base64(packed).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Reads a fragment. Throws LinkError. */
export function readLink(fragment: string): Shared {
  if (fragment.length > LARGEST_PACKED * 1.4) throw new LinkError('tooLong');
  let parsed: unknown;
  try {
    parsed = JSON.parse(inflated(bytesOf(fragment.replaceAll('-', '+').replaceAll('_', '/'))));
  } catch (error) {
    if (error instanceof LinkError) throw error;
    throw new LinkError('damaged');
  }
  const result = v.safeParse(schema, parsed);
  if (!result.success) throw new LinkError('unknown');
  const { version: _, files, ...shared } = result.output;
  return { ...shared, files: Object.fromEntries(files) };
}

/** The files as a computer begins with them. */
export function filesOf({ files }: Shared): Record<string, string | Uint8Array> {
  return Object.fromEntries(
    Object.entries(files).map(([name, data]) => [name, typeof data === 'string' ? data : bytesOf(data.base64)]),
  );
}

/** A file as a link carries it: as text when it is text. */
export function fileForLink(data: Uint8Array): string | { readonly base64: string } {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return { base64: base64(data) };
  }
}

/** What is packed may claim to be small and grow without end: it is let grow to the limit only. */
function inflated(packed: Uint8Array): string {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const inflate = new Inflate((chunk) => {
    length += chunk.length;
    if (length > LARGEST) throw new LinkError('tooMuch');
    chunks.push(chunk);
  });
  const STEP = 16_384;
  for (let at = 0; at < packed.length; at += STEP)
    inflate.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode();
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
