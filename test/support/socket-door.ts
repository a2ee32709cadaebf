import { request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { ApiRequest, ApiResponse, DuplexStream, EngineDoor } from '../../src/engine/api/door.ts';

/** The door of an engine that listens on a Unix socket: a real dockerd. */
export function socketDoor(socketPath: string): EngineDoor {
  return {
    request: (request: ApiRequest) =>
      new Promise<ApiResponse>((resolve, reject) => {
        const call = httpRequest({
          socketPath,
          method: request.method,
          path: request.path + (request.query ? `?${request.query}` : ''),
          headers: { host: 'docker', ...request.headers },
        });
        void request.closed?.then(() => call.destroy());
        call.on('error', reject);
        call.on('response', (response) =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers as Record<string, string>,
            body: response,
          }),
        );
        call.on('upgrade', (response, socket: Socket, head: Buffer) => {
          if (head.length) socket.unshift(head);
          resolve({
            status: response.statusCode ?? 101,
            headers: response.headers as Record<string, string>,
            body: (async function* () {})(),
            stream: duplex(socket),
          });
        });
        void send(request.body, call).catch(reject);
      }),
  };
}

async function send(body: ApiRequest['body'], call: ReturnType<typeof httpRequest>): Promise<void> {
  if (body instanceof Uint8Array) {
    call.setHeader('content-length', body.length);
    call.write(body);
  } else if (body)
    for await (const chunk of body) if (!call.write(chunk)) await new Promise((resolve) => call.once('drain', resolve));
  call.end();
}

function duplex(socket: Socket): DuplexStream {
  socket.on('error', () => {});
  return {
    input: socket,
    write: (bytes) =>
      new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve()))),
    end: () => void socket.end(),
    close: () => void socket.destroy(),
  };
}
