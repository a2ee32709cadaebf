import type { Int, Runtime } from './guest.ts';

/** os, time, signals: what Node's modules do for it. */
export function systemPart(G: Runtime): void {
  const { process } = G;
  type Fs = Record<string, (...values: unknown[]) => unknown>;
  const fs = (G.load as (name: string) => Fs)('node:fs');
  const bytesOf = (text: string) => Uint8Array.from(text, (each) => each.charCodeAt(0));
  const textOf = (bytes: Uint8Array) => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
    return text;
  };
  const REASONS: Record<string, string> = {
    ENOENT: 'no such file or directory',
    EACCES: 'permission denied',
    EPERM: 'operation not permitted',
    EEXIST: 'file exists',
    EISDIR: 'is a directory',
    ENOTDIR: 'not a directory',
    ENOTEMPTY: 'directory not empty',
    EROFS: 'read-only file system',
  };
  /** [result, what is wrong: '' nothing] */
  const tried = <T>(run: () => T, otherwise: T): [T, string] => {
    try {
      return [run(), ''];
    } catch (thrown) {
      const { code } = thrown as { code?: string };
      if (code === undefined) throw thrown;
      return [otherwise, REASONS[code] ?? code];
    }
  };
  const isAscii = (text: string) => !/[^\0-\x7f]/.test(text);
  const write = (fd: number, text: string) => {
    const stream = fd === 1 ? process.stdout : process.stderr;
    stream.write(isAscii(text) ? text : bytesOf(text));
  };

  // --- standard input: read when the program asks for it
  let input = '';
  let isOver = false;
  let isReading = false;
  let arrived: (() => void)[] = [];
  const notify = () => {
    const list = arrived;
    arrived = [];
    for (const each of list) each();
  };
  const start = () => {
    if (isReading) return;
    isReading = true;
    process.stdin.on('data', (chunk) => {
      input += textOf(Uint8Array.from(chunk));
      notify();
    });
    process.stdin.on('end', () => {
      isOver = true;
      notify();
    });
  };
  const more = () => {
    start();
    return G.outside<void>((done) => arrived.push(() => done()));
  };

  const file = (path: string) => G.decode(path);
  Object.assign(G.natives, {
    'os.args': () => G.list([G.program ?? process.argv[0]!, ...process.argv.slice(1)].map(G.encode)),
    'os.writeTo': (fd: Int, text: string) => write(Number(fd), text),
    'os.readInput': async (most: Int) => {
      while (input === '' && !isOver) await more();
      const text = input.slice(0, Number(most));
      input = input.slice(text.length);
      return text;
    },
    'os.lookup': (name: string) => {
      const value = process.env[G.decode(name)];
      return [G.encode(value ?? ''), value !== undefined];
    },
    'os.setenv': (name: string, value: string) => {
      process.env[G.decode(name)] = G.decode(value);
    },
    'os.unsetenv': (name: string) => {
      delete process.env[G.decode(name)];
    },
    'os.Environ': () => G.list(Object.entries(process.env).map(([name, value]) => G.encode(`${name}=${value}`))),
    'os.Exit': (code: Int) => process.exit(Number(code)),
    'os.hostname': () => (G.load as (name: string) => { hostname(): string })('node:os').hostname(),
    'os.getwd': () => process.cwd(),
    'os.Getpid': () => process.pid,
    'os.Getppid': () => process.ppid,
    'os.Getuid': () => process.getuid(),
    'os.Getgid': () => process.getgid(),
    'os.chdir': (path: string) => tried(() => process.chdir(file(path)), undefined)[1],
    'os.readFile': (path: string) => tried(() => textOf(fs.readFileSync!(file(path)) as Uint8Array), ''),
    'os.writeFile': (path: string, text: string, mode: Int, flag: string) =>
      tried(() => fs.writeFileSync!(file(path), bytesOf(text), { mode: Number(mode), flag }), undefined)[1],
    'os.mkdir': (path: string, mode: Int, recursive: boolean) =>
      tried(() => fs.mkdirSync!(file(path), { mode: Number(mode), recursive }), undefined)[1],
    'os.remove': (path: string, recursive: boolean) =>
      tried(() => {
        if (recursive) fs.rmSync!(file(path), { recursive: true, force: true });
        else if ((fs.lstatSync!(file(path)) as { isDirectory(): boolean }).isDirectory()) fs.rmdirSync!(file(path));
        else fs.unlinkSync!(file(path));
      }, undefined)[1],
    'os.rename': (from: string, to: string) => tried(() => fs.renameSync!(file(from), file(to)), undefined)[1],
    'os.stat': (path: string) => {
      const [found, why] = tried(
        () => fs.statSync!(file(path)) as { size: number; mode: number; mtimeMs: number; isDirectory(): boolean },
        undefined,
      );
      return found
        ? [found.size, found.mode & 0o777, Math.floor(found.mtimeMs / 1000), found.isDirectory(), why]
        : [0, 0, 0, false, why];
    },
    'os.readdir': (path: string) => {
      const [names, why] = tried(() => fs.readdirSync!(file(path)) as string[], []);
      return [G.list([...names].sort().map(G.encode)), why];
    },
    'os.listen': (name: string, heard: (...values: never[]) => unknown) => {
      G.expect();
      // Whoever waits for a signal is not done, though nothing else is due.
      G.setTimeout(() => {}, 2 ** 31 - 1);
      process.on(name, () => G.go(heard));
    },
    'runtime.Version': () => `go${G.version}`,
    'time.now': () => {
      const ms = Date.now();
      return [Math.floor(ms / 1000), (ms % 1000) * 1e6];
    },
    'time.civil': (seconds: Int) => {
      const date = new Date(Number(seconds) * 1000);
      return [
        date.getUTCFullYear(),
        date.getUTCMonth() + 1,
        date.getUTCDate(),
        date.getUTCHours(),
        date.getUTCMinutes(),
        date.getUTCSeconds(),
        date.getUTCDay(),
      ];
    },
    'time.seconds': (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) => {
      const date = new Date(0);
      date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
      date.setUTCHours(Number(hour), Number(minute), Number(second));
      return Math.floor(date.getTime() / 1000);
    },
    'time.after': (ns: Int, run: () => unknown) => {
      // A timer that is due is something to wait for, until it is stopped.
      const done = G.expect();
      let isWaiting = true;
      const timer = G.setTimeout(
        () => {
          if (!isWaiting) return;
          isWaiting = false;
          G.go(run);
          done();
        },
        Math.max(0, Number(ns) / 1e6),
      );
      const holder = {
        stop() {
          const was = isWaiting;
          isWaiting = false;
          G.clearTimeout(timer);
          if (was) done();
          return was;
        },
      };
      return holder;
    },
    'time.stop': (holder: { stop(): boolean } | null) => holder?.stop() ?? false,
  });
}
