import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const cache = join(import.meta.dirname, '..', '..', '.cache');

/** Bundles TypeScript modules of `folder` into .cache/NAME for Node; the answer imports one of them by its name. */
export async function bundled(folder, names, name) {
  const outdir = join(cache, name);
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: names.map((each) => join(folder, `${each}.ts`)),
    outdir,
    bundle: true,
    splitting: true,
    packages: 'external',
    // What runs in the page, fetched there from the development server.
    external: ['/src/*'],
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'error',
  });
  return (each) => import(pathToFileURL(join(outdir, `${each}.js`)).href);
}
