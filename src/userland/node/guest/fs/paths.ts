import type { ModuleFactory } from '../globals.ts';
import type { Encoding, FileValues, StatsLike } from './values.ts';

/** fs by path, synchronous: each is a call to the process's file system. */
export const filePaths: ModuleFactory = (host, builtin) => {
  const { Buffer } = builtin('buffer') as unknown as {
    Buffer: {
      from(value: unknown, encoding?: string): Uint8Array & { toString(encoding?: string): string };
      concat(list: Uint8Array[]): Uint8Array & { toString(encoding?: string): string };
    };
  };
  const { dirname, join } = builtin('path') as unknown as {
    dirname(path: string): string;
    join(...paths: string[]): string;
  };
  const { pathText, option, bytesOf, Stats, Dirent } = builtin('internal/fs/values') as unknown as FileValues;

  const readWhole = (path: unknown) =>
    Buffer.from(host('readFile', path === 0 ? '/dev/stdin' : pathText(path)) as unknown as ArrayBuffer);
  const readRest = (fd: number) => {
    const parts: Uint8Array[] = [];
    for (;;) {
      const part = Buffer.from(host('readFd', fd, 65536) as unknown as ArrayBuffer);
      if (part.length === 0) return Buffer.concat(parts);
      parts.push(part);
    }
  };
  const written = (path: unknown, data: unknown, options: Encoding | undefined, append: boolean) => {
    const bytes = bytesOf(data, option(options, 'encoding'));
    if (typeof path === 'number') host('writeFd', path, bytes);
    else host('writeFile', pathText(path), bytes, option(options, 'mode'), append);
  };

  const sync = {
    readFileSync: (path: unknown, options?: Encoding) => {
      const bytes = typeof path === 'number' && path !== 0 ? readRest(path) : readWhole(path);
      const encoding = option(options, 'encoding');
      return typeof encoding === 'string' ? bytes.toString(encoding) : bytes;
    },
    writeFileSync: (path: unknown, data: unknown, options?: Encoding) =>
      written(path, data, options, String(option(options, 'flag') ?? 'w').startsWith('a')),
    appendFileSync: (path: unknown, data: unknown, options?: Encoding) => written(path, data, options, true),
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
      let stat: StatsLike;
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

  return sync;
};
