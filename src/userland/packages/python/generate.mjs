/**
 * Writes generated/: the Python packages of `sources/` as text, one module each, loaded when a student installs it, with each
 * file's compiled code beside it as pip leaves it. Run by `npm install`; does nothing while the sources are as they were.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runPython } from '../../python/run-pyodide.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const sources = join(here, 'sources');
const output = join(here, 'generated');
const stampFile = join(output, 'sources.stamp');

const files = readdirSync(sources, { recursive: true })
  .map((name) => join(sources, name))
  .filter((path) => path.endsWith('.py') && statSync(path).isFile())
  .sort();
const stamp = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
for (const path of files) stamp.update(relative(sources, path)).update(readFileSync(path));
const wanted = stamp.digest('hex');

/** Each source's code, not checked against it when imported (PEP 552): it has no date yet. */
const COMPILE = `
import importlib._bootstrap_external as external, os, base64, json
found = {}
for folder, _, names in os.walk("/sources"):
    for name in names:
        path = os.path.join(folder, name)
        with open(path, "rb") as file:
            code = compile(file.read(), "/usr/local/lib/python3.13/site-packages" + path[8:], "exec", dont_inherit=True)
        found[path[9:]] = base64.b64encode(external._code_to_hash_pyc(code, b"\\0" * 8, False)).decode()
with open("/compiled.json", "w") as file:
    json.dump(found, file)
`;

if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== wanted) {
  mkdirSync(output, { recursive: true });
  const names = files.map((path) => relative(sources, path).replaceAll('\\', '/'));
  const { '/compiled.json': compiled } = await runPython({
    code: COMPILE,
    files: Object.fromEntries(names.map((name) => [`/sources/${name}`, readFileSync(join(sources, name))])),
    read: ['/compiled.json'],
  });
  const code = JSON.parse(Buffer.from(compiled).toString());
  const packages = new Map();
  for (const name of names) {
    const top = name.split('/')[0];
    if (!packages.has(top)) packages.set(top, []);
    packages.get(top).push([name, readFileSync(join(sources, name), 'utf8'), code[name]]);
  }
  const index = [];
  for (const [name, contents] of packages) {
    writeFileSync(join(output, `${name}.ts`), `export default ${JSON.stringify(JSON.stringify(contents))};\n`);
    index.push(`  ${name}: () => import('./${name}.ts'),\n`);
  }
  const type = 'Readonly<Record<string, () => Promise<{ default: string }>>>';
  writeFileSync(join(output, 'index.ts'), `export const sources: ${type} = {\n${index.join('')}};\n`);
  writeFileSync(stampFile, wanted);
}
