import { decodeBase64 } from '../../docker-cli/client/base64.ts';
import { jsonLines, textOf } from '../../engine/api/body.ts';
import type { EngineDoor } from '../../engine/api/door.ts';
import type { WorkspaceChange } from '../../engine/api/drydock.ts';
import type { FileCalls } from '../../kernel/kernel.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { TarEntry } from '../../oci/tar/entry.ts';
import { writeTar } from '../../oci/tar/writer.ts';

/** Milliseconds after a change in which more are waited for. */
const SOON = 80;

/**
 * Keeps the student's workspace and its copy beside the real engine alike, so that a bind mount there shows the files here:
 * what changes here is sent, what a container writes there comes back. The last writer wins.
 */
export class WorkspaceSync {
  readonly #door: EngineDoor;
  readonly #files: FileCalls;
  readonly #folder: string;
  readonly #platform: Platform;
  /** How each path looked when both sides had it alike. */
  readonly #sent = new Map<string, string>();
  #sending: Promise<void> = Promise.resolve();
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(door: EngineDoor, files: FileCalls, folder: string, platform: Platform) {
    this.#door = door;
    this.#files = files;
    this.#folder = folder;
    this.#platform = platform;
  }

  /** Begins to follow both sides; returns the way to stop. */
  follow(): () => void {
    let close = () => {};
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    const stopWatching = this.#files.watch(this.#folder, () => {
      this.#cancel ??= this.#platform.timer(SOON, () => {
        this.#cancel = undefined;
        // Who needs the files there asks for them with `flush`, and hears then why they did not get there.
        void this.flush().catch(() => {});
      });
    });
    void this.#takeBack(closed).catch(() => {});
    return () => {
      this.#stopped = true;
      stopWatching();
      this.#cancel?.();
      close();
    };
  }

  /** Resolves when the other side has all that is here now; rejects when it refuses. */
  flush(): Promise<void> {
    const sending = this.#sending.catch(() => {}).then(() => (this.#stopped ? undefined : this.#send()));
    this.#sending = sending;
    return sending;
  }

  async #send(): Promise<void> {
    const entries: TarEntry[] = [];
    const looks = new Map<string, string>();
    this.#walk(this.#folder, '', (path, look, entry) => {
      looks.set(path, look);
      if (this.#sent.get(path) !== look) entries.push(entry());
    });
    const removed = [...this.#sent.keys()].filter((path) => !looks.has(path));
    if (entries.length === 0 && removed.length === 0) return;
    const response = await this.#door.request({
      method: 'POST',
      path: '/drydock/workspace',
      query: `removed=${encodeURIComponent(JSON.stringify(removed))}`,
      headers: { 'content-type': 'application/x-tar' },
      body: writeTar(entries),
    });
    const text = await textOf(response.body);
    if (response.status >= 300) throw new Error((JSON.parse(text) as { message: string }).message);
    for (const path of removed) this.#sent.delete(path);
    for (const { path } of entries) this.#sent.set(path, looks.get(path)!);
  }

  #walk(folder: string, prefix: string, visit: (path: string, look: string, entry: () => TarEntry) => void): void {
    if (!this.#files.exists(folder)) return;
    for (const { name } of this.#files.readdir(folder)) {
      const full = `${folder}/${name}`;
      const path = prefix + name;
      const { kind, mode, mtime, size } = this.#files.lstat(full);
      const common = { path, mode, uid: 0, gid: 0, mtime };
      if (kind === 'directory') {
        visit(path, `directory ${mode}`, () => ({ ...common, kind }));
        this.#walk(full, `${path}/`, visit);
      } else if (kind === 'symlink') {
        const link = this.#files.readlink(full);
        visit(path, `symlink ${link}`, () => ({ ...common, kind, link }));
      } else if (kind === 'file')
        visit(path, `${mode} ${size} ${mtime}`, () => ({ ...common, kind, data: this.#files.readFile(full) }));
    }
  }

  async #takeBack(closed: Promise<void>): Promise<void> {
    const { body } = await this.#door.request({
      method: 'GET',
      path: '/drydock/workspace/watch',
      query: '',
      headers: {},
      body: undefined,
      closed,
    });
    for await (const change of jsonLines<WorkspaceChange>(body)) {
      // What the student changed meanwhile is there first.
      await this.#sending.catch(() => {});
      if (this.#stopped) return;
      this.#take(change);
    }
  }

  #take({ path, kind, mode = 0o644, uid = 0, gid = 0, data = '', target = '' }: WorkspaceChange): void {
    const full = `${this.#folder}/${path}`;
    const files = this.#files;
    const there = exists(files, full) ? files.lstat(full).kind : undefined;
    if (there !== undefined && there !== kind) removeTree(files, full);
    if (kind === 'gone') {
      this.#sent.delete(path);
      return;
    }
    if (kind === 'directory') {
      if (there !== 'directory') files.mkdir(full, mode);
      files.chmod(full, mode);
      files.chown(full, uid, gid);
    } else if (kind === 'symlink') {
      if (there === 'symlink') files.unlink(full);
      files.symlink(target, full);
    } else {
      files.writeFile(full, decodeBase64(data), { mode });
      files.chmod(full, mode);
      files.chown(full, uid, gid);
    }
    const stat = files.lstat(full);
    const look = kind === 'directory' ? `directory ${stat.mode}` : kind === 'symlink' ? `symlink ${target}` : '';
    this.#sent.set(path, look === '' ? `${stat.mode} ${stat.size} ${stat.mtime}` : look);
  }
}

/** Also a link that leads nowhere. */
function exists(files: FileCalls, path: string): boolean {
  try {
    files.lstat(path);
    return true;
  } catch {
    return false;
  }
}

function removeTree(files: FileCalls, path: string): void {
  if (files.lstat(path).kind !== 'directory') {
    files.unlink(path);
    return;
  }
  for (const { name } of files.readdir(path)) removeTree(files, `${path}/${name}`);
  files.rmdir(path);
}
