import type { SystemCalls } from '../../../kernel/program.ts';
import { makeDirectories } from '../common/file-tree.ts';
import type { PackageVersion } from '../npm/catalog/registry.ts';

/** Where yarn keeps what it fetched: a folder of root's own, or the user's. */
export function cacheFolder(sys: SystemCalls): string {
  const own = sys.env.get('YARN_CACHE_FOLDER');
  if (own) return own;
  if (sys.credentials().euid === 0) return '/usr/local/share/.cache/yarn/v6';
  return `${sys.env.get('HOME') ?? ''}/.cache/yarn/v6`;
}

/** yarn's cache: packages lie there unpacked, so it takes as much room as node_modules. */
export class YarnCache {
  readonly #sys: SystemCalls;
  readonly #folder: string;

  constructor(sys: SystemCalls) {
    this.#sys = sys;
    this.#folder = cacheFolder(sys);
  }

  has(about: PackageVersion): boolean {
    return this.#sys.exists(this.#path(about));
  }

  keep(about: PackageVersion): void {
    const path = this.#path(about);
    makeDirectories(this.#sys, path);
    const text = `${JSON.stringify({ name: about.name, version: about.version })}\n`;
    this.#sys.writeFile(`${path}/package.json`, text, { size: Math.max(text.length, about.size) });
  }

  #path({ name, version, integrity = '' }: PackageVersion): string {
    const hash = this.#sys.platform
      .sha256()
      .update(new TextEncoder().encode(`${name}${version}${integrity}`))
      .hex()
      .slice(0, 40);
    const flat = name.replace('/', '-');
    return `${this.#folder}/npm-${flat}-${version}-${hash}-integrity/node_modules/${name}`;
  }
}
