import type { Stat } from '../../../kernel/fs/types.ts';
import type { OpenFlags, SystemCalls } from '../../../kernel/system-calls.ts';
import { guarded, NodeError } from './errors.ts';
import type { HostOperations, HostValue } from './operations.ts';

const kinds: Readonly<Record<Stat['kind'], number>> = {
  fifo: 0o010000,
  character: 0o020000,
  directory: 0o040000,
  block: 0o060000,
  file: 0o100000,
  symlink: 0o120000,
  socket: 0o140000,
};

function statData(stat: Stat): HostValue {
  return {
    dev: stat.dev,
    ino: stat.ino,
    mode: stat.mode | kinds[stat.kind],
    nlink: stat.nlink,
    uid: stat.uid,
    gid: stat.gid,
    size: stat.size,
    blocks: stat.blocks,
    atimeMs: stat.atime,
    mtimeMs: stat.mtime,
    ctimeMs: stat.ctime,
  };
}

/** File operations under the names of Node's `fs.*Sync`. */
export function fileOperations(sys: SystemCalls): HostOperations {
  const on = <T>(syscall: string, path: HostValue, run: (path: string) => T): T =>
    guarded(syscall, String(path), () => run(String(path)));
  return {
    readFile: (path) =>
      on('open', path, (name) => {
        if (sys.stat(name).kind === 'directory') sys.open(name, { write: true });
        return sys.readFile(name);
      }),
    writeFile: (path, data, mode, append) =>
      on('open', path, (name) =>
        sys.writeFile(name, data as Uint8Array, {
          mode: typeof mode === 'number' ? mode : 0o666 & ~sys.umask(),
          append: append === true,
        }),
      ),
    stat: (path) => on('stat', path, (name) => statData(sys.stat(name))),
    lstat: (path) => on('lstat', path, (name) => statData(sys.lstat(name))),
    exists: (path) => sys.exists(String(path)),
    access: (path, wanted) =>
      on('access', path, (name) => {
        sys.stat(name);
        if (!sys.access(name, String(wanted))) sys.open(name, { read: true, write: String(wanted).includes('w') });
      }),
    readdir: (path) =>
      on('scandir', path, (name) => sys.readdir(name).map((entry) => ({ name: entry.name, kind: entry.kind }))),
    mkdir: (path, mode) => on('mkdir', path, (name) => sys.mkdir(name, typeof mode === 'number' ? mode : undefined)),
    rmdir: (path) => on('rmdir', path, (name) => sys.rmdir(name)),
    unlink: (path) => on('unlink', path, (name) => sys.unlink(name)),
    rename: (from, to) => on('rename', from, (name) => sys.rename(name, String(to))),
    link: (target, path) => on('link', target, (name) => sys.link(name, String(path))),
    symlink: (target, path) => on('symlink', path, (name) => sys.symlink(String(target), name)),
    readlink: (path) => on('readlink', path, (name) => sys.readlink(name)),
    realpath: (path) => on('realpath', path, (name) => sys.realpath(name)),
    chmod: (path, mode) => on('chmod', path, (name) => sys.chmod(name, Number(mode))),
    chown: (path, uid, gid) => on('chown', path, (name) => sys.chown(name, Number(uid), Number(gid))),
    utimes: (path, atime, mtime) =>
      on('utime', path, (name) => sys.utimes(name, { atime: Number(atime), mtime: Number(mtime) })),
    openFile: (path, flags, mode) =>
      on('open', path, (name) => sys.open(name, openFlags(Number(flags)), Number(mode) & ~sys.umask())),
    closeFile: (fd) => guarded('close', undefined, () => sys.close(Number(fd))),
    readFd: (fd, max, position) =>
      guarded('read', undefined, () =>
        typeof position === 'number'
          ? sys.pread(Number(fd), Number(max), position)
          : readAtOnce(sys, Number(fd), Number(max)),
      ),
    fstat: (fd) => guarded('fstat', undefined, () => statData(sys.fstat(Number(fd)))),
    ftruncate: (fd, size) => guarded('ftruncate', undefined, () => sys.ftruncate(Number(fd), Number(size))),
    truncate: (path, size) => on('open', path, (name) => sys.truncate(name, Number(size))),
  };
}

/** The bits of open(2) on Linux. */
function openFlags(bits: number): OpenFlags {
  const access = bits & 3;
  return {
    read: access !== 1,
    write: access !== 0,
    create: (bits & 64) !== 0,
    exclusive: (bits & 128) !== 0,
    truncate: (bits & 512) !== 0,
    append: (bits & 1024) !== 0,
    closeOnExec: true,
  };
}

/** A sandbox cannot wait: from a terminal or a pipe it gets what is there, as from one that is non-blocking. */
function readAtOnce(sys: SystemCalls, fd: number, max: number): Uint8Array {
  if (sys.fstat(fd).kind === 'file') {
    const at = sys.seek(fd, 0, 'current');
    const bytes = sys.pread(fd, max, at);
    sys.seek(fd, at + bytes.length);
    return bytes;
  }
  const ready = sys.poll([fd], 0);
  if (ready instanceof Promise || ready.length === 0) throw new NodeError('EAGAIN', 'read');
  const bytes = sys.read(fd, max);
  if (bytes instanceof Promise) throw new NodeError('EAGAIN', 'read');
  return bytes;
}
