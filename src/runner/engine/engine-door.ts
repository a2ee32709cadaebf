import { Agent, type ClientRequest, request as httpRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiRequest, ApiResponse, DuplexStream, EngineDoor } from '../../engine/api/door.ts';
import type { EngineAddress } from './address.ts';
import { connect } from './connect.ts';

/** Connections that are kept for the next request. */
const KEPT = 8;

/** Connects in its own way; otherwise Node's pool of connections. */
class EngineAgent extends Agent {
  readonly #address: EngineAddress;

  constructor(address: EngineAddress) {
    super({ keepAlive: true, maxFreeSockets: KEPT });
    this.#address = address;
  }

  override createConnection(): Duplex {
    return connect(this.#address);
  }
}

/** The door of a real engine, wherever it listens. */
export function engineDoor(address: EngineAddress): EngineDoor {
  const agent = new EngineAgent(address);
  return {
    request: (request) =>
      new Promise<ApiResponse>((resolve, reject) => {
        const isUpgrade = request.headers.upgrade !== undefined;
        const call = httpRequest({
          method: request.method,
          path: request.path + (request.query ? `?${request.query}` : ''),
          headers: { ...request.headers, host: 'docker' },
          // A hijacked connection is never given back.
          ...(isUpgrade ? { createConnection: () => connect(address) as never } : { agent }),
        });
        call.setNoDelay(true);
        void request.closed?.then(() => call.destroy());
        call.on('error', reject);
        call.on('response', (response) =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers as Record<string, string>,
            body: response,
          }),
        );
        call.on('upgrade', (response, socket, head) => {
          if (head.length > 0) socket.unshift(head);
          resolve({
            status: 101,
            headers: response.headers as Record<string, string>,
            body: (async function* () {})(),
            stream: duplex(socket),
          });
        });
        send(request.body, call).catch((error: Error) => call.destroy(error));
      }),
  };
}

async function send(body: ApiRequest['body'], call: ClientRequest): Promise<void> {
  if (body instanceof Uint8Array) {
    call.setHeader('content-length', body.length);
    call.end(body);
    return;
  }
  if (body) {
    for await (const chunk of body) {
      if (call.destroyed) return;
      if (!call.write(chunk))
        await new Promise<void>((resolve) => {
          call.once('drain', resolve);
          call.once('close', resolve);
        });
    }
  }
  call.end();
}

/** A socket as the stream of a door. */
export function duplex(socket: Duplex): DuplexStream {
  socket.on('error', () => {});
  return {
    input: readable(socket),
    write: (bytes) =>
      new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve()))),
    end: () => void socket.end(),
    close: () => void socket.destroy(),
  };
}

/** A connection that breaks has ended: whoever reads it wants no more than that. */
async function* readable(socket: Duplex): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of socket) yield chunk as Uint8Array;
  } catch (error) {
    if (!isBreak(error)) throw error;
  }
}

function isBreak(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE'].includes(code);
}
