import { isErrno } from '../../../kernel/errno.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { textFromBytes } from '../../commands/common/binary.ts';
import { dirname } from '../../commands/common/paths.ts';

/** Blobs, links and tags as files, laid out as distribution's filesystem driver lays them out. */
export class RegistryStorage {
  readonly #sys: SystemCalls;
  readonly #root: string;

  constructor(sys: SystemCalls, rootDirectory: string) {
    this.#sys = sys;
    this.#root = `${rootDirectory}/docker/registry/v2`;
  }

  digestOf(bytes: Uint8Array): string {
    return `sha256:${this.#sys.platform.sha256().update(bytes).hex()}`;
  }

  // --- blobs

  blob(digest: string): Uint8Array | undefined {
    return this.#read(this.#blobPath(digest));
  }

  putBlob(bytes: Uint8Array): string {
    const digest = this.digestOf(bytes);
    if (!this.#sys.exists(this.#blobPath(digest))) this.#write(this.#blobPath(digest), bytes);
    return digest;
  }

  hasLayer(repository: string, digest: string): boolean {
    return this.#sys.exists(this.#link(repository, '_layers', digest)) && this.#sys.exists(this.#blobPath(digest));
  }

  linkLayer(repository: string, digest: string): void {
    this.#write(this.#link(repository, '_layers', digest), digest);
  }

  unlinkLayer(repository: string, digest: string): void {
    this.#remove(this.#link(repository, '_layers', digest));
  }

  // --- manifests

  hasManifest(repository: string, digest: string): boolean {
    return this.#sys.exists(this.#link(repository, '_manifests/revisions', digest));
  }

  linkManifest(repository: string, digest: string): void {
    this.#write(this.#link(repository, '_manifests/revisions', digest), digest);
  }

  unlinkManifest(repository: string, digest: string): void {
    this.#remove(this.#link(repository, '_manifests/revisions', digest));
    for (const tag of this.tags(repository) ?? []) {
      if (this.tag(repository, tag) === digest)
        this.#removeTree(this.#repository(repository, `_manifests/tags/${tag}`));
    }
  }

  tag(repository: string, tag: string): string | undefined {
    const link = this.#read(this.#repository(repository, `_manifests/tags/${tag}/current/link`));
    return link && textFromBytes(link);
  }

  setTag(repository: string, tag: string, digest: string): void {
    const tags = this.#repository(repository, `_manifests/tags/${tag}`);
    this.#write(`${tags}/index/${digest.replace(':', '/')}/link`, digest);
    this.#write(`${tags}/current/link`, digest);
  }

  /** Newest first, as the file systems that registries are usually tried on list them; undefined: no such repository. */
  tags(repository: string): string[] | undefined {
    return this.#list(this.#repository(repository, '_manifests/tags'))?.reverse();
  }

  repositories(): string[] {
    const found: string[] = [];
    const visit = (path: string, name: string): void => {
      const entries = this.#list(path) ?? [];
      if (entries.includes('_manifests')) found.push(name);
      for (const entry of entries) {
        if (!entry.startsWith('_')) visit(`${path}/${entry}`, name === '' ? entry : `${name}/${entry}`);
      }
    };
    visit(`${this.#root}/repositories`, '');
    return found.sort();
  }

  // --- uploads

  beginUpload(repository: string): string {
    const hex = [...this.#sys.platform.random(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const id = hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5');
    this.#write(this.#upload(repository, id, 'data'), new Uint8Array());
    this.#write(this.#upload(repository, id, 'startedat'), new Date(this.#sys.now()).toISOString());
    return id;
  }

  uploadSize(repository: string, id: string): number | undefined {
    return this.#read(this.#upload(repository, id, 'data'))?.length;
  }

  append(repository: string, id: string, bytes: Uint8Array): void {
    this.#sys.writeFile(this.#upload(repository, id, 'data'), bytes, { append: true });
  }

  uploaded(repository: string, id: string): Uint8Array {
    return this.#sys.readFile(this.#upload(repository, id, 'data'));
  }

  endUpload(repository: string, id: string): void {
    this.#removeTree(this.#repository(repository, `_uploads/${id}`));
  }

  // --- paths and files

  #blobPath(digest: string): string {
    const hex = digest.replace(/^sha256:/, '');
    return `${this.#root}/blobs/sha256/${hex.slice(0, 2)}/${hex}/data`;
  }

  #repository(name: string, path: string): string {
    return `${this.#root}/repositories/${name}/${path}`;
  }

  #link(repository: string, kind: string, digest: string): string {
    return this.#repository(repository, `${kind}/${digest.replace(':', '/')}/link`);
  }

  #upload(repository: string, id: string, name: string): string {
    return this.#repository(repository, `_uploads/${id}/${name}`);
  }

  #read(path: string): Uint8Array | undefined {
    try {
      return this.#sys.readFile(path);
    } catch (error) {
      if (isErrno(error, 'ENOENT') || isErrno(error, 'ENOTDIR')) return undefined;
      throw error;
    }
  }

  #list(path: string): string[] | undefined {
    try {
      return this.#sys.readdir(path).map(({ name }) => name);
    } catch (error) {
      if (isErrno(error, 'ENOENT') || isErrno(error, 'ENOTDIR')) return undefined;
      throw error;
    }
  }

  #write(path: string, data: Uint8Array | string): void {
    this.#makeDirectory(dirname(path));
    this.#sys.writeFile(path, data);
  }

  #makeDirectory(path: string): void {
    if (this.#sys.exists(path)) return;
    this.#makeDirectory(dirname(path));
    this.#sys.mkdir(path, 0o755);
  }

  #remove(path: string): void {
    if (this.#sys.exists(path)) this.#sys.unlink(path);
  }

  #removeTree(path: string): void {
    for (const { name, kind } of this.#sys.exists(path) ? this.#sys.readdir(path) : []) {
      if (kind === 'directory') this.#removeTree(`${path}/${name}`);
      else this.#sys.unlink(`${path}/${name}`);
    }
    if (this.#sys.exists(path)) this.#sys.rmdir(path);
  }
}
