import { SIGNALS } from '../../kernel/process/signals.ts';
import type { EngineContext } from '../context.ts';
import { conflict, notSimulated } from '../errors.ts';
import { removeTree } from '../files/tree.ts';
import type { Container } from './container.ts';
import { logEvent } from './events.ts';
import { exited, settle } from './exit.ts';
import { containerDirectory } from './host-files.ts';

export interface RemoveOptions {
  readonly force?: boolean;
  /** Anonymous volumes go along. */
  readonly volumes?: boolean;
}

/** `DELETE /containers/{id}`: kills first when forced. */
export async function removeByRequest(
  context: EngineContext,
  container: Container,
  options: RemoveOptions,
): Promise<void> {
  const run = container.running;
  if (run || container.cancelRestart) {
    if (!options.force) throw conflict(refusal(container));
    container.manuallyStopped = true;
    container.cancelRestart?.();
    if (run) {
      const over = exited(context, container, run, undefined);
      run.process.kill(SIGNALS.SIGKILL);
      if (container.paused) context.kernel.setFrozen(run.namespaces.pid, false);
      logEvent(context, container, 'kill', { signal: '9' });
      await over;
    }
  }
  removeContainer(context, container, options);
}

/** `docker rm --link parent/alias`; links are kept with their container here, not apart from it. */
export function removeLink(container: Container, name: string): never {
  const [, alias] = name.replace(/^\//, '').split('/');
  if (alias === undefined) throw conflict('Conflict, cannot remove the default link name of the container');
  throw notSimulated(`removing the link ${alias} of ${container.name}`);
}

/** Forgets a container that does not run. */
export function removeContainer(context: EngineContext, container: Container, options: RemoveOptions): void {
  if (context.containers.find(container.id) !== container) return;
  container.status = 'removing';
  context.containers.delete(container);
  removeTree(context.kernel.host.mount.files(), containerDirectory(container.id));
  // Finished ones too: their exit codes could be asked for until now.
  for (const [execId, exec] of context.execs) if (exec.container === container) context.execs.delete(execId);
  for (const mount of container.mounts) {
    if (!mount.Name) continue;
    context.volumes.release(mount.Name, container.id);
    const unused = context.volumes.users(mount.Name).length === 0;
    if (options.volumes && mount.anonymous && unused && context.volumes.get(mount.Name))
      context.volumes.remove(mount.Name);
  }
  logEvent(context, container, 'destroy');
  settle(container, ['removed', 'not-running', 'next-exit']);
}

function refusal(container: Container): string {
  const prefix = `cannot remove container "${container.name}": container is`;
  if (container.paused) return `${prefix} paused and must be unpaused first`;
  if (container.cancelRestart) return `${prefix} restarting: stop the container before removing or force remove`;
  return `${prefix} running: stop the container before removing or force remove`;
}
