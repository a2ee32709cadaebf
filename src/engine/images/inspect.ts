import { chainIds } from '../../oci/assemble.ts';
import { encodedPart } from '../../oci/digest.ts';
import type { ContainerConfig, Image } from '../../oci/image.ts';
import { familiarString } from '../../oci/reference.ts';
import type { ImageSummary } from '../api/images.ts';
import type { EngineContext } from '../context.ts';
import { rfc3339Nano, ZERO_TIME } from '../time.ts';
import type { StoredImage } from './store.ts';

export function createdAt(image: Image): number {
  const parsed = Date.parse(image.config.created ?? '');
  return Number.isNaN(parsed) ? 0 : parsed;
}

/** Claimed bytes of all its layers. */
export function imageSize(image: Image): number {
  return image.layers.reduce((size, layer) => size + layer.size, 0);
}

/** `GET /images/{name}/json`, member for member as 28.5 writes it. */
export function inspectImage(context: EngineContext, stored: StoredImage) {
  const { image } = stored;
  const { tags, digests } = context.images.references(image.id);
  const { config } = image;
  const extra = config as { docker_version?: string };
  return {
    Id: image.id,
    RepoTags: tags.map(familiarString),
    RepoDigests: digests.map(familiarString),
    Parent: stored.parent ?? '',
    Comment: lastComment(image),
    ...(config.created ? { Created: config.created } : {}),
    DockerVersion: extra.docker_version ?? '',
    Author: config.author ?? '',
    Architecture: config.architecture,
    ...(config.variant ? { Variant: config.variant } : {}),
    Os: config.os,
    Size: imageSize(image),
    GraphDriver: graphDriver(context, image),
    RootFS: { Type: 'layers', ...(image.layers.length > 0 ? { Layers: config.rootfs.diff_ids } : {}) },
    Metadata: { LastTagTime: stored.lastTagged === undefined ? ZERO_TIME : rfc3339Nano(stored.lastTagged) },
    Config: shownConfig(config.config),
  };
}

export function summarize(
  context: EngineContext,
  stored: StoredImage,
  options: { sharedSize?: boolean } = {},
): ImageSummary {
  const { image } = stored;
  const { tags, digests } = context.images.references(image.id);
  return {
    Containers: context.containers.all().filter((container) => container.imageId === image.id).length,
    Created: Math.floor(createdAt(image) / 1000),
    Id: image.id,
    Labels: image.config.config.Labels ? { ...image.config.config.Labels } : null,
    ParentId: stored.parent ?? '',
    RepoDigests: digests.map(familiarString),
    RepoTags: tags.map(familiarString),
    SharedSize: options.sharedSize ? sharedSize(context, image) : -1,
    Size: imageSize(image),
  };
}

/** Bytes of the layers another image has at the same place of its chain. */
function sharedSize(context: EngineContext, image: Image): number {
  const others = context.images
    .all()
    .filter((other) => other.image.id !== image.id)
    .map((other) => other.image.config.rootfs.diff_ids);
  let size = 0;
  image.layers.forEach((layer, depth) => {
    const chain = image.config.rootfs.diff_ids.slice(0, depth + 1);
    if (others.some((ids) => chain.every((id, i) => ids[i] === id))) size += layer.size;
  });
  return size;
}

function lastComment(image: Image): string {
  return image.config.history.at(-1)?.comment ?? '';
}

function graphDriver(context: EngineContext, image: Image) {
  const chain = chainIds(image.config.rootfs.diff_ids, context.platform).map(
    (id) => `/var/lib/docker/overlay2/${encodedPart(id)}`,
  );
  const top = chain.pop();
  if (!top) return { Data: null, Name: 'overlay2' };
  return {
    Data: {
      ...(chain.length > 0
        ? {
            LowerDir: chain
              .reverse()
              .map((path) => `${path}/diff`)
              .join(':'),
          }
        : {}),
      MergedDir: `${top}/merged`,
      UpperDir: `${top}/diff`,
      WorkDir: `${top}/work`,
    },
    Name: 'overlay2',
  };
}

/** Docker's own image config (28 leaves the container-only members out), which goes through a Go map: keys are sorted. */
function shownConfig(config: ContainerConfig) {
  return sortedKeys({
    ...(config.ArgsEscaped ? { ArgsEscaped: true } : {}),
    Cmd: config.Cmd?.length ? config.Cmd : null,
    Entrypoint: config.Entrypoint?.length ? config.Entrypoint : null,
    Env: config.Env ?? null,
    ...(config.ExposedPorts ? { ExposedPorts: config.ExposedPorts } : {}),
    ...(config.Healthcheck ? { Healthcheck: config.Healthcheck } : {}),
    Labels: config.Labels ?? null,
    OnBuild: config.OnBuild ?? null,
    ...(config.Shell ? { Shell: config.Shell } : {}),
    ...(config.StopSignal ? { StopSignal: config.StopSignal } : {}),
    User: config.User ?? '',
    Volumes: config.Volumes ?? null,
    WorkingDir: config.WorkingDir ?? '',
  });
}

function sortedKeys<Value>(value: Value): Value {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortedKeys(inner)])) as Value;
}
