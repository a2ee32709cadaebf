import { cleanPath } from '../../dockerfile/ignore/index.ts';

/** Go's path.Join: empty parts are left out, the result is cleaned. */
export function joinPath(...parts: readonly string[]): string {
  const joined = parts.filter((part) => part !== '').join('/');
  return joined === '' ? '' : cleanPath(joined.replace(/\/+/g, '/'));
}

/** Absolute and clean, but a trailing slash (or `/.`) is kept: it means "into this directory". */
export function absolutePath(directory: string, path: string): string {
  const target = path === '' || path === '.' ? './' : path;
  const absolute = joinPath('/', target.startsWith('/') ? '' : directory, target);
  if (absolute === '/' || !(target.endsWith('/') || target.endsWith('/.'))) return absolute;
  return `${absolute}/`;
}

export function baseName(path: string): string {
  const clean = cleanPath(path);
  return clean === '/' ? '/' : clean.slice(clean.lastIndexOf('/') + 1);
}
