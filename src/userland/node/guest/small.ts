import type { Emitter, Exports, ModuleFactory } from './globals.ts';

/** node:os */
export const os: ModuleFactory = (host, _require, world) => {
  const uname = host('uname') as { nodename: string; release: string; version: string; machine: string };
  return {
    EOL: '\n',
    hostname: () => (host('uname') as { nodename: string }).nodename,
    platform: () => 'linux',
    type: () => 'Linux',
    release: () => uname.release,
    version: () => uname.version,
    machine: () => uname.machine,
    arch: () => 'x64',
    homedir: () => world.config.env.HOME ?? '/root',
    tmpdir: () => '/tmp',
    endianness: () => 'LE',
    uptime: () => Math.floor(host('hrtime') as number) / 1000,
    loadavg: () => [0, 0, 0],
    totalmem: () => 8_000_000_000,
    freemem: () => 4_000_000_000,
    cpus: () =>
      Array.from({ length: 2 }, () => ({
        model: 'Simulated CPU',
        speed: 2000,
        times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 },
      })),
    availableParallelism: () => 2,
    userInfo: () => ({
      ...(host('credentials') as object),
      username: world.config.env.USER ?? 'root',
      homedir: world.config.env.HOME ?? '/root',
      shell: '/bin/sh',
    }),
    networkInterfaces: () => {
      const result: Record<string, object[]> = {};
      for (const each of host('interfaces') as unknown as {
        name: string;
        address: string;
        prefix: number;
        mac: string;
      }[]) {
        result[each.name] = [
          {
            address: each.address,
            family: 'IPv4',
            mac: each.mac,
            internal: each.name === 'lo',
            cidr: `${each.address}/${each.prefix}`,
          },
        ];
      }
      return result;
    },
    constants: { signals: { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 } },
  };
};

/** node:timers */
export const timers: ModuleFactory = () => {
  const { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate } =
    globalThis as unknown as Exports;
  return { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate };
};

/** node:timers/promises */
export const timersPromises: ModuleFactory = (_host, _require, world) => ({
  setTimeout: (ms: number, value?: unknown) => new Promise((resolve) => world.setTimeout(() => resolve(value), ms)),
  setImmediate: (value?: unknown) => new Promise((resolve) => world.setImmediate(() => resolve(value))),
});

/** node:string_decoder */
export const stringDecoder: ModuleFactory = (_host, builtin) => {
  const { Buffer, TextDecoder } = builtin('buffer') as unknown as {
    Buffer: { concat(list: Uint8Array[]): Uint8Array & { toString(encoding: string): string } };
    TextDecoder: new () => { decode(bytes?: Uint8Array, options?: object): string };
  };
  interface Decoder {
    encoding: string;
    decoder: { decode(bytes?: Uint8Array, options?: object): string };
    left: Uint8Array;
  }
  // Packages call it without `new`.
  function StringDecoder(this: Decoder, encoding = 'utf8') {
    this.encoding = encoding.toLowerCase();
    this.decoder = new TextDecoder();
    this.left = new Uint8Array();
  }
  const write = function (this: Decoder, bytes: Uint8Array | string): string {
    if (typeof bytes === 'string') return bytes;
    if (/^utf-?8$/.test(this.encoding)) return this.decoder.decode(bytes, { stream: true });
    // base64 groups three bytes, utf16le two.
    const group = this.encoding.startsWith('base64') ? 3 : /^(utf-?16le|ucs-?2)$/.test(this.encoding) ? 2 : 1;
    const whole = Buffer.concat([this.left, bytes]);
    const cut = whole.length - (whole.length % group);
    this.left = whole.slice(cut);
    return Buffer.concat([whole.subarray(0, cut)]).toString(this.encoding);
  };
  const end = function (this: Decoder, bytes?: Uint8Array): string {
    if (/^utf-?8$/.test(this.encoding)) return this.decoder.decode(bytes ?? new Uint8Array());
    const text = bytes ? write.call(this, bytes) : '';
    return text + Buffer.concat([this.left]).toString(this.encoding);
  };
  Object.assign(StringDecoder.prototype, { write, end });
  return { StringDecoder };
};

/** node:assert */
export const assert: ModuleFactory = (_host, builtin) => {
  const { inspect, isDeepStrictEqual } = builtin('util') as unknown as {
    inspect: (value: unknown) => string;
    isDeepStrictEqual: (a: unknown, b: unknown) => boolean;
  };
  class AssertionError extends Error {
    readonly code = 'ERR_ASSERTION';
    readonly actual: unknown;
    readonly expected: unknown;
    readonly operator: string;
    constructor(options: { message: string; actual?: unknown; expected?: unknown; operator: string }) {
      super(options.message);
      this.name = 'AssertionError';
      this.actual = options.actual;
      this.expected = options.expected;
      this.operator = options.operator;
    }
  }
  const check = (
    holds: boolean,
    message: unknown,
    text: () => string,
    operator: string,
    actual?: unknown,
    expected?: unknown,
  ) => {
    if (holds) return;
    if (message instanceof Error) throw message;
    throw new AssertionError({ message: typeof message === 'string' ? message : text(), actual, expected, operator });
  };
  const differ = (verb: string, a: unknown, b: unknown) => () =>
    `Expected values to be ${verb}:\n\n${inspect(a)} !== ${inspect(b)}\n`;
  // biome-ignore lint/suspicious/noDoubleEquals: assert.equal is == by its definition
  const looselyEqual = (a: unknown, b: unknown) => a == b || Object.is(a, b);
  const ok = (value: unknown, message?: unknown) =>
    check(Boolean(value), message, () => 'The expression evaluated to a falsy value', '==', value, true);
  const throws = (run: () => unknown, expected?: unknown, message?: unknown) => {
    try {
      run();
    } catch (error) {
      if (expected instanceof RegExp)
        check(
          expected.test(String(error)),
          message,
          () => `The input did not match the regular expression ${expected}. Input:\n\n${inspect(String(error))}\n`,
          'throws',
        );
      return;
    }
    check(false, typeof expected === 'string' ? expected : message, () => 'Missing expected exception.', 'throws');
  };
  const made = Object.assign(ok, {
    ok,
    equal: (a: unknown, b: unknown, message?: unknown) =>
      check(looselyEqual(a, b), message, () => `${inspect(a)} == ${inspect(b)}`, '==', a, b),
    notEqual: (a: unknown, b: unknown, message?: unknown) =>
      check(!looselyEqual(a, b), message, () => `${inspect(a)} != ${inspect(b)}`, '!=', a, b),
    strictEqual: (a: unknown, b: unknown, message?: unknown) =>
      check(Object.is(a, b), message, differ('strictly equal', a, b), 'strictEqual', a, b),
    notStrictEqual: (a: unknown, b: unknown, message?: unknown) =>
      check(
        !Object.is(a, b),
        message,
        () => `Expected "actual" to be strictly unequal to: ${inspect(b)}`,
        'notStrictEqual',
        a,
        b,
      ),
    deepEqual: (a: unknown, b: unknown, message?: unknown) =>
      check(isDeepStrictEqual(a, b), message, differ('loosely deep-equal', a, b), 'deepEqual', a, b),
    deepStrictEqual: (a: unknown, b: unknown, message?: unknown) =>
      check(isDeepStrictEqual(a, b), message, differ('strictly deep-equal', a, b), 'deepStrictEqual', a, b),
    notDeepStrictEqual: (a: unknown, b: unknown, message?: unknown) =>
      check(
        !isDeepStrictEqual(a, b),
        message,
        () => 'Expected "actual" not to be strictly deep-equal to "expected"',
        'notDeepStrictEqual',
        a,
        b,
      ),
    match: (text: string, pattern: RegExp, message?: unknown) =>
      check(
        pattern.test(text),
        message,
        () => `The input did not match the regular expression ${pattern}. Input:\n\n${inspect(text)}\n`,
        'match',
        text,
        pattern,
      ),
    fail: (message: unknown = 'Failed') => check(false, message, () => 'Failed', 'fail'),
    throws,
    rejects: async (run: Promise<unknown> | (() => Promise<unknown>), message?: unknown) => {
      try {
        await (typeof run === 'function' ? run() : run);
      } catch {
        return;
      }
      check(false, message, () => 'Missing expected rejection.', 'rejects');
    },
    AssertionError,
  });
  return Object.assign(made, { strict: made });
};

/** node:child_process */
export const childProcess: ModuleFactory = (host, builtin, world) => {
  const EventEmitter = builtin('events') as unknown as new () => Emitter;
  const { Readable } = builtin('stream') as unknown as {
    Readable: new (options: object) => Emitter & { push(chunk: unknown): void; setEncoding(name: string): void };
  };
  const { Buffer } = builtin('buffer') as unknown as { Buffer: { from(value: unknown): Uint8Array } };
  interface Options {
    cwd?: string;
    env?: Record<string, string>;
    stdio?: string | readonly string[];
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
  const spawn = (command: string, given?: readonly string[] | Options, more?: Options) => {
    const options = (Array.isArray(given) ? more : (given as Options | undefined)) ?? {};
    const argv = [command, ...(Array.isArray(given) ? given : [])];
    const stdio =
      typeof options.stdio === 'string'
        ? [options.stdio, options.stdio, options.stdio]
        : (options.stdio ?? ['pipe', 'pipe', 'pipe']);
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
    fork: blocking('fork'),
  };
};

/** node:readline */
export const readline: ModuleFactory = (_host, builtin) => {
  const EventEmitter = builtin('events') as unknown as new () => Emitter;
  class Interface extends EventEmitter {
    #output: { write(text: string): void } | undefined;
    #questions: ((answer: string) => void)[] = [];
    #prompt = '> ';
    #closed = false;
    constructor(options: {
      input: Emitter & { setEncoding(name: string): void };
      output?: { write(text: string): void };
    }) {
      super();
      this.#output = options.output;
      let rest = '';
      options.input.setEncoding('utf8');
      options.input.on('data', (text) => {
        const lines = (rest + String(text)).split('\n');
        rest = lines.pop()!;
        for (const line of lines) this.#line(line.replace(/\r$/, ''));
      });
      options.input.on('end', () => {
        if (rest !== '') this.#line(rest);
        this.close();
      });
    }
    #line(text: string): void {
      const question = this.#questions.shift();
      if (question) question(text);
      else this.emit('line', text);
    }
    question(text: string, given: unknown, done?: unknown): void {
      this.#output?.write(text);
      this.#questions.push((typeof given === 'function' ? given : done) as (answer: string) => void);
    }
    setPrompt(text: string): void {
      this.#prompt = text;
    }
    prompt(): void {
      this.#output?.write(this.#prompt);
    }
    close(): void {
      if (this.#closed) return;
      this.#closed = true;
      this.emit('close');
    }
    async *[Symbol.asyncIterator]() {
      const lines: string[] = [];
      let wake: (() => void) | undefined;
      this.on('line', (text) => {
        lines.push(String(text));
        wake?.();
      });
      this.on('close', () => wake?.());
      for (;;) {
        while (lines.length > 0) yield lines.shift();
        if (this.#closed) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }
  return {
    createInterface: (options: ConstructorParameters<typeof Interface>[0]) => new Interface(options),
    Interface,
  };
};

/** node:dns */
export const dns: ModuleFactory = (host, _require, world) => {
  const waiting = new Map<number, (addresses: string[]) => void>();
  world.on('lookup', (id: number, addresses: string[]) => waiting.get(id)?.(addresses));
  const lookup = (name: string, given: unknown, done?: unknown) => {
    const callback = (typeof given === 'function' ? given : done) as (
      error: Error | null,
      address?: string,
      family?: number,
    ) => void;
    const id = host('lookup', name) as number;
    waiting.set(id, ([address]) => {
      waiting.delete(id);
      if (address === undefined)
        callback(
          Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), {
            code: 'ENOTFOUND',
            errno: -3008,
            syscall: 'getaddrinfo',
            hostname: name,
          }),
        );
      else callback(null, address, 4);
    });
  };
  const promised = (name: string) =>
    new Promise((resolve, reject) =>
      lookup(name, (error: Error | null, address?: string) =>
        error ? reject(error) : resolve({ address, family: 4 }),
      ),
    );
  return { lookup, promises: { lookup: promised } };
};

/** node:tty */
export const tty: ModuleFactory = (host) => ({ isatty: (fd: number) => host('isatty', fd) === true });
