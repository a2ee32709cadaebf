import { segment } from '../../client/client.ts';
import { isConflict, isNotFound } from '../../errors.ts';
import { volumeHash } from '../file/hash.ts';
import type { Project, Volume } from '../file/types.ts';
import type { Compose } from '../project.ts';
import { done, failure, type Progress, warning, working } from '../show/progress.ts';
import { listContainers } from './containers.ts';
import { COMPOSE_VERSION, LABEL } from './labels.ts';
import { removeContainers } from './remove.ts';
import { stopServices } from './stop.ts';

interface VolumeAnswer {
  Name: string;
  Labels: Record<string, string> | null;
}

/** Makes the project's volumes that are not there; answers their names by key (compose's ensureProjectVolumes). */
export async function ensureVolumes(
  compose: Compose,
  project: Project,
  progress: Progress,
  assumeYes: boolean,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const [key, volume] of Object.entries(project.volumes)) {
    await ensureVolume(compose, project, key, progress, assumeYes);
    names.set(key, volume.name);
  }
  return names;
}

async function ensureVolume(
  compose: Compose,
  project: Project,
  key: string,
  progress: Progress,
  assumeYes: boolean,
): Promise<void> {
  const { cli } = compose;
  const volume = project.volumes[key]!;
  let there: VolumeAnswer;
  try {
    there = await cli.engine.get<VolumeAnswer>(`/volumes/${segment(volume.name)}`);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    if (volume.external) throw new Error(`external volume ${JSON.stringify(volume.name)} not found`);
    return createVolume(compose, project, key, volume, progress);
  }
  if (volume.external) return;
  const labels = there.Labels ?? {};
  const owner = labels[LABEL.project];
  const quoted = JSON.stringify(volume.name);
  const advice = 'Use `external: true` to use an existing volume';
  if (owner === undefined)
    compose.warn(`volume ${quoted} already exists but was not created by Docker Compose. ${advice}`);
  else if (owner !== project.name)
    compose.warn(
      `volume ${quoted} already exists but was created for project ${JSON.stringify(owner)} (expected ${JSON.stringify(project.name)}). ${advice}`,
    );
  const hash = labels[LABEL.hash];
  if (hash === undefined || hash === (await volumeHash(volume))) return;
  const question = `Volume ${quoted} exists but doesn't match configuration in compose file. Recreate (data will be lost)?`;
  if (!assumeYes && !(await cli.confirm(question))) return;
  const services = Object.keys(project.services).filter((name) =>
    project.services[name]!.volumes?.some(({ source }) => source === key),
  );
  await stopServices(compose, project, services, progress, {});
  const containers = await listContainers(cli.engine, project.name, { all: true, oneOff: 'without', services });
  await removeContainers(compose, containers, progress, { volumes: false, force: false });
  await cli.engine.send('DELETE', `/volumes/${segment(volume.name)}`, { query: { force: true } });
  await createVolume(compose, project, key, volume, progress);
}

async function createVolume(
  { cli }: Compose,
  project: Project,
  key: string,
  volume: Volume,
  progress: Progress,
): Promise<void> {
  const event = `Volume ${volume.name}`;
  progress.event(working(event, 'Creating'));
  try {
    await cli.engine.send('POST', '/volumes/create', {
      body: {
        Name: volume.name,
        Driver: volume.driver ?? '',
        DriverOpts: volume.driver_opts ?? null,
        Labels: {
          ...volume.labels,
          [LABEL.volume]: key,
          [LABEL.project]: project.name,
          [LABEL.version]: COMPOSE_VERSION,
          [LABEL.hash]: await volumeHash(volume),
        },
      },
    });
  } catch (error) {
    progress.event(failure(event));
    throw error;
  }
  progress.event(done(event, 'Created'));
}

export async function removeVolume({ cli }: Compose, name: string, progress: Progress): Promise<void> {
  const path = `/volumes/${segment(name)}`;
  try {
    await cli.engine.get(path);
  } catch (error) {
    if (isNotFound(error)) return;
    throw error;
  }
  const event = `Volume ${name}`;
  progress.event(working(event, 'Removing'));
  try {
    await cli.engine.send('DELETE', path, { query: { force: true } });
    progress.event(done(event, 'Removed'));
  } catch (error) {
    if (isConflict(error)) progress.event(warning(event, 'Resource is still in use'));
    else if (isNotFound(error)) progress.event(done(event, 'Warning: No resource found to remove'));
    else throw error;
  }
}
