import type { ModuleFactory } from '../globals.ts';

export type Encoding =
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

export interface StatsLike {
  readonly size: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

export interface FileValues {
  readonly pathText: (path: unknown) => string;
  readonly option: (
    given: Encoding,
    name: 'encoding' | 'mode' | 'flag' | 'recursive' | 'force' | 'withFileTypes',
  ) => unknown;
  readonly bytesOf: (data: unknown, encoding?: unknown) => ArrayBuffer;
  readonly openFlags: (flags: unknown) => number;
  readonly Stats: new (data: object) => StatsLike;
  readonly Dirent: new (name: string, kind: string, parentPath: string) => object;
  readonly constants: Readonly<Record<string, number>>;
}

/** What all of fs takes and gives. */
export const fileValues: ModuleFactory = (_host, builtin): FileValues => {
  const { Buffer } = builtin('buffer') as unknown as {
    Buffer: { from(value: unknown, encoding?: string): Uint8Array & { toString(encoding?: string): string } };
  };
  const constants = {
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
  };
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

  /** `r+` as the bits of open(2). */
  const openFlags = (flags: unknown): number => {
    if (typeof flags === 'number') return flags;
    const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND } = constants;
    const letters = String(flags ?? 'r').replace('s', '');
    const both = letters.includes('+');
    const exclusive = letters.includes('x') ? O_EXCL : 0;
    switch (letters[0]) {
      case 'r':
        return both ? O_RDWR : O_RDONLY;
      case 'w':
        return (both ? O_RDWR : O_WRONLY) | O_CREAT | O_TRUNC | exclusive;
      case 'a':
        return (both ? O_RDWR : O_WRONLY) | O_CREAT | O_APPEND | exclusive;
      default: {
        const error = new TypeError(`The argument 'flags' is invalid. Received '${String(flags)}'`);
        throw Object.assign(error, { code: 'ERR_INVALID_ARG_VALUE' });
      }
    }
  };
  return { pathText, option, bytesOf, openFlags, Stats: Stats as unknown as FileValues['Stats'], Dirent, constants };
};
