/**
 * Writes generated/: the Python packages of `sources/` and of `wheels/` as text, one module each, loaded when a student installs
 * it, with each file's compiled code beside it as pip leaves it. Run by `npm install`; does nothing while they are as they were.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { runPython } from '../../python/run-pyodide.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const sources = join(here, 'sources');
const output = join(here, 'generated');
const stampFile = join(output, 'sources.stamp');

const below = (folder, ending) =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith(ending) && statSync(path).isFile())
    .sort();
const files = below(sources, '.py');
const wheels = below(join(here, 'wheels'), '.whl');
const stamp = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
for (const path of [...files, ...wheels]) stamp.update(relative(here, path)).update(readFileSync(path));
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
  const packages = [...ownPackages(), ...wheels.map(unpackWheel)];
  const python = packages.flatMap(({ contents }) => [...contents]).filter(([path]) => path.endsWith('.py'));
  const { '/compiled.json': compiled } = await runPython({
    code: COMPILE,
    files: Object.fromEntries(python.map(([path, bytes]) => [`/sources/${path}`, bytes])),
    read: ['/compiled.json'],
  });
  const code = JSON.parse(Buffer.from(compiled).toString());
  const loaders = { sources: [], wheels: [] };
  for (const { kind, name, contents } of packages) {
    const entries = [...contents].map(([path, bytes]) => [path, Buffer.from(bytes).toString(), code[path]]);
    writeFileSync(
      join(output, `${name}.ts`),
      `const text: string = ${JSON.stringify(JSON.stringify(entries))};\nexport default text;\n`,
    );
    loaders[kind].push(`  '${name}': () => import('./${name}.ts'),\n`);
  }
  const type = 'Readonly<Record<string, () => Promise<{ default: string }>>>';
  const index = Object.entries(loaders).map(
    ([kind, lines]) => `export const ${kind}: ${type} = {\n${lines.join('')}};\n`,
  );
  writeFileSync(join(output, 'index.ts'), index.join(''));
  writeFileSync(stampFile, wanted);
}

/** Our own implementations, by module. */
function ownPackages() {
  const packages = new Map();
  for (const file of files) {
    const path = relative(sources, file).replaceAll('\\', '/');
    const name = path.split('/')[0];
    if (!packages.has(name)) packages.set(name, { kind: 'sources', name, contents: new Map() });
    packages.get(name).contents.set(path, readFileSync(file));
  }
  return packages.values();
}

/** A published package, by its canonical name (PEP 503): what it lays down, and of its records what is its own. */
function unpackWheel(file) {
  const contents = new Map();
  for (const [path, bytes] of Object.entries(unzipSync(readFileSync(file)))) {
    const record = /\.dist-info\/(.*)$/.exec(path)?.[1];
    const isText =
      /\.(py|pyi|pem|typed|txt|json|js|css)$/.test(path) || record === 'METADATA' || record?.startsWith('licenses/');
    if (isText && record !== 'entry_points.txt') contents.set(path, bytes);
  }
  const name = file
    .slice(file.lastIndexOf('/') + 1)
    .split('-')[0]
    .toLowerCase()
    .replace(/[._]+/g, '-');
  return { kind: 'wheels', name, contents };
}
