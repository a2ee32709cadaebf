import type { Errno } from './errno.ts';
import type { Memory } from './memory.ts';

/** <string.h>, <strings.h> and <ctype.h>. */
export function cString(memory: Memory, { messageOf }: Errno) {
  const { C, bytes, check, allocate, allocateText, lengthAt, raw } = memory;
  let tokens = 0;
  const compareText = (a: number, b: number, most: number, fold: boolean): number => {
    for (let at = 0; at < most; at++) {
      const lower = (code: number) => (fold && code >= 65 && code <= 90 ? code + 32 : code);
      const [x, y] = [lower(C.u1(a + at)), lower(C.u1(b + at))];
      if (x !== y) return x < y ? -1 : 1;
      if (x === 0) return 0;
    }
    return 0;
  };
  const isLetter = (c: number) => (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
  const isDigit = (c: number) => c >= 48 && c <= 57;
  const truth = (holds: boolean) => (holds ? 1 : 0);
  const L: Record<string, unknown> = {
    strlen: (s: number) => BigInt(lengthAt(s)),
    strcpy: (to: number, from: number) => C.copy(to, from, lengthAt(from) + 1),
    strncpy: (to: number, from: number, n: bigint) => {
      const length = Math.min(lengthAt(from), Number(n));
      C.copy(to, from, length);
      bytes.fill(0, to + length, to + Number(n));
      return to;
    },
    strcat: (to: number, from: number) => {
      C.copy(to + lengthAt(to), from, lengthAt(from) + 1);
      return to;
    },
    strncat: (to: number, from: number, n: bigint) => {
      const [end, length] = [to + lengthAt(to), Math.min(lengthAt(from), Number(n))];
      C.copy(end, from, length);
      C.su1(end + length, 0);
      return to;
    },
    strcmp: (a: number, b: number) => compareText(a, b, Number.POSITIVE_INFINITY, false),
    strncmp: (a: number, b: number, n: bigint) => compareText(a, b, Number(n), false),
    strcasecmp: (a: number, b: number) => compareText(a, b, Number.POSITIVE_INFINITY, true),
    strchr: (s: number, c: number) => {
      for (let at = s; ; at++) {
        if (C.u1(at) === (c & 255)) return at;
        if (bytes[at] === 0) return 0;
      }
    },
    strrchr: (s: number, c: number) => {
      for (let at = s + lengthAt(s); at >= s; at--) if (bytes[at] === (c & 255)) return at;
      return 0;
    },
    strstr: (s: number, what: number) => {
      const index = raw(s).indexOf(raw(what));
      return index < 0 ? 0 : s + index;
    },
    strdup: (s: number) => {
      const address = allocate(lengthAt(s) + 1);
      return address === 0 ? 0 : C.copy(address, s, lengthAt(s) + 1);
    },
    strtok: (s: number, separators: number) => {
      const set = raw(separators);
      let at = s === 0 ? tokens : s;
      if (at === 0) return 0;
      while (bytes[at] !== 0 && set.includes(String.fromCharCode(C.u1(at)))) at++;
      if (bytes[at] === 0) return (tokens = 0);
      const start = at;
      while (bytes[at] !== 0 && !set.includes(String.fromCharCode(bytes[at]!))) at++;
      tokens = bytes[at] === 0 ? 0 : at + 1;
      bytes[at] = 0;
      return start;
    },
    strspn: (s: number, accept: number) => {
      const set = raw(accept);
      const text = raw(s);
      let count = 0;
      while (count < text.length && set.includes(text[count]!)) count++;
      return BigInt(count);
    },
    strcspn: (s: number, reject: number) => {
      const set = raw(reject);
      const index = [...raw(s)].findIndex((each) => set.includes(each));
      return BigInt(index < 0 ? lengthAt(s) : index);
    },
    strerror: (number: number) => allocateText(messageOf(number)),
    memcpy: (to: number, from: number, n: bigint) => C.copy(to, from, Number(n)),
    memmove: (to: number, from: number, n: bigint) => C.copy(to, from, Number(n)),
    memset: (to: number, c: number, n: bigint) => {
      if (n > 0n) bytes.fill(c & 255, check(to, Number(n)), to + Number(n));
      return to;
    },
    memcmp: (a: number, b: number, n: bigint) => {
      for (let at = 0; at < Number(n); at++) {
        const difference = C.u1(a + at) - C.u1(b + at);
        if (difference !== 0) return difference < 0 ? -1 : 1;
      }
      return 0;
    },
    isalpha: (c: number) => truth(isLetter(c)),
    isdigit: (c: number) => truth(isDigit(c)),
    isalnum: (c: number) => truth(isLetter(c) || isDigit(c)),
    isspace: (c: number) => truth(c === 32 || (c >= 9 && c <= 13)),
    isupper: (c: number) => truth(c >= 65 && c <= 90),
    islower: (c: number) => truth(c >= 97 && c <= 122),
    ispunct: (c: number) => truth(c > 32 && c < 127 && !isLetter(c) && !isDigit(c)),
    isprint: (c: number) => truth(c >= 32 && c < 127),
    isxdigit: (c: number) => truth(isDigit(c) || (c >= 65 && c <= 70) || (c >= 97 && c <= 102)),
    toupper: (c: number) => (c >= 97 && c <= 122 ? c - 32 : c),
    tolower: (c: number) => (c >= 65 && c <= 90 ? c + 32 : c),
  };
  return L;
}
