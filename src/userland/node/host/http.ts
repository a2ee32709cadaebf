import type { SystemCalls } from '../../../kernel/program.ts';
import { exchange } from '../../http/client.ts';
import type { HeaderFields } from '../../http/message.ts';
import { type ServerRequest, serveConnection } from '../../http/server.ts';
import { socketStream } from '../../http/socket.ts';
import type { EventLoop } from '../event-loop.ts';
import { connectionCode, connectTo } from './connect.ts';
import { Listeners, quietly, type Taken } from './listeners.ts';
import type { HostOperations, HostValue } from './operations.ts';
import { PendingResponse } from './pending-response.ts';
import type { Dispatch } from './process.ts';

/** HTTP framing happens out here, where bytes are cheap; the guest sees heads, chunks and ends. */
export function httpOperations(
  sys: SystemCalls,
  loop: EventLoop,
  dispatch: Dispatch,
  newId: () => number,
): HostOperations {
  return { ...serverOperations(sys, loop, dispatch, newId), ...clientOperations(sys, loop, dispatch, newId) };
}

function serverOperations(sys: SystemCalls, loop: EventLoop, dispatch: Dispatch, newId: () => number): HostOperations {
  const listeners = new Listeners(sys, loop, (id) => dispatch('httpServerClosed', id));
  const responses = new Map<number, PendingResponse>();

  /** An open connection keeps the program alive. */
  const serve = (server: number, fd: number) => {
    const connection: Taken & { asked: number | undefined } = { fd, idle: true, asked: undefined };
    listeners.join(server, connection);
    loop.hold();
    const { address } = sys.peerName(fd);
    const handle = (request: ServerRequest) => {
      const id = newId();
      connection.idle = false;
      connection.asked = id;
      const pending = new PendingResponse(() => {
        responses.delete(id);
        listeners.rest(server, connection);
      });
      responses.set(id, pending);
      ask(server, id, request, address);
      return pending.response;
    };
    void serveConnection(socketStream(sys, fd), handle)
      .catch(() => undefined)
      .finally(() => {
        quietly(() => sys.close(fd));
        if (connection.asked !== undefined) gone(connection.asked);
        listeners.leave(server, connection);
        loop.release();
      });
  };

  const gone = (id: number) => {
    if (responses.has(id)) loop.post(() => dispatch('requestGone', id));
  };

  const ask = (server: number, id: number, request: ServerRequest, address: string) => {
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
      .then(() => {
        loop.post(() => dispatch('requestEnd', id));
        return responses.has(id) && request.clientLeft();
      })
      .then(
        (left) => left && gone(id),
        () => gone(id),
      );
  };

  const answer = (id: HostValue) => responses.get(Number(id));
  return {
    httpListen: (port, address) => {
      const id = newId();
      return listeners.listen(id, port, address, (fd) => serve(id, fd));
    },
    closeServer: (id) => {
      listeners.close(Number(id));
      listeners.cut(Number(id), false);
    },
    closeConnections: (id, all) => listeners.cut(Number(id), all === true),
    respond: (id, status, reason, headers) =>
      answer(id)?.begin(Number(status), String(reason), headers as unknown as HeaderFields),
    respondData: (id, data) => answer(id)?.push(data as Uint8Array),
    respondEnd: (id) => answer(id)?.end(),
    respondWhole: (id, status, reason, headers, data) =>
      answer(id)?.whole(Number(status), String(reason), headers as unknown as HeaderFields, data as Uint8Array),
    respondCut: (id) => answer(id)?.cut(),
  };
}

function clientOperations(sys: SystemCalls, loop: EventLoop, dispatch: Dispatch, newId: () => number): HostOperations {
  /** Requests under way, and their sockets once they are connected. */
  const requests = new Map<number, number | undefined>();

  const request = async (id: number, { host, port, method, path, headers }: Asked, body: Uint8Array) => {
    const fd = await connectTo(sys, host, port);
    try {
      if (!requests.has(id)) return;
      requests.set(id, fd);
      const response = await exchange(socketStream(sys, fd), { method, target: path, headers, body });
      const { status, reason, headers: fields } = response.head;
      loop.post(() => dispatch('response', id, { status, reason, headers: fields.map((pair) => [...pair]) }));
      for await (const chunk of response.body) loop.post(() => dispatch('responseData', id, chunk));
    } finally {
      quietly(() => sys.close(fd));
    }
  };

  return {
    httpRequest: (options, body) => {
      const id = newId();
      requests.set(id, undefined);
      loop.follow(
        request(id, options as unknown as Asked, body as Uint8Array).finally(() => requests.delete(id)),
        () => dispatch('responseEnd', id),
        (error) => dispatch('responseError', id, connectionCode(error)),
      );
      return id;
    },
    httpGiveUp: (id) => {
      const fd = requests.get(Number(id));
      requests.delete(Number(id));
      if (fd !== undefined) quietly(() => sys.shutdown(fd, 'read'));
    },
  };
}

interface Asked {
  readonly host: string;
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers: HeaderFields;
}
