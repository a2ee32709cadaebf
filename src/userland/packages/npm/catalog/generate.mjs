/**
 * Writes generated/: what the simulated npm registry serves, from this project's own installed copies of real packages
 * (those of packages.json and all they depend on; versions and integrity from package-lock.json) and from own/. Run by `npm install`.
 *
 * One module per package, loaded when a student installs it, holding the files Node would read; of the others (types, maps,
 * documentation) only the size is kept.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, '../../../../..');
const output = join(here, 'generated');
const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')).packages;

/** name@version → folder below node_modules, with everything reachable from the roots. */
const found = new Map();
for (const root of JSON.parse(readFileSync(join(here, 'packages.json'), 'utf8')))
  visit(join(project, 'node_modules', root));
for (const own of readdirSync(join(here, 'own'), { withFileTypes: true }))
  if (own.isDirectory()) visit(join(here, 'own', own.name));
write();

function visit(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const id = `${manifest.name}@${manifest.version}`;
  if (found.has(id)) return;
  found.set(id, { folder, manifest });
  for (const name of Object.keys(manifest.dependencies ?? {})) visit(installed(folder, name));
}

/** Where Node would find a dependency of the package in `folder`. */
function installed(folder, name) {
  for (let at = folder; at.length >= project.length; at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
  }
  throw new Error(`${name}, which ${folder} depends on, is not installed: run npm install`);
}

function write() {
  mkdirSync(output, { recursive: true });
  const modules = new Set(['index.ts']);
  const entries = [];
  for (const [id, { folder, manifest }] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const files = contents(folder, manifest);
    const module = `${id.replace(/[^\w.@-]/g, '+')}.ts`;
    modules.add(module);
    writeIfNew(module, `export default ${JSON.stringify(JSON.stringify(files))};\n`);
    const { dependencies, peerDependencies, peerDependenciesMeta, bin, engines, license, funding } = manifest;
    const integrity = lock[relative(project, folder)]?.integrity;
    const size = Object.values(files).reduce(
      (sum, file) => sum + (typeof file === 'string' ? Buffer.byteLength(file) : file),
      0,
    );
    const entry = { name: manifest.name, version: manifest.version, integrity, size, files: Object.keys(files).length };
    Object.assign(entry, { dependencies, peerDependencies, peerDependenciesMeta, engines, license, funding });
    if (bin) entry.bin = typeof bin === 'string' ? { [manifest.name.replace(/^.*\//, '')]: bin } : bin;
    if (typeof manifest.deprecated === 'string') entry.deprecated = manifest.deprecated;
    else if (lock[relative(project, folder)]?.deprecated) entry.deprecated = lock[relative(project, folder)].deprecated;
    if (manifest.scripts?.postinstall || manifest.scripts?.install) entry.hasInstallScript = true;
    entries.push(`  { about: ${JSON.stringify(JSON.stringify(entry))}, files: () => import('./${module}') },`);
  }
  writeIfNew(
    'index.ts',
    `/** Made by ../generate.mjs. */\nexport const stored: readonly { about: string; files: () => Promise<{ default: string }> }[] = [\n${entries.join('\n')}\n];\n`,
  );
  for (const name of readdirSync(output)) if (!modules.has(name)) rmSync(join(output, name));
}

/** Files of a package by path: their text, or only their size. */
function contents(root, { main, exports }) {
  const files = {};
  const entries = JSON.stringify([main, exports]);
  // Some packages are begun with what was made for browsers.
  const isEntry = (name) => entries.includes(`${name}"`) || (name.startsWith('umd/') && entries.includes('umd/'));
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules') walk(path);
      } else if (entry.isFile()) {
        const name = relative(root, path);
        files[name] = isRead(name) || isEntry(name) ? readFileSync(path, 'utf8') : statSync(path).size;
      }
    }
  };
  walk(root);
  return files;
}

/** Whether a running program may read this file: sources and data, not what serves browsers, editors and tests. */
function isRead(name) {
  if (/(^|\/)(tests?|__tests__|fixtures|browser|umd|benchmark|docs?)\//.test(name) || /\.min\.[cm]?js$/.test(name))
    return false;
  if (/(^|\/)(licen[sc]e)(\.\w+)?$/i.test(name)) return true;
  return /\.([cm]?js|json|cow|ejs)$/.test(name) || (/(^|\/)bin\//.test(name) && !/\.(md|ts|map|cmd|ps1)$/.test(name));
}

/** Leaves the file's date alone when nothing changed: bundles are made anew when a source is newer. */
function writeIfNew(name, text) {
  const path = join(output, name);
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}
