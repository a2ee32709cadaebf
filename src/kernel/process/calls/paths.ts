import { KernelError } from '../../errno.ts';
import type { FileCalls } from '../../kernel.ts';
import type { SystemCalls } from '../../system-calls.ts';
import { openInode } from '../open-inode.ts';
import { OpenedInode } from '../regular-file.ts';
import type { Enter } from './enter.ts';

type PathSystemCalls = FileCalls & Pick<SystemCalls, 'open' | 'mounts'>;

/** The calls that take paths: PathCalls of the file system, entered as system calls. */
export function pathCalls(enter: Enter): PathSystemCalls {
  const files = () => enter().context.files;
  return {
    open(path, flags, mode) {
      const process = enter();
      const { context } = process;
      const opened = context.files.open(path, flags, mode);
      const access = { read: flags.read ?? !flags.write, write: flags.write ?? false, append: flags.append };
      try {
        const file = openInode(process, new OpenedInode(opened, context.files.context.root), access);
        return context.fds.add(file, { closeOnExec: flags.closeOnExec });
      } catch (error) {
        if (error instanceof KernelError && error.path === undefined) throw new KernelError(error.code, path);
        throw error;
      }
    },
    readFile: (path) => files().readFile(path),
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
    writeFile: (path, data, options) => files().writeFile(path, data, options),
    getXattr: (path, name) => files().getXattr(path, name),
    setXattr: (path, name, value) => files().setXattr(path, name, value),
    statfs: (path) => files().statfs(path),
    mounts: () => files().mounts(),
    watch: (path, listener) => enter().untilEnd(files().watch(path, listener)),
  };
}
