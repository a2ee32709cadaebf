import { isErrno } from '../../../kernel/errno.ts';
import type { SystemCalls } from '../../../kernel/program.ts';
import { makeDirectories } from '../common/file-tree.ts';
import type { NpmCall } from './commands/command.ts';
import { failure, NpmFailure } from './failure.ts';
import type { Settings } from './settings.ts';

/** Runs a command and tells a failure as npm does, with the log it leaves. */
export async function guarded(
  call: Pick<NpmCall, 'context' | 'settings'>,
  command: () => number | Promise<number>,
): Promise<number> {
  const { context, settings } = call;
  try {
    return await command();
  } catch (error) {
    const failed = asFailure(error);
    if (!failed) throw error;
    await context.out.flush();
    if (settings.isSilent) return failed.status;
    const lines = [...failed.lines, ...logLines(context.sys, settings, failed.lines)];
    context.out.text(lines.map((line) => `npm error${line === '' ? '' : ` ${line}`}\n`).join(''), 2);
    return failed.status;
  }
}

const ERRNO: Readonly<Record<string, readonly [number, string]>> = {
  EACCES: [-13, 'permission denied'],
  EPERM: [-1, 'operation not permitted'],
  EROFS: [-30, 'read-only file system'],
  ENOSPC: [-28, 'no space left on device'],
  ENOENT: [-2, 'no such file or directory'],
  ENOTDIR: [-20, 'not a directory'],
  EBUSY: [-16, 'resource busy or locked'],
  EISDIR: [-21, 'illegal operation on a directory'],
};

function asFailure(error: unknown): NpmFailure | undefined {
  if (error instanceof NpmFailure) return error;
  if (isErrno(error)) {
    const [number, words] = ERRNO[error.code] ?? [-5, error.message];
    const path = error.path ?? '';
    const doing = /\.(json|js|lock)$/.test(path) ? 'open' : 'mkdir';
    return failure.system(error.code, number, doing, path, words);
  }
  if (error instanceof Error && error.message.startsWith('drydock: not simulated'))
    return new NpmFailure([error.message]);
  return undefined;
}

/** Writes the debug log npm leaves in its cache folder, and answers the lines that say where it is. */
function logLines(sys: SystemCalls, settings: Settings, lines: readonly string[]): string[] {
  const folder = `${settings.cache}/_logs`;
  const path = `${folder}/${new Date(sys.now()).toISOString().replace(/[:.]/g, '_')}-debug-0.log`;
  try {
    makeDirectories(sys, folder);
    sys.writeFile(path, lines.map((line, at) => `${at} error ${line}\n`).join(''), { mode: 0o600 });
    return [`A complete log of this run can be found in: ${path}`];
  } catch {
    return [
      `Log files were not written due to an error writing to the directory: ${folder}`,
      'You can rerun the command with `--loglevel=verbose` to see the logs in your terminal',
    ];
  }
}
