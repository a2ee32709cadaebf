import { KernelError } from '../../errno.ts';
import { parseAddress } from '../../net/address.ts';
import { Endpoint } from '../../net/endpoint.ts';
import { resolveInHosts } from '../../net/hosts-file.ts';
import { ListeningSocket, StreamSocket } from '../../net/socket-file.ts';
import { listSockets } from '../../net/socket-list.ts';
import type { SystemCalls } from '../../system-calls.ts';
import type { ProcessRecord } from '../process.ts';
import { ProcessEnd } from '../process-end.ts';
import type { Enter } from './enter.ts';

type NetworkCalls = Pick<
  SystemCalls,
  | 'listen'
  | 'accept'
  | 'connect'
  | 'shutdown'
  | 'socketName'
  | 'peerName'
  | 'resolve'
  | 'ping'
  | 'interfaces'
  | 'routes'
  | 'sockets'
>;

const DEFAULT_PING_MS = 10_000;

export function networkCalls(enter: Enter): NetworkCalls {
  const stack = () => enter().namespaces.network;
  const connected = (fd: number): Endpoint => {
    const file = enter().context.fds.get(fd);
    if (!(file instanceof StreamSocket)) throw new KernelError('ENOTCONN');
    return file.endpoint;
  };
  return {
    listen(port, address) {
      const process = enter();
      const { namespaces, credentials, machine } = process;
      const privileged = port > 0 && port < namespaces.network.unprivilegedPortStart;
      if (privileged && !credentials.capabilities.has('CAP_NET_BIND_SERVICE')) throw new KernelError('EACCES');
      const listener = namespaces.network.listen(port, address);
      return process.context.fds.add(new ListeningSocket(listener, namespaces.network, machine.platform.now()));
    },
    async accept(fd) {
      const process = enter();
      const file = process.context.fds.get(fd);
      if (!(file instanceof ListeningSocket)) throw new KernelError('EINVAL');
      const pause = process.checkpoint();
      if (pause) await pause;
      let endpoint = file.listener.take();
      while (!endpoint) {
        await process.wait([file.readiness]);
        endpoint = file.listener.take();
      }
      return addStream(process, endpoint);
    },
    connect(host, port) {
      const process = enter();
      const opening = process.namespaces.network.open(host, port);
      if (opening instanceof Endpoint) return addStream(process, opening);
      return process.wait([], opening.afterMs).then(() => {
        throw new KernelError(opening.code);
      });
    },
    shutdown: (fd, direction) => connected(fd).shutdown(direction),
    socketName(fd) {
      const file = enter().context.fds.get(fd);
      return file instanceof ListeningSocket ? file.listener.local : connected(fd).local;
    },
    peerName: (fd) => connected(fd).peer,
    resolve(name) {
      const { context, namespaces } = enter();
      if (parseAddress(name) !== undefined) return [name];
      const known = resolveInHosts(context.files, name);
      return known.length > 0 ? known : namespaces.network.resolve(name);
    },
    async ping(address, timeout = DEFAULT_PING_MS) {
      const process = enter();
      const { platform } = process.machine;
      const start = platform.now();
      const route = process.namespaces.network.route(address);
      if (route === 'no route') throw new KernelError('ENETUNREACH');
      if (typeof route !== 'string') {
        await platform.breathe();
        return platform.now() - start;
      }
      await process.wait([], timeout);
      return undefined;
    },
    interfaces: () => stack().interfaces(),
    routes: () => stack().routes(),
    sockets: () => listSockets(enter()),
  };
}

function addStream(process: ProcessRecord, endpoint: Endpoint): number {
  if (process.ended) {
    endpoint.close();
    throw new ProcessEnd();
  }
  return process.context.fds.add(new StreamSocket(endpoint, process.machine.platform.now()));
}
