import {
  type HeaderFields,
  headBytes,
  type ResponseHead,
  readBody,
  readResponseHead,
  responseBodyLength,
} from './message.ts';
import { type ByteStream, StreamReader } from './stream.ts';

export interface ClientRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: HeaderFields;
  readonly body?: Uint8Array;
  /** Left out: HTTP/1.1. */
  readonly version?: string;
}

export interface ClientResponse {
  readonly head: ResponseHead;
  readonly body: AsyncGenerator<Uint8Array>;
}

/** One exchange; the connection is the caller's to close. Rejects with HttpError. */
export async function exchange(stream: ByteStream, request: ClientRequest): Promise<ClientResponse> {
  await stream.write(
    headBytes(`${request.method} ${request.target} ${request.version ?? 'HTTP/1.1'}`, request.headers),
  );
  if (request.body && request.body.length > 0) await stream.write(request.body);
  const reader = new StreamReader(stream);
  let head = await readResponseHead(reader);
  while (head.status === 100) head = await readResponseHead(reader);
  return { head, body: readBody(reader, responseBodyLength(head, request.method)) };
}

export async function wholeBody(body: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(new Uint8Array(chunk));
    length += chunk.length;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
