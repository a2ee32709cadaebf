import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { DuplexStream, EngineDoor } from '../../engine/api/door.ts';
import { apiRequest } from './api-request.ts';
import { writeAll } from './write-all.ts';

/** Answers a request that asks for the connection itself (attach, exec start). */
export async function upgrade(
  door: EngineDoor,
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  closed: Promise<void>,
): Promise<void> {
  const length = Number(request.headers['content-length'] ?? 0);
  const { body, rest } = await takeBody(socket, head, length);
  const result = await door.request(apiRequest(request, body, closed));
  if (!result.stream) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of result.body) chunks.push(chunk);
    const text = Buffer.concat(chunks);
    const headers = Object.entries({ ...result.headers, 'content-length': String(text.length), connection: 'close' });
    socket.write(`HTTP/1.1 ${result.status} ${STATUS_CODES[result.status] ?? ''}\r\n`);
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
  socket.resume();
  if (await writeAll(stream.input, socket)) socket.end();
}
