import { isErrno } from '../../../kernel/errno.ts';

/** libuv's words for errno codes, as Node puts them into messages (deps/uv/include/uv.h, UV_ERRNO_MAP). */
const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'address not available',
  EAGAIN: 'resource temporarily unavailable',
  EBADF: 'bad file descriptor',
  EBUSY: 'resource busy or locked',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by peer',
  EEXIST: 'file already exists',
  EHOSTUNREACH: 'host is unreachable',
  EINVAL: 'invalid argument',
  EISDIR: 'illegal operation on a directory',
  ELOOP: 'too many symbolic links encountered',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'name too long',
  ENETUNREACH: 'network is unreachable',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on device',
  ENOTDIR: 'not a directory',
  ENOTEMPTY: 'directory not empty',
  EPERM: 'operation not permitted',
  EPIPE: 'broken pipe',
  EROFS: 'read-only file system',
  EXDEV: 'cross-device link not permitted',
};

/** Linux's numbers of them (include/uapi/asm-generic/errno.h). */
const numbers: Readonly<Record<string, number>> = {
  EACCES: 13,
  EADDRINUSE: 98,
  EADDRNOTAVAIL: 99,
  EAGAIN: 11,
  EBADF: 9,
  EBUSY: 16,
  ECONNREFUSED: 111,
  ECONNRESET: 104,
  EEXIST: 17,
  EHOSTUNREACH: 113,
  EINVAL: 22,
  EISDIR: 21,
  ELOOP: 40,
  EMFILE: 24,
  ENAMETOOLONG: 36,
  ENETUNREACH: 101,
  ENOENT: 2,
  ENOSPC: 28,
  ENOTDIR: 20,
  ENOTEMPTY: 39,
  EPERM: 1,
  EPIPE: 32,
  EROFS: 30,
  EXDEV: 18,
};

/** An error as Node words it: `ENOENT: no such file or directory, open '/x'`. */
export class NodeError extends Error {
  readonly errno?: number;
  readonly code: string;
  readonly syscall: string;
  readonly path?: string;

  constructor(code: string, syscall: string, subject?: string) {
    super(`${code}: ${words[code] ?? code}, ${syscall}${subject === undefined ? '' : ` '${subject}'`}`);
    if (numbers[code] !== undefined) this.errno = -numbers[code];
    this.code = code;
    this.syscall = syscall;
    if (subject !== undefined) this.path = subject;
  }
}

/** Runs a system call on behalf of the guest, its failure in Node's words. */
export function guarded<T>(syscall: string, subject: string | undefined, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw isErrno(error) ? new NodeError(error.code, syscall, subject) : error;
  }
}

/** The `code` of a failure, for events that carry only that. */
export function codeOf(error: unknown): string {
  return isErrno(error) ? error.code : 'ECONNRESET';
}
