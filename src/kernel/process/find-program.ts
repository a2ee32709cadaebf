import { KernelError } from '../errno.ts';
import { executableFormat } from '../executable.ts';
import type { FileCalls } from '../kernel.ts';

/** An interpreter of an interpreter of … (BINPRM_BUF and the loop limit of Linux's exec.c). */
const MAX_INTERPRETERS = 5;
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

/** Finds what `argv` would run, or throws ENOENT, EACCES or ENOEXEC as execvp(3) does. */
export function findProgram(files: FileCalls, argv: readonly string[], path = DEFAULT_PATH): FoundProgram {
  const [name] = argv;
  if (!name) throw new KernelError('ENOENT', name ?? '');
  const file = name.includes('/') ? name : lookUp(files, name, path);
  return load(files, file, argv, MAX_INTERPRETERS);
}

function lookUp(files: FileCalls, name: string, path: string): string {
  let denied = false;
  for (const directory of path.split(':')) {
    const file = directory ? `${directory}/${name}` : `./${name}`;
    if (!isFile(files, file)) continue;
    if (files.access(file, 'x')) return file;
    denied = true;
  }
  throw new KernelError(denied ? 'EACCES' : 'ENOENT', name);
}

function isFile(files: FileCalls, path: string): boolean {
  return files.exists(path) && files.stat(path).kind === 'file';
}

function load(files: FileCalls, path: string, argv: readonly string[], depth: number): FoundProgram {
  if (depth < 0) throw new KernelError('ELOOP', path);
  if (files.stat(path).kind !== 'file' || !files.access(path, 'x')) throw new KernelError('EACCES', path);
  const format = executableFormat(files.readFile(path));
  switch (format.kind) {
    case 'program':
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
