import type { SystemCalls } from '../../../../kernel/program.ts';
import { makeDirectories, readText, removeTree, replaceLink } from '../../common/file-tree.ts';
import { isOnline } from '../../common/online.ts';
import { type PackageVersion, packageFiles } from '../catalog/registry.ts';
import { failure, NpmFailure } from '../failure.ts';
import type { TreeNode } from './node.ts';

/** Where fetched packages are kept: npm's cache, or yarn's. */
export interface PackageCache {
  has(about: PackageVersion): boolean;
  keep(about: PackageVersion): void;
}

export interface Changes {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** How long the simulated registry takes: a round trip, and a little for each package. */
const ROUND_TRIP = 60;
const PER_PACKAGE = 2;

/** Makes the node_modules below `folder` hold exactly `wanted`. */
export async function reify(
  sys: SystemCalls,
  folder: string,
  wanted: readonly TreeNode[],
  cache: PackageCache,
  options: { offline: boolean; binFolder?: string },
): Promise<Changes> {
  const present = installedPackages(sys, folder);
  const target = new Map(wanted.map((node) => [node.location, node]));
  const stale = [...present].filter(([location]) => !target.has(location));
  const missing = wanted.filter((node) => present.get(node.location) !== node.about.version);
  await fetchAll(sys, missing, cache, options.offline);
  for (const [location] of stale) removePackage(sys, folder, location);
  for (const node of missing) {
    if (present.has(node.location)) removeFiles(sys, `${folder}/${node.location}`);
    await unpack(sys, `${folder}/${node.location}`, node.about);
    const pause = sys.checkpoint();
    if (pause) await pause;
  }
  linkCommands(sys, folder, wanted, options.binFolder);
  const changed = missing.filter((node) => present.has(node.location)).length;
  return { added: missing.length - changed, removed: stale.length, changed };
}

/** Location → version of what is there. */
export function installedPackages(sys: SystemCalls, folder: string): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (location: string) => {
    const modules = location === '' ? 'node_modules' : `${location}/node_modules`;
    if (!sys.exists(`${folder}/${modules}`)) return;
    for (const { name, kind } of sys.readdir(`${folder}/${modules}`)) {
      if (name.startsWith('.') || kind === 'file') continue;
      const inner = name.startsWith('@')
        ? sys.readdir(`${folder}/${modules}/${name}`).map((each) => `${name}/${each.name}`)
        : [name];
      for (const each of inner) {
        const text = readText(sys, `${folder}/${modules}/${each}/package.json`);
        if (text === undefined) continue;
        found.set(`${modules}/${each}`, versionIn(text));
        visit(`${modules}/${each}`);
      }
    }
  };
  visit('');
  return found;
}

function versionIn(text: string): string {
  try {
    return (JSON.parse(text) as { version?: string }).version ?? '';
  } catch {
    return '';
  }
}

/** What is not in the cache is fetched, which takes time and a network. */
async function fetchAll(
  sys: SystemCalls,
  nodes: readonly TreeNode[],
  cache: PackageCache,
  offline: boolean,
): Promise<void> {
  const absent = nodes.filter((node) => !cache.has(node.about));
  const first = absent[0];
  if (!first) return;
  if (offline) {
    const url = `https://registry.npmjs.org/${first.about.name}`;
    throw new NpmFailure([
      'code ENOTCACHED',
      `request to ${url} failed: cache mode is 'only-if-cached' but no cached response is available.`,
    ]);
  }
  if (!isOnline(sys)) throw failure.offline(first.about.name);
  await sys.sleep(ROUND_TRIP + PER_PACKAGE * absent.length);
  for (const node of absent) cache.keep(node.about);
}

async function unpack(sys: SystemCalls, folder: string, about: PackageVersion): Promise<void> {
  const files = await packageFiles(about.name, about.version);
  const commands = new Set(Object.values(about.bin ?? {}).map((path) => path.replace(/^\.\//, '')));
  makeDirectories(sys, folder);
  for (const [path, content] of Object.entries(files)) {
    const file = `${folder}/${path}`;
    if (path.includes('/')) makeDirectories(sys, file.slice(0, file.lastIndexOf('/')));
    const mode = commands.has(path) ? 0o755 : 0o644;
    if (typeof content === 'string') sys.writeFile(file, content, { mode });
    else {
      const note = 'drydock: not simulated: the text of this file, which no program here reads\n';
      sys.writeFile(file, note.slice(0, content), { mode, size: content });
    }
  }
}

/** Removes a package and the folder of a scope it leaves empty. */
function removePackage(sys: SystemCalls, folder: string, location: string): void {
  removeTree(sys, `${folder}/${location}`);
  const parent = location.slice(0, location.lastIndexOf('/'));
  if (
    /(^|\/)@[^/]+$/.test(parent) &&
    sys.exists(`${folder}/${parent}`) &&
    sys.readdir(`${folder}/${parent}`).length === 0
  ) {
    sys.rmdir(`${folder}/${parent}`);
  }
}

/** Removes a package's own files but not what is nested in it. */
function removeFiles(sys: SystemCalls, path: string): void {
  for (const { name } of sys.readdir(path)) if (name !== 'node_modules') removeTree(sys, `${path}/${name}`);
}

/** node_modules/.bin: a link for every command of every package there (in `elsewhere` for global packages). */
function linkCommands(
  sys: SystemCalls,
  folder: string,
  nodes: readonly TreeNode[],
  elsewhere: string | undefined,
): void {
  const byFolder = new Map<string, Map<string, string>>();
  for (const node of nodes) {
    const parent = node.location.slice(0, node.location.lastIndexOf(`/${node.name}`));
    for (const [command, path] of Object.entries(node.about.bin ?? {})) {
      const links = byFolder.get(parent) ?? new Map<string, string>();
      byFolder.set(parent, links.set(command.replace(/^.*\//, ''), `${node.name}/${path.replace(/^\.\//, '')}`));
    }
  }
  const top = byFolder.get('node_modules');
  if (elsewhere !== undefined) {
    for (const [command, path] of top ?? []) {
      replaceLink(sys, `${relativeTo(elsewhere, `${folder}/node_modules`)}/${path}`, `${elsewhere}/${command}`);
    }
    byFolder.delete('node_modules');
  } else if (sys.exists(`${folder}/node_modules/.bin`)) {
    for (const { name } of sys.readdir(`${folder}/node_modules/.bin`)) {
      if (!top?.has(name)) sys.unlink(`${folder}/node_modules/.bin/${name}`);
    }
    if (!top) sys.rmdir(`${folder}/node_modules/.bin`);
  }
  for (const [parent, links] of byFolder) {
    makeDirectories(sys, `${folder}/${parent}/.bin`);
    for (const [command, path] of links) replaceLink(sys, `../${path}`, `${folder}/${parent}/.bin/${command}`);
  }
}

function relativeTo(from: string, to: string): string {
  const [a, b] = [from.split('/').filter(Boolean), to.split('/').filter(Boolean)];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/');
}
