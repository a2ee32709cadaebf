import { isErrno } from '../kernel/errno.ts';
import type { NetworkNamespace } from '../kernel/net/types.ts';
import { exchange, wholeBody } from '../userland/http/client.ts';
import { HttpError } from '../userland/http/stream.ts';

export type BrowseResult =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
    }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** What a browser on the student's computer would get from `http://localhost:PORT/path`. */
export async function browse(network: NetworkNamespace, port: number, path: string): Promise<BrowseResult> {
  try {
    const connection = await network.connect('127.0.0.1', port);
    try {
      const { head, body } = await exchange(connection, {
        method: 'GET',
        target: path,
        headers: [
          ['Host', `localhost:${port}`],
          ['User-Agent', 'drydock-preview'],
          ['Accept', 'text/html, */*'],
          ['Connection', 'close'],
        ],
      });
      const headers = Object.fromEntries(head.headers.map(([name, value]) => [name.toLowerCase(), value]));
      return { kind: 'response', status: head.status, headers, body: await wholeBody(body) };
    } finally {
      connection.close();
    }
  } catch (error) {
    if (isErrno(error, 'ECONNREFUSED')) return { kind: 'unreachable', reason: `Nothing listens on port ${port}.` };
    if (isErrno(error, 'ECONNRESET') || error instanceof HttpError) {
      return {
        kind: 'unreachable',
        reason: 'The connection was closed before an answer came: is the server in the container listening?',
      };
    }
    throw error;
  }
}
