import type { SystemCalls } from '../../../kernel/program.ts';
import type { EventLoop } from '../event-loop.ts';
import { connectionCode, connectTo } from './connect.ts';
import { codeOf } from './errors.ts';
import { httpOperations } from './http.ts';
import { Listeners, quietly } from './listeners.ts';
import type { HostOperations } from './operations.ts';
import type { Dispatch } from './process.ts';

/** Sockets, and HTTP over them. Each socket, server and exchange has a number by which the guest knows it. */
export function networkOperations(sys: SystemCalls, loop: EventLoop, dispatch: Dispatch): HostOperations {
  let lastId = 0;
  const newId = () => ++lastId;
  return {
    ...socketOperations(sys, loop, dispatch, newId),
    ...httpOperations(sys, loop, dispatch, newId),
    lookup: (name) => {
      const id = newId();
      loop.follow(
        sys.resolve(String(name)),
        (addresses) => dispatch('lookup', id, addresses),
        () => dispatch('lookup', id, []),
      );
      return id;
    },
  };
}

interface OpenSocket {
  readonly fd: number;
  writing: Promise<void>;
  /** Tells the server that took it. */
  readonly left: () => void;
}

function socketOperations(sys: SystemCalls, loop: EventLoop, dispatch: Dispatch, newId: () => number): HostOperations {
  const listeners = new Listeners(sys, loop, (id) => dispatch('netServerClosed', id));
  const sockets = new Map<number, OpenSocket>();

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

  const open = (id: number, fd: number, left: () => void) => {
    sockets.set(id, { fd, writing: Promise.resolve(), left });
    const { address, port } = sys.peerName(fd);
    const own = sys.socketName(fd);
    return { remoteAddress: address, remotePort: port, localAddress: own.address, localPort: own.port };
  };

  return {
    netListen: (port, address) => {
      const server = newId();
      return listeners.listen(server, port, address, (fd) => {
        const id = newId();
        const connection = { fd, idle: false };
        listeners.join(server, connection);
        dispatch(
          'connection',
          server,
          id,
          open(id, fd, () => listeners.leave(server, connection)),
        );
        readSocket(id);
      });
    },
    closeListener: (id) => listeners.close(Number(id)),
    netConnect: (host, port) => {
      const id = newId();
      loop.follow(
        connectTo(sys, String(host), Number(port)),
        (fd) => {
          dispatch(
            'socketOpen',
            id,
            open(id, fd, () => undefined),
          );
          readSocket(id);
        },
        (error) => dispatch('socketError', id, connectionCode(error)),
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
      if (!socket) return;
      void socket.writing
        .catch(() => undefined)
        .then(() => quietly(() => sys.close(socket.fd)))
        .then(socket.left);
    },
  };
}
