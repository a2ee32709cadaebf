import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ApiRequest, DuplexStream, EngineDoor } from '../../engine/api/door.ts';

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
    void upgrade(door, request, socket, head).catch(() => socket.destroy());
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
  const result = await door.request(apiRequest(request, request, closed));
  if (result.stream) {
    // Hijacked without an upgrade, as older clients do: the connection itself becomes the stream.
    const socket = request.socket;
    response.detachSocket(socket);
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n');
    await join(socket, result.stream);
    return;
  }
  response.writeHead(result.status, result.headers);
  response.flushHeaders();
  for await (const chunk of result.body) {
    if (response.destroyed) return;
    if (!response.write(chunk)) await new Promise<void>((resolve) => onceEither(response, resolve));
  }
  response.end();
}

async function upgrade(door: EngineDoor, request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const length = Number(request.headers['content-length'] ?? 0);
  const { body, rest } = await takeBody(socket, head, length);
  const result = await door.request(apiRequest(request, body, closed));
  if (!result.stream) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of result.body) chunks.push(chunk);
    const text = Buffer.concat(chunks);
    const headers = Object.entries({ ...result.headers, 'content-length': String(text.length), connection: 'close' });
    socket.write(`HTTP/1.1 ${result.status} ${result.status === 200 ? 'OK' : 'Error'}\r\n`);
    socket.write(`${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
    socket.end(text);
    return;
  }
  const type = result.headers['content-type'] ?? 'application/vnd.docker.raw-stream';
  socket.write(`HTTP/1.1 101 UPGRADED\r\nContent-Type: ${type}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`);
  if (rest.length > 0) await result.stream.write(rest);
  await join(socket, result.stream);
}

/** Node hands an upgraded connection over before the request's body was read. */
async function takeBody(socket: Socket, head: Buffer, length: number): Promise<{ body: Buffer; rest: Buffer }> {
  let bytes = head;
  while (bytes.length < length) {
    const chunk = await new Promise<Buffer | undefined>((resolve) => {
      socket.once('data', resolve);
      socket.once('close', () => resolve(undefined));
    });
    if (!chunk) break;
    socket.pause();
    bytes = Buffer.concat([bytes, chunk]);
  }
  return { body: bytes.subarray(0, length), rest: bytes.subarray(length) };
}

/** Copies both ways until the engine's side ends. */
async function join(socket: Socket, stream: DuplexStream): Promise<void> {
  socket.on('data', (chunk: Buffer) => {
    socket.pause();
    void stream.write(chunk).then(() => socket.resume());
  });
  socket.on('end', () => stream.end());
  socket.on('close', () => stream.close());
  socket.on('error', () => stream.close());
  socket.resume();
  for await (const chunk of stream.input) {
    if (socket.destroyed) return;
    if (!socket.write(chunk)) await new Promise<void>((resolve) => onceEither(socket, resolve));
  }
  socket.end();
}

function onceEither(writable: ServerResponse | Socket, resolve: () => void): void {
  writable.once('drain', resolve);
  writable.once('close', resolve);
}

function apiRequest(request: IncomingMessage, body: ApiRequest['body'], closed: Promise<void>): ApiRequest {
  const url = request.url ?? '/';
  const question = url.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return {
    method: (request.method ?? 'GET') as ApiRequest['method'],
    path: question < 0 ? url : url.slice(0, question),
    query: question < 0 ? '' : url.slice(question + 1),
    headers,
    body,
    closed,
  };
}
