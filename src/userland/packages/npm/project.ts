import type { SystemCalls } from '../../../kernel/program.ts';
import { readText } from '../common/file-tree.ts';
import { failure } from './failure.ts';

export type Dependencies = Readonly<Record<string, string>>;

/** The fields of a package.json npm itself uses. */
export interface Manifest {
  name?: string;
  version?: string;
  license?: string;
  bin?: string | Record<string, string>;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  engines?: Record<string, string>;
  workspaces?: unknown;
}

/** The folder npm works in: the nearest one with a package.json or node_modules, else the current one. */
export function projectFolder(sys: SystemCalls, prefix: string | undefined): string {
  const start = prefix === undefined ? sys.cwd() : absolute(sys.cwd(), prefix);
  if (prefix !== undefined) return start;
  for (let at = start; at !== '/' && at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    if (at.endsWith('/node_modules')) continue;
    if (sys.exists(`${at}/package.json`) || sys.exists(`${at}/node_modules`)) return at;
  }
  return start;
}

function absolute(cwd: string, path: string): string {
  const joined = path.startsWith('/') ? path : `${cwd}/${path}`;
  return joined.replace(/\/(\.\/)*\/?$/, '').replaceAll('/./', '/') || '/';
}

export function manifestPath(folder: string): string {
  return folder === '/' ? '/package.json' : `${folder}/package.json`;
}

/** Reads package.json; fails as npm does when it is missing or not JSON. */
export function readManifest(sys: SystemCalls, folder: string): Manifest {
  const manifest = readManifestIfAny(sys, folder);
  if (!manifest) throw failure.noManifest(manifestPath(folder));
  return manifest;
}

export function readManifestIfAny(sys: SystemCalls, folder: string): Manifest | undefined {
  const path = manifestPath(folder);
  const text = readText(sys, path)?.replace(/^\ufeff/, '');
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Manifest;
  } catch (error) {
    const message = (error as Error).message;
    const excerpt = message.includes('while parsing')
      ? ''
      : ` while parsing ${text.trim() === '' ? 'empty string' : JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text)}`;
    throw failure.badManifest(path, message.replace(/ \(line \d+ column \d+\)/, '') + excerpt);
  }
}

/** Writes package.json in the indentation it had. */
export function writeManifest(sys: SystemCalls, folder: string, manifest: Manifest): void {
  const path = manifestPath(folder);
  const indent = /^[{[]\n([ \t]+)/.exec(readText(sys, path) ?? '')?.[1] ?? '  ';
  sys.writeFile(path, `${JSON.stringify(manifest, null, indent)}\n`);
}
