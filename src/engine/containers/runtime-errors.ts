import { isErrno } from '../../kernel/errno.ts';
import type { FileCalls } from '../../kernel/kernel.ts';

/** runc could not start a program: its words, and the status a shell would give. */
export class RuntimeError extends Error {
  readonly exitCode: 126 | 127 | 128;

  constructor(message: string, exitCode: 126 | 127 | 128) {
    super(message);
    this.name = 'RuntimeError';
    this.exitCode = exitCode;
  }
}

export const CREATE_FAILED =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ';
export const EXEC_FAILED = 'OCI runtime exec failed: exec failed: unable to start container process: ';

/**
 * Finds argv[0] as runc's init does (Go's exec.LookPath with the container's PATH and the process's own rights) and
 * throws its words when there is no such program or it may not be run.
 */
export function lookUpProgram(files: FileCalls, name: string, path: string, cwd: string): string {
  if (name.includes('/')) {
    const target = name.startsWith('/') ? name : `${cwd === '/' ? '' : cwd}/${name}`;
    const problem = executableProblem(files, target);
    if (!problem) return target;
    if (problem === 'missing') {
      throw new RuntimeError(`exec: ${quote(name)}: stat ${name}: no such file or directory`, 127);
    }
    const why = problem === 'directory' ? 'is a directory: permission denied' : 'permission denied';
    throw new RuntimeError(`exec: ${quote(name)}: ${why}`, 126);
  }
  for (const directory of path.split(':')) {
    const target = `${directory === '' ? cwd : directory}/${name}`;
    if (name !== '' && !executableProblem(files, target)) return target;
  }
  throw new RuntimeError(`exec: ${quote(name)}: executable file not found in $PATH`, 127);
}

/** chdir(2) into the working directory, which runc tries before it becomes the process's user: one that user may not enter will do. */
export function checkWorkingDirectory(files: FileCalls, cwd: string): void {
  const fail = (why: string, code: 127 | 128) => {
    throw new RuntimeError(`chdir to cwd (${quote(cwd)}) set in config.json failed: ${why}`, code);
  };
  try {
    if (files.stat(cwd).kind !== 'directory') fail('not a directory', 128);
  } catch (error) {
    if (error instanceof RuntimeError) throw error;
    fail('no such file or directory', 127);
  }
}

function executableProblem(files: FileCalls, path: string): 'missing' | 'directory' | 'denied' | undefined {
  try {
    const stat = files.stat(path);
    if (stat.kind === 'directory') return 'directory';
    if ((stat.mode & 0o111) === 0 || !files.access(path, 'x')) return 'denied';
    return undefined;
  } catch (error) {
    return isErrno(error, 'EACCES') ? 'denied' : 'missing';
  }
}

function quote(text: string): string {
  return JSON.stringify(text);
}
