import { configFolder } from '../client/credentials.ts';
import { escapeHtml } from '../client/go-json.ts';
import { joinPath } from '../client/paths.ts';
import type { CliHost } from '../host.ts';

/** `meta.json` of a context, its members in the order in which docker writes them. */
export interface ContextMeta {
  readonly Name: string;
  readonly Metadata: { readonly Description?: string };
  readonly Endpoints: { readonly docker?: { readonly Host: string; readonly SkipTLSVerify: boolean } };
}

const NAME = '^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$';

/** Throws unless it may be the name of a context that is kept. */
export function checkContextName(name: string): void {
  if (name === '') throw new Error('context name cannot be empty');
  if (name === 'default') throw new Error('"default" is a reserved context name');
  if (!new RegExp(NAME).test(name))
    throw new Error(`context name ${JSON.stringify(name)} is invalid, names are validated against regexp "${NAME}"`);
}

/** The module carries every algorithm: it is loaded once a context is named. */
const folderOf = async (name: string): Promise<string> => (await import('hash-wasm')).sha256(name);

/** The contexts of a user, as docker keeps them below ~/.docker/contexts (cli/context/store). */
export class ContextStore {
  readonly #host: CliHost;

  constructor(host: CliHost) {
    this.#host = host;
  }

  get #root(): string {
    return joinPath(configFolder(this.#host), 'contexts');
  }

  async metaFolder(name: string): Promise<string> {
    return joinPath(this.#root, 'meta', await folderOf(name));
  }

  async tlsFolder(name: string): Promise<string> {
    return joinPath(this.#root, 'tls', await folderOf(name));
  }

  /** Throws `context "x": context not found: …`. */
  async read(name: string): Promise<ContextMeta> {
    const path = joinPath(await this.metaFolder(name), 'meta.json');
    try {
      return JSON.parse(new TextDecoder().decode(this.#host.files.read(path))) as ContextMeta;
    } catch (error) {
      if (error instanceof SyntaxError) throw new Error(`context ${JSON.stringify(name)}: ${error.message}`);
      const reason = `open ${path}: no such file or directory`;
      throw new Error(`context ${JSON.stringify(name)}: context not found: ${reason}`);
    }
  }

  async has(name: string): Promise<boolean> {
    return this.read(name).then(
      () => true,
      () => false,
    );
  }

  async write(meta: ContextMeta): Promise<void> {
    const folder = await this.metaFolder(meta.Name);
    let path = '';
    for (const part of folder.split('/').filter(Boolean)) {
      path += `/${part}`;
      try {
        this.#host.files.mkdir(path, 0o755);
      } catch {
        // It is there already, or writing says why not.
      }
    }
    this.#host.files.write(joinPath(folder, 'meta.json'), new TextEncoder().encode(goJson(meta)), 0o644);
  }

  async remove(name: string): Promise<void> {
    for (const folder of [await this.metaFolder(name), await this.tlsFolder(name)]) {
      try {
        this.#host.files.remove(folder);
      } catch {
        // Most have no TLS material.
      }
    }
  }

  /** By name. */
  list(): ContextMeta[] {
    let folders: string[] = [];
    try {
      folders = this.#host.files.list(joinPath(this.#root, 'meta'));
    } catch {
      // None has been made.
    }
    const metas = folders.map((folder) => {
      const bytes = this.#host.files.read(joinPath(this.#root, 'meta', folder, 'meta.json'));
      return JSON.parse(new TextDecoder().decode(bytes)) as ContextMeta;
    });
    return metas.sort((a, b) => (a.Name < b.Name ? -1 : 1));
  }
}

export const goJson = (value: unknown): string => escapeHtml(JSON.stringify(value));
