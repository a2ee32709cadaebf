import type { Filesystem } from '../../kernel/fs/types.ts';
import type { PidNamespace } from '../../kernel/kernel.ts';
import type { HostConfig } from '../api/containers.ts';
import type { EngineContext } from '../context.ts';
import { badParameter, conflict } from '../errors.ts';
import type { Container, RunningContainer } from './container.ts';

const owner = (mode: unknown): string | undefined => /^container:(.+)$/.exec(String(mode ?? ''))?.[1];

/** `container:NAME` of a mode is kept as the id it means (moby: setHostConfig). */
export function resolveNamespaces(context: EngineContext, config: HostConfig): void {
  for (const mode of ['PidMode', 'IpcMode', 'NetworkMode'] as const) {
    const name = owner(config[mode]);
    if (name === undefined) continue;
    const found = context.containers.find(name);
    if (found) config[mode] = `container:${found.id}`;
    // A network's is only missed at start. Not the status of a missing image: the client would pull.
    else if (mode !== 'NetworkMode') throw badParameter(`No such container: ${name}`);
  }
}

export function pidNamespaceOf({ kernel, containers }: EngineContext, { hostConfig }: Container): PidNamespace {
  if (hostConfig.PidMode === 'host') return kernel.host.pid;
  const id = owner(hostConfig.PidMode);
  if (id === undefined) return kernel.createPidNamespace(kernel.host.pid);
  return runOf(containers.resolve(id), 'PID').namespaces.pid;
}

/** What is mounted on /dev/shm: so many bytes, the host's, another container's, nothing. */
export function sharedMemoryOf(
  { kernel, containers }: EngineContext,
  { hostConfig }: Container,
): number | Filesystem | undefined {
  if (hostConfig.IpcMode === 'none') return undefined;
  if (hostConfig.IpcMode === 'host') return kernel.host.mount.locate('/dev/shm').filesystem;
  const id = owner(hostConfig.IpcMode);
  if (id === undefined) return Number(hostConfig.ShmSize);
  const other = containers.resolve(id);
  const run = runOf(other, 'IPC');
  if (!['shareable', 'host'].includes(String(other.hostConfig.IpcMode)))
    throw conflict(
      `failed to join IPC namespace: container ${other.id}: non-shareable IPC (hint: use IpcMode:shareable for the donor container)`,
    );
  return run.mounts.locate('/dev/shm').filesystem;
}

function runOf(other: Container, kind: string): RunningContainer {
  if (!other.running) throw conflict(`failed to join ${kind} namespace: container ${other.id} is not running`);
  return other.running;
}
