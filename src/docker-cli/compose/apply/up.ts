import type { Project } from '../file/types.ts';
import type { Compose } from '../project.ts';
import type { Progress } from '../show/progress.ts';
import { isOrphaned } from './containers.ts';
import { allContainers, Convergence, type ConvergeOptions, handleOrphans } from './converge.ts';
import { ensureImages, type ImageOptions } from './images.ts';
import { ensureNetworks } from './networks.ts';
import { ensureVolumes } from './volumes.ts';

export interface CreateOptions extends ConvergeOptions, ImageOptions {
  readonly removeOrphans: boolean;
  readonly ignoreOrphans: boolean;
  readonly assumeYes: boolean;
}

export const ordinaryCreation: CreateOptions = {
  services: [],
  recreate: 'diverged',
  recreateDependencies: 'diverged',
  inherit: true,
  forceBuild: false,
  noBuild: false,
  quietPull: false,
  quietBuild: false,
  pull: 'policy',
  removeOrphans: false,
  ignoreOrphans: false,
  assumeYes: false,
};

/** Images, networks, volumes and containers of the project, made or brought up to date; nothing is started. */
export async function createProject(
  compose: Compose,
  project: Project,
  progress: Progress,
  images: ReadonlyMap<string, string>,
  options: CreateOptions,
): Promise<Convergence> {
  if (Object.keys(project.models).length > 0) throw new Error("'models' support requires Docker Model plugin");
  const networks = await ensureNetworks(compose, project, progress);
  const volumes = await ensureVolumes(compose, project, progress, options.assumeYes);
  await compose.flush();
  const containers = await allContainers(compose, project);
  const orphans = containers.filter(isOrphaned(project));
  if (!options.ignoreOrphans) await handleOrphans(compose, orphans, progress, options.removeOrphans);
  for (const { provider } of Object.values(project.services))
    if (provider) throw new Error(`exec: ${JSON.stringify(provider.type)}: executable file not found in $PATH`);
  const convergence = new Convergence(compose, project, progress, { networks, volumes, images }, containers);
  await convergence.apply(options);
  return convergence;
}

export { ensureImages };
