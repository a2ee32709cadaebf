import { concat } from '../../kernel/bytes.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { Connection, NetworkNamespace } from '../../kernel/net/types.ts';
import { systemError } from '../errors.ts';

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  /** What an error names; without one, the registry's front page. */
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** One HTTP/1.1 exchange over the simulated network, a connection each. */
export async function httpRequest(
  network: NetworkNamespace,
  address: string,
  port: number,
  request: HttpRequest,
): Promise<HttpResponse> {
  const connection = await connect(network, address, port, request);
  try {
    const body = request.body ?? new Uint8Array();
    const headers = {
      host: request.host,
      'user-agent': 'docker/28.5.2',
      connection: 'close',
      'content-length': String(body.length),
      ...request.headers,
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    await connection.write(
      new TextEncoder().encode(`${request.method} ${request.path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`),
    );
    if (body.length > 0) await connection.write(body);
    return await readResponse(connection, request.method);
  } finally {
    connection.close();
  }
}

async function connect(
  network: NetworkNamespace,
  address: string,
  port: number,
  request: HttpRequest,
): Promise<Connection> {
  try {
    return await network.connect(address, port);
  } catch (error) {
    const why = isErrno(error) ? error.message.toLowerCase() : String(error);
    throw systemError(
      `Get "${request.url ?? `http://${request.host}/v2/`}": dial tcp ${address}:${port}: connect: ${why}`,
    );
  }
}

async function readResponse(connection: Connection, method: string): Promise<HttpResponse> {
  let buffered: Uint8Array = new Uint8Array();
  const more = async () => {
    const bytes = await connection.read();
    if (bytes.length > 0) buffered = buffered.length === 0 ? bytes : concat([buffered, bytes]);
    return bytes.length > 0;
  };
  let end = headEnd(buffered);
  while (end < 0) {
    if (!(await more())) throw systemError('EOF');
    end = headEnd(buffered);
  }
  const [statusLine = '', ...lines] = new TextDecoder().decode(buffered.subarray(0, end)).split('\r\n');
  const status = Number(statusLine.split(' ')[1]);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const at = line.indexOf(':');
    if (at > 0) headers[line.slice(0, at).toLowerCase()] = line.slice(at + 1).trim();
  }
  buffered = buffered.subarray(end + 4);
  if (method === 'HEAD' || status === 204 || status === 304) return { status, headers, body: new Uint8Array() };
  const length = headers['content-length'] === undefined ? Number.POSITIVE_INFINITY : Number(headers['content-length']);
  const parts = [buffered];
  let received = buffered.length;
  while (received < length) {
    const bytes = await connection.read();
    if (bytes.length === 0) break;
    parts.push(bytes);
    received += bytes.length;
  }
  const body = concat(parts);
  return { status, headers, body: headers['transfer-encoding'] === 'chunked' ? dechunk(body) : body };
}

function headEnd(bytes: Uint8Array): number {
  for (let i = 0; i + 3 < bytes.length; i++) {
    if (bytes[i] === 13 && bytes[i + 1] === 10 && bytes[i + 2] === 13 && bytes[i + 3] === 10) return i;
  }
  return -1;
}

function dechunk(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (;;) {
    const line = bytes.indexOf(10, at);
    if (line < 0) break;
    const size = Number.parseInt(new TextDecoder().decode(bytes.subarray(at, line)), 16);
    if (!(size > 0)) break;
    parts.push(bytes.subarray(line + 1, line + 1 + size));
    at = line + 1 + size + 2;
  }
  return concat(parts);
}
