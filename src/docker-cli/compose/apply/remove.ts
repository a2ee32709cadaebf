import type { ContainerSummary } from '../../../engine/api/containers.ts';
import { isConflict, isNotFound } from '../../errors.ts';
import type { Service } from '../file/types.ts';
import type { Compose } from '../project.ts';
import { done, failure, type Progress, working } from '../show/progress.ts';
import { forAll } from './all.ts';
import { progressName } from './containers.ts';
import { type StopOptions, stopContainer } from './stop.ts';

export async function removeContainers(
  { cli }: Compose,
  containers: readonly ContainerSummary[],
  progress: Progress,
  { volumes, force }: { volumes: boolean; force: boolean },
): Promise<void> {
  await forAll(containers, async (container) => {
    const event = progressName(container);
    progress.event(working(event, 'Removing'));
    await cli.engine.send('DELETE', `/containers/${container.Id}`, { query: { v: volumes, force } });
    progress.event(done(event, 'Removed'));
  });
}

export interface TakeDown extends StopOptions {
  readonly volumes: boolean;
}

export const stopAndRemoveAll = (
  compose: Compose,
  containers: readonly ContainerSummary[],
  progress: Progress,
  options: TakeDown,
  service?: Service,
): Promise<void> => forAll(containers, (each) => stopAndRemove(compose, each, progress, options, service));

export async function stopAndRemove(
  compose: Compose,
  container: ContainerSummary,
  progress: Progress,
  options: TakeDown,
  service?: Service,
): Promise<void> {
  const event = progressName(container);
  try {
    await stopContainer(compose, container, progress, options, service);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    progress.event(done(event, 'Removed'));
    return;
  }
  progress.event(working(event, 'Removing'));
  try {
    const query = { v: options.volumes, force: true };
    await compose.cli.engine.send('DELETE', `/containers/${container.Id}`, { query });
  } catch (error) {
    if (!isNotFound(error) && !isConflict(error)) {
      progress.event(failure(event, 'Error while Removing'));
      throw error;
    }
  }
  progress.event(done(event, 'Removed'));
}
