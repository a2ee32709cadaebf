import type { SystemCalls } from '../../../kernel/program.ts';

/** mkdir -p. */
export function makeDirectories(sys: SystemCalls, path: string, mode = 0o755): void {
  if (sys.exists(path)) return;
  const slash = path.lastIndexOf('/');
  if (slash > 0) makeDirectories(sys, path.slice(0, slash), mode);
  sys.mkdir(path, mode);
}

/** rm -rf. */
export function removeTree(sys: SystemCalls, path: string): void {
  if (!sys.exists(path) && !isLink(sys, path)) return;
  if (sys.lstat(path).kind !== 'directory') {
    sys.unlink(path);
    return;
  }
  for (const { name } of sys.readdir(path)) removeTree(sys, `${path}/${name}`);
  sys.rmdir(path);
}

/** Makes or replaces a symlink. */
export function replaceLink(sys: SystemCalls, target: string, path: string): void {
  if (isLink(sys, path) || sys.exists(path)) sys.unlink(path);
  sys.symlink(target, path);
}

function isLink(sys: SystemCalls, path: string): boolean {
  try {
    return sys.lstat(path).kind === 'symlink';
  } catch {
    return false;
  }
}

/** Text of a file; undefined when there is none. */
export function readText(sys: SystemCalls, path: string): string | undefined {
  return sys.exists(path) ? new TextDecoder().decode(sys.readFile(path)) : undefined;
}
