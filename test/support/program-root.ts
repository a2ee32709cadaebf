import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EngineDoor } from '../../src/engine/api/door.ts';
import type { TarEntry } from '../../src/oci/tar/entry.ts';
import { writeTar } from '../../src/oci/tar/writer.ts';
import { askText } from '../../src/runner/engine/ask.ts';

const common = { uid: 0, gid: 0, mtime: 0 };

/** A root file system of a static busybox and programs of this machine, with the libraries they need. */
export class ProgramRoot {
  readonly #entries: TarEntry[] = [];
  readonly #folders = new Set<string>();

  constructor() {
    for (const path of ['tmp', 'root', 'etc', 'proc', 'sys', 'dev']) this.folder(path);
    const busybox = findBusybox();
    this.#file('bin/busybox', readFileSync(busybox), 0o755);
    for (const applet of execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n'))
      if (applet !== 'busybox') this.link(`bin/${applet}`, 'busybox');
    this.link('usr/bin/env', '/bin/busybox');
  }

  folder(path: string): void {
    if (path === '.' || this.#folders.has(path)) return;
    this.folder(dirname(path));
    this.#folders.add(path);
    this.#entries.push({ ...common, path, kind: 'directory', mode: path === 'tmp' ? 0o1777 : 0o755 });
  }

  text(path: string, content: string): void {
    this.#file(path, Buffer.from(content), 0o644);
  }

  link(path: string, target: string): void {
    this.folder(dirname(path));
    this.#entries.push({ ...common, path, kind: 'symlink', mode: 0o777, link: target });
  }

  tree(from: string, to: string): void {
    this.folder(to);
    for (const name of readdirSync(from)) {
      const [source, target] = [`${from}/${name}`, `${to}/${name}`];
      const stat = lstatSync(source);
      if (stat.isDirectory()) this.tree(source, target);
      else if (stat.isSymbolicLink()) this.link(target, readlinkSync(source));
      else this.#file(target, readFileSync(source), stat.mode & 0o777);
    }
  }

  program(from: string, to: string): void {
    this.#file(to, readFileSync(from), 0o755);
    for (const library of librariesOf(from)) {
      const path = library.slice(1);
      if (!this.#entries.some((entry) => entry.path === path)) this.#file(path, readFileSync(library), 0o755);
    }
  }

  async importAs(door: EngineDoor, name: string, changes: readonly string[]): Promise<void> {
    const [repo = '', tag = 'latest'] = name.split(':');
    const query = new URLSearchParams({ fromSrc: '-', repo, tag });
    for (const change of changes) query.append('changes', change);
    const response = await door.request({
      method: 'POST',
      path: '/images/create',
      query: query.toString(),
      headers: { 'content-type': 'application/x-tar' },
      body: writeTar(this.#entries),
    });
    for await (const _ of response.body);
    if (response.status >= 300) throw new Error(`the stand-in of ${name} was not taken (${response.status})`);
    await askText(door, `/images/${name}/json`);
  }

  #file(path: string, data: Uint8Array, mode: number): void {
    this.folder(dirname(path));
    this.#entries.push({ ...common, path, kind: 'file', mode, data: new Uint8Array(data) });
  }
}

/** A busybox that needs no library. */
export function findBusybox(): string {
  const places = ['/bin/busybox', '/usr/bin/busybox'].filter((path) => existsSync(path));
  const isStatic = (path: string) => !readFileSync(path).includes('/lib64/ld-linux');
  const found = places.find(isStatic);
  if (!found) throw new Error('no static busybox here: apt-get install busybox-static');
  return found;
}

/** Shared libraries a program needs, the loader among them. */
function librariesOf(program: string): string[] {
  const lines = execFileSync('ldd', [program], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => /(?:=>\s*|^\s*)(\/\S+)/.exec(line)?.[1] ?? []);
}
