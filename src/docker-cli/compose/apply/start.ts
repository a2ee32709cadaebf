import type { ContainerSummary } from '../../../engine/api/containers.ts';
import { formatDuration } from '../../client/durations.ts';
import { type Dependency, type Project, scaleOf } from '../file/types.ts';
import type { Compose } from '../project.ts';
import { done, type Progress, working } from '../show/progress.ts';
import { listContainers, progressName, serviceOf } from './containers.ts';
import { runHooks } from './hooks.ts';
import { injectFiles } from './injected-files.ts';
import { inDependencyOrder } from './order.ts';
import { WaitTimeout, waitForDependencies } from './wait.ts';

export interface StartOptions {
  /** Ends when all are running or healthy. */
  readonly wait: boolean;
  /** Seconds; nought is for ever. */
  readonly waitTimeout: number;
}

/** Starts the containers of the project, each when what it depends on is as it should be. */
export async function startProject(
  compose: Compose,
  project: Project,
  progress: Progress,
  options: StartOptions,
): Promise<void> {
  const { engine, host } = compose.cli;
  const containers = await listContainers(engine, project.name, { all: true, oneOff: 'without' });
  const until = options.waitTimeout > 0 ? host.now() + options.waitTimeout * 1000 : undefined;
  await inDependencyOrder(project, (name) => startService(compose, project, name, containers, progress, until));
  if (!options.wait) return;
  const all: Record<string, Dependency> = {};
  for (const name of Object.keys(project.services))
    all[name] = { condition: conditionOf(project, name), required: true };
  try {
    await waitForDependencies(compose, project, project.name, all, containers, progress, until);
  } catch (error) {
    if (!(error instanceof WaitTimeout)) throw error;
    throw new Error(`application not healthy after ${formatDuration(options.waitTimeout * 1e9)}`);
  }
}

/** A service that others want to see completed is waited for until it has. */
const conditionOf = (project: Project, name: string): Dependency['condition'] =>
  Object.values(project.services).some(
    ({ depends_on }) => depends_on?.[name]?.condition === 'service_completed_successfully',
  )
    ? 'service_completed_successfully'
    : 'running_or_healthy';

async function startService(
  compose: Compose,
  project: Project,
  name: string,
  containers: readonly ContainerSummary[],
  progress: Progress,
  until: number | undefined,
): Promise<void> {
  const service = project.services[name]!;
  if (service.deploy?.replicas === 0) return;
  await waitForDependencies(compose, project, name, service.depends_on ?? {}, containers, progress, until);
  const own = containers.filter((each) => serviceOf(each) === name);
  if (containers.length === 0) {
    if (scaleOf(service) === 0) return;
    throw new Error(`service ${JSON.stringify(name)} has no container to start`);
  }
  for (const container of own) {
    if (container.State === 'running') continue;
    await injectFiles(compose, project, name, container.Id);
    progress.event(working(progressName(container), 'Starting'));
    await compose.cli.engine.send('POST', `/containers/${container.Id}/start`);
    await runHooks(compose, container, service.post_start);
    progress.event(done(progressName(container), 'Started'));
  }
}
