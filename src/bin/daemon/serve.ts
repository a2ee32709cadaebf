import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { EngineDoor } from '../../engine/api/door.ts';
import { apiRequest } from './api-request.ts';
import { refuseGrpc } from './grpc.ts';
import { upgrade } from './upgrade.ts';
import { writeAll } from './write-all.ts';

/** Milliseconds a real engine takes at least to start a container: who asks for its events meanwhile, as compose does, misses none. */
const START_MS = 100;
const STARTS = /\/containers\/[^/?]+\/(re)?start(\?|$)/;

export interface Listening {
  readonly port: number;
  close(): void;
}

/** Serves an engine's door over HTTP on 127.0.0.1, attach and exec upgrades included. */
export async function serve(door: EngineDoor, port: number): Promise<Listening> {
  const server = createServer((request, response) => {
    void answer(door, request, response).catch(() => response.destroy());
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // A client may vanish at any moment, also before the engine has answered.
    socket.on('error', () => socket.destroy());
    if (request.headers.upgrade === 'h2c' && /\/grpc$/.test(request.url ?? '')) {
      refuseGrpc(socket, head);
      return;
    }
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    void upgrade(door, request, socket, head, closed).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(door: EngineDoor, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const closed = new Promise<void>((resolve) => response.once('close', resolve));
  if (request.method === 'POST' && STARTS.test(request.url ?? '')) await setTimeout(START_MS);
  const result = await door.request(apiRequest(request, request, closed));
  if (result.stream) {
    // Asked for without an upgrade: what the engine writes is the body, and nobody types.
    response.writeHead(200, { 'content-type': result.headers['content-type'] ?? '' });
    response.flushHeaders();
    await writeAll(result.stream.input, response);
  } else {
    response.writeHead(result.status, result.headers);
    response.flushHeaders();
    await writeAll(result.body, response);
  }
  response.end();
}
