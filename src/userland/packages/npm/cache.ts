import type { SystemCalls } from '../../../kernel/program.ts';
import { makeDirectories, removeTree } from '../common/file-tree.ts';
import type { PackageVersion } from './catalog/registry.ts';

/** How much smaller a package's tarball is than its files: gzip of JavaScript. */
const COMPRESSION = 0.26;

/** npm's cache folder (cacache): what was fetched stays, and takes room, until it is removed. */
export class Cache {
  readonly #sys: SystemCalls;
  readonly #root: string;

  constructor(sys: SystemCalls, root: string) {
    this.#sys = sys;
    this.#root = `${root}/_cacache`;
  }

  has(about: PackageVersion): boolean {
    return this.#sys.exists(this.#paths(about).content);
  }

  /** Keeps a package's tarball and index entries, with the sizes they would have. */
  keep(about: PackageVersion): void {
    const { content, tarballIndex, packument, packumentIndex } = this.#paths(about);
    const { name, version } = about;
    const url = `https://registry.npmjs.org/${name}`;
    this.#write(content, `${name}-${version}.tgz\n`, Math.round(about.size * COMPRESSION) + 400);
    this.#write(
      tarballIndex,
      `${JSON.stringify({ key: `make-fetch-happen:request-cache:${url}/-/${name}-${version}.tgz`, integrity: about.integrity })}\n`,
      1_050,
    );
    this.#write(packument, `${JSON.stringify({ name, 'dist-tags': { latest: version } })}\n`, 14_000);
    this.#write(packumentIndex, `${JSON.stringify({ key: `make-fetch-happen:request-cache:${url}` })}\n`, 980);
  }

  clean(): void {
    removeTree(this.#sys, this.#root);
  }

  #write(path: string, text: string, size: number): void {
    makeDirectories(this.#sys, path.slice(0, path.lastIndexOf('/')));
    this.#sys.writeFile(path, text, { size: Math.max(size, text.length) });
  }

  #paths(about: PackageVersion) {
    const digest = (text: string) => {
      const half = (salt: string) =>
        this.#sys.platform
          .sha256()
          .update(new TextEncoder().encode(salt + text))
          .hex();
      return half('') + half('\0');
    };
    const at = (kind: string, hash: string) =>
      `${this.#root}/${kind}/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash.slice(4)}`;
    const [whole, description] = [digest(`${about.name}@${about.version}`), digest(about.name)];
    return {
      content: at(
        'content-v2/sha512',
        about.integrity?.startsWith('sha512-') ? hexOfBase64(about.integrity.slice(7)) : whole,
      ),
      tarballIndex: at('index-v5', whole.slice(0, 64)),
      packument: at('content-v2/sha512', description),
      packumentIndex: at('index-v5', description.slice(0, 64)),
    };
  }
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function hexOfBase64(text: string): string {
  let bits = '';
  for (const letter of text.replace(/=+$/, '')) bits += BASE64.indexOf(letter).toString(2).padStart(6, '0');
  let hex = '';
  for (let at = 0; at + 8 <= bits.length; at += 8)
    hex += Number.parseInt(bits.slice(at, at + 8), 2)
      .toString(16)
      .padStart(2, '0');
  return hex;
}
