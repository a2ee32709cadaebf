import type { SystemCalls } from '../../../kernel/program.ts';
import { exchange } from '../../http/client.ts';
import type { HeaderFields } from '../../http/message.ts';
import { type ServerRequest, type ServerResponse, serveConnection } from '../../http/server.ts';
import type { EventLoop } from '../event-loop.ts';
import { codeOf, guarded } from './errors.ts';
import type { HostOperations, HostValue } from './operations.ts';
import type { Dispatch } from './process.ts';

/** HTTP framing happens out here, where bytes are cheap; the guest sees heads, chunks and ends. */
export function networkOperations(sys: SystemCalls, loop: EventLoop, dispatch: Dispatch): HostOperations {
  let lastId = 0;
  const servers = new Map<number, number>();
  const responses = new Map<number, PendingResponse>();
  const sockets = new Map<number, { fd: number; writing: Promise<void> }>();

  /** A listening server keeps the program alive until it is closed, whatever becomes of the accept under way. */
  const listen = (
    port: HostValue,
    address: HostValue,
    take: (server: number, connection: number) => void,
  ): HostValue => {
    const id = ++lastId;
    const fd = guarded('listen', undefined, () =>
      sys.listen(Number(port), typeof address === 'string' ? address : undefined),
    );
    servers.set(id, fd);
    loop.hold();
    const accept = () => {
      const taken = (connection: number) => {
        take(id, connection);
        if (servers.has(id)) accept();
      };
      loop.follow(sys.accept(fd), taken, () => closeServer(id), true);
    };
    accept();
    return { id, port: sys.socketName(fd).port, address: sys.socketName(fd).address };
  };

  const closeServer = (id: number) => {
    const fd = servers.get(id);
    if (fd === undefined) return;
    servers.delete(id);
    loop.release();
    quietly(() => sys.close(fd));
  };

  const serve = (server: number, fd: number) => {
    const stream = { read: () => sys.read(fd), write: (bytes: Uint8Array) => sys.write(fd, bytes) };
    const peer = sys.peerName(fd);
    void serveConnection(stream, (request) => handle(server, request, peer.address))
      .catch(() => undefined)
      .finally(() => quietly(() => sys.close(fd)));
  };

  const handle = (server: number, request: ServerRequest, address: string): Promise<ServerResponse> =>
    new Promise((resolve) => {
      const id = ++lastId;
      responses.set(id, new PendingResponse(resolve, () => responses.delete(id)));
      const { method, target, version, headers } = request.head;
      const head = {
        method,
        url: target,
        httpVersion: version.slice(5),
        headers: headers.map((pair) => [...pair]),
        keepAlive: request.keepAlive,
        address,
      };
      loop.post(() => dispatch('request', server, id, head));
      const readAll = async () => {
        for await (const chunk of request.body) loop.post(() => dispatch('requestData', id, chunk));
      };
      readAll()
        .catch(() => undefined)
        .finally(() => loop.post(() => dispatch('requestEnd', id)));
    });

  const readSocket = (id: number) => {
    const socket = sockets.get(id);
    if (!socket) return;
    loop.follow(
      sys.read(socket.fd),
      (bytes) => {
        dispatch('socketData', id, bytes);
        if (bytes.length > 0) readSocket(id);
      },
      (error) => dispatch('socketError', id, codeOf(error)),
    );
  };

  const openSocket = (fd: number): number => {
    const id = ++lastId;
    sockets.set(id, { fd, writing: Promise.resolve() });
    return id;
  };

  return {
    httpListen: (port, address) => listen(port, address, serve),
    netListen: (port, address) =>
      listen(port, address, (server, connection) => {
        const socket = openSocket(connection);
        dispatch('connection', server, socket, { ...sys.peerName(connection) });
        readSocket(socket);
      }),
    closeServer: (id) => closeServer(Number(id)),
    respond: (id, status, reason, headers) =>
      responses.get(Number(id))?.begin(Number(status), String(reason), headers as unknown as HeaderFields),
    respondData: (id, data) => responses.get(Number(id))?.push(data as Uint8Array),
    respondEnd: (id) => responses.get(Number(id))?.end(),
    respondWhole: (id, status, reason, headers, data) =>
      responses
        .get(Number(id))
        ?.whole(Number(status), String(reason), headers as unknown as HeaderFields, data as Uint8Array),
    httpRequest: (options, body) => {
      const id = ++lastId;
      const { host, port, method, path, headers } = options as unknown as {
        host: string;
        port: number;
        method: string;
        path: string;
        headers: HeaderFields;
      };
      const run = async () => {
        const fd = await connectTo(sys, host, port);
        try {
          const stream = { read: () => sys.read(fd), write: (bytes: Uint8Array) => sys.write(fd, bytes) };
          const response = await exchange(stream, {
            method,
            target: path,
            headers,
            body: body as Uint8Array | undefined,
          });
          const { status, reason, headers: fields } = response.head;
          loop.post(() => dispatch('response', id, { status, reason, headers: fields.map((pair) => [...pair]) }));
          for await (const chunk of response.body) loop.post(() => dispatch('responseData', id, chunk));
        } finally {
          quietly(() => sys.close(fd));
        }
      };
      loop.follow(
        run(),
        () => dispatch('responseEnd', id),
        (error) => dispatch('responseError', id, error instanceof NameError ? 'ENOTFOUND' : codeOf(error)),
      );
      return id;
    },
    netConnect: (host, port) => {
      const id = ++lastId;
      loop.follow(
        connectTo(sys, String(host), Number(port)),
        (fd) => {
          sockets.set(id, { fd, writing: Promise.resolve() });
          dispatch('socketOpen', id);
          readSocket(id);
        },
        (error) => dispatch('socketError', id, error instanceof NameError ? 'ENOTFOUND' : codeOf(error)),
      );
      return id;
    },
    socketWrite: (id, data) => {
      const socket = sockets.get(Number(id));
      if (!socket) return;
      socket.writing = socket.writing.then(() => sys.write(socket.fd, data as Uint8Array));
      loop.follow(
        socket.writing,
        () => undefined,
        (error) => dispatch('socketError', id, codeOf(error)),
      );
    },
    socketEnd: (id) => {
      const socket = sockets.get(Number(id));
      if (socket) void socket.writing.then(() => sys.shutdown(socket.fd, 'write')).catch(() => undefined);
    },
    socketClose: (id) => {
      const socket = sockets.get(Number(id));
      sockets.delete(Number(id));
      if (socket) void socket.writing.catch(() => undefined).then(() => quietly(() => sys.close(socket.fd)));
    },
    lookup: (name) => {
      const id = ++lastId;
      loop.follow(
        sys.resolve(String(name)),
        (addresses) => dispatch('lookup', id, addresses),
        () => dispatch('lookup', id, []),
      );
      return id;
    },
  };
}

/** A name that no resolver knows. */
class NameError extends Error {}

async function connectTo(sys: SystemCalls, host: string, port: number): Promise<number> {
  const addresses = /^\d+\.\d+\.\d+\.\d+$/.test(host) ? [host] : await sys.resolve(host);
  if (addresses[0] === undefined) throw new NameError(host);
  return sys.connect(addresses[0], port);
}

/** Closing what the peer or the end of the process has closed already is no failure. */
function quietly(run: () => void): void {
  try {
    run();
  } catch {
    // closed already
  }
}

/** An answer in the making: whole at once, or a head and then chunks. */
class PendingResponse {
  readonly #resolve: (response: ServerResponse) => void;
  readonly #done: () => void;
  #chunks: Uint8Array[] = [];
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(resolve: (response: ServerResponse) => void, done: () => void) {
    this.#resolve = resolve;
    this.#done = done;
  }

  whole(status: number, reason: string, headers: HeaderFields, data: Uint8Array): void {
    this.#resolve({ status, reason, headers, body: data });
    this.#done();
  }

  begin(status: number, reason: string, headers: HeaderFields): void {
    this.#resolve({ status, reason, headers, body: this.#stream() });
  }

  push(data: Uint8Array): void {
    this.#chunks.push(data);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
    this.#done();
  }

  async *#stream(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk) yield chunk;
      else if (this.#ended) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}

export type { HostValue };
