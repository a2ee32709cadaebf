import { isErrno, KernelError } from '../../errno.ts';
import type { FileCalls } from '../../kernel.ts';
import type { OpenFlags, SystemCalls } from '../../system-calls.ts';
import { encode } from '../../text.ts';
import { DEFAULT_READ, type FileDescription } from '../open-file.ts';
import { openInode } from '../open-inode.ts';
import type { ProcessRecord } from '../process.ts';
import { OpenedInode } from '../regular-file.ts';
import type { Enter } from './enter.ts';

type PathSystemCalls = FileCalls & Pick<SystemCalls, 'open' | 'mounts'>;

/** The calls that take paths: PathCalls of the file system, entered as system calls. */
export function pathCalls(enter: Enter): PathSystemCalls {
  const files = () => enter().context.files;
  return {
    open(path, flags, mode) {
      const process = enter();
      return process.context.fds.add(openFile(process, path, flags, mode), { closeOnExec: flags.closeOnExec });
    },
    readFile(path) {
      const process = enter();
      return unlessDevice(
        process,
        path,
        () => files().readFile(path),
        () => readDevice(process, path),
      );
    },
    stat: (path) => files().stat(path),
    lstat: (path) => files().lstat(path),
    exists: (path) => files().exists(path),
    access: (path, wanted) => files().access(path, wanted),
    readlink: (path) => files().readlink(path),
    realpath: (path) => files().realpath(path),
    readdir: (path) => files().readdir(path),
    mkdir: (path, mode) => files().mkdir(path, mode),
    rmdir: (path) => files().rmdir(path),
    unlink: (path) => files().unlink(path),
    rename: (from, to) => files().rename(from, to),
    link: (target, path) => files().link(target, path),
    symlink: (target, path) => files().symlink(target, path),
    mknod: (path, kind, mode, rdev) => files().mknod(path, kind, mode, rdev),
    chmod: (path, mode) => files().chmod(path, mode),
    chown: (path, uid, gid, options) => files().chown(path, uid, gid, options),
    utimes: (path, times, options) => files().utimes(path, times, options),
    truncate: (path, size) => files().truncate(path, size),
    writeFile(path, data, options) {
      const process = enter();
      unlessDevice(
        process,
        path,
        () => files().writeFile(path, data, options),
        () => writeDevice(process, path, data),
      );
    },
    getXattr: (path, name) => files().getXattr(path, name),
    setXattr: (path, name, value) => files().setXattr(path, name, value),
    statfs: (path) => files().statfs(path),
    mounts: () => files().mounts(),
    watch: (path, listener) => enter().untilEnd(files().watch(path, listener)),
  };
}

function openFile(process: ProcessRecord, path: string, flags: OpenFlags, mode?: number): FileDescription {
  const { files } = process.context;
  const opened = files.open(path, flags, mode);
  const access = { read: flags.read ?? !flags.write, write: flags.write ?? false, append: flags.append };
  try {
    return openInode(process, new OpenedInode(opened, files.context.root), access);
  } catch (error) {
    if (error instanceof KernelError && error.path === undefined) throw new KernelError(error.code, path);
    throw error;
  }
}

/** PathCalls refuse with ENXIO what is no regular file: devices are tried then. */
function unlessDevice<T>({ context }: ProcessRecord, path: string, regular: () => T, device: () => T): T {
  try {
    return regular();
  } catch (error) {
    if (!isErrno(error, 'ENXIO') || context.files.stat(path).kind !== 'character') throw error;
    return device();
  }
}

/** The whole of a device is only there at once when it is empty, like /dev/null. */
function readDevice(process: ProcessRecord, path: string): Uint8Array {
  const bytes = openFile(process, path, { read: true }).read(process, DEFAULT_READ);
  if (bytes instanceof Promise || bytes.length > 0) throw new KernelError('EINVAL', path);
  return bytes;
}

function writeDevice(process: ProcessRecord, path: string, data: Uint8Array | string): void {
  const file = openFile(process, path, { write: true });
  const waiting = file.write(process, typeof data === 'string' ? encode(data) : data);
  // A terminal that is behind takes the bytes later; nobody is there to hear that it was hung up meanwhile.
  void waiting?.catch(() => {});
}
