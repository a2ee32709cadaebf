import { randomFillSync } from 'node:crypto';
import * as fs from 'node:fs';
import type { CliFiles, CliHost, CliInput, CliOutput, FileInfo } from '../../src/docker-cli/host.ts';
import type { EngineDoor } from '../../src/engine/api/door.ts';

/** The computer this very process runs on, as the docker command sees it. */
export function nodeCliHost(args: readonly string[], door: EngineDoor): CliHost {
  return {
    args,
    env: new Map(Object.entries(process.env) as [string, string][]),
    door,
    stdin: input(),
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    files,
    cwd: () => process.cwd(),
    now: () => Date.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    onSignal(listener) {
      const names = ['SIGINT', 'SIGTERM', 'SIGWINCH'] as const;
      const listeners = names.map((name) => [name, () => listener(name)] as const);
      for (const [name, call] of listeners) process.on(name, call);
      return () => {
        for (const [name, call] of listeners) process.off(name, call);
      };
    },
    random: (count) => randomFillSync(new Uint8Array(count)),
  };
}

function output(stream: NodeJS.WriteStream): CliOutput {
  // A reader that went away (`| head -1`) is no failure of ours.
  stream.on('error', () => {});
  return {
    isTerminal: stream.isTTY === true,
    size: () => ({ columns: stream.columns ?? 80, rows: stream.rows ?? 24 }),
    write: (data) => new Promise((resolve) => stream.write(data, () => resolve())),
  };
}

function input(): CliInput {
  const { stdin } = process;
  let iterator: AsyncIterator<Buffer> | undefined;
  return {
    isTerminal: stdin.isTTY === true,
    async read() {
      iterator ??= stdin[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
      const { value, done } = await iterator.next();
      return done ? new Uint8Array(0) : value;
    },
    setRaw: (on) => void stdin.setRawMode?.(on),
  };
}

const STRERROR: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
  EEXIST: 'file exists',
  ENOTEMPTY: 'directory not empty',
};

function told<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code = 'EIO', message } = error as NodeJS.ErrnoException;
    throw Object.assign(new Error(STRERROR[code] ?? message), { code });
  }
}

function info(path: string, stats: fs.Stats): FileInfo {
  const kind = stats.isFile()
    ? 'file'
    : stats.isDirectory()
      ? 'directory'
      : stats.isSymbolicLink()
        ? 'symlink'
        : 'other';
  return {
    kind,
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    size: stats.size,
    mtime: stats.mtimeMs,
    target: kind === 'symlink' ? fs.readlinkSync(path) : undefined,
  };
}

const files: CliFiles = {
  lstat: (path) => told(() => info(path, fs.lstatSync(path))),
  stat: (path) => told(() => info(path, fs.statSync(path))),
  read: (path) => told(() => new Uint8Array(fs.readFileSync(path))),
  list: (path) => told(() => fs.readdirSync(path).sort()),
  write: (path, data, mode) => told(() => fs.writeFileSync(path, data, { mode })),
  mkdir: (path, mode) => told(() => void fs.mkdirSync(path, { mode })),
  symlink: (target, path) => told(() => fs.symlinkSync(target, path)),
  remove: (path) => told(() => fs.rmSync(path, { recursive: true })),
  chmod: (path, mode) => told(() => fs.chmodSync(path, mode)),
  chown: (path, uid, gid) => told(() => fs.chownSync(path, uid, gid)),
  utimes: (path, mtime) => told(() => fs.utimesSync(path, mtime / 1000, mtime / 1000)),
};
