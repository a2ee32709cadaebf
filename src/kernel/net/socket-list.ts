import type { ProcessRecord } from '../process/process.ts';
import type { SystemCalls } from '../system-calls.ts';
import { ListeningSocket, StreamSocket } from './socket-file.ts';

type Sockets = ReturnType<SystemCalls['sockets']>;

/** The TCP sockets of the network namespace of `viewer`, each with a process that has it open (0: out of sight). */
export function listSockets(viewer: ProcessRecord): Sockets {
  const { network, pid: space } = viewer.namespaces;
  const sockets = new Map<unknown, Sockets[number]>();
  for (const process of viewer.machine.hostSpace.processes.values()) {
    if (process.namespaces.network !== network) continue;
    const { fds } = process.context;
    for (const fd of fds.numbers()) {
      const file = fds.get(fd);
      const pid = process.id.in(space);
      if (file instanceof ListeningSocket) {
        sockets.set(file.listener, { protocol: 'tcp', local: file.listener.local, state: 'LISTEN', pid });
      } else if (file instanceof StreamSocket) {
        const { local, peer } = file.endpoint;
        sockets.set(file, { protocol: 'tcp', local, peer, state: 'ESTAB', pid });
      }
    }
  }
  for (const listener of network.listeners()) {
    if (!sockets.has(listener)) {
      sockets.set(listener, { protocol: 'tcp', local: listener.local, state: 'LISTEN', pid: 0 });
    }
  }
  return [...sockets.values()];
}
