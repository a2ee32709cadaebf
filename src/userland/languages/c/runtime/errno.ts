import type { Memory } from './memory.ts';

/** errno, and what its numbers are called (errno(3)). */
export function cErrno({ C, allocate }: Memory) {
  const errnoAt = allocate(4);
  const ERRORS: Readonly<Record<string, readonly [number, string]>> = {
    EPERM: [1, 'Operation not permitted'],
    ENOENT: [2, 'No such file or directory'],
    EINTR: [4, 'Interrupted system call'],
    EBADF: [9, 'Bad file descriptor'],
    ENOMEM: [12, 'Cannot allocate memory'],
    EACCES: [13, 'Permission denied'],
    EEXIST: [17, 'File exists'],
    ENOTDIR: [20, 'Not a directory'],
    EISDIR: [21, 'Is a directory'],
    EINVAL: [22, 'Invalid argument'],
    ENOSPC: [28, 'No space left on device'],
    EROFS: [30, 'Read-only file system'],
  };
  const messageOf = (number: number): string =>
    number === 0
      ? 'Success'
      : (Object.values(ERRORS).find(([each]) => each === number)?.[1] ?? `Unknown error ${number}`);
  const failed = (error: unknown): number => {
    C.si4(errnoAt, ERRORS[(error as { code?: string }).code ?? '']?.[0] ?? 22);
    return -1;
  };
  return { errnoAt, messageOf, failed };
}

export type Errno = ReturnType<typeof cErrno>;
