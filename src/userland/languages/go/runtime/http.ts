import type { GoSlice, Int, Runtime } from './guest.ts';

/** net/http over Node's: whole requests in, whole responses out. */
export function httpPart(G: Runtime): void {
  interface Message {
    readonly url: string;
    readonly method: string;
    readonly statusCode: number;
    readonly headers: Record<string, string | string[]>;
    readonly socket?: { readonly remoteAddress: string; readonly remotePort: number };
    on(event: string, listener: (chunk: Uint8Array) => void): unknown;
  }
  interface Response {
    statusCode: number;
    setHeader(name: string, value: string | string[]): void;
    end(body: Uint8Array): void;
  }
  interface Server {
    on(event: string, listener: (error: Error & { code: string }) => void): unknown;
    listen(port: number, host: string): unknown;
    close(done: () => void): unknown;
  }
  interface Http {
    createServer(handler: (request: Message, response: Response) => void): Server;
    request(
      url: string,
      options: unknown,
      done: (response: Message) => void,
    ): { on(event: string, listener: (error: Error & { code: string }) => void): unknown; end(body: Uint8Array): void };
  }
  const http = () => (G.load as (name: string) => Http)('node:http');
  const bytesOf = (text: string) => Uint8Array.from(text, (each) => each.charCodeAt(0));
  const textOf = (chunks: readonly Uint8Array[]) => chunks.map((chunk) => G.bytesText(G.list([...chunk]))).join('');
  const body = (message: Message, done: (text: string) => void) => {
    const chunks: Uint8Array[] = [];
    message.on('data', (chunk) => chunks.push(Uint8Array.from(chunk)));
    message.on('end', () => done(textOf(chunks)));
  };
  /** Names and values by turns. */
  const flat = (headers: Message['headers']) =>
    G.list(
      Object.entries(headers).flatMap(([name, value]) =>
        (Array.isArray(value) ? value : [value]).flatMap((each) => [name, G.encode(String(each))]),
      ),
    );
  const REASONS: Record<string, string> = {
    EADDRINUSE: 'bind: address already in use',
    EACCES: 'bind: permission denied',
    ECONNREFUSED: 'connect: connection refused',
    ETIMEDOUT: 'i/o timeout',
  };
  type Handle = (
    method: string,
    url: string,
    host: string,
    from: string,
    body: string,
    headers: GoSlice,
  ) => [Int, GoSlice, string] | Promise<[Int, GoSlice, string]>;
  const servers = new WeakMap<object, Server>();
  Object.assign(G.natives, {
    'http.serve': (owner: object, address: string, handle: Handle) =>
      G.outside<string>((done) => {
        const server = http().createServer((request, response) =>
          body(request, (text) =>
            G.go(async () => {
              const from = `${request.socket?.remoteAddress ?? ''}:${request.socket?.remotePort ?? 0}`;
              const [status, headers, made] = await handle(
                request.method,
                request.url,
                String(request.headers.host ?? ''),
                from,
                text,
                flat(request.headers),
              );
              response.statusCode = Number(status);
              const pairs = G.items(headers) as string[];
              const all = new Map<string, string[]>();
              for (let at = 0; at < pairs.length; at += 2)
                all.set(pairs[at]!, [...(all.get(pairs[at]!) ?? []), pairs[at + 1]!]);
              for (const [name, values] of all) response.setHeader(name, values.length === 1 ? values[0]! : values);
              response.end(bytesOf(made));
            }),
          ),
        );
        servers.set(owner, server);
        server.on('error', (error) => done(`listen tcp ${address}: ${REASONS[error.code] ?? error.message}`));
        server.on('close', () => done('http: Server closed'));
        const [, host = '', port = ''] = /^(.*):(\w*)$/.exec(address) ?? [];
        const number = port === 'http' || port === '' ? 80 : Number(port);
        if (!/^.*:\w*$/.test(address)) done(`listen tcp: address ${address}: missing port in address`);
        else if (Number.isNaN(number)) done(`listen tcp: lookup tcp/${port}: unknown port`);
        else server.listen(number, host.replace(/^\[|\]$/g, '') || '0.0.0.0');
      }),
    'http.stop': (owner: object) => {
      servers.get(owner)?.close(() => {});
    },
    'http.fetch': (method: string, url: string, headers: GoSlice, text: string) =>
      G.outside<[Int, GoSlice | null, string, string]>((done) => {
        const pairs = G.items(headers) as string[];
        const given = Object.fromEntries(pairs.flatMap((name, at) => (at % 2 === 0 ? [[name, pairs[at + 1]]] : [])));
        const request = http().request(url, { method, headers: given }, (response) =>
          body(response, (whole) => done([response.statusCode, flat(response.headers), whole, ''])),
        );
        const host = /^\w+:\/\/([^/:]+)(:\d+)?/.exec(url);
        request.on('error', (error) => {
          const place = `${host?.[1] ?? ''}${host?.[2] ?? ':80'}`;
          done([
            0,
            null,
            '',
            error.code === 'ENOTFOUND'
              ? `dial tcp: lookup ${host?.[1]}: no such host`
              : `dial tcp ${place}: ${REASONS[error.code] ?? error.message}`,
          ]);
        });
        request.end(bytesOf(text));
      }),
  });
}
