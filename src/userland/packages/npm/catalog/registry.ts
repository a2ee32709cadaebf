import { highest, isRange } from '../semver.ts';
import { stored } from './generated/index.ts';

/** What the registry says of one version of a package: the fields of its packument npm uses. */
export interface PackageVersion {
  readonly name: string;
  readonly version: string;
  readonly integrity?: string;
  /** Bytes unpacked, and how many files. */
  readonly size: number;
  readonly files: number;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly engines?: unknown;
  readonly license?: string;
  readonly funding?: unknown;
  readonly deprecated?: string;
}

/** Files of a package by path: their text, or only their size. */
export type PackageFiles = Readonly<Record<string, string | number>>;

interface Entry {
  readonly version: PackageVersion;
  readonly load: () => Promise<{ default: string }>;
}

let byName: Map<string, Map<string, Entry>> | undefined;

function versions(name: string): ReadonlyMap<string, Entry> | undefined {
  if (!byName) {
    byName = new Map();
    for (const { about, files } of stored) {
      const version = JSON.parse(about) as PackageVersion;
      let entries = byName.get(version.name);
      if (!entries) byName.set(version.name, (entries = new Map()));
      entries.set(version.version, { version, load: files });
    }
  }
  return byName.get(name);
}

export function isPublished(name: string): boolean {
  return versions(name) !== undefined;
}

/** All versions, lowest first. */
export function publishedVersions(name: string): string[] {
  const all = [...(versions(name)?.keys() ?? [])];
  return all.sort((a, b) => (highest([a, b], '*') === a ? 1 : -1));
}

/** The version a range or tag means: `latest` where it may, else the highest (npm-pick-manifest). */
export function pickVersion(name: string, wanted: string): PackageVersion | undefined {
  const entries = versions(name);
  if (!entries) return undefined;
  const range = wanted === '' || wanted === 'latest' ? '*' : wanted;
  if (!isRange(range)) return undefined;
  const version = highest([...entries.keys()], range);
  return version === undefined ? undefined : entries.get(version)!.version;
}

export async function packageFiles(name: string, version: string): Promise<PackageFiles> {
  const entry = versions(name)?.get(version);
  if (!entry) throw new Error(`${name}@${version} is not published`);
  return JSON.parse((await entry.load()).default) as PackageFiles;
}
