import { type Access, EINVAL, type Imports, OWN_DESCRIPTORS } from './access.ts';
import { REPLY_BYTES } from './protocol.ts';

const F_DUPFD = 0;
const F_GETFD = 1;
const F_SETFD = 2;
const F_GETFL = 3;
const F_SETFL = 4;
const F_DUPFD_CLOEXEC = 1030;
const TIOCGWINSZ = 0x5413;
const FIONBIO = 0x5421;
const POLLIN = 1;
const POLLOUT = 4;
/** struct dirent of musl: d_ino, d_off, d_reclen, d_type, d_name[256]. */
const ENTRY_BYTES = 280;
const ENTRY_TYPES: Readonly<Record<string, number>> = {
  fifo: 1,
  character: 2,
  directory: 4,
  block: 6,
  file: 8,
  symlink: 10,
  socket: 12,
};
/** WASI's file types, by which isatty() decides. */
const CHARACTER_DEVICE = 2;
const REGULAR_FILE = 4;

interface Entry {
  readonly name: string;
  readonly kind: string;
  readonly ino: number;
}

/** System calls on descriptors. Those of wasi_snapshot_preview1 answer positive errno, the others negative. */
export function descriptorImports({ memory, original, call }: Access): Imports {
  /** What is left of the listing of a directory that is being read. */
  const listings = new Map<number, Entry[]>();
  const positive = (result: number | Promise<number>) =>
    result instanceof Promise ? result.then(Math.abs) : Math.abs(result);
  const own = (fd: number) => fd >= OWN_DESCRIPTORS;

  function read(fd: number, vector: number, count: number, result: number, offset: number | null) {
    const pieces = memory.vector(vector, count);
    const wanted = Math.min(
      REPLY_BYTES,
      pieces.reduce((sum, [, length]) => sum + length, 0),
    );
    return positive(
      call('read', [fd, wanted, offset], ({ data }) => {
        memory.scatter(pieces, data!);
        memory.view.setUint32(result, data!.length, true);
        return 0;
      }),
    );
  }
  function write(fd: number, vector: number, count: number, result: number, offset: number | null) {
    const data = memory.gather(memory.vector(vector, count));
    return positive(
      call('write', [fd, data, offset], ({ value }) => {
        memory.view.setUint32(result, value, true);
        return 0;
      }),
    );
  }
  function poll(fds: readonly { fd: number; read: boolean; write: boolean }[], timeout: number) {
    // What is written waits in the write itself: a descriptor can always be written to.
    const readers = fds.filter((each) => each.read).map((each) => each.fd);
    return [readers, fds.some((each) => each.write) ? 0 : timeout] as const;
  }

  return {
    fd_read: (fd: number, vector: number, count: number, result: number) =>
      own(fd)
        ? original('fd_read', fd - OWN_DESCRIPTORS, vector, count, result)
        : read(fd, vector, count, result, null),
    fd_pread: (fd: number, vector: number, count: number, offset: bigint, result: number) =>
      own(fd)
        ? original('fd_pread', fd - OWN_DESCRIPTORS, vector, count, offset, result)
        : read(fd, vector, count, result, Number(offset)),
    fd_write: (fd: number, vector: number, count: number, result: number) => write(fd, vector, count, result, null),
    fd_pwrite: (fd: number, vector: number, count: number, offset: bigint, result: number) =>
      write(fd, vector, count, result, Number(offset)),
    fd_seek(fd: number, offset: bigint, whence: number, result: number) {
      if (own(fd)) return original('fd_seek', fd - OWN_DESCRIPTORS, offset, whence, result);
      return positive(
        call('seek', [fd, Number(offset), whence], ({ value }) => {
          memory.view.setBigInt64(result, BigInt(value), true);
          return 0;
        }),
      );
    },
    fd_close(fd: number) {
      listings.delete(fd);
      return own(fd) ? original('fd_close', fd - OWN_DESCRIPTORS) : positive(call('close', [fd]));
    },
    fd_sync: () => 0,
    __syscall_fdatasync: () => 0,
    __syscall_fadvise64: () => 0,
    __syscall_fallocate: () => 0,
    fd_fdstat_get(fd: number, buffer: number) {
      if (own(fd)) return original('fd_fdstat_get', fd - OWN_DESCRIPTORS, buffer);
      return positive(
        call('isatty', [fd], ({ value }) => {
          memory.bytes.fill(0, buffer, buffer + 24);
          memory.bytes[buffer] = value === 1 ? CHARACTER_DEVICE : REGULAR_FILE;
          // A terminal is a character device without the right to seek or tell.
          memory.view.setBigUint64(buffer + 8, value === 1 ? 0n : 0xffffffffn, true);
          return 0;
        }),
      );
    },
    __syscall_fstat64(fd: number, buffer: number) {
      if (own(fd)) return original('__syscall_fstat64', fd - OWN_DESCRIPTORS, buffer);
      return call('fstat', [fd], ({ data }) => {
        memory.writeStat(buffer, data!);
        return 0;
      });
    },
    __syscall_ftruncate64: (fd: number, length: bigint) => call('ftruncate', [fd, Number(length)]),
    __syscall_fcntl64(fd: number, command: number, varargs: number) {
      const argument = varargs === 0 ? 0 : memory.view.getInt32(varargs, true);
      if (own(fd)) return 0;
      if (command === F_DUPFD || command === F_DUPFD_CLOEXEC)
        return call('dup', [fd, argument, command === F_DUPFD_CLOEXEC ? 1 : 0]);
      if (command === F_GETFD) return call('getCloseOnExec', [fd]);
      if (command === F_SETFD) return call('setCloseOnExec', [fd, argument & 1]);
      if (command === F_GETFL) return call('getFlags', [fd]);
      if (command === F_SETFL) return call('setFlags', [fd, argument]);
      return 0;
    },
    __syscall_ioctl(fd: number, request: number, varargs: number) {
      const address = memory.view.getUint32(varargs, true);
      if (request === FIONBIO) return call('setFlags', [fd, memory.view.getInt32(address, true) === 0 ? 0 : 0o4000]);
      if (request !== TIOCGWINSZ) return call('isatty', [fd], ({ value }) => (value === 1 ? -EINVAL : -59));
      return call('windowSize', [fd], ({ value }) => {
        memory.view.setUint16(address, value >>> 16, true);
        memory.view.setUint16(address + 2, value & 0xffff, true);
        return 0;
      });
    },
    __syscall_dup: (fd: number) => call('dup', [fd, 0, 0]),
    __syscall_dup3: (from: number, to: number, flags: number) => call('dup3', [from, to, flags]),
    __syscall_pipe: (result: number) =>
      call('pipe', [], ({ value }) => {
        memory.view.setInt32(result, value & 0xffff, true);
        memory.view.setInt32(result + 4, value >>> 16, true);
        return 0;
      }),
    __syscall_getdents64(fd: number, buffer: number, size: number) {
      const write = (entries: Entry[]) => {
        listings.set(fd, entries);
        const chunk = entries.splice(0, Math.floor(size / ENTRY_BYTES));
        for (const [index, { name, kind, ino }] of chunk.entries()) {
          const at = buffer + index * ENTRY_BYTES;
          memory.view.setBigUint64(at, BigInt(ino), true);
          memory.view.setBigUint64(at + 8, BigInt(index + 1), true);
          memory.view.setUint16(at + 16, ENTRY_BYTES, true);
          memory.bytes[at + 18] = ENTRY_TYPES[kind] ?? 0;
          memory.writeString(at + 19, name, 256);
        }
        return chunk.length * ENTRY_BYTES;
      };
      const known = listings.get(fd);
      if (known) return write(known);
      return call('readdir', [fd], ({ data }) => write(JSON.parse(new TextDecoder().decode(data!)) as Entry[]));
    },
    __syscall_poll(address: number, count: number, timeout: number) {
      const fds = Array.from({ length: count }, (_, index) => {
        const fd = memory.view.getInt32(address + index * 8, true);
        const events = memory.view.getInt16(address + index * 8 + 4, true);
        return { fd, read: (events & POLLIN) !== 0, write: (events & POLLOUT) !== 0 };
      });
      const [readers, wait] = poll(fds, timeout);
      return call('poll', [readers, wait], ({ data }) => {
        const ready = new Set(new Int32Array(data!.slice().buffer));
        let found = 0;
        for (const [index, { fd, read, write }] of fds.entries()) {
          const events = (read && ready.has(fd) ? POLLIN : 0) | (write ? POLLOUT : 0);
          memory.view.setInt16(address + index * 8 + 6, events, true);
          if (events !== 0) found += 1;
        }
        return found;
      });
    },
    __syscall__newselect(count: number, readSet: number, writeSet: number, exceptSet: number, timeval: number) {
      const has = (set: number, fd: number) =>
        set !== 0 && (memory.view.getUint32(set + (fd >> 5) * 4, true) & (1 << (fd & 31))) !== 0;
      const all = Array.from({ length: count }, (_, fd) => ({ fd, read: has(readSet, fd), write: has(writeSet, fd) }));
      const fds = all.filter((each) => each.read || each.write);
      // musl hands select's time on as two longs.
      const timeout =
        timeval === 0
          ? -1
          : memory.view.getInt32(timeval, true) * 1000 + memory.view.getInt32(timeval + 4, true) / 1000;
      const [readers, wait] = poll(fds, timeout);
      return call('poll', [readers, wait], ({ data }) => {
        const ready = new Set(new Int32Array(data!.slice().buffer));
        for (const set of [readSet, writeSet, exceptSet]) if (set !== 0) memory.bytes.fill(0, set, set + 128);
        let found = 0;
        const mark = (set: number, fd: number) => {
          const word = set + (fd >> 5) * 4;
          memory.view.setUint32(word, memory.view.getUint32(word, true) | (1 << (fd & 31)), true);
          found += 1;
        };
        for (const { fd, read, write } of fds) {
          if (read && ready.has(fd)) mark(readSet, fd);
          if (write) mark(writeSet, fd);
        }
        return found;
      });
    },
  };
}
