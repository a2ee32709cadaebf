import { request as httpRequest } from 'node:http';
import { Duplex } from 'node:stream';
import { connect } from './connect.ts';
import type { FoundEngine } from './find.ts';

/** A connection that the engine speaks HTTP/2 on, after an upgrade of HTTP/1.1 (`POST /session`, `POST /grpc`). */
export function hijackHttp2(
  engine: FoundEngine,
  path: string,
  headers: Readonly<Record<string, string | readonly string[]>> = {},
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const call = httpRequest({
      createConnection: () => connect(engine.address) as never,
      method: 'POST',
      path: `/v${engine.api}${path}`,
      headers: { host: 'docker', connection: 'Upgrade', upgrade: 'h2c', ...(headers as Record<string, string>) },
    });
    call.on('error', reject);
    call.on('response', (response) => {
      response.resume();
      reject(new Error(`the engine opens no connection at ${path} (status ${response.statusCode})`));
    });
    call.on('upgrade', (_response, socket, head) => {
      socket.on('error', () => socket.destroy());
      if (head.length > 0) socket.unshift(head);
      // Not the socket itself: Node's HTTP/2 spoils its heap on one that a parser of HTTP/1.1 has had (20.20), and takes TLS without
      // ALPN for HTTP/1.1. What the engine speaks here was agreed on by the upgrade.
      resolve(Duplex.from({ readable: socket, writable: socket }));
    });
    call.end();
  });
}
