import { createImage } from '../../oci/assemble.ts';
import type { ContainerConfig, Image, Layer } from '../../oci/image.ts';
import { createLayer } from '../../oci/layer.ts';
import { familiarString, type Reference } from '../../oci/reference.ts';
import type { Container } from '../containers/container.ts';
import { logEvent } from '../containers/events.ts';
import type { EngineContext } from '../context.ts';
import { systemError } from '../errors.ts';
import { rfc3339Nano } from '../time.ts';
import { applyChanges } from './config-changes.ts';
import { imageEvent } from './events.ts';
import { tagImage } from './tag.ts';

export interface CommitOptions {
  readonly author: string;
  readonly comment: string;
  readonly changes: readonly string[];
  readonly pause: boolean;
  readonly reference: Reference | undefined;
  /** Replaces the container's configuration member by member. */
  readonly config: Partial<ContainerConfig>;
}

/** `POST /commit`: the image with the container's writable layer on top. */
export async function commitContainer(
  context: EngineContext,
  container: Container,
  options: CommitOptions,
): Promise<Image> {
  const parent = context.images.get(container.imageId)?.image;
  if (!parent) throw systemError(`No such image: ${container.imageId}`);
  const config = await applyChanges(configOf(container, options.config), options.changes);
  const run = container.running;
  const freeze = options.pause && run && !container.paused;
  if (freeze) context.kernel.setFrozen(run.namespaces.pid, true);
  const changes = container.overlay.changeSet();
  if (freeze) context.kernel.setFrozen(run.namespaces.pid, false);
  const layers: Layer[] = [...parent.layers];
  // An unchanged container still gets a layer: moby commits the empty one.
  layers.push(createLayer(changes, context.platform));
  const created = rfc3339Nano(context.platform.now());
  const history = {
    created,
    author: options.author || undefined,
    created_by: (container.config.Cmd ?? []).join(' '),
    comment: options.comment || undefined,
  };
  const image = createImage(
    {
      created,
      author: options.author || undefined,
      architecture: parent.config.architecture,
      variant: parent.config.variant,
      os: parent.config.os,
      config,
      history: [...parent.config.history, history],
    },
    layers,
    context.platform,
  );
  context.images.add(image, { parent: parent.id });
  imageEvent(context, 'create', image.id);
  if (options.reference) tagImage(context, image.id, options.reference);
  logEvent(context, container, 'commit', {
    comment: options.comment,
    imageID: image.id,
    imageRef: options.reference ? familiarString(options.reference) : '',
  });
  return image;
}

function configOf(container: Container, given: Partial<ContainerConfig>): ContainerConfig {
  const own = container.config;
  return {
    User: given.User || own.User,
    ExposedPorts: { ...own.ExposedPorts, ...given.ExposedPorts },
    Env: given.Env ?? own.Env ?? undefined,
    Entrypoint: given.Entrypoint ?? own.Entrypoint ?? undefined,
    Cmd: given.Cmd ?? own.Cmd ?? undefined,
    Volumes: { ...own.Volumes, ...given.Volumes },
    WorkingDir: given.WorkingDir || own.WorkingDir,
    Labels: { ...own.Labels, ...given.Labels },
    StopSignal: own.StopSignal,
    Healthcheck: own.Healthcheck,
    OnBuild: own.OnBuild ?? undefined,
    Shell: own.Shell,
  };
}
