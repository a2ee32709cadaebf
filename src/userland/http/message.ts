import { HttpError, type StreamReader } from './stream.ts';

/** Header fields in order, names as they were written. */
export type HeaderFields = readonly (readonly [name: string, value: string])[];

export interface RequestHead {
  readonly method: string;
  /** As on the request line: `/path?query`, or a full URL to a proxy. */
  readonly target: string;
  readonly version: string;
  readonly headers: HeaderFields;
}

export interface ResponseHead {
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  readonly headers: HeaderFields;
}

/** The value of a field, whatever the case of its name; several are joined with commas. */
export function field(headers: HeaderFields, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = headers.filter(([each]) => each.toLowerCase() === wanted).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

/** Undefined when the peer closed without asking anything more. */
export async function readRequestHead(reader: StreamReader): Promise<RequestHead | undefined> {
  const line = await reader.line();
  if (line === undefined) return undefined;
  const match = /^([!-~]+) (\S+) (HTTP\/1\.[01])$/.exec(line);
  if (!match) throw new HttpError('malformed request line');
  return { method: match[1]!, target: match[2]!, version: match[3]!, headers: await readFields(reader) };
}

export async function readResponseHead(reader: StreamReader): Promise<ResponseHead> {
  const line = await reader.line();
  if (line === undefined) throw new HttpError('empty reply', 'empty');
  const match = /^(HTTP\/1\.[01]) (\d{3}) ?(.*)$/.exec(line);
  if (!match) throw new HttpError('not an HTTP reply');
  return { version: match[1]!, status: Number(match[2]), reason: match[3]!, headers: await readFields(reader) };
}

async function readFields(reader: StreamReader): Promise<HeaderFields> {
  const fields: [string, string][] = [];
  for (;;) {
    const line = await reader.line();
    if (line === undefined) throw new HttpError('connection closed in the middle of the header', 'truncated');
    if (line === '') return fields;
    const colon = line.indexOf(':');
    if (colon <= 0) throw new HttpError('malformed header line');
    fields.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
  }
}

/** How long the body of a message is (RFC 9112 §6.3). */
export type BodyLength =
  | { readonly kind: 'chunked' }
  | { readonly kind: 'bytes'; readonly count: number }
  | { readonly kind: 'until-close' };

export function requestBodyLength(head: RequestHead): BodyLength {
  return declaredLength(head.headers) ?? { kind: 'bytes', count: 0 };
}

export function responseBodyLength(head: ResponseHead, method: string): BodyLength {
  if (method === 'HEAD' || head.status < 200 || head.status === 204 || head.status === 304)
    return { kind: 'bytes', count: 0 };
  return declaredLength(head.headers) ?? { kind: 'until-close' };
}

function declaredLength(headers: HeaderFields): BodyLength | undefined {
  if (field(headers, 'transfer-encoding')?.toLowerCase().includes('chunked')) return { kind: 'chunked' };
  const length = field(headers, 'content-length');
  if (length === undefined) return undefined;
  if (!/^\d+$/.test(length)) throw new HttpError('bad Content-Length');
  return { kind: 'bytes', count: Number(length) };
}

/** The body, as it comes. */
export async function* readBody(reader: StreamReader, length: BodyLength): AsyncGenerator<Uint8Array> {
  if (length.kind === 'bytes') yield* readCount(reader, length.count);
  else if (length.kind === 'chunked') yield* readChunks(reader);
  else {
    for (let chunk = await reader.some(65536); chunk.length > 0; chunk = await reader.some(65536)) yield chunk;
  }
}

async function* readCount(reader: StreamReader, count: number): AsyncGenerator<Uint8Array> {
  for (let left = count; left > 0; ) {
    const chunk = await reader.some(left);
    if (chunk.length === 0) throw new HttpError('connection closed in the middle of the body', 'truncated');
    left -= chunk.length;
    yield chunk;
  }
}

async function* readChunks(reader: StreamReader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const line = await reader.line();
    const size = Number.parseInt(line ?? '', 16);
    if (!(size >= 0)) throw new HttpError('malformed chunk');
    if (size === 0) break;
    yield* readCount(reader, size);
    await reader.line();
  }
  for (let trailer = await reader.line(); trailer !== undefined && trailer !== ''; ) trailer = await reader.line();
}

/** A head as bytes. */
export function headBytes(firstLine: string, headers: HeaderFields): Uint8Array {
  return encoder.encode(`${firstLine}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
}

const encoder = new TextEncoder();
