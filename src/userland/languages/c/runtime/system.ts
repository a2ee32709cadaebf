import type { Errno } from './errno.ts';
import type { Guest } from './guest.ts';
import type { Memory } from './memory.ts';
import type { Streams } from './streams.ts';

/** <unistd.h>, <signal.h>, <errno.h>, <assert.h> and <math.h>. `attempt` runs a handler, `name` is the program’s. */
export function cSystem(
  memory: Memory,
  streamed: Streams,
  errno: Errno,
  name: string,
  attempt: (run: () => void) => void,
) {
  const { C, bytes, check, fault, Signal, allocateText, stringAt, put, encode } = memory;
  const { streams, more, output, flushTerminal } = streamed;
  const { errnoAt, failed } = errno;
  const { require: load, process, setInterval, clearInterval } = globalThis as unknown as Guest;
  const os = load('node:os');
  const tty = load('node:tty');
  const truth = (holds: boolean) => (holds ? 1 : 0);
  const handlers = new Map<number, number>();
  let signalled: (() => void) | undefined;
  const NAMES: Readonly<Record<number, string>> = {
    1: 'SIGHUP',
    2: 'SIGINT',
    3: 'SIGQUIT',
    10: 'SIGUSR1',
    12: 'SIGUSR2',
    14: 'SIGALRM',
    15: 'SIGTERM',
  };
  const L: Record<string, unknown> = {
    pause: async () => {
      flushTerminal();
      const kept = setInterval(() => {}, 1_000_000);
      await new Promise<void>((resolve) => (signalled = resolve));
      clearInterval(kept);
      return failed({ code: 'EINTR' });
    },
    getpid: () => process.pid,
    getppid: () => process.ppid,
    getuid: () => process.getuid(),
    geteuid: () => process.geteuid(),
    getgid: () => process.getgid(),
    gethostname: (to: number, n: bigint) => {
      put(to, encode(os.hostname()).slice(0, Number(n) - 1));
      return 0;
    },
    getcwd: (to: number) => {
      if (to === 0) return allocateText(process.cwd());
      put(to, encode(process.cwd()));
      return to;
    },
    isatty: (fd: number) => truth(tty.isatty(fd)),
    read: async (fd: number, to: number, n: bigint) => {
      const stream = fd === 0 ? streams[1]! : fault();
      if (stream.at >= stream.bytes.length && !(await more(stream))) return 0n;
      const data = stream.bytes.subarray(stream.at, stream.at + Number(n));
      bytes.set(data, check(to, data.length));
      stream.at += data.length;
      return BigInt(data.length);
    },
    write: (fd: number, from: number, n: bigint) =>
      BigInt(output(fd, bytes.slice(check(from, Number(n)), from + Number(n)))),
    signal: (number: number, handler: number) => {
      const before = handlers.get(number) ?? 0;
      if (!handlers.has(number) && handler !== 0)
        process.on(NAMES[number] ?? 'SIGUSR1', () => {
          const now = handlers.get(number)!;
          if (now > 1) attempt(() => void (C.functionAt(now) as (number: number) => void)(number));
          signalled?.();
        });
      handlers.set(number, handler);
      return before;
    },
    raise: (number: number) => {
      process.kill(process.pid, number);
      return 0;
    },
    __errno_location: () => errnoAt,
    __assert_fail: (what: number, file: number, line: number, inside: number) => {
      const own = name.replace(/^.*\//, '');
      output(
        2,
        encode(`${own}: ${stringAt(file)}:${line}: ${stringAt(inside)}: Assertion \`${stringAt(what)}' failed.\n`),
      );
      throw new Signal(6);
    },
    fabs: Math.abs,
    // Halves away from zero, which Math.round takes upwards.
    round: (x: number) => Math.sign(x) * Math.round(Math.abs(x)),
    fmod: (x: number, y: number) => x % y,
  };
  for (const each of 'sqrt sin cos tan asin acos atan exp log log2 log10 floor ceil trunc cbrt pow atan2 hypot'.split(
    ' ',
  ))
    L[each] = Math[each as 'sqrt'];
  return L;
}
