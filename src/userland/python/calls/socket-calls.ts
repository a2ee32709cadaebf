import { KernelError } from '../../../kernel/errno.ts';
import type { Reply } from '../thread/protocol.ts';
import { whenReady } from './descriptor-calls.ts';
import { type Call, type Calls, type Descriptors, done, json, type SocketState } from './process-calls.ts';

const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
const NON_BLOCKING = 0o4000;
const CLOSE_ON_EXEC = 0o2000000;

/**
 * BSD sockets over the kernel's listen() and connect(), which make sockets of their own: a new socket holds its number with
 * something else until it is known what it becomes.
 */
export function socketCalls(descriptors: Descriptors, read: Call, write: Call): Calls {
  const { sys, sockets } = descriptors;

  const state = (fd: number): SocketState => {
    let found = sockets.get(fd);
    if (!found) sockets.set(fd, (found = inherited(fd)));
    return found;
  };
  /** A socket of whoever started the program, or a copy of one: what it is, the kernel knows. */
  const inherited = (fd: number): SocketState => {
    sys.socketName(fd);
    try {
      sys.peerName(fd);
      return { kind: 'stream', phase: 'connected' };
    } catch {
      return { kind: 'stream', phase: 'listening' };
    }
  };
  /** The kernel's socket takes the number the program knows. */
  const become = (fd: number, socket: number, phase: SocketState['phase']) => {
    sys.dup2(socket, fd);
    sys.close(socket);
    sys.setCloseOnExec(fd, descriptors.closeOnExec.has(fd));
    state(fd).phase = phase;
  };
  const adopt = (fd: number, bits: number, socket: SocketState) => {
    descriptors.forget(fd);
    sockets.set(fd, socket);
    descriptors.flags.set(fd, 2 | (bits & NON_BLOCKING));
    if ((bits & CLOSE_ON_EXEC) !== 0) {
      descriptors.closeOnExec.add(fd);
      sys.setCloseOnExec(fd, true);
    }
    return fd;
  };

  return {
    socket(type, bits) {
      if (type !== SOCK_STREAM && type !== SOCK_DGRAM) throw new KernelError('EPERM');
      const fd = sys.open('/dev/null', { read: true, write: true });
      return { value: adopt(fd, Number(bits), { kind: type === SOCK_STREAM ? 'stream' : 'datagram', phase: 'new' }) };
    },
    bind(fd, host, port) {
      if (state(Number(fd)).kind === 'datagram') throw new KernelError('ENOSYS');
      become(Number(fd), sys.listen(Number(port), String(host)), 'listening');
      return done;
    },
    listen(fd) {
      if (state(Number(fd)).phase === 'new') become(Number(fd), sys.listen(0, '0.0.0.0'), 'listening');
      return done;
    },
    connect(fdValue, host, port) {
      const fd = Number(fdValue);
      const socket = state(fd);
      if (socket.kind === 'datagram') {
        socket.peer = [String(host), Number(port)];
        socket.phase = 'connected';
        return done;
      }
      const address = host === '0.0.0.0' ? '127.0.0.1' : String(host);
      const connected = sys.connect(address, Number(port));
      const finish = (made: number) => {
        become(fd, made, 'connected');
        return done;
      };
      return connected instanceof Promise ? connected.then(finish) : finish(connected);
    },
    accept(fdValue, bits) {
      const fd = Number(fdValue);
      const accept = () =>
        sys.accept(fd).then((made): Reply => {
          adopt(made, Number(bits), { kind: 'stream', phase: 'connected' });
          const { address, port } = sys.peerName(made);
          return { value: made, data: json([address, port]).data };
        });
      return whenReady(descriptors, fd, accept);
    },
    socketName(fdValue) {
      const fd = Number(fdValue);
      const socket = state(fd);
      if (socket.peer) return json([ownAddress(descriptors, socket.peer[0]), 0]);
      if (socket.phase === 'new') return json(['0.0.0.0', 0]);
      const { address, port } = sys.socketName(fd);
      return json([address, port]);
    },
    peerName(fd) {
      const socket = state(Number(fd));
      if (socket.phase !== 'connected') throw new KernelError('ENOTCONN');
      if (socket.peer) return json(socket.peer);
      const { address, port } = sys.peerName(Number(fd));
      return json([address, port]);
    },
    socketType: (fd) => ({ value: state(Number(fd)).kind === 'stream' ? SOCK_STREAM : SOCK_DGRAM }),
    send(fd, data) {
      const socket = state(Number(fd));
      if (socket.kind === 'datagram') throw new KernelError('ENOSYS');
      if (socket.phase !== 'connected') throw new KernelError('EPIPE');
      return write(fd!, data!, null);
    },
    receive(fd, max) {
      const socket = state(Number(fd));
      if (socket.kind === 'datagram') throw new KernelError('ENOSYS');
      if (socket.phase !== 'connected') throw new KernelError('ENOTCONN');
      return read(fd!, max!, null);
    },
    resolve(name) {
      const found = sys.resolve(String(name));
      return found instanceof Promise ? found.then(json) : json(found);
    },
  };
}

/** The address one would send from: loopback's to loopback, else the first interface's. */
function ownAddress({ sys }: Descriptors, peer: string): string {
  if (peer.startsWith('127.')) return '127.0.0.1';
  const outward = sys.interfaces().find(({ up, address }) => up && !address.startsWith('127.'));
  if (!outward) throw new KernelError('ENETUNREACH');
  return outward.address;
}
