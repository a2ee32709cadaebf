import { isErrno } from '../../../kernel/errno.ts';
import type { ExitStatus, SpawnOptions } from '../../../kernel/system-calls.ts';
import { type Context, reason } from '../common/context.ts';
import { basename } from '../common/paths.ts';

/** The status a shell shows for a child that ended. */
export function shellStatus(result: ExitStatus): number {
  return 'code' in result ? result.code : 128 + result.signal;
}

/**
 * Runs a command and waits for it. One that cannot be started is reported, and 127 (not found) or 126 answered,
 * as env, xargs, nice and their like do.
 */
export async function runChild(
  context: Context,
  argv: string[],
  options: Omit<SpawnOptions, 'argv'> = {},
): Promise<number> {
  await context.out.flush();
  let pid: number;
  try {
    pid = context.sys.spawn({ argv, ...options });
  } catch (error) {
    return cannotRun(context, argv[0]!, error);
  }
  const result = await context.sys.wait(pid);
  if (!result || 'stopped' in result || 'continued' in result) return 1;
  return shellStatus(result);
}

/** Replaces this process by a command. */
export async function execute(context: Context, argv: string[], env?: Map<string, string>): Promise<number> {
  await context.out.flush();
  try {
    context.sys.exec(argv, env);
  } catch (error) {
    if (!isErrno(error)) throw error;
    return cannotRun(context, argv[0]!, error);
  }
}

export function cannotRun(context: Context, name: string, error: unknown): number {
  const bare = { env: `'${name}'`, find: `'${name}'`, xargs: name }[basename(context.name)];
  if (context.gnu) context.warn(`${bare ?? `failed to run command '${name}'`}: ${reason(error)}`);
  else
    context.warn(context.name === 'xargs' ? `${name}: ${reason(error)}` : `can't execute '${name}': ${reason(error)}`);
  return isErrno(error, 'ENOENT') ? 127 : 126;
}
