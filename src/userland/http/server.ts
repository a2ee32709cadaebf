import {
  field,
  type HeaderFields,
  headBytes,
  type RequestHead,
  readBody,
  readRequestHead,
  requestBodyLength,
} from './message.ts';
import { type ByteStream, HttpError, StreamReader } from './stream.ts';

export interface ServerRequest {
  readonly head: RequestHead;
  /** Not read to its end by the handler, it is read to its end afterwards. */
  readonly body: AsyncGenerator<Uint8Array>;
  /** Whether the connection stays open after this exchange. */
  readonly keepAlive: boolean;
  /** Once the body has been read: waits until the client closes (true) or asks for more (false). */
  readonly clientLeft: () => Promise<boolean>;
}

export interface ServerResponse {
  readonly status: number;
  /** Left out: the standard one. */
  readonly reason?: string;
  /** Connection and the length are added behind these where they are missing. */
  readonly headers: HeaderFields;
  /** Bytes get a Content-Length, an iterable is sent in chunks. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

export const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  416: 'Range Not Satisfiable',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

export interface ServerManners {
  /** Says `Connection: keep-alive` only to HTTP/1.0 clients, who need to hear it: Apache's and Go's way. */
  readonly quietKeepAlive?: boolean;
  /** The answer to what is no HTTP; left out: a bare 400. */
  readonly malformed?: () => ServerResponse;
}

const BAD_REQUEST: ServerResponse = { status: 400, headers: [], body: new Uint8Array() };
const NO_REQUEST: RequestHead = { method: 'GET', target: '', version: 'HTTP/1.1', headers: [] };

/**
 * Serves one connection until it ends or either side asks to close; malformed requests are answered 400. A handler, or the body of
 * its answer, that throws an HttpError cuts the connection.
 */
export async function serveConnection(
  stream: ByteStream,
  handle: (request: ServerRequest) => Promise<ServerResponse>,
  manners: ServerManners = {},
): Promise<void> {
  const reader = new StreamReader(stream);
  try {
    for (;;) {
      const head = await readRequestHead(reader);
      if (!head) return;
      const body = readBody(reader, requestBodyLength(head));
      const keepAlive = keepsOpen(head);
      const response = await handle({ head, body, keepAlive, clientLeft: () => reader.closed() });
      await send(stream, head, response, keepAlive, manners);
      if (!keepAlive || field(response.headers, 'connection')?.toLowerCase() === 'close') return;
      for await (const _ of body);
    }
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    if (error.fault === 'malformed') {
      await send(stream, NO_REQUEST, manners.malformed?.() ?? BAD_REQUEST, false, manners);
    }
  }
}

function keepsOpen(head: RequestHead): boolean {
  const connection = field(head.headers, 'connection')?.toLowerCase() ?? '';
  return head.version === 'HTTP/1.1' ? !connection.includes('close') : connection.includes('keep-alive');
}

async function send(
  stream: ByteStream,
  head: RequestHead,
  response: ServerResponse,
  keep: boolean,
  { quietKeepAlive }: ServerManners,
): Promise<void> {
  const { status, body } = response;
  const headers: [string, string][] = response.headers.map(([name, value]) => [name, value]);
  const bodiless = head.method === 'HEAD' || status === 204 || status === 304;
  const chunked = !(body instanceof Uint8Array);
  const sayConnection = !keep || !quietKeepAlive || head.version === 'HTTP/1.0';
  if (sayConnection && field(headers, 'connection') === undefined) {
    headers.push(['Connection', keep ? 'keep-alive' : 'close']);
  }
  if (field(headers, 'content-length') === undefined && status !== 204 && status !== 304) {
    headers.push(chunked ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', String(body.length)]);
  }
  const framed = field(headers, 'transfer-encoding') !== undefined;
  await stream.write(headBytes(`HTTP/1.1 ${status} ${response.reason ?? reasons[status] ?? ''}`, headers));
  if (bodiless) return;
  if (!chunked) {
    if (body.length > 0) await stream.write(body);
    return;
  }
  for await (const chunk of body) {
    if (chunk.length === 0) continue;
    if (!framed) {
      await stream.write(chunk);
      continue;
    }
    await stream.write(encoder.encode(`${chunk.length.toString(16)}\r\n`));
    await stream.write(chunk);
    await stream.write(encoder.encode('\r\n'));
  }
  if (framed) await stream.write(encoder.encode('0\r\n\r\n'));
}

const encoder = new TextEncoder();
