import type { Guest } from './guest.ts';
import type { Memory } from './memory.ts';
import type { Streams } from './streams.ts';

/** <time.h>, and the sleeping of <unistd.h>. The time zone is UTC, as in a container. */
export function cTime({ C, allocate, raw, put, toBytes }: Memory, { flushTerminal }: Streams) {
  const { setTimeout } = globalThis as unknown as Guest;
  const began = Date.now();
  const wait = (ms: number): Promise<void> => {
    flushTerminal();
    return new Promise((resolve) => setTimeout(resolve, ms));
  };
  const tmAt = allocate(36);
  const setTime = (seconds: bigint): number => {
    const date = new Date(Number(seconds) * 1000);
    const year = Date.UTC(date.getUTCFullYear(), 0, 1);
    const parts = [
      date.getUTCSeconds(),
      date.getUTCMinutes(),
      date.getUTCHours(),
      date.getUTCDate(),
      date.getUTCMonth(),
      date.getUTCFullYear() - 1900,
      date.getUTCDay(),
      Math.floor((date.getTime() - year) / 86400000),
      0,
    ];
    for (const [index, part] of parts.entries()) C.si4(tmAt + index * 4, part);
    return tmAt;
  };
  const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
  const MONTHS = 'January February March April May June July August September October November December'.split(' ');
  const two = (value: number) => String(value).padStart(2, '0');
  const timeText = (pattern: string, tm: number): string => {
    const part = (index: number) => C.i4(tm + index * 4);
    return pattern.replace(/%([a-zA-Z%])/g, (whole, verb: string): string => {
      switch (verb) {
        case 'Y':
          return String(part(5) + 1900);
        case 'y':
          return two((part(5) + 1900) % 100);
        case 'm':
          return two(part(4) + 1);
        case 'd':
          return two(part(3));
        case 'e':
          return String(part(3)).padStart(2);
        case 'H':
          return two(part(2));
        case 'I':
          return two(part(2) % 12 || 12);
        case 'M':
          return two(part(1));
        case 'S':
          return two(part(0));
        case 'p':
          return part(2) < 12 ? 'AM' : 'PM';
        case 'A':
          return DAYS[part(6)]!;
        case 'a':
          return DAYS[part(6)]!.slice(0, 3);
        case 'B':
          return MONTHS[part(4)]!;
        case 'b':
          return MONTHS[part(4)]!.slice(0, 3);
        case 'j':
          return String(part(7) + 1).padStart(3, '0');
        case 'F':
          return timeText('%Y-%m-%d', tm);
        case 'T':
          return timeText('%H:%M:%S', tm);
        case 'c':
          return timeText('%a %b %e %H:%M:%S %Y', tm);
        case 'Z':
          return 'UTC';
        case 'z':
          return '+0000';
        case '%':
          return '%';
        default:
          return whole;
      }
    });
  };
  const ascTime = allocate(32);
  const L: Record<string, unknown> = {
    time: (place: number) => {
      const now = BigInt(Math.floor(Date.now() / 1000));
      if (place !== 0) C.si8(place, now);
      return now;
    },
    clock: () => BigInt(Date.now() - began) * 1000n,
    difftime: (a: bigint, b: bigint) => Number(a - b),
    localtime: (place: number) => setTime(C.i8(place)),
    gmtime: (place: number) => setTime(C.i8(place)),
    strftime: (to: number, n: bigint, pattern: number, tm: number) => {
      const text = toBytes(timeText(raw(pattern), tm));
      if (text.length >= Number(n)) return 0n;
      put(to, text);
      return BigInt(text.length);
    },
    ctime: (place: number) => {
      put(ascTime, toBytes(`${timeText('%c', setTime(C.i8(place)))}\n`));
      return ascTime;
    },
    asctime: (tm: number) => {
      put(ascTime, toBytes(`${timeText('%c', tm)}\n`));
      return ascTime;
    },
    nanosleep: async (wanted: number) => {
      await wait(Number(C.i8(wanted)) * 1000 + Number(C.i8(wanted + 8)) / 1e6);
      return 0;
    },
    sleep: async (seconds: number) => {
      await wait(seconds * 1000);
      return 0;
    },
    usleep: async (microseconds: number) => {
      await wait(microseconds / 1000);
      return 0;
    },
  };
  return L;
}
