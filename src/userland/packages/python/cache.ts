import type { SystemCalls } from '../../../kernel/program.ts';
import { makeDirectories } from '../common/file-tree.ts';
import type { PipOptions } from './options.ts';

/** Downloads kept for the next time, in ~/.cache/pip/http-v2, unless pip is told not to. */
export class Cache {
  readonly #sys: SystemCalls;
  /** undefined when nothing is to be kept. */
  readonly folder: string | undefined;

  constructor(sys: SystemCalls, options: PipOptions) {
    this.#sys = sys;
    const off = sys.env.get('PIP_NO_CACHE_DIR');
    const disabled = options.flags.has('--no-cache-dir') || (off !== undefined && off !== '' && off !== '0');
    const root = options.values.get('--cache-dir') ?? `${sys.env.get('HOME') ?? '/root'}/.cache/pip`;
    this.folder = disabled ? undefined : root;
  }

  has(url: string): boolean {
    return this.folder !== undefined && this.#sys.exists(this.#path(url));
  }

  put(url: string, bytes: number): void {
    if (this.folder === undefined) return;
    const path = this.#path(url);
    makeDirectories(this.#sys, path.slice(0, path.lastIndexOf('/')));
    this.#sys.writeFile(path, `${url}\n`, { mode: 0o644, size: Math.max(bytes, url.length + 1) });
  }

  /** As CacheControl spreads its files: five folders of one letter of the digest. */
  #path(url: string): string {
    const digest = this.#sys.platform.sha256().update(new TextEncoder().encode(url)).hex().slice(0, 56);
    return `${this.folder}/http-v2/${[...digest.slice(0, 5)].join('/')}/${digest}.body`;
  }
}
