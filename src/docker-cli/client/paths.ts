/** Paths of the computer the command is typed on (POSIX). */

/** Without `.` and `..`, as Go's filepath.Clean leaves it. */
export function cleanPath(path: string): string {
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length && parts[parts.length - 1] !== '..') parts.pop();
    else if (part !== '..' || !rooted) parts.push(part);
  }
  return (rooted ? '/' : '') + parts.join('/') || (rooted ? '/' : '.');
}

export const resolvePath = (cwd: string, path: string): string =>
  cleanPath(path.startsWith('/') ? path : `${cwd}/${path}`);

export const joinPath = (...parts: string[]): string => cleanPath(parts.filter((part) => part !== '').join('/'));

export function baseName(path: string): string {
  if (path === '') return '.';
  const stripped = path.replace(/\/+$/, '');
  if (stripped === '') return '/';
  return stripped.slice(stripped.lastIndexOf('/') + 1);
}

export function directoryName(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : cleanPath(path.slice(0, slash + 1));
}
