import type { KernelError } from '../../../kernel/errno.ts';

/** Linux's errno values, for servers that print them. */
const NUMBERS: Partial<Record<KernelError['code'], number>> = {
  EPERM: 1,
  ENOENT: 2,
  EIO: 5,
  EBADF: 9,
  EACCES: 13,
  EBUSY: 16,
  EEXIST: 17,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  ENOSPC: 28,
  EROFS: 30,
  EPIPE: 32,
  ENAMETOOLONG: 36,
  ELOOP: 40,
  EADDRINUSE: 98,
  EADDRNOTAVAIL: 99,
  ENETUNREACH: 101,
  ECONNRESET: 104,
  ENOTCONN: 107,
  ETIMEDOUT: 110,
  ECONNREFUSED: 111,
  EHOSTUNREACH: 113,
};

/** `2: No such file or directory` */
export function numbered(error: KernelError): string {
  return `${NUMBERS[error.code] ?? 0}: ${error.message}`;
}
