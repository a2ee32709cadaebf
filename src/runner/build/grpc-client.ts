import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
} from 'node:http2';
import type { Duplex } from 'node:stream';
import { messages, STATUS, send } from './grpc.ts';
import { bytesByNumber, readFields } from './protobuf.ts';

/** A call that failed: its status, and what came with it (google.rpc.Status's details). */
export class GrpcError extends Error {
  readonly details: readonly { readonly type: string; readonly value: Uint8Array }[];

  constructor(message: string, details: GrpcError['details']) {
    super(message);
    this.details = details;
  }
}

/** Bytes of one message that an engine answers: a log line may be long. */
const LONGEST = 16 << 20;

/** gRPC over HTTP/2, the caller's side. */
export class GrpcClient {
  readonly #session: ClientHttp2Session;

  constructor(socket: Duplex) {
    this.#session = connect('http://localhost', { createConnection: () => socket });
    // Each call hears of it by itself.
    this.#session.on('error', () => {});
  }

  /** One message there, any number back. Ends with the call's status; `closed` calls it off. */
  async *call(method: string, request: Uint8Array, closed?: Promise<void>): AsyncGenerator<Uint8Array> {
    const stream = this.#session.request({
      ':method': 'POST',
      ':path': method,
      te: 'trailers',
      'content-type': 'application/grpc',
    });
    const ended = statusOf(stream);
    ended.catch(() => {});
    void closed?.then(() => stream.close(constants.NGHTTP2_CANCEL));
    send(stream, request);
    stream.end();
    try {
      yield* messages(stream, LONGEST);
    } catch {
      // What ended it is in its status.
    }
    await ended;
  }

  close(): void {
    this.#session.destroy();
  }
}

function statusOf(stream: ClientHttp2Stream): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (headers: IncomingHttpHeaders) => {
      const status = headers['grpc-status'];
      if (status === undefined) return;
      if (status === STATUS.OK) resolve();
      else reject(new GrpcError(decodeURIComponent(String(headers['grpc-message'] ?? '')), detailsOf(headers)));
    };
    // A call that fails at once has its status in its only headers.
    stream.on('response', look);
    stream.on('trailers', look);
    stream.on('error', reject);
    stream.on('close', () => reject(new GrpcError('the connection to the builder ended', [])));
  });
}

function detailsOf(headers: IncomingHttpHeaders): GrpcError['details'] {
  const bytes = Buffer.from(String(headers['grpc-status-details-bin'] ?? ''), 'base64');
  return [...readFields(bytes)]
    .filter(({ number }) => number === 3)
    .map(({ value }) => {
      const any = bytesByNumber(value as Uint8Array);
      return { type: new TextDecoder().decode(any.get(1)), value: any.get(2) ?? new Uint8Array() };
    });
}
