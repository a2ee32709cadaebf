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
}

export interface ServerResponse {
  readonly status: number;
  readonly headers: HeaderFields;
  /** Bytes get a Content-Length, an iterable is sent in chunks. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

const reasons: Readonly<Record<number, string>> = {
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

/** Serves one connection until it ends or either side asks to close; malformed requests are answered 400. */
export async function serveConnection(
  stream: ByteStream,
  handle: (request: ServerRequest) => Promise<ServerResponse>,
): Promise<void> {
  const reader = new StreamReader(stream);
  try {
    for (;;) {
      const head = await readRequestHead(reader);
      if (!head) return;
      const body = readBody(reader, requestBodyLength(head));
      const response = await handle({ head, body });
      for await (const _ of body);
      const keep = keepsOpen(head);
      await send(stream, head, response, keep);
      if (!keep) return;
    }
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    await stream.write(
      headBytes('HTTP/1.1 400 Bad Request', [
        ['Connection', 'close'],
        ['Content-Length', '0'],
      ]),
    );
  }
}

function keepsOpen(head: RequestHead): boolean {
  const connection = field(head.headers, 'connection')?.toLowerCase() ?? '';
  return head.version === 'HTTP/1.1' ? !connection.includes('close') : connection.includes('keep-alive');
}

async function send(stream: ByteStream, head: RequestHead, response: ServerResponse, keep: boolean): Promise<void> {
  const { status, body } = response;
  const headers: [string, string][] = response.headers.map(([name, value]) => [name, value]);
  const bodiless = head.method === 'HEAD' || status === 204 || status === 304;
  const chunked = !(body instanceof Uint8Array);
  if (chunked) headers.push(['Transfer-Encoding', 'chunked']);
  else if (!bodiless && field(headers, 'content-length') === undefined)
    headers.push(['Content-Length', String(body.length)]);
  headers.push(['Connection', keep ? 'keep-alive' : 'close']);
  await stream.write(headBytes(`HTTP/1.1 ${status} ${reasons[status] ?? ''}`, headers));
  if (bodiless) return;
  if (!chunked) {
    if (body.length > 0) await stream.write(body);
    return;
  }
  for await (const chunk of body) {
    if (chunk.length === 0) continue;
    await stream.write(encoder.encode(`${chunk.length.toString(16)}\r\n`));
    await stream.write(chunk);
    await stream.write(encoder.encode('\r\n'));
  }
  await stream.write(encoder.encode('0\r\n\r\n'));
}

const encoder = new TextEncoder();
