import type { SystemCalls } from '../../../../kernel/program.ts';
import { readText } from '../../common/file-tree.ts';
import { NpmFailure } from '../failure.ts';
import type { Manifest } from '../project.ts';
import type { TreeNode } from './node.ts';

/** An entry of `packages` (docs.npmjs.com: package-lock.json, lockfileVersion 3). */
export interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
export interface LockFile {
  readonly lockfileVersion?: number;
  readonly packages?: Readonly<Record<string, LockedPackage>>;
}

export function readLock(sys: SystemCalls, folder: string): LockFile | undefined {
  for (const name of ['npm-shrinkwrap.json', 'package-lock.json']) {
    const text = readText(sys, `${folder}/${name}`);
    if (text === undefined) continue;
    try {
      return JSON.parse(text) as LockFile;
    } catch (error) {
      throw new NpmFailure([
        'code EJSONPARSE',
        `JSON.parse Invalid ${name}: ${(error as Error).message}`,
        'JSON.parse Failed to parse JSON data.',
        'JSON.parse Note: package.json must be actual JSON, not just JavaScript.',
      ]);
    }
  }
  return undefined;
}

/** Location → version. */
export function lockedVersions(lock: LockFile | undefined): Map<string, string> {
  const versions = new Map<string, string>();
  for (const [location, { version }] of Object.entries(lock?.packages ?? {})) {
    if (location !== '' && version !== undefined) versions.set(location, version);
  }
  return versions;
}

/** package-lock.json for the packages of a tree; `hidden` is node_modules/.package-lock.json, which leaves the project itself out. */
export function lockText(nodes: readonly TreeNode[], manifest: Manifest, folderName: string, hidden = false): string {
  const { name = folderName, version } = manifest;
  const entries = nodes
    .map((node): [string, object] => [node.location, lockEntry(node)])
    .sort(([a], [b]) => a.localeCompare(b, 'en'));
  const { dependencies, devDependencies, optionalDependencies, peerDependencies, license, engines, bin } = manifest;
  const project = {
    name,
    version,
    license,
    bin,
    dependencies: order(dependencies),
    devDependencies: order(devDependencies),
  };
  Object.assign(project, {
    optionalDependencies: order(optionalDependencies),
    peerDependencies: order(peerDependencies),
    engines,
  });
  if (manifest.name === undefined) Object.assign(project, { name: undefined });
  const packages = Object.fromEntries(hidden ? entries : [['', project], ...entries]);
  return `${JSON.stringify({ name, version, lockfileVersion: 3, requires: true, packages }, null, 2)}\n`;
}

function lockEntry(node: TreeNode): object {
  const { about } = node;
  const { name, version } = about;
  const bare = name.slice(name.lastIndexOf('/') + 1);
  return {
    name: name === node.name ? undefined : name,
    version,
    resolved: `https://registry.npmjs.org/${name}/-/${bare}-${version}.tgz`,
    integrity: about.integrity,
    dev: node.dev || undefined,
    peer: node.peer || undefined,
    deprecated: about.deprecated,
    license: about.license,
    dependencies: about.dependencies,
    bin: about.bin,
    engines: about.engines,
    funding: typeof about.funding === 'string' ? { url: about.funding } : about.funding,
    peerDependencies: about.peerDependencies,
    peerDependenciesMeta: about.peerDependenciesMeta,
  };
}

function order(dependencies: Readonly<Record<string, string>> | undefined): object | undefined {
  if (!dependencies || Object.keys(dependencies).length === 0) return undefined;
  return Object.fromEntries(Object.entries(dependencies).sort(([a], [b]) => a.localeCompare(b, 'en')));
}
