import type { SystemCalls } from '../../../kernel/program.ts';
import { makeDirectories, removeTree } from '../common/file-tree.ts';
import { type PythonPackage, writtenName } from './catalog.ts';
import type { Environment } from './environment.ts';
import { sources, wheels } from './generated/index.ts';

/** Lays a package down: its modules, its commands, and the records of PEP 376 and PEP 427. */
export async function installFiles(
  sys: SystemCalls,
  environment: Environment,
  about: PythonPackage,
  version: string,
  requested: boolean,
): Promise<void> {
  const { sitePackages, scripts, interpreter } = environment;
  makeDirectories(sys, sitePackages);
  makeDirectories(sys, scripts);
  const record: string[] = [];
  let written = 0;
  const put = (path: string, data: string | Uint8Array, options: { mode?: number; size?: number } = {}) => {
    makeDirectories(sys, path.slice(0, path.lastIndexOf('/')));
    sys.writeFile(path, data, { mode: 0o644, ...options });
    written += options.size ?? data.length;
    record.push(path.startsWith(`${sitePackages}/`) ? path.slice(sitePackages.length + 1) : path);
  };
  const folder = `${sitePackages}/${about.name.replaceAll('-', '_')}-${version}.dist-info`;
  const isPublished = Object.hasOwn(wheels, about.name);
  for (const [name, text, compiled] of await filesOf(about)) {
    // Another version asked for is answered by the one there is, under its name.
    const record = /\.dist-info\/(.*)$/.exec(name)?.[1];
    if (record === 'METADATA') put(`${folder}/METADATA`, text.replace(/^Version: .*/m, `Version: ${version}`));
    else put(record ? `${folder}/${record}` : `${sitePackages}/${name}`, text);
    // The interpreter's own code; another release would compile the source again.
    if (compiled) put(`${sitePackages}/${cachePath(name)}`, base64(compiled));
  }
  for (const command of about.commands) {
    const [name, target] = command.split('=') as [string, string];
    put(`${scripts}/${name}`, script(interpreter, target), { mode: 0o755 });
    sys.chmod(`${scripts}/${name}`, 0o755);
  }
  if (!isPublished) put(`${folder}/METADATA`, metadata(about, version));
  put(`${folder}/WHEEL`, 'Wheel-Version: 1.0\nGenerator: flit 3.12.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n');
  put(`${folder}/INSTALLER`, 'pip\n');
  if (requested) put(`${folder}/REQUESTED`, '');
  if (about.commands.length > 0) {
    const lines = about.commands.map((command) => command.replace('=', ' = '));
    put(`${folder}/entry_points.txt`, `[console_scripts]\n${lines.join('\n')}\n`);
  }
  // The rest of what it takes on a disk, of which nothing is carried here.
  const rest = about.size - written;
  if (rest > 0) put(`${folder}/licenses/LICENSE.txt`, 'See the package’s own site.\n', { size: rest });
  put(
    `${folder}/RECORD`,
    [...record, `${folder.slice(sitePackages.length + 1)}/RECORD`].map((path) => `${path},,\n`).join(''),
  );
}

type PackageFile = readonly [name: string, text: string, compiled?: string];

/** What a package lays down: the published one, our own implementation of it, or modules that say they are not simulated. */
async function filesOf(about: PythonPackage): Promise<readonly PackageFile[]> {
  const published = wheels[about.name];
  if (published) return JSON.parse((await published()).default) as PackageFile[];
  const files = about.modules.map(async (module): Promise<readonly PackageFile[]> => {
    const own = sources[module];
    return own ? JSON.parse((await own()).default) : [[`${module}/__init__.py`, refusal(about.name)]];
  });
  return (await Promise.all(files)).flat();
}

/** Removes what RECORD lists; folders go once they are empty. */
export function uninstallFiles(sys: SystemCalls, sitePackages: string, folder: string): void {
  const record = new TextDecoder().decode(sys.readFile(`${folder}/RECORD`));
  const paths = record
    .split('\n')
    .filter(Boolean)
    .map((line) => line.slice(0, line.indexOf(',')));
  for (const path of paths) {
    const absolute = path.startsWith('/') ? path : `${sitePackages}/${path}`;
    if (sys.exists(absolute)) sys.unlink(absolute);
    removeEmpty(sys, absolute.slice(0, absolute.lastIndexOf('/')), sitePackages);
  }
  if (sys.exists(folder)) removeTree(sys, folder);
}

function removeEmpty(sys: SystemCalls, path: string, top: string): void {
  if (!path.startsWith(`${top}/`) || !sys.exists(path)) return;
  const cache = `${path}/__pycache__`;
  const names = sys.readdir(path).map(({ name }) => name);
  if (names.length === 1 && names[0] === '__pycache__') removeTree(sys, cache);
  else if (names.length > 0) return;
  sys.rmdir(path);
  removeEmpty(sys, path.slice(0, path.lastIndexOf('/')), top);
}

function cachePath(name: string): string {
  const slash = name.lastIndexOf('/');
  return `${name.slice(0, slash + 1)}__pycache__/${name.slice(slash + 1, -3)}.cpython-313.pyc`;
}

function refusal(name: string): string {
  return `raise ImportError("drydock: not simulated: the Python package ${name}")\n`;
}

function script(interpreter: string, target: string): string {
  const [module, name] = target.split(':') as [string, string];
  return `#!${interpreter}
import sys
from ${module} import ${name}
if __name__ == '__main__':
    sys.argv[0] = sys.argv[0].removesuffix('.exe')
    sys.exit(${name}())
`;
}

function metadata(about: PythonPackage, version: string): string {
  const requires = about.requires.map((each) => `Requires-Dist: ${each}\n`).join('');
  return `Metadata-Version: 2.4\nName: ${writtenName(about.name)}\nVersion: ${version}\nSummary: ${about.summary}\nRequires-Python: >=3.9\n${requires}`;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.replace(/=+$/, '').length * 3) / 4));
  let [bits, held, at] = [0, 0, 0];
  for (const letter of text) {
    if (letter === '=') break;
    held = (held << 6) | DIGITS.indexOf(letter);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 0xff;
  }
  return bytes;
}
