import { segment } from '../../client/client.ts';
import { registryAuth } from '../../client/credentials.ts';
import { familiarName, parseReference, withDefaultTag } from '../../client/reference.ts';
import { isNotFound, messageOf } from '../../errors.ts';
import type { JsonMessage } from '../../progress/json-messages.ts';
import { imageOf, type Project, serviceNames } from '../file/types.ts';
import type { Compose } from '../project.ts';
import type { Progress, ProgressEvent } from '../show/progress.ts';
import { forAll } from './all.ts';
import { type BuildFlags, NO_BUILD_FLAGS } from './bake.ts';
import { buildServices } from './build.ts';

export interface ImageOptions {
  /** Builds what has a build, though its image is there. */
  readonly forceBuild: boolean;
  readonly noBuild: boolean;
  readonly quietPull: boolean;
  readonly quietBuild: boolean;
  /** `always`, `missing`, `never` in place of what the file says; `policy` leaves it. */
  readonly pull: string;
  /** Nothing is said of what was built (`run`). */
  readonly untold?: boolean;
}

/** Pulls and builds what is missing; answers the id of each service's image (compose's ensureImagesExists). */
export async function ensureImages(
  compose: Compose,
  project: Project,
  options: ImageOptions,
): Promise<Map<string, string>> {
  const names = serviceNames(project);
  const ids = new Map<string, string>();
  for (const name of names) {
    const id = await imageId(compose, imageOf(project, name));
    if (id) ids.set(name, id);
  }
  const policy = (name: string): string => {
    const service = project.services[name]!;
    if (options.pull !== 'policy') return options.pull;
    if (options.forceBuild && service.build) return 'build';
    return service.pull_policy ?? 'missing';
  };
  const toPull = names.filter((name) => {
    if (!project.services[name]!.image) return false;
    const wanted = policy(name);
    return wanted === 'always' || (wanted === 'missing' && !ids.has(name));
  });
  if (toPull.length) {
    const failed = await pullServices(compose, project, toPull, options);
    for (const name of toPull) {
      const id = failed.has(name) ? undefined : await imageId(compose, imageOf(project, name));
      if (id) ids.set(name, id);
    }
  }
  if (!options.noBuild) {
    const toBuild = names.filter(
      (name) => project.services[name]!.build && (policy(name) === 'build' || !ids.has(name)),
    );
    if (toBuild.length) {
      const built = await buildServices(compose, project, toBuild, {
        flags: NO_BUILD_FLAGS,
        quiet: options.quietBuild,
        untold: options.untold,
      });
      for (const [name, id] of built) ids.set(name, id);
    }
  }
  return ids;
}

/** Builds these services whatever there is. */
export const buildNow = (
  compose: Compose,
  project: Project,
  services: readonly string[],
  flags: BuildFlags,
  quiet: boolean,
): Promise<Map<string, string>> => buildServices(compose, project, services, { flags, quiet });

async function imageId({ cli }: Compose, image: string): Promise<string | undefined> {
  try {
    return (await cli.engine.get<{ Id: string }>(`/images/${segment(image)}/json`)).Id;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw new Error(`unable to get image '${image}': ${messageOf(error)}`);
  }
}

/** Pulls one image a name; answers the services whose pull failed and that can be built instead. */
async function pullServices(
  compose: Compose,
  project: Project,
  services: readonly string[],
  { quietPull, noBuild }: Pick<ImageOptions, 'quietPull' | 'noBuild'>,
): Promise<Set<string>> {
  const failed = new Set<string>();
  const seen = new Map<string, string>();
  for (const name of services) if (!seen.has(imageOf(project, name))) seen.set(imageOf(project, name), name);
  await compose.progress('Running', (progress) =>
    forAll([...seen.values()], async (name) => {
      const buildable = Boolean(project.services[name]!.build) && !noBuild;
      try {
        await pullService(compose, project, name, progress, quietPull, buildable);
      } catch (error) {
        if (!buildable) throw error;
        failed.add(name);
      }
    }),
  );
  return failed;
}

/** Pulls the image of one service, with a line for it and one for each layer. */
export async function pullService(
  { cli }: Compose,
  project: Project,
  name: string,
  progress: Progress,
  quiet: boolean,
  buildable: boolean,
): Promise<void> {
  const event = (status: ProgressEvent['status'], text: string, words = '') =>
    progress.event({ id: name, status, text, words });
  event('working', 'Pulling');
  try {
    const reference = withDefaultTag(parseReference(imageOf(project, name)));
    const messages = cli.engine.messages<JsonMessage>('POST', '/images/create', {
      query: {
        fromImage: familiarName(reference),
        tag: reference.digest ?? reference.tag,
        platform: project.services[name]!.platform,
      },
      headers: registryAuth(cli, reference.domain),
    });
    for await (const message of messages) {
      if (message.errorDetail || message.error) throw new Error(message.errorDetail?.message ?? message.error);
      if (quiet || !message.id || !message.progressDetail) continue;
      progress.event(layerEvent(message, name));
    }
  } catch (error) {
    const reason = messageOf(error).replace(/^Error response from daemon: /, '');
    event(buildable ? 'warning' : 'error', buildable ? 'Warning' : 'Error', reason);
    throw error;
  }
  event('done', 'Pulled');
}

const FINISHED = new Set(['Download complete', 'Already exists', 'Pull complete']);

function layerEvent({ id, status = '', progressDetail }: JsonMessage, parent: string): ProgressEvent {
  const { current = 0, total = 0 } = progressDetail ?? {};
  const share =
    total > 0
      ? `[${'='.repeat(Math.floor((current / total) * 50))}>${' '.repeat(50 - Math.floor((current / total) * 50))}]`
      : '';
  return { id: id!, parent, text: status, status: FINISHED.has(status) ? 'done' : 'working', words: share };
}
