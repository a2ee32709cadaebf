import type { Emitter, Exports, ModuleFactory } from './globals.ts';

/** node:process */
export const process_: ModuleFactory = (host, builtin, world) => {
  const EventEmitter = builtin('events') as unknown as new () => Emitter;
  const { Buffer } = builtin('buffer') as unknown as {
    Buffer: { from(value: unknown, encoding?: string): Uint8Array };
  };
  const { config } = world;

  const output = (fd: number) => {
    const { Writable } = builtin('stream') as unknown as { Writable: new (options: object) => Exports };
    const stream = new Writable({
      decodeStrings: true,
      write(chunk: Uint8Array, _encoding: string, done: () => void) {
        host('write', fd, new Uint8Array(chunk).buffer);
        done();
      },
    });
    const size = host('windowSize', fd) as { columns: number; rows: number } | undefined;
    return Object.assign(stream, {
      fd,
      isTTY: host('isatty', fd) === true ? true : undefined,
      columns: size?.columns,
      rows: size?.rows,
    });
  };
  const input = () => {
    const { Readable } = builtin('stream') as unknown as {
      Readable: new (options: object) => Exports & { push(chunk: unknown): void };
    };
    let started = false;
    const stream = new Readable({
      read() {
        if (started) return;
        started = true;
        host('readInput');
      },
    });
    world.on('input', (bytes: ArrayBuffer) => stream.push(bytes.byteLength === 0 ? null : Buffer.from(bytes)));
    return Object.assign(stream, {
      fd: 0,
      isTTY: host('isatty', 0) === true ? true : undefined,
      setRawMode: () => stream,
    });
  };

  const env = new Proxy({ ...config.env } as Record<string, string>, {
    set(target, name, value) {
      target[String(name)] = String(value);
      host('environment', String(name), String(value));
      return true;
    },
    deleteProperty(target, name) {
      delete target[String(name)];
      host('environment', String(name), null);
      return true;
    },
  });
  const started = host('hrtime') as number;
  const hrtime = (before?: [number, number]): [number, number] => {
    const ms = host('hrtime') as number;
    const now: [number, number] = [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)];
    if (!before) return now;
    const difference = now[0] * 1e9 + now[1] - before[0] * 1e9 - before[1];
    return [Math.floor(difference / 1e9), difference % 1e9];
  };
  const uname = host('uname') as { machine: string };
  const watched = new Set<string>();

  const made = Object.assign(new EventEmitter(), {
    argv: [...config.argv],
    argv0: 'node',
    execPath: config.argv[0],
    execArgv: [...config.execArgv],
    title: config.title,
    pid: config.pid,
    ppid: config.ppid,
    platform: 'linux',
    arch: uname.machine === 'x86_64' ? 'x64' : uname.machine,
    version: config.version,
    versions: { node: config.version.slice(1), quickjs: '2024', modules: '127' },
    release: { name: 'node', lts: 'Jod' },
    config: {},
    features: {},
    env,
    exitCode: undefined as number | undefined,
    _exiting: false,
    exit(code?: number): never {
      const status = code ?? made.exitCode ?? 0;
      if (!exiting) {
        exiting = true;
        made.exitCode = status;
        made._exiting = true;
        made.emit('exit', status);
      }
      host('exit', Number(made.exitCode ?? status));
      throw new Error('exited');
    },
    cwd: () => host('cwd'),
    chdir: (path: string) => host('chdir', path),
    umask: (mask?: number) => host('umask', mask),
    uptime: () => ((host('hrtime') as number) - started) / 1000,
    hrtime: Object.assign(hrtime, { bigint: () => BigInt(Math.round((host('hrtime') as number) * 1e6)) }),
    nextTick: world.nextTick,
    memoryUsage: () => ({
      rss: 45_000_000,
      heapTotal: 8_000_000,
      heapUsed: 6_000_000,
      external: 1_000_000,
      arrayBuffers: 10_000,
    }),
    cpuUsage: () => ({ user: 30_000, system: 10_000 }),
    getuid: () => (host('credentials') as { uid: number }).uid,
    getgid: () => (host('credentials') as { gid: number }).gid,
    geteuid: () => (host('credentials') as { uid: number }).uid,
    getegid: () => (host('credentials') as { gid: number }).gid,
    kill: (pid: number, signal: string | number = 'SIGTERM') => {
      host('kill', pid, signal);
      return true;
    },
    abort: () => made.exit(134),
    emitWarning: (warning: unknown) => {
      const text = warning instanceof Error ? `${warning.name}: ${warning.message}` : `Warning: ${String(warning)}`;
      host('write', 2, new Uint8Array(Buffer.from(`(node:${config.pid}) ${text}\n`)).buffer);
    },
  });
  let exiting = false;

  const on = made.on;
  const hear = (event: string, listener: (...values: unknown[]) => void) => {
    if (/^SIG[A-Z0-9]+$/.test(event) && !watched.has(event)) {
      watched.add(event);
      host('onSignal', event);
    }
    return on.call(made, event, listener);
  };
  Object.assign(made, { on: hear, addListener: hear });
  world.on('signal', (name: string, number: number) => void made.emit(name, name, number));
  for (const [name, make] of [
    ['stdout', () => output(1)],
    ['stderr', () => output(2)],
    ['stdin', input],
  ] as const) {
    let stream: unknown;
    Object.defineProperty(made, name, { configurable: true, enumerable: true, get: () => (stream ??= make()) });
  }
  return made;
};
