/**
 * The `drydock` command runs from TypeScript sources: they are bundled once into .cache/ and again when one of them is newer.
 */
import { existsSync, readdirSync, renameSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const sources = dirname(dirname(fileURLToPath(import.meta.url)));
const output = join(dirname(sources), '.cache', 'bin', 'main.js');

/** The URL of an up-to-date bundle. */
export async function bundledCommand() {
  if (!existsSync(output) || newest(sources) > statSync(output).mtimeMs) await bundle();
  return pathToFileURL(output).href;
}

async function bundle() {
  const { build } = await import('esbuild');
  // Written aside and moved into place: two commands may start at once.
  const folder = join(dirname(output), String(process.pid));
  await build({
    entryPoints: [join(sources, 'bin', 'main.ts'), join(sources, 'bin', 'python-thread.ts')],
    outdir: folder,
    bundle: true,
    // What is imported on first use stays in files of its own: the packages of the simulated npm registry are large.
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'error',
  });
  const chunks = readdirSync(folder).filter((name) => name !== 'main.js');
  for (const name of [...chunks, 'main.js']) renameSync(join(folder, name), join(dirname(output), name));
  rmdirSync(folder);
}

/** The latest modification below a folder, milliseconds since the epoch. */
function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) latest = Math.max(latest, newest(path));
    else if (entry.name.endsWith('.ts')) latest = Math.max(latest, statSync(path).mtimeMs);
  }
  return latest;
}
