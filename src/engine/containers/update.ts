import type { HostConfig } from '../api/containers.ts';
import type { EngineContext } from '../context.ts';
import { ApiError, badParameter, conflict, messageOf } from '../errors.ts';
import type { Container } from './container.ts';
import { logEvent } from './events.ts';
import { checkResources } from './resources.ts';
import { checkRestartPolicy } from './validate.ts';

const LIMITS = [
  'CpuShares',
  'Memory',
  'NanoCpus',
  'CpuPeriod',
  'CpuQuota',
  'CpusetCpus',
  'CpusetMems',
  'MemoryReservation',
  'MemorySwap',
  'PidsLimit',
  'BlkioWeight',
];

/** `POST /containers/{id}/update`; what is asked for is checked before the container is looked for. */
export function updateContainer(
  context: EngineContext,
  reference: string,
  body: Partial<HostConfig>,
): { Warnings: null } {
  checkResources(body, true);
  const policy = body.RestartPolicy;
  if (policy?.Name) checkRestartPolicy(policy);
  const container = context.containers.resolve(reference);
  checkAgainst(container, body);
  if (policy?.Name) {
    if (container.hostConfig.AutoRemove && policy.Name !== 'no') {
      throw cannotUpdate(container, 'Restart policy cannot be updated because AutoRemove is enabled for the container');
    }
    container.hostConfig.RestartPolicy = { Name: policy.Name, MaximumRetryCount: policy.MaximumRetryCount ?? 0 };
  }
  for (const name of LIMITS) if (body[name]) container.hostConfig[name] = body[name];
  if (body.Memory && container.running?.memory) container.running.memory.limit = body.Memory;
  logEvent(context, container, 'update');
  return { Warnings: null };
}

const cannotUpdate = ({ id }: Container, why: string) => conflict(`Cannot update container ${id}: ${why}`);

/** moby: container_unix.go UpdateContainer. */
function checkAgainst(container: Container, body: Partial<HostConfig>): void {
  const { hostConfig } = container;
  const fail = (why: string) => cannotUpdate(container, why);
  const set = (config: Partial<HostConfig>, name: string) => Number(config[name] ?? 0) > 0;
  for (const [name, shown] of [
    ['CpuPeriod', 'CPU Period'],
    ['CpuQuota', 'CPU Quota'],
  ] as const) {
    if (set(body, 'NanoCpus') && set(hostConfig, name))
      throw fail(`Conflicting options: Nano CPUs cannot be updated as ${shown} has already been set`);
    if (set(body, name) && set(hostConfig, 'NanoCpus'))
      throw fail(`Conflicting options: ${shown} cannot be updated as NanoCPUs has already been set`);
  }
  if (body.Memory && body.Memory > Number(hostConfig.MemorySwap ?? 0) && !body.MemorySwap) {
    throw fail(
      'Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time',
    );
  }
}

/** `POST /containers/{id}/rename`. */
export function renameContainer(context: EngineContext, container: Container, text: string): void {
  const name = text.replace(/^\//, '');
  if (name === '') throw badParameter('Neither old nor new names may be empty');
  if (name === container.name) throw badParameter('Renaming a container with the same name as its current name');
  try {
    context.containers.checkName(name);
  } catch (error) {
    const shown = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)
      ? messageOf(error)
      : messageOf(error).replace(`(${name})`, `(/${name})`);
    throw new ApiError(error instanceof ApiError ? error.status : 500, `Error when allocating new name: ${shown}`);
  }
  const oldName = `/${container.name}`;
  container.name = name;
  logEvent(context, container, 'rename', { oldName });
}

/** `POST /containers/{id}/resize`. */
export function resizeContainer(container: Container, rows: number, columns: number): void {
  if (!container.running) throw conflict(`Container ${container.id} is not running`);
  container.running.terminal?.resize({ rows, columns });
}
