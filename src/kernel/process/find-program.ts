import { KernelError } from '../errno.ts';
import { executableFormat } from '../executable.ts';
import type { PathCalls } from '../fs/path-calls.ts';
import { find } from '../fs/path-walk.ts';

/** An interpreter of an interpreter of … (the limit of Linux's exec.c). */
const MAX_INTERPRETERS = 5;
/** BINPRM_BUF_SIZE. */
const HEAD = 256;
const DEFAULT_PATH = '/bin:/usr/bin';

/** What execve(2) runs: a built-in program's name and the argv it gets. */
export interface FoundProgram {
  readonly program: string;
  readonly argv: string[];
  /** The file that was named, made absolute or found in PATH. */
  readonly path: string;
  /** The executable that runs: the last interpreter, or the file itself. */
  readonly executable: string;
}

/** Finds what `argv` (or `given`, a file) would run, or throws ENOENT, EACCES or ENOEXEC as execvp(3) does. */
export function findProgram(
  files: PathCalls,
  argv: readonly string[],
  path = DEFAULT_PATH,
  given?: string,
): FoundProgram {
  const name = given ?? argv[0];
  if (!name) throw new KernelError('ENOENT', name ?? '');
  const file = name.includes('/') ? name : lookUp(files, name, path);
  return load(files, file, argv, MAX_INTERPRETERS);
}

function lookUp(files: PathCalls, name: string, path: string): string {
  let denied = false;
  for (const directory of path.split(':')) {
    const file = directory ? `${directory}/${name}` : `./${name}`;
    if (!isFile(files, file)) continue;
    if (files.access(file, 'x')) return file;
    denied = true;
  }
  throw new KernelError(denied ? 'EACCES' : 'ENOENT', name);
}

function isFile(files: PathCalls, path: string): boolean {
  return files.exists(path) && files.stat(path).kind === 'file';
}

/** What execve reads to tell the format; needs no permission to read. */
function head(files: PathCalls, path: string): Uint8Array {
  const { filesystem, inode } = find(files.context, path);
  return filesystem.read(inode, 0, HEAD);
}

function load(files: PathCalls, path: string, argv: readonly string[], depth: number): FoundProgram {
  if (depth < 0) throw new KernelError('ELOOP', path);
  if (files.stat(path).kind !== 'file' || !files.access(path, 'x')) throw new KernelError('EACCES', path);
  const format = executableFormat(head(files, path));
  switch (format.kind) {
    case 'program':
      // The kernel says ENOENT when it is the dynamic loader that is missing.
      if (format.loader !== undefined && !files.exists(format.loader)) throw new KernelError('ENOENT', path);
      return { program: format.name, argv: [...argv], path, executable: files.realpath(path) };
    case 'script': {
      const { interpreter, argument } = format;
      const words = argument === undefined ? [interpreter] : [interpreter, argument];
      if (!files.exists(interpreter)) throw new KernelError('ENOENT', path);
      return { ...load(files, interpreter, [...words, path, ...argv.slice(1)], depth - 1), path };
    }
    default:
      throw new KernelError('ENOEXEC', path);
  }
}
