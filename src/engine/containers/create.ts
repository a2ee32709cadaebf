import type { Image } from '../../oci/image.ts';
import type { ContainerConfig, CreateContainerBody, HealthConfig, HostConfig } from '../api/containers.ts';
import type { EndpointSettings } from '../api/networks.ts';
import type { EngineContext } from '../context.ts';
import { badParameter, messageOf } from '../errors.ts';
import { randomId, shortId } from '../ids.ts';
import { checkPlatform } from '../images/platform-asked.ts';
import { randomName } from '../names/generator.ts';
import { completeEndpoint } from '../networks/endpoint-settings.ts';
import type { Container } from './container.ts';
import { mergeImageEnv } from './environment.ts';
import { containerAttributes } from './events.ts';
import { completeHostConfig } from './host-config.ts';
import { checkLinks } from './links.ts';
import { LogFile } from './log-file.ts';
import { cleanPath } from './mount-parser.ts';
import { fillVolumes, inheritedMounts, planMounts, realizeMounts } from './mounts.ts';
import { resolveNamespaces } from './namespaces.ts';
import { checkAddress } from './networking.ts';
import { makeDirectories, withInitLayer } from './rootfs.ts';
import { Stdio } from './stdio.ts';
import { checkConfig, checkHostConfig, checkNetworkMode } from './validate.ts';

/** `POST /containers/create`: everything is checked before anything is made, so a refusal leaves nothing behind. */
export function createContainer(
  context: EngineContext,
  body: CreateContainerBody | undefined,
  name: string,
  platform: string,
): { container: Container; warnings: string[] } {
  if (!body) throw badParameter('config cannot be empty in order to create a container');
  const discarded = discardUnsupported(body);
  const hostConfig = completeHostConfig(body.HostConfig ?? {});
  checkNetworkMode(body);
  checkConfig(body);
  checkHostConfig(hostConfig, body.HostConfig ?? {});
  const { image } = context.images.resolve(body.Image ?? '');
  checkPlatform(body.Image ?? '', image, platform);
  const id = randomId(context.platform);
  const config = mergeConfig(body, image, id, hostConfig);
  const [path, ...args] = [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
  if (path === undefined) throw badParameter('no command specified');
  const finalName = name === '' ? freshName(context) : name.replace(/^\//, '');
  context.containers.checkName(finalName);
  resolveNamespaces(context, hostConfig);
  checkLinks(context, hostConfig);
  const planned = planMounts(context, hostConfig, config.Volumes);
  const inherited = inheritedMounts(context, hostConfig);
  const endpoints = planEndpoints(context, body, hostConfig);
  const now = context.platform.now();
  const lower = withInitLayer(image.root, now);
  const overlay = context.kernel.createOverlay(lower);
  if (config.WorkingDir !== '')
    makeDirectories(context.kernel.createMountNamespace(overlay).files(), config.WorkingDir);
  const mounts = realizeMounts(context, id, planned, inherited);
  try {
    fillVolumes(context, id, overlay, mounts);
  } catch (error) {
    releaseVolumes(context, id, mounts);
    throw error;
  }
  const container: Container = {
    id,
    name: finalName,
    created: now,
    path,
    args,
    imageId: image.id,
    config,
    hostConfig,
    layers: image.layers,
    lower,
    overlay,
    mounts,
    endpoints,
    log: new LogFile(context.platform, hostConfig.LogConfig.Type),
    stdio: new Stdio(),
    execIds: new Set(),
    status: 'created',
    paused: false,
    exitCode: 0,
    outOfMemory: false,
    error: '',
    startedAt: undefined,
    finishedAt: undefined,
    restartCount: 0,
    manuallyStopped: false,
    cancelRestart: undefined,
    hasBeenStarted: false,
    running: undefined,
    sandbox: undefined,
    health: undefined,
    waiters: new Set(),
  };
  context.containers.add(container);
  context.events.emit('container', 'create', id, containerAttributes(container));
  if (hostConfig.NetworkMode === 'host' && Object.keys(hostConfig.PortBindings ?? {}).length > 0)
    discarded.push('Published ports are discarded when using host network mode');
  return { container, warnings: discarded };
}

/** What the kernel cannot do is left out, and said (moby: verifyPlatformContainerResources). */
function discardUnsupported(body: CreateContainerBody): string[] {
  if (!body.HostConfig?.BlkioWeight) return [];
  body.HostConfig.BlkioWeight = 0;
  return ['Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.'];
}

function releaseVolumes(context: EngineContext, id: string, mounts: Container['mounts']): void {
  for (const mount of mounts) {
    if (!mount.Name) continue;
    context.volumes.release(mount.Name, id);
    const unused = context.volumes.users(mount.Name).length === 0;
    if (mount.anonymous && unused) context.volumes.remove(mount.Name);
  }
}

/** The image's configuration under the request's (moby: image.go merge). */
function mergeConfig(body: CreateContainerBody, image: Image, id: string, hostConfig: HostConfig): ContainerConfig {
  const base = image.config.config;
  let entrypoint = body.Entrypoint ?? null;
  let cmd = body.Cmd ?? null;
  if ((entrypoint?.length ?? 0) === 0) {
    if ((cmd?.length ?? 0) === 0) cmd = base.Cmd ? [...base.Cmd] : null;
    if (entrypoint === null) entrypoint = base.Entrypoint ? [...base.Entrypoint] : null;
  }
  // `--entrypoint ""` asks for none.
  if (entrypoint?.length === 1 && entrypoint[0] === '') entrypoint = null;
  const exposed = { ...base.ExposedPorts, ...body.ExposedPorts };
  for (const port of Object.keys(hostConfig.PortBindings ?? {})) exposed[port] ??= {};
  const volumes = { ...base.Volumes, ...body.Volumes };
  const healthcheck = withoutZeros(mergeHealth(body.Healthcheck, base.Healthcheck as HealthConfig | undefined));
  const workingDir = body.WorkingDir || base.WorkingDir || '';
  if (workingDir !== '' && !workingDir.startsWith('/')) {
    throw badParameter(`the working directory '${workingDir}' is invalid, it needs to be an absolute path`);
  }
  const sharesHostNames = hostConfig.NetworkMode === 'host';
  const config: ContainerConfig = {
    Hostname: body.Hostname || (sharesHostNames ? 'docker-desktop' : shortId(id)),
    Domainname: body.Domainname ?? '',
    User: body.User || base.User || '',
    AttachStdin: body.AttachStdin ?? false,
    AttachStdout: body.AttachStdout ?? false,
    AttachStderr: body.AttachStderr ?? false,
    ExposedPorts: Object.keys(exposed).length > 0 ? exposed : undefined,
    Tty: body.Tty ?? false,
    OpenStdin: body.OpenStdin ?? false,
    StdinOnce: body.StdinOnce ?? false,
    Env: mergeImageEnv(body.Env ?? [], base.Env ?? []),
    Cmd: cmd,
    Healthcheck: healthcheck,
    ArgsEscaped: undefined,
    Image: body.Image ?? '',
    Volumes: Object.keys(volumes).length > 0 ? volumes : null,
    WorkingDir: workingDir === '' ? '' : cleanPath(workingDir),
    Entrypoint: entrypoint,
    NetworkDisabled: body.NetworkDisabled || undefined,
    MacAddress: body.MacAddress || undefined,
    OnBuild: base.OnBuild ? [...base.OnBuild] : null,
    Labels: { ...base.Labels, ...body.Labels },
    StopSignal: body.StopSignal || base.StopSignal || undefined,
    StopTimeout: body.StopTimeout,
    Shell: base.Shell ? [...base.Shell] : undefined,
  };
  return config;
}

/** Durations that were not set are not written (Go's omitempty). */
function withoutZeros(health: HealthConfig | undefined): HealthConfig | undefined {
  return health && (Object.fromEntries(Object.entries(health).filter(([, value]) => value)) as HealthConfig);
}

function mergeHealth(own: HealthConfig | undefined, base: HealthConfig | undefined): HealthConfig | undefined {
  if (!own || Object.keys(own).length === 0) return base;
  if (!base) return own;
  return {
    Test: own.Test?.length ? own.Test : base.Test,
    Interval: own.Interval || base.Interval,
    Timeout: own.Timeout || base.Timeout,
    StartPeriod: own.StartPeriod || base.StartPeriod,
    StartInterval: own.StartInterval || base.StartInterval,
    Retries: own.Retries || base.Retries,
  };
}

/** Networks the container will join, by name. One that does not exist is only missed at start, as with moby. */
function planEndpoints(
  context: EngineContext,
  body: CreateContainerBody,
  hostConfig: HostConfig,
): Map<string, EndpointSettings> {
  const endpoints = new Map<string, EndpointSettings>();
  const given = body.NetworkingConfig?.EndpointsConfig ?? {};
  const mode = hostConfig.NetworkMode;
  if (mode.startsWith('container:')) return endpoints;
  for (const [name, settings] of Object.entries(given)) {
    const network = context.networks.find(name === 'default' ? 'bridge' : name);
    if (network) checkEndpoint(network.name, () => checkAddress(network, settings));
    endpoints.set(network?.name ?? name, completeEndpoint(settings));
  }
  const main = context.networks.find(mode)?.name ?? mode;
  if (!endpoints.has(main)) endpoints.set(main, completeEndpoint(undefined));
  return endpoints;
}

function checkEndpoint(name: string, check: () => void): void {
  const prefix = `invalid config for network ${name}: `;
  try {
    check();
  } catch (error) {
    const text = messageOf(error);
    throw badParameter(text.startsWith(prefix) ? text : prefix + text);
  }
}

function freshName(context: EngineContext): string {
  for (let retry = 0; ; retry++) {
    const name = randomName(context.platform, retry);
    if (!context.containers.byName(name)) return name;
  }
}
