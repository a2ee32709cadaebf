import { KernelError } from '../../../kernel/errno.ts';
import type { Stat } from '../../../kernel/fs/types.ts';
import type { Reply } from '../thread/protocol.ts';
import { type Calls, type Descriptors, done, json, text } from './process-calls.ts';

const O_WRONLY = 1;
const O_RDWR = 2;
const O_CREAT = 0o100;
const O_EXCL = 0o200;
const O_TRUNC = 0o1000;
const O_APPEND = 0o2000;
const O_DIRECTORY = 0o200000;
const O_NOFOLLOW = 0o400000;
const O_CLOEXEC = 0o2000000;

const KINDS: Readonly<Record<Stat['kind'], number>> = {
  fifo: 0o010000,
  character: 0o020000,
  directory: 0o040000,
  block: 0o060000,
  file: 0o100000,
  symlink: 0o120000,
  socket: 0o140000,
};

/** The doubles `Memory.writeStat` reads. */
export function statReply(stat: Stat): Reply {
  const numbers = [
    stat.dev,
    stat.mode | KINDS[stat.kind],
    stat.nlink,
    stat.uid,
    stat.gid,
    stat.rdev[0] * 256 + stat.rdev[1],
    stat.size,
    stat.blocks,
    stat.atime,
    stat.mtime,
    stat.ctime,
    stat.ino,
  ];
  return { value: 0, data: new Uint8Array(new Float64Array(numbers).buffer) };
}

/** Calls on paths; the first two arguments are an open directory and a path relative to it. */
export function fileCalls(descriptors: Descriptors): Calls {
  const { sys } = descriptors;
  const at: Descriptors['at'] = (folder, path) => descriptors.at(folder, path);
  return {
    open(folder, path, flagBits, mode) {
      const flags = Number(flagBits);
      const name = at(folder, path);
      const write = (flags & (O_WRONLY | O_RDWR)) !== 0;
      const kind = write ? undefined : kindOf(descriptors, name);
      const fd = sys.open(
        name,
        {
          read: (flags & O_WRONLY) === 0,
          write,
          append: (flags & O_APPEND) !== 0,
          create: (flags & O_CREAT) !== 0,
          exclusive: (flags & O_EXCL) !== 0,
          truncate: (flags & O_TRUNC) !== 0,
          directory: (flags & O_DIRECTORY) !== 0 || kind === 'directory',
          noFollow: (flags & O_NOFOLLOW) !== 0,
          closeOnExec: (flags & O_CLOEXEC) !== 0,
        },
        Number(mode),
      );
      descriptors.forget(fd);
      if (kind === 'directory') descriptors.folders.set(fd, sys.realpath(name));
      if ((flags & O_CLOEXEC) !== 0) descriptors.closeOnExec.add(fd);
      descriptors.flags.set(fd, flags & (O_WRONLY | O_RDWR | O_APPEND));
      return { value: fd };
    },
    stat: (folder, path, follow) => statReply(follow === 1 ? sys.stat(at(folder, path)) : sys.lstat(at(folder, path))),
    readlink: (folder, path) => text(sys.readlink(at(folder, path))),
    access(folder, path, bits) {
      const name = at(folder, path);
      sys.stat(name);
      const wanted = [...'xwr'].filter((_, bit) => (Number(bits) & (1 << bit)) !== 0).join('');
      if (wanted !== '' && !sys.access(name, wanted)) throw new KernelError('EACCES');
      return done;
    },
    chdir: (folder, path) => settle(() => sys.chdir(at(folder, path))),
    fchdir: (fd) => settle(() => sys.chdir(at(fd, ''))),
    getcwd: () => text(sys.cwd()),
    chmod: (folder, path, mode) => settle(() => sys.chmod(at(folder, path), Number(mode) & 0o7777)),
    fchmod: (fd, mode) => settle(() => sys.chmod(`/proc/self/fd/${Number(fd)}`, Number(mode) & 0o7777)),
    chown: (folder, path, uid, gid, follow) =>
      settle(() => sys.chown(at(folder, path), Number(uid), Number(gid), { noFollow: follow !== 1 })),
    fchown: (fd, uid, gid) => settle(() => sys.chown(`/proc/self/fd/${Number(fd)}`, Number(uid), Number(gid))),
    mkdir: (folder, path, mode) => settle(() => sys.mkdir(at(folder, path), Number(mode))),
    mknod(folder, path, mode) {
      if ((Number(mode) & 0o170000) !== KINDS.fifo) throw new KernelError('EPERM');
      sys.mknod(at(folder, path), 'fifo', Number(mode) & 0o7777);
      return done;
    },
    unlink: (folder, path) => settle(() => sys.unlink(at(folder, path))),
    rmdir: (folder, path) => settle(() => sys.rmdir(at(folder, path))),
    rename: (folder, from, toFolder, to) => settle(() => sys.rename(at(folder, from), at(toFolder, to))),
    symlink: (target, folder, path) => settle(() => sys.symlink(String(target), at(folder, path))),
    truncate: (folder, path, length) => settle(() => sys.truncate(at(folder, path), Number(length))),
    utimes(folder, path, accessed, modified, follow) {
      const time = (value: unknown) => (value === null ? undefined : value === -1 ? sys.now() : Number(value));
      sys.utimes(at(folder, path), { atime: time(accessed), mtime: time(modified) }, { noFollow: follow !== 1 });
      return done;
    },
    statfs: (path) => json(sys.statfs(String(path))),
  };
}

function settle(run: () => void): Reply {
  run();
  return done;
}

function kindOf({ sys }: Descriptors, path: string): Stat['kind'] | undefined {
  try {
    return sys.stat(path).kind;
  } catch {
    return undefined;
  }
}
