import { ERRNO, type Errno } from '../../kernel/errno.ts';

/** name → [Emscripten's number (WASI errno), Linux's number (asm-generic/errno.h)]. */
const NUMBERS: Readonly<Record<Errno, readonly [wasi: number, linux: number]>> = {
  EPERM: [63, 1],
  ENOENT: [44, 2],
  ESRCH: [71, 3],
  EINTR: [27, 4],
  EIO: [29, 5],
  ENXIO: [60, 6],
  E2BIG: [1, 7],
  ENOEXEC: [45, 8],
  EBADF: [8, 9],
  ECHILD: [12, 10],
  EAGAIN: [6, 11],
  ENOMEM: [48, 12],
  EACCES: [2, 13],
  EBUSY: [10, 16],
  EEXIST: [20, 17],
  EXDEV: [75, 18],
  ENODEV: [43, 19],
  ENOTDIR: [54, 20],
  EISDIR: [31, 21],
  EINVAL: [28, 22],
  EMFILE: [33, 24],
  ENOTTY: [59, 25],
  ETXTBSY: [74, 26],
  EFBIG: [22, 27],
  ENOSPC: [51, 28],
  ESPIPE: [70, 29],
  EROFS: [69, 30],
  EMLINK: [34, 31],
  EPIPE: [64, 32],
  ENAMETOOLONG: [37, 36],
  ENOSYS: [52, 38],
  ENOTEMPTY: [55, 39],
  ELOOP: [32, 40],
  ENODATA: [116, 61],
  ENOTSUP: [138, 95],
  EADDRINUSE: [3, 98],
  EADDRNOTAVAIL: [4, 99],
  ENETUNREACH: [40, 101],
  ECONNRESET: [15, 104],
  ENOTCONN: [53, 107],
  ETIMEDOUT: [73, 110],
  ECONNREFUSED: [14, 111],
  EHOSTUNREACH: [23, 113],
};

/** Linux's numbers of what only the C library itself answers. */
const OTHERS: readonly (readonly [name: string, wasi: number, linux: number, text: string])[] = [
  ['EDOM', 18, 33, 'Numerical argument out of domain'],
  ['ERANGE', 68, 34, 'Numerical result out of range'],
  ['EDEADLK', 16, 35, 'Resource deadlock avoided'],
  ['EILSEQ', 25, 84, 'Invalid or incomplete multibyte or wide character'],
  ['EOVERFLOW', 61, 75, 'Value too large for defined data type'],
  ['ENOTSOCK', 57, 88, 'Socket operation on non-socket'],
  ['EDESTADDRREQ', 17, 89, 'Destination address required'],
  ['EMSGSIZE', 35, 90, 'Message too long'],
  ['ENOPROTOOPT', 50, 92, 'Protocol not available'],
  ['EPROTONOSUPPORT', 66, 93, 'Protocol not supported'],
  ['EAFNOSUPPORT', 5, 97, 'Address family not supported by protocol'],
  ['ECONNABORTED', 13, 103, 'Software caused connection abort'],
  ['EISCONN', 30, 106, 'Transport endpoint is already connected'],
  ['EALREADY', 7, 114, 'Operation already in progress'],
  ['EINPROGRESS', 26, 115, 'Operation now in progress'],
  ['EPROTO', 65, 71, 'Protocol error'],
];

/** Emscripten's number of a failed call. */
export function wasiErrno(code: Errno): number {
  return NUMBERS[code][0];
}
export function linuxErrno(code: Errno): number {
  return NUMBERS[code][1];
}

/** [name, Emscripten's number, Linux's number, Linux's text]: how a student's program is told of failures. */
export const errnoTable: readonly (readonly [string, number, number, string])[] = [
  ...(Object.keys(ERRNO) as Errno[]).map((name) => [name, ...NUMBERS[name], ERRNO[name]] as const),
  ...OTHERS,
];
