import type { Emitter, ModuleFactory } from './globals.ts';

/** node:child_process */
export const childProcess: ModuleFactory = (host, builtin, world) => {
  const EventEmitter = builtin('events') as unknown as new () => Emitter;
  const { Readable, Writable } = builtin('stream') as unknown as {
    Writable: new (options: object) => Emitter;
    Readable: new (options: object) => Emitter & { push(chunk: unknown): void; setEncoding(name: string): void };
  };
  const { Buffer } = builtin('buffer') as unknown as { Buffer: { from(value: unknown): Uint8Array } };
  interface Options {
    cwd?: string;
    env?: Record<string, string>;
    stdio?: string | readonly unknown[];
    silent?: boolean;
    shell?: boolean | string;
    input?: string;
  }
  type Done = (error: Error | null, stdout: string, stderr: string) => void;
  class ChildProcess extends EventEmitter {
    pid: number | undefined;
    exitCode: number | null = null;
    signalCode: string | null = null;
    stdout = new Readable({ read() {} });
    stderr = new Readable({ read() {} });
    connected = false;
    stdin: Emitter | null = null;
    send(): never {
      throw new Error('drydock: not simulated: messages between processes (child.send)');
    }
    ref() {}
    unref() {}
    kill(signal: string | number = 'SIGTERM') {
      host('kill', this.pid ?? 0, signal);
      return true;
    }
  }
  const children = new Map<number, ChildProcess>();
  world.on('child', (id: number, event: string, first: number | null, second: ArrayBuffer | string | null) => {
    const child = children.get(id);
    if (!child) return;
    if (event === 'data') (first === 1 ? child.stdout : child.stderr).push(Buffer.from(second));
    else {
      children.delete(id);
      Object.assign(child, { exitCode: first, signalCode: second });
      child.stdout.push(null);
      child.stderr.push(null);
      child.emit('exit', first, second);
      world.setImmediate(() => child.emit('close', first, second));
    }
  });
  const inputOf = (id: number) =>
    new Writable({
      write(chunk: unknown, _encoding: string, done: () => void) {
        host('childInput', id, new Uint8Array(Buffer.from(chunk)).buffer);
        done();
      },
      final(done: () => void) {
        host('childInput', id, undefined);
        done();
      },
    });
  /** A stream or a number of this process is handed on; other ways are words. */
  const wayOf = (way: unknown, fd: number): string => {
    const number = typeof way === 'number' ? way : (way as { fd?: number } | null | undefined)?.fd;
    if (number === undefined) return typeof way === 'string' ? way : 'pipe';
    if (number !== fd) throw new Error('drydock: not simulated: a descriptor handed on under another number');
    return 'inherit';
  };
  const spawn = (command: string, given?: readonly string[] | Options, more?: Options) => {
    const options = (Array.isArray(given) ? more : (given as Options | undefined)) ?? {};
    const argv = [command, ...(Array.isArray(given) ? given : [])];
    const given_ = typeof options.stdio === 'string' ? [0, 1, 2].map(() => options.stdio) : (options.stdio ?? []);
    const stdio = [0, 1, 2].map((fd) => wayOf(given_[fd], fd));
    const child = new ChildProcess();
    const line = options.shell ? ['/bin/sh', '-c', argv.join(' ')] : argv;
    try {
      const [id, pid] = host('spawn', line, {
        cwd: options.cwd,
        env: options.env,
        stdio,
        input: options.input,
      }) as unknown as [number, number];
      child.pid = pid;
      if (stdio[0] === 'pipe') child.stdin = inputOf(id);
      children.set(id, child);
    } catch (error) {
      world.nextTick(() =>
        child.emit('error', Object.assign(error as Error, { path: command, spawnargs: argv.slice(1) })),
      );
    }
    return child;
  };
  const collect = (child: ChildProcess, label: string, done?: Done) => {
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8');
    child.stderr.setEncoding('utf8');
    child.stdout.on('data', (text) => {
      stdout += String(text);
    });
    child.stderr.on('data', (text) => {
      stderr += String(text);
    });
    child.on('error', (error) => done?.(error as Error, stdout, stderr));
    child.on('close', (code, signal) => {
      const failed =
        code !== 0
          ? Object.assign(new Error(`Command failed: ${label}\n${stderr}`), { code, signal, cmd: label })
          : null;
      done?.(failed, stdout, stderr);
    });
    return child;
  };
  const exec = (command: string, given?: Options | Done, done?: Done) =>
    collect(
      spawn('/bin/sh', ['-c', command], typeof given === 'object' ? given : {}),
      command,
      typeof given === 'function' ? given : done,
    );
  const execFile = (file: string, ...rest: unknown[]) => {
    const done = rest.find((each) => typeof each === 'function') as Done | undefined;
    const values = rest.find((each) => Array.isArray(each)) as string[] | undefined;
    const options = rest.find((each) => typeof each === 'object' && !Array.isArray(each)) as Options | undefined;
    return collect(spawn(file, values ?? [], options), [file, ...(values ?? [])].join(' '), done);
  };
  const fork = (script: string, given?: readonly string[] | Options, more?: Options) => {
    const options = (Array.isArray(given) ? more : (given as Options | undefined)) ?? {};
    const { execPath } = builtin('process') as unknown as { execPath: string };
    const stdio = options.stdio ?? (options.silent ? 'pipe' : 'inherit');
    return spawn(execPath, [script, ...(Array.isArray(given) ? given : [])], { ...options, stdio });
  };
  const blocking = (name: string) => () => {
    throw new Error(`drydock: not simulated: child_process.${name} (use exec or spawn)`);
  };
  return {
    spawn,
    exec,
    execFile,
    ChildProcess,
    execSync: blocking('execSync'),
    spawnSync: blocking('spawnSync'),
    execFileSync: blocking('execFileSync'),
    fork,
  };
};
