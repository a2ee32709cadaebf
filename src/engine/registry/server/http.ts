import type { SystemCalls } from '../../../kernel/program.ts';
import { concat } from '../../http/body.ts';

export interface ServerRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface ServerAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
};

/** Answers the requests of one connection until the client leaves. */
export async function serveConnection(
  sys: SystemCalls,
  fd: number,
  answer: (request: ServerRequest) => ServerAnswer,
): Promise<void> {
  const reader = new Reader(sys, fd);
  try {
    for (;;) {
      const request = await readRequest(reader);
      if (!request) break;
      await sys.write(fd, render(request, answer(request)));
      if (request.headers.connection?.toLowerCase() === 'close') break;
    }
  } finally {
    sys.close(fd);
  }
}

class Reader {
  #buffered: Uint8Array = new Uint8Array();

  constructor(
    private readonly sys: SystemCalls,
    private readonly fd: number,
  ) {}

  /** Up to and without the blank line that ends a head; undefined when the client is gone. */
  async head(): Promise<string | undefined> {
    for (;;) {
      const text = new TextDecoder('latin1').decode(this.#buffered);
      const end = text.indexOf('\r\n\r\n');
      if (end >= 0) {
        this.#buffered = this.#buffered.subarray(end + 4);
        return text.slice(0, end);
      }
      if (!(await this.#more())) return undefined;
    }
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.#buffered.indexOf(10);
      if (end >= 0) {
        const line = new TextDecoder('latin1').decode(this.#buffered.subarray(0, end));
        this.#buffered = this.#buffered.subarray(end + 1);
        return line.replace(/\r$/, '');
      }
      if (!(await this.#more())) return '';
    }
  }

  async bytes(length: number): Promise<Uint8Array> {
    const parts = [this.#buffered];
    let have = this.#buffered.length;
    while (have < length) {
      const chunk = await this.sys.read(this.fd);
      if (chunk.length === 0) break;
      parts.push(chunk);
      have += chunk.length;
    }
    const all = concat(parts);
    this.#buffered = all.subarray(Math.min(length, all.length));
    return all.subarray(0, length);
  }

  async #more(): Promise<boolean> {
    const chunk = await this.sys.read(this.fd);
    if (chunk.length === 0) return false;
    this.#buffered = concat([this.#buffered, chunk]);
    return true;
  }
}

async function readRequest(reader: Reader): Promise<ServerRequest | undefined> {
  const head = await reader.head();
  if (head === undefined) return undefined;
  const [requestLine = '', ...lines] = head.split('\r\n');
  const [method = '', target = ''] = requestLine.split(' ');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const at = line.indexOf(':');
    if (at > 0) headers[line.slice(0, at).toLowerCase()] = line.slice(at + 1).trim();
  }
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const body =
    headers['transfer-encoding'] === 'chunked'
      ? await readChunks(reader)
      : await reader.bytes(Number(headers['content-length'] ?? 0));
  return { method, path: decodeURIComponent(path), query, headers, body };
}

async function readChunks(reader: Reader): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const size = Number.parseInt(await reader.line(), 16);
    if (!(size > 0)) break;
    chunks.push(await reader.bytes(size));
    await reader.line();
  }
  await reader.line();
  return concat(chunks);
}

function render(request: ServerRequest, { status, headers = {}, body = '' }: ServerAnswer): Uint8Array {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const all = { ...headers, 'Content-Length': headers['Content-Length'] ?? String(bytes.length) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = new TextEncoder().encode(`HTTP/1.1 ${status} ${REASONS[status] ?? 'Status'}\r\n${lines.join('')}\r\n`);
  return request.method === 'HEAD' ? head : concat([head, bytes]);
}
