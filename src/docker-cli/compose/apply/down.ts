import { segment } from '../../client/client.ts';
import { isConflict, isNotFound } from '../../errors.ts';
import { imageOf, type Project } from '../file/types.ts';
import type { Compose } from '../project.ts';
import { done, type Progress, warning, working } from '../show/progress.ts';
import { forAll } from './all.ts';
import { isOrphaned, listContainers, serviceOf } from './containers.ts';
import { LABEL } from './labels.ts';
import { removeNetwork } from './networks.ts';
import { inReverseOrder } from './order.ts';
import { stopAndRemoveAll } from './remove.ts';
import { removeVolume } from './volumes.ts';

export interface DownOptions {
  readonly services: readonly string[];
  readonly removeOrphans: boolean;
  readonly timeout?: number;
  readonly volumes: boolean;
  readonly images: '' | 'local' | 'all';
}

/** Stops and removes the containers of the project, then its networks, and what else was asked for. */
export async function takeDown(
  compose: Compose,
  project: Project,
  progress: Progress,
  options: DownOptions,
): Promise<void> {
  const { engine } = compose.cli;
  const oneOff = options.removeOrphans ? 'with' : 'without';
  const containers = await listContainers(engine, project.name, { all: true, oneOff });
  const wanted = options.services.length ? withDependents(project, options.services) : undefined;
  const how = { timeout: options.timeout, volumes: options.volumes };
  await inReverseOrder(project, async (name) => {
    if (wanted && !wanted.has(name)) return;
    const own = containers.filter((each) => serviceOf(each) === name);
    await stopAndRemoveAll(compose, own, progress, how, project.services[name]);
  });
  const orphans = options.removeOrphans ? containers.filter(isOrphaned(project)) : [];
  await stopAndRemoveAll(compose, orphans, progress, { ...how, volumes: false });
  const tasks: (() => Promise<void>)[] = [];
  for (const [key, { external }] of Object.entries(project.networks))
    if (!external) tasks.push(() => removeNetwork(compose, project, key, progress));
  if (options.images)
    for (const image of await imagesOf(compose, project, options.images))
      tasks.push(() => removeImage(compose, image, progress));
  if (options.volumes)
    for (const { name, external } of Object.values(project.volumes))
      if (!external) tasks.push(() => removeVolume(compose, name, progress));
  if (containers.length === 0 && tasks.length === 0)
    compose.warn(`Warning: No resource found to remove for project ${JSON.stringify(project.name)}.`);
  await forAll(tasks, (task) => task());
}

function withDependents(project: Project, services: readonly string[]): Set<string> {
  const wanted = new Set(services);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [name, { depends_on = {} }] of Object.entries(project.services))
      if (!wanted.has(name) && Object.keys(depends_on).some((each) => wanted.has(each))) {
        wanted.add(name);
        grew = true;
      }
  }
  return wanted;
}

/** `local` are those that compose built. */
async function imagesOf({ cli }: Compose, project: Project, mode: 'local' | 'all'): Promise<string[]> {
  const found = new Set<string>();
  for (const [name, { image, build }] of Object.entries(project.services)) {
    const reference = imageOf(project, name);
    if (mode === 'local' && image && !build) continue;
    try {
      const { Config } = await cli.engine.get<{ Config?: { Labels?: Record<string, string> | null } }>(
        `/images/${segment(reference)}/json`,
      );
      const built = Config?.Labels?.[LABEL.project] === project.name;
      if (mode === 'all' || built) found.add(/[:@]/.test(reference) ? reference : `${reference}:latest`);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  return [...found];
}

async function removeImage({ cli }: Compose, image: string, progress: Progress): Promise<void> {
  const event = `Image ${image}`;
  progress.event(working(event, 'Removing'));
  try {
    await cli.engine.send('DELETE', `/images/${segment(image)}`);
    progress.event(done(event, 'Removed'));
  } catch (error) {
    if (isConflict(error)) progress.event(warning(event, 'Resource is still in use'));
    else if (isNotFound(error)) progress.event(done(event, 'Warning: No resource found to remove'));
    else throw error;
  }
}
