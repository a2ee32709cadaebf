import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { matches, unquotePattern } from './pattern.ts';

const GLOB = /(?<!\\)(?:\\\\)*(?:[*?]|\[[\s\S]*\])/;

export function hasGlob(pattern: string, extended: boolean): boolean {
  return GLOB.test(pattern) || (extended && /[?*+@!]\(/.test(pattern));
}

export interface GlobOptions {
  readonly extended: boolean;
  readonly bytes: boolean;
  readonly hidden: boolean;
  readonly recursive: boolean;
}

/** Pathname expansion (POSIX 2.13.3): the sorted paths that match, none when nothing does. */
export function glob(sys: SystemCalls, pattern: string, options: GlobOptions): string[] {
  const absolute = pattern.startsWith('/');
  const segments = pattern.split(/\/+/).filter((segment, index, all) => segment !== '' || index === all.length - 1);
  let found = [absolute ? '/' : ''];
  segments.forEach((segment, index) => {
    const last = index === segments.length - 1;
    if (found.length === 0) return;
    if (segment === '' && last) found = found.filter((path) => isDirectory(sys, path)).map((path) => withSlash(path));
    else if (segment === '**' && options.recursive) found = found.flatMap((path) => tree(sys, path, last));
    else if (!hasGlob(segment, options.extended)) found = literal(sys, found, unquotePattern(segment), last);
    else found = found.flatMap((path) => entries(sys, path, segment, last, options));
  });
  return found.sort(compareBytes);
}

export function compareBytes(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function withSlash(path: string): string {
  return path === '' || path.endsWith('/') ? path : `${path}/`;
}

function isDirectory(sys: SystemCalls, path: string): boolean {
  try {
    return sys.stat(path || '.').kind === 'directory';
  } catch {
    return false;
  }
}

function exists(sys: SystemCalls, path: string): boolean {
  try {
    sys.lstat(path);
    return true;
  } catch {
    return false;
  }
}

function literal(sys: SystemCalls, bases: string[], segment: string, last: boolean): string[] {
  const paths = bases.map((base) => withSlash(base) + segment);
  return paths.filter((path) => (last ? exists(sys, path) : isDirectory(sys, path)));
}

function names(sys: SystemCalls, path: string): string[] {
  try {
    return sys.readdir(path || '.').map((entry) => entry.name);
  } catch {
    return [];
  }
}

function entries(sys: SystemCalls, base: string, segment: string, last: boolean, options: GlobOptions): string[] {
  const dotted = /^(?:\\?\.)/.test(segment);
  const candidates = names(sys, base).filter((name) => name !== '.' && name !== '..');
  // bash leaves out . and .. since 5.2 (globskipdots), where it has extended patterns.
  if (dotted && !options.extended) candidates.push('.', '..');
  const found = candidates.filter(
    (name) => (dotted || options.hidden || !name.startsWith('.')) && matches(segment, name, options),
  );
  const paths = found.map((name) => withSlash(base) + name);
  return last ? paths : paths.filter((path) => isDirectory(sys, path));
}

function tree(sys: SystemCalls, base: string, files: boolean): string[] {
  const found = base === '' && files ? [] : [base];
  for (const name of names(sys, base)) {
    if (name.startsWith('.')) continue;
    const path = withSlash(base) + name;
    if (isDirectory(sys, path)) found.push(...tree(sys, path, files));
    else if (files) found.push(path);
  }
  return found;
}
