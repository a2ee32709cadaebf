import type { SystemCalls } from '../../../kernel/program.ts';

const decoder = new TextDecoder();

/** The filesystem driver's layout of distribution v2.8 under /var/lib/registry. */
export class RegistryStorage {
  readonly #root: string;

  constructor(
    private readonly sys: SystemCalls,
    directory: string,
  ) {
    this.#root = `${directory}/docker/registry/v2`;
  }

  blob(digest: string): Uint8Array | undefined {
    return this.#read(this.#blobPath(digest));
  }

  putBlob(digest: string, bytes: Uint8Array): void {
    this.#write(this.#blobPath(digest), bytes);
  }

  /** Whether `repository` may hand out the blob. */
  hasLayer(repository: string, digest: string): boolean {
    return this.sys.exists(`${this.#repository(repository)}/_layers/${digest.replace(':', '/')}/link`);
  }

  linkLayer(repository: string, digest: string): void {
    this.#write(`${this.#repository(repository)}/_layers/${digest.replace(':', '/')}/link`, digest);
  }

  putManifest(repository: string, digest: string, bytes: Uint8Array, tag: string | undefined): void {
    this.putBlob(digest, bytes);
    const manifests = `${this.#repository(repository)}/_manifests`;
    this.#write(`${manifests}/revisions/${digest.replace(':', '/')}/link`, digest);
    if (tag === undefined) return;
    this.#write(`${manifests}/tags/${tag}/index/${digest.replace(':', '/')}/link`, digest);
    this.#write(`${manifests}/tags/${tag}/current/link`, digest);
  }

  /** The digest a tag or digest stands for in a repository. */
  manifestDigest(repository: string, reference: string): string | undefined {
    const manifests = `${this.#repository(repository)}/_manifests`;
    const path = reference.includes(':') ? `revisions/${reference.replace(':', '/')}` : `tags/${reference}/current`;
    const link = this.#read(`${manifests}/${path}/link`);
    return link && decoder.decode(link);
  }

  /** As the directory lists them: newest first, which is how tmpfs and overlay on it answer. */
  tags(repository: string): string[] | undefined {
    const directory = `${this.#repository(repository)}/_manifests/tags`;
    if (!this.sys.exists(directory)) return undefined;
    return this.#names(directory).reverse();
  }

  repositories(): string[] {
    const found: string[] = [];
    const visit = (directory: string, name: string) => {
      for (const entry of this.#names(directory)) {
        if (entry === '_manifests') found.push(name);
        else if (!entry.startsWith('_')) visit(`${directory}/${entry}`, name === '' ? entry : `${name}/${entry}`);
      }
    };
    if (this.sys.exists(`${this.#root}/repositories`)) visit(`${this.#root}/repositories`, '');
    return found.sort();
  }

  #names(directory: string): string[] {
    return this.sys
      .readdir(directory)
      .map(({ name }) => name)
      .filter((name) => name !== '.' && name !== '..');
  }

  #repository(name: string): string {
    return `${this.#root}/repositories/${name}`;
  }

  #blobPath(digest: string): string {
    const [algorithm = '', hex = ''] = digest.split(':');
    return `${this.#root}/blobs/${algorithm}/${hex.slice(0, 2)}/${hex}/data`;
  }

  #read(path: string): Uint8Array | undefined {
    return this.sys.exists(path) ? this.sys.readFile(path) : undefined;
  }

  #write(path: string, data: Uint8Array | string): void {
    let directory = '';
    for (const name of path.split('/').slice(1, -1)) {
      directory += `/${name}`;
      if (!this.sys.exists(directory)) this.sys.mkdir(directory, 0o755);
    }
    this.sys.writeFile(path, data);
  }
}
