/** The layer descriptions of Docker before 1.10, which `docker save` still puts among the blobs. */
import type { Platform } from '../../kernel/platform.ts';
import { chainIds } from '../assemble.ts';
import { digestOf, encodedPart } from '../digest.ts';
import type { ContainerConfig, Digest, Image } from '../image.ts';
import { goJsonBytes, goMap, omitEmpty } from '../json.ts';

/** One JSON per layer, bottom first, as moby's tarexport writes them. */
export function legacyLayers(image: Image, platform: Platform): Uint8Array[] {
  const { config } = image;
  const chain = chainIds(config.rootfs.diff_ids, platform);
  let parent: Digest | undefined;
  return chain.map((chainId, i) => {
    const isTop = i === chain.length - 1;
    const described = isTop
      ? {
          created: config.created,
          container_config: containerConfig({}),
          author: omitEmpty(config.author),
          config: containerConfig(config.config),
          architecture: config.architecture,
          variant: omitEmpty(config.variant),
        }
      : { created: '1970-01-01T00:00:00Z', container_config: containerConfig({}) };
    // The id is the digest of what the layer says of itself, its ChainID and its parent; `os` joins after that.
    const os = isTop ? { os: config.os } : {};
    const id = digestOf(
      goJsonBytes(goMap({ ...described, ...os, layer_id: chainId, ...(parent && { parent }) })),
      platform,
    );
    const bytes = goJsonBytes({
      id: encodedPart(id),
      parent: parent && encodedPart(parent),
      ...described,
      os: config.os,
    });
    parent = id;
    return bytes;
  });
}

/** Docker's container.Config with all the members Go does not omit. */
function containerConfig(config: ContainerConfig) {
  return {
    Hostname: '',
    Domainname: '',
    User: config.User ?? '',
    AttachStdin: false,
    AttachStdout: false,
    AttachStderr: false,
    ExposedPorts: config.ExposedPorts && omitEmpty(goMap(config.ExposedPorts)),
    Tty: false,
    OpenStdin: false,
    StdinOnce: false,
    Env: config.Env ?? null,
    Cmd: config.Cmd ?? null,
    Healthcheck: config.Healthcheck,
    ArgsEscaped: omitEmpty(config.ArgsEscaped),
    Image: '',
    Volumes: config.Volumes ? goMap(config.Volumes) : null,
    WorkingDir: config.WorkingDir ?? '',
    Entrypoint: config.Entrypoint ?? null,
    OnBuild: config.OnBuild ?? null,
    Labels: config.Labels ? goMap(config.Labels) : null,
    StopSignal: omitEmpty(config.StopSignal),
    Shell: omitEmpty(config.Shell),
  };
}
