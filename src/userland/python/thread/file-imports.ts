import { type Access, EINVAL, type Imports, OWN_DESCRIPTORS } from './access.ts';

const AT_FDCWD = -100;
const AT_SYMLINK_NOFOLLOW = 0x100;
const AT_REMOVEDIR = 0x200;
const AT_EMPTY_PATH = 0x1000;
const UTIME_NOW = 0x3fffffff;
const UTIME_OMIT = 0x3ffffffe;
/** What the library asks of the process beside C's calls: `readlink` of this and a JSON array, answered by JSON. */
export const ASK = '\u0001drydock:';

/** Where CPython looks for extension modules; it complains when there is no such folder, empty as it may be. */
export function extensionFolder(library: string): string {
  return library.replace(/python3(\d+)\.zip$/, 'python3.$1/lib-dynload');
}

/** System calls on paths. */
export function fileImports({ memory, original, call, unlock }: Access, library: string): Imports {
  const isOwn = (path: string) => path === library || path === extensionFolder(library);
  const at = (name: string, folder: number, path: number, ...rest: (string | number | null)[]) =>
    call(name, [folder, memory.string(path), ...rest]);
  const stat = (buffer: number) => (reply: { value: number; data?: Uint8Array }) => {
    memory.writeStat(buffer, reply.data!);
    return 0;
  };
  const statPath = (folder: number, path: number, buffer: number, follow: boolean) => {
    if (isOwn(memory.string(path))) return original('__syscall_stat64', path, buffer);
    return call('stat', [folder, memory.string(path), follow ? 1 : 0], stat(buffer));
  };

  return {
    __syscall_openat(folder: number, path: number, flags: number, varargs: number) {
      if (memory.string(path) === library) {
        const own = original('__syscall_openat', folder, path, flags, varargs);
        return own < 0 ? own : own + OWN_DESCRIPTORS;
      }
      const mode = varargs === 0 ? 0 : memory.view.getUint32(varargs, true);
      return at('open', folder, path, flags, mode);
    },
    __syscall_stat64: (path: number, buffer: number) => statPath(AT_FDCWD, path, buffer, true),
    __syscall_lstat64: (path: number, buffer: number) => statPath(AT_FDCWD, path, buffer, false),
    __syscall_newfstatat(folder: number, path: number, buffer: number, flags: number) {
      if ((flags & AT_EMPTY_PATH) !== 0 && memory.string(path) === '') return call('fstat', [folder], stat(buffer));
      return statPath(folder, path, buffer, (flags & AT_SYMLINK_NOFOLLOW) === 0);
    },
    __syscall_readlinkat(folder: number, path: number, buffer: number, size: number) {
      const name = memory.string(path);
      if (name === `${ASK}["unlock"]`) {
        unlock();
        return 0;
      }
      const asked = name.startsWith(ASK);
      return call(asked ? 'ask' : 'readlink', asked ? [name.slice(ASK.length)] : [folder, name], ({ data }) => {
        memory.write(buffer, data!.subarray(0, size));
        return Math.min(data!.length, size);
      });
    },
    __syscall_faccessat: (folder: number, path: number, mode: number) => at('access', folder, path, mode),
    __syscall_chdir: (path: number) => at('chdir', AT_FDCWD, path),
    __syscall_fchdir: (fd: number) => call('fchdir', [fd]),
    __syscall_getcwd: (buffer: number, size: number) =>
      call('getcwd', [], ({ data }) => memory.writeString(buffer, new TextDecoder().decode(data!), size) ?? -68),
    __syscall_chmod: (path: number, mode: number) => at('chmod', AT_FDCWD, path, mode),
    __syscall_fchmodat2: (folder: number, path: number, mode: number) => at('chmod', folder, path, mode),
    __syscall_fchmod: (fd: number, mode: number) => call('fchmod', [fd, mode]),
    __syscall_fchownat: (folder: number, path: number, uid: number, gid: number, flags: number) =>
      at('chown', folder, path, uid, gid, flags & AT_SYMLINK_NOFOLLOW ? 0 : 1),
    __syscall_fchown32: (fd: number, uid: number, gid: number) => call('fchown', [fd, uid, gid]),
    __syscall_mkdirat: (folder: number, path: number, mode: number) => at('mkdir', folder, path, mode),
    __syscall_mknodat: (folder: number, path: number, mode: number) => at('mknod', folder, path, mode),
    __syscall_unlinkat: (folder: number, path: number, flags: number) =>
      at((flags & AT_REMOVEDIR) === 0 ? 'unlink' : 'rmdir', folder, path),
    __syscall_rmdir: (path: number) => at('rmdir', AT_FDCWD, path),
    __syscall_renameat: (folder: number, from: number, toFolder: number, to: number) =>
      call('rename', [folder, memory.string(from), toFolder, memory.string(to)]),
    __syscall_symlinkat: (target: number, folder: number, path: number) =>
      call('symlink', [memory.string(target), folder, memory.string(path)]),
    __syscall_truncate64: (path: number, length: bigint) => at('truncate', AT_FDCWD, path, Number(length)),
    __syscall_utimensat(folder: number, path: number, times: number, flags: number) {
      if (path === 0) return -EINVAL;
      const time = (address: number) => {
        const nanoseconds = memory.view.getInt32(address + 8, true);
        if (nanoseconds === UTIME_OMIT) return null;
        if (nanoseconds === UTIME_NOW) return -1;
        return Number(memory.view.getBigInt64(address, true)) * 1000 + nanoseconds / 1e6;
      };
      const [accessed, modified] = times === 0 ? [-1, -1] : [time(times), time(times + 16)];
      return at('utimes', folder, path, accessed, modified, flags & AT_SYMLINK_NOFOLLOW ? 0 : 1);
    },
    __syscall_statfs64: (path: number, _size: number, buffer: number) =>
      call('statfs', [memory.string(path)], ({ data }) => {
        const { total, used } = JSON.parse(new TextDecoder().decode(data!)) as { total: number; used: number };
        const blocks = [4096, Math.floor(total / 4096), Math.floor((total - used) / 4096)] as const;
        // struct statfs: f_bsize, f_blocks, f_bfree, f_bavail, f_files, f_ffree, f_fsid, f_namelen, f_frsize
        for (const [offset, word] of [
          [4, blocks[0]],
          [40, blocks[0]],
          [8, blocks[1]],
          [12, blocks[2]],
          [16, blocks[2]],
          [20, 1 << 20],
          [24, 1 << 20],
          [28, 0],
          [36, 255],
          [44, 0],
        ] as const)
          memory.view.setInt32(buffer + offset, word, true);
        return 0;
      }),
  };
}
