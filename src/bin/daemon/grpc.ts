import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';

/** gRPC's status code for a method that is not there. */
const UNIMPLEMENTED = '12';
const MESSAGE = 'drydock: not simulated: the gRPC API of BuildKit. Build with DOCKER_BUILDKIT=0';

/**
 * buildx reaches BuildKit over HTTP/2 inside an upgraded connection (`/grpc`). Every call is refused in gRPC's
 * own way: whatever is said in plain HTTP, the client does not show.
 */
export function refuseGrpc(socket: Socket, head: Buffer): void {
  const server = createServer();
  server.on('sessionError', () => socket.destroy());
  server.on('stream', (stream: ServerHttp2Stream) => {
    stream.on('error', () => {});
    stream.respond(
      {
        ':status': 200,
        'content-type': 'application/grpc',
        'grpc-status': UNIMPLEMENTED,
        'grpc-message': encodeURIComponent(MESSAGE).replaceAll('%20', ' '),
      },
      { endStream: true },
    );
  });
  socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
  if (head.length > 0) socket.unshift(head);
  server.emit('connection', socket);
}
