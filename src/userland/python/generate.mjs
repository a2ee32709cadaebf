/**
 * Writes generated/library.zip: Python's standard library as the `pyodide` package brings it, compiled by that same Python (a
 * module that has to be compiled takes some twenty times as long to import), with `library/` beside it. Run by `npm install`;
 * does nothing while what it is made of is as it was.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runPython } from './run-pyodide.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const output = join(here, 'generated');
const library = join(here, 'library');

const sources = readdirSync(library, { recursive: true })
  .filter((name) => name.endsWith('.py'))
  .sort()
  .map((name) => [name.replaceAll('\\', '/'), readFileSync(join(library, name))]);
const stamp = createHash('sha256');
for (const name of ['generate.mjs', 'compile_library.py']) stamp.update(readFileSync(join(here, name)));
stamp.update(
  readFileSync(join(here, '../../../package-lock.json'))
    .toString()
    .match(/node_modules\/pyodide"[^}]*/)[0],
);
for (const [name, bytes] of sources) stamp.update(name).update(bytes);
const wanted = stamp.digest('hex');

const stampFile = join(output, 'library.stamp');
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== wanted) {
  mkdirSync(output, { recursive: true });
  const files = await runPython({
    code: readFileSync(join(here, 'compile_library.py'), 'utf8'),
    files: Object.fromEntries(sources.map(([name, bytes]) => [`/library/${name}`, bytes])),
    read: ['/library.zip'],
  });
  writeFileSync(join(output, 'library.zip'), files['/library.zip']);
  writeFileSync(stampFile, wanted);
}
