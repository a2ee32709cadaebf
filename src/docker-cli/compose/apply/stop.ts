import type { ContainerSummary } from '../../../engine/api/containers.ts';
import type { Project, Service } from '../file/types.ts';
import type { Compose } from '../project.ts';
import { done, failure, type Progress, working } from '../show/progress.ts';
import { forAll } from './all.ts';
import { isOneOff, listContainers, progressName, serviceOf } from './containers.ts';
import { runHooks } from './hooks.ts';
import { inReverseOrder } from './order.ts';

export interface StopOptions {
  /** Seconds. */
  readonly timeout?: number;
}

/** Stops the containers of these services, those that depend on others first. */
export async function stopServices(
  compose: Compose,
  project: Project,
  services: readonly string[],
  progress: Progress,
  options: StopOptions,
): Promise<void> {
  const containers = await listContainers(compose.cli.engine, project.name, { all: true, oneOff: 'with' });
  await inReverseOrder(project, async (name) => {
    if (!services.includes(name)) return;
    const own = containers.filter((each) => serviceOf(each) === name && !isOneOff(each));
    await forAll(own, (each) => stopContainer(compose, each, progress, options, project.services[name]));
  });
}

export async function stopContainer(
  compose: Compose,
  container: ContainerSummary,
  progress: Progress,
  { timeout }: StopOptions,
  service?: Service,
): Promise<void> {
  const event = progressName(container);
  progress.event(working(event, 'Stopping'));
  await runHooks(compose, container, service?.pre_stop);
  try {
    await compose.cli.engine.send('POST', `/containers/${container.Id}/stop`, {
      query: { t: timeout === undefined ? undefined : String(timeout) },
    });
  } catch (error) {
    progress.event(failure(event, 'Error while Stopping'));
    throw error;
  }
  progress.event(done(event, 'Stopped'));
}
