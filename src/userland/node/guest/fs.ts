import type { Emitter, Exports, ModuleFactory } from './globals.ts';

/** node:fs: synchronous calls go to the process's file system; the others answer through them, later. */
export const fs: ModuleFactory = (host, builtin, world) => {
  const { Buffer } = builtin('buffer') as unknown as {
    Buffer: { from(value: unknown, encoding?: string): Uint8Array & { toString(encoding?: string): string } };
  };
  const { dirname, join } = builtin('path') as unknown as {
    dirname(path: string): string;
    join(...paths: string[]): string;
  };
  type Encoding =
    | string
    | {
        encoding?: string | null;
        mode?: number;
        flag?: string;
        recursive?: boolean;
        force?: boolean;
        withFileTypes?: boolean;
        maxRetries?: number;
      }
    | null
    | undefined;

  const pathText = (path: unknown): string => {
    if (typeof path === 'string') return path;
    if (path instanceof Uint8Array) return Buffer.from(path).toString();
    if (path !== null && typeof path === 'object' && 'pathname' in path)
      return decodeURIComponent(String(path.pathname));
    const shown = path === undefined ? 'undefined' : path === null ? 'null' : `type ${typeof path} (${String(path)})`;
    throw Object.assign(
      new TypeError(`The "path" argument must be of type string or an instance of Buffer or URL. Received ${shown}`),
      { code: 'ERR_INVALID_ARG_TYPE' },
    );
  };
  const option = (given: Encoding, name: 'encoding' | 'mode' | 'flag' | 'recursive' | 'force' | 'withFileTypes') =>
    typeof given === 'object' && given !== null ? given[name] : name === 'encoding' ? given : undefined;
  const bytesOf = (data: unknown, encoding?: unknown): ArrayBuffer => {
    const bytes =
      typeof data === 'string'
        ? Buffer.from(data, typeof encoding === 'string' ? encoding : 'utf8')
        : ArrayBuffer.isView(data)
          ? Buffer.from(data)
          : Buffer.from(String(data));
    return new Uint8Array(bytes).buffer;
  };

  class Stats {
    declare mode: number;
    declare atimeMs: number;
    declare mtimeMs: number;
    declare ctimeMs: number;
    constructor(data: object) {
      Object.assign(this, data);
      for (const [date, ms] of [
        ['atime', this.atimeMs],
        ['mtime', this.mtimeMs],
        ['ctime', this.ctimeMs],
        ['birthtime', this.ctimeMs],
      ] as const) {
        Object.defineProperty(this, date, { value: new Date(ms), enumerable: true });
      }
    }
    isFile = () => (this.mode & 0o170000) === 0o100000;
    isDirectory = () => (this.mode & 0o170000) === 0o040000;
    isSymbolicLink = () => (this.mode & 0o170000) === 0o120000;
    isFIFO = () => (this.mode & 0o170000) === 0o010000;
    isSocket = () => (this.mode & 0o170000) === 0o140000;
    isBlockDevice = () => (this.mode & 0o170000) === 0o060000;
    isCharacterDevice = () => (this.mode & 0o170000) === 0o020000;
  }
  class Dirent {
    readonly name: string;
    readonly parentPath: string;
    readonly #kind: string;
    constructor(name: string, kind: string, parentPath: string) {
      this.name = name;
      this.parentPath = parentPath;
      this.#kind = kind;
    }
    isFile = () => this.#kind === 'file';
    isDirectory = () => this.#kind === 'directory';
    isSymbolicLink = () => this.#kind === 'symlink';
  }

  const sync = {
    readFileSync: (path: unknown, options?: Encoding) => {
      const bytes = Buffer.from(host('readFile', path === 0 ? '/dev/stdin' : pathText(path)) as unknown as ArrayBuffer);
      const encoding = option(options, 'encoding');
      return typeof encoding === 'string' ? bytes.toString(encoding) : bytes;
    },
    writeFileSync: (path: unknown, data: unknown, options?: Encoding) => {
      const append = String(option(options, 'flag') ?? 'w').startsWith('a');
      host('writeFile', pathText(path), bytesOf(data, option(options, 'encoding')), option(options, 'mode'), append);
    },
    appendFileSync: (path: unknown, data: unknown, options?: Encoding) => {
      host('writeFile', pathText(path), bytesOf(data, option(options, 'encoding')), option(options, 'mode'), true);
    },
    existsSync: (path: unknown) => {
      try {
        return host('exists', pathText(path)) === true;
      } catch {
        return false;
      }
    },
    statSync: (path: unknown, options?: { throwIfNoEntry?: boolean }) =>
      options?.throwIfNoEntry === false && !sync.existsSync(path)
        ? undefined
        : new Stats(host('stat', pathText(path)) as object),
    lstatSync: (path: unknown) => new Stats(host('lstat', pathText(path)) as object),
    accessSync: (path: unknown, mode = 0) =>
      host('access', pathText(path), `${mode & 4 ? 'r' : ''}${mode & 2 ? 'w' : ''}${mode & 1 ? 'x' : ''}`),
    readdirSync: (path: unknown, options?: Encoding) => {
      const folder = pathText(path);
      const list = (below: string): { name: string; kind: string; in: string }[] =>
        (host('readdir', below === '' ? folder : join(folder, below)) as unknown as { name: string; kind: string }[])
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .flatMap((entry) => {
            const here = { name: below === '' ? entry.name : `${below}/${entry.name}`, kind: entry.kind, in: below };
            return option(options, 'recursive') && entry.kind === 'directory' ? [here, ...list(here.name)] : [here];
          });
      const entries = list('');
      if (!option(options, 'withFileTypes')) return entries.map((entry) => entry.name);
      return entries.map(
        (entry) =>
          new Dirent(entry.name.split('/').at(-1)!, entry.kind, entry.in === '' ? folder : join(folder, entry.in)),
      );
    },
    mkdirSync: (path: unknown, options?: Encoding | number): string | undefined => {
      const folder = pathText(path);
      const mode = typeof options === 'number' ? options : option(options, 'mode');
      if (typeof options === 'number' || !option(options, 'recursive')) {
        host('mkdir', folder, mode);
        return undefined;
      }
      if (host('exists', folder) === true) return undefined;
      const above = dirname(folder);
      const first = above === folder ? undefined : sync.mkdirSync(above, options);
      host('mkdir', folder, mode);
      return first ?? folder;
    },
    rmdirSync: (path: unknown) => host('rmdir', pathText(path)),
    unlinkSync: (path: unknown) => host('unlink', pathText(path)),
    rmSync: (path: unknown, options?: Encoding): void => {
      const target = pathText(path);
      let stat: Stats;
      try {
        stat = sync.lstatSync(target);
      } catch (error) {
        if (option(options, 'force')) return;
        throw error;
      }
      if (!stat.isDirectory()) {
        host('unlink', target);
        return;
      }
      if (!option(options, 'recursive')) {
        throw Object.assign(new Error(`Path is a directory: rm returned EISDIR (is a directory) ${target}`), {
          code: 'ERR_FS_EISDIR',
        });
      }
      for (const name of sync.readdirSync(target) as string[]) sync.rmSync(join(target, name), options);
      host('rmdir', target);
    },
    renameSync: (from: unknown, to: unknown) => host('rename', pathText(from), pathText(to)),
    copyFileSync: (from: unknown, to: unknown) =>
      host('writeFile', pathText(to), host('readFile', pathText(from)), undefined, false),
    cpSync: (from: unknown, to: unknown, options?: Encoding): void => {
      const source = pathText(from);
      if (!sync.statSync(source)!.isDirectory()) {
        sync.copyFileSync(source, to);
        return;
      }
      sync.mkdirSync(to, { recursive: true });
      for (const name of sync.readdirSync(source) as string[])
        sync.cpSync(join(source, name), join(pathText(to), name), options);
    },
    linkSync: (target: unknown, path: unknown) => host('link', pathText(target), pathText(path)),
    symlinkSync: (target: unknown, path: unknown) => host('symlink', pathText(target), pathText(path)),
    readlinkSync: (path: unknown) => host('readlink', pathText(path)),
    realpathSync: (path: unknown) => host('realpath', pathText(path)),
    chmodSync: (path: unknown, mode: number | string) =>
      host('chmod', pathText(path), typeof mode === 'string' ? Number.parseInt(mode, 8) : mode),
    chownSync: (path: unknown, uid: number, gid: number) => host('chown', pathText(path), uid, gid),
    utimesSync: (path: unknown, atime: number | Date, mtime: number | Date) => {
      const ms = (time: number | Date) => (typeof time === 'number' ? time * 1000 : time.getTime());
      host('utimes', pathText(path), ms(atime), ms(mtime));
    },
    truncateSync: (path: unknown, length = 0) => host('truncate', pathText(path), length),
    mkdtempSync: (prefix: string) => {
      const path = prefix + Math.random().toString(36).slice(2, 8).padEnd(6, 'x');
      host('mkdir', path, 0o700);
      return path;
    },
  };

  const promises: Exports = {};
  const callbacks: Exports = {};
  for (const [name, call] of Object.entries(sync)) {
    if (name === 'existsSync') continue;
    const plain = name.slice(0, -4);
    const run = call as (...values: unknown[]) => unknown;
    promises[plain] = (...values: unknown[]) =>
      new Promise((resolve, reject) => {
        world.setImmediate(() => {
          try {
            resolve(run(...values));
          } catch (error) {
            reject(error as Error);
          }
        });
      });
    callbacks[plain] = (...values: unknown[]) => {
      const done = values.pop();
      if (typeof done !== 'function')
        throw Object.assign(new TypeError('The "cb" argument must be of type function. Received undefined'), {
          code: 'ERR_INVALID_ARG_TYPE',
        });
      world.setImmediate(() => {
        let result: unknown;
        try {
          result = run(...values);
        } catch (error) {
          done(error);
          return;
        }
        done(null, result);
      });
    };
  }
  callbacks.exists = (path: unknown, done: (there: boolean) => void) =>
    world.setImmediate(() => done(sync.existsSync(path)));

  const streams = () =>
    builtin('stream') as unknown as Record<
      'Readable' | 'Writable',
      new (
        options: object,
      ) => Exports & { push(chunk: unknown): void; destroy(error: Error): void }
    >;
  const createReadStream = (path: unknown, options?: Encoding) => {
    let read = false;
    const made = new (streams().Readable)({
      read() {
        if (read) return;
        read = true;
        world.setImmediate(() => {
          try {
            made.push(sync.readFileSync(path));
            made.push(null);
          } catch (error) {
            made.destroy(error as Error);
          }
        });
      },
    });
    const encoding = option(options, 'encoding');
    if (typeof encoding === 'string') (made as unknown as { setEncoding(name: string): void }).setEncoding(encoding);
    return Object.assign(made, { path });
  };
  const createWriteStream = (path: unknown, options?: Encoding) => {
    let begun = String(option(options, 'flag') ?? (options as { flags?: string } | undefined)?.flags ?? 'w').startsWith(
      'a',
    );
    const save = (chunk: unknown, _encoding: string, done: (error?: Error) => void) => {
      try {
        host('writeFile', pathText(path), bytesOf(chunk), undefined, begun);
        begun = true;
        done();
      } catch (error) {
        done(error as Error);
      }
    };
    return Object.assign(new (streams().Writable)({ write: save }), { path });
  };
  const EventEmitter = builtin('events') as unknown as new () => Emitter;
  class Watcher extends EventEmitter {
    readonly #id: number;
    constructor(path: string, heard: (changed: string) => void) {
      super();
      this.#id = host('watch', path) as number;
      watchers.set(this.#id, heard);
    }
    close() {
      if (watchers.delete(this.#id)) host('unwatch', this.#id);
    }
    ref() {
      return this;
    }
    unref() {
      return this;
    }
  }
  const watchers = new Map<number, (changed: string) => void>();
  world.on('watch', (id: number, changed: string) => watchers.get(id)?.(changed));
  /** Tells of the file itself, or of what lies directly in the folder (all below, if asked). */
  const watch = (path: unknown, given?: unknown, listener?: unknown) => {
    const target = sync.realpathSync(path) as unknown as string;
    const heard = typeof given === 'function' ? given : listener;
    const isDeep = typeof given === 'object' && given !== null && (given as { recursive?: boolean }).recursive === true;
    const isFolder = sync.statSync(target)!.isDirectory();
    const known = new Set(isFolder ? (sync.readdirSync(target) as string[]) : []);
    const watcher = new Watcher(target, (changed) => {
      const below = changed === target ? '' : changed.slice(target === '/' ? 1 : target.length + 1);
      if (isFolder ? below === '' || (!isDeep && below.includes('/')) : below !== '') return;
      const name = isFolder ? below : target.slice(target.lastIndexOf('/') + 1);
      const isThere = sync.existsSync(changed);
      const kind = isFolder && isThere !== known.has(name) ? 'rename' : isThere ? 'change' : 'rename';
      if (isThere) known.add(name);
      else known.delete(name);
      watcher.emit('change', kind, name);
    });
    if (typeof heard === 'function') watcher.on('change', heard as () => void);
    return watcher;
  };
  const watchedFiles = new Map<string, Watcher>();
  const watchFile = (path: unknown, given?: unknown, listener?: unknown) => {
    const target = pathText(path);
    const heard = (typeof given === 'function' ? given : listener) as (now: unknown, before: unknown) => void;
    let before = sync.statSync(target);
    const watcher = new Watcher(target, (changed) => {
      if (changed !== target || !sync.existsSync(target)) return;
      const now = sync.statSync(target);
      heard(now, before);
      before = now;
    });
    watchedFiles.set(target, watcher);
    return watcher;
  };
  const unwatchFile = (path: unknown) => {
    watchedFiles.get(pathText(path))?.close();
    watchedFiles.delete(pathText(path));
  };
  const unsupported = (name: string) => () => {
    throw new Error(`drydock: not simulated: fs.${name}`);
  };
  return {
    ...sync,
    ...callbacks,
    promises: { ...promises, constants: { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 } },
    createReadStream,
    createWriteStream,
    watch,
    watchFile,
    unwatchFile,
    openSync: unsupported('openSync'),
    open: unsupported('open'),
    close: unsupported('close'),
    read: unsupported('read'),
    write: unsupported('write'),
    fstat: unsupported('fstat'),
    Stats,
    Dirent,
    constants: {
      F_OK: 0,
      R_OK: 4,
      W_OK: 2,
      X_OK: 1,
      O_RDONLY: 0,
      O_WRONLY: 1,
      O_RDWR: 2,
      O_CREAT: 64,
      O_EXCL: 128,
      O_TRUNC: 512,
      O_APPEND: 1024,
    },
    F_OK: 0,
    R_OK: 4,
    W_OK: 2,
    X_OK: 1,
  };
};

/** node:fs/promises */
export const fsPromises: ModuleFactory = (_host, builtin) => builtin('fs').promises;
