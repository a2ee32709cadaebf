import { type Access, ENOSYS, type Imports } from './access.ts';

const AF_INET = 2;
const EAFNOSUPPORT = 5;
const SOL_SOCKET = 1;
const SO_TYPE = 3;
const EAI_NONAME = -2;
/** struct sockaddr_in. */
const ADDRESS_BYTES = 16;

/** System calls on sockets: IPv4 over TCP (and what UDP's connect tells of one's own address). */
export function socketImports({ memory, original, call, temporary }: Access): Imports {
  const address = (at: number): [string, number] | undefined => {
    if (memory.view.getUint16(at, true) !== AF_INET) return undefined;
    return [memory.copy(at + 4, 4).join('.'), memory.view.getUint16(at + 2, false)];
  };
  const writeAddress = (at: number, length: number, data: Uint8Array | undefined) => {
    if (at === 0 || !data) return;
    const [host, port] = JSON.parse(new TextDecoder().decode(data)) as [string, number];
    memory.bytes.fill(0, at, at + ADDRESS_BYTES);
    memory.view.setUint16(at, AF_INET, true);
    memory.view.setUint16(at + 2, port, false);
    memory.write(at + 4, Uint8Array.from(host.split('.'), Number));
    if (length !== 0) memory.view.setUint32(length, ADDRESS_BYTES, true);
  };
  const named = (name: string) => (fd: number, at: number, length: number) =>
    call(name, [fd], ({ data }) => {
      writeAddress(at, length, data);
      return 0;
    });
  const placed = (name: string) => (fd: number, at: number) => {
    const found = address(at);
    return found ? call(name, [fd, ...found]) : -EAFNOSUPPORT;
  };
  /** struct msghdr: name, namelen, iov, iovlen, … */
  const message = (at: number) => ({
    name: memory.view.getUint32(at, true),
    pieces: memory.vector(memory.view.getUint32(at + 8, true), memory.view.getInt32(at + 12, true)),
  });

  return {
    __syscall_socket: (family: number, type: number) =>
      family === AF_INET ? call('socket', [type & 0xf, type]) : -EAFNOSUPPORT,
    __syscall_bind: placed('bind'),
    __syscall_connect: placed('connect'),
    __syscall_listen: (fd: number) => call('listen', [fd]),
    __syscall_accept4: (fd: number, at: number, length: number, flags: number) =>
      call('accept', [fd, flags], ({ value, data }) => {
        writeAddress(at, length, data);
        return value;
      }),
    __syscall_getsockname: named('socketName'),
    __syscall_getpeername: named('peerName'),
    __syscall_getsockopt(fd: number, level: number, option: number, at: number, length: number) {
      if (level !== SOL_SOCKET) return -ENOSYS;
      return call('socketType', [fd], ({ value }) => {
        memory.view.setInt32(at, option === SO_TYPE ? value : 0, true);
        memory.view.setUint32(length, 4, true);
        return 0;
      });
    },
    __syscall_sendto: (fd: number, at: number, length: number) => call('send', [fd, memory.copy(at, length)]),
    __syscall_recvfrom: (fd: number, at: number, length: number, flags: number, name: number, nameLength: number) =>
      call('receive', [fd, length, flags], ({ data }) => {
        memory.write(at, data!);
        if (name !== 0) memory.view.setUint32(nameLength, 0, true);
        return data!.length;
      }),
    __syscall_sendmsg: (fd: number, at: number) => call('send', [fd, memory.gather(message(at).pieces)]),
    __syscall_recvmsg(fd: number, at: number, flags: number) {
      const { pieces } = message(at);
      return call('receive', [fd, pieces.reduce((sum, [, length]) => sum + length, 0), flags], ({ data }) => {
        memory.scatter(pieces, data!);
        return data!.length;
      });
    },
    getaddrinfo(node: number, service: number, hint: number, out: number) {
      if (node === 0) return original('getaddrinfo', node, service, hint, out);
      return call('resolve', [memory.string(node)], ({ data }) => {
        const [found] = JSON.parse(new TextDecoder().decode(data!)) as string[];
        if (found === undefined) return EAI_NONAME;
        return temporary(found, (numeric) => original('getaddrinfo', numeric, service, hint, out));
      });
    },
  };
}
