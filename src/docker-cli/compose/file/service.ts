import { cleanPath, resolvePath } from '../../client/paths.ts';
import { parsePublish } from '../../opts/ports.ts';
import {
  BIND_FIELDS,
  BUILD_FIELDS,
  DEPENDENCY_FIELDS,
  DEPLOY_FIELDS,
  ENDPOINT_FIELDS,
  HEALTHCHECK_FIELDS,
  LIMIT_FIELDS,
  MOUNT_FIELDS,
  ordered,
  PORT_FIELDS,
  REFERENCE_FIELDS,
  SERVICE_FIELDS,
} from './fields.ts';
import {
  canonicalBlockIo,
  canonicalDevelop,
  canonicalDeviceRequest,
  canonicalGpus,
  canonicalProvider,
} from './hardware.ts';
import { parseMount } from './mounts.ts';
import { isExtension, isMapping, type Mapping, type Tree } from './tree.ts';
import type {
  Build,
  Dependency,
  Deploy,
  FileReference,
  Healthcheck,
  Hook,
  Mount,
  Port,
  Service,
  ServiceNetwork,
} from './types.ts';
import { bytes, duration, number, pairs, shown, sorted, text, textPairs, texts, truth } from './values.ts';
import { shellWords } from './words.ts';

/** Where relative paths begin, what `~` is, and the variables around. */
export interface Surroundings {
  readonly directory: string;
  readonly home: string;
  readonly environment: ReadonlyMap<string, string>;
}

export function hostPath(path: string, { directory, home }: Surroundings): string {
  if (path === '~' || path.startsWith('~/')) return cleanPath(home + path.slice(1));
  return resolvePath(directory, path);
}

/** A service in canonical form, paths made absolute; `env_file` is read by whoever has the files. */
export function canonicalService(name: string, from: Mapping, around: Surroundings): Service {
  const at = (key: string) => `services.${name}.${key}`;
  const dependencies = canonicalDependencies(from);
  const service: Record<string, unknown> = {
    ...plainMembers(from),
    annotations: nonEmpty(textPairs(from.annotations, at('annotations'))),
    attach: truth(from.attach),
    build: canonicalBuild(from.build, at('build'), around),
    blkio_config: canonicalBlockIo(from.blkio_config, at('blkio_config')),
    command: command(from.command),
    configs: references(from.configs),
    depends_on: nonEmpty(dependencies),
    develop: canonicalDevelop(from.develop, around),
    deploy: canonicalDeploy(from.deploy, at('deploy')),
    devices: list(from.devices)?.map(device),
    dns: texts(from.dns),
    dns_search: texts(from.dns_search),
    entrypoint: command(from.entrypoint),
    environment: nonEmpty(resolved(pairs(from.environment, at('environment')), around.environment, true)),
    env_file: undefined,
    expose: texts(from.expose),
    extends: undefined,
    extra_hosts: extraHosts(from.extra_hosts),
    gpus: canonicalGpus(from.gpus, at('gpus')),
    group_add: texts(from.group_add),
    healthcheck: canonicalHealthcheck(from.healthcheck, at('healthcheck')),
    labels: nonEmpty(textPairs(from.labels, at('labels'))),
    logging: logging(from.logging),
    mem_limit: bytes(from.mem_limit, at('mem_limit')),
    mem_reservation: bytes(from.mem_reservation, at('mem_reservation')),
    memswap_limit: bytes(from.memswap_limit, at('memswap_limit')),
    cpus: number(from.cpus),
    models: isMapping(from.models)
      ? from.models
      : nonEmpty(Object.fromEntries((list(from.models) ?? []).map((name) => [shown(name), null]))),
    networks: canonicalNetworks(from),
    ports: list(from.ports)?.flatMap((port) => canonicalPorts(port)),
    provider: canonicalProvider(from.provider),
    pull_policy: from.pull_policy === 'if_not_present' ? 'missing' : text(from.pull_policy),
    secrets: references(from.secrets)?.map((reference) => ({ ...reference, target: secretTarget(reference) })),
    shm_size: bytes(from.shm_size, at('shm_size')),
    stop_grace_period: duration(from.stop_grace_period, at('stop_grace_period')),
    sysctls: nonEmpty(textPairs(from.sysctls, at('sysctls'))),
    tmpfs: texts(from.tmpfs),
    volumes: list(from.volumes)?.map((mount, index) => canonicalMount(mount, `${at('volumes')}.[${index}]`, around)),
    post_start: list(from.post_start)?.map((hook) => canonicalHook(hook, at('post_start'), around)),
    pre_stop: list(from.pre_stop)?.map((hook) => canonicalHook(hook, at('pre_stop'), around)),
  };
  return ordered(service, SERVICE_FIELDS);
}

/** Members that are what they are; a value that is `null` says nothing. */
const plainMembers = (from: Mapping): Mapping =>
  Object.fromEntries(Object.entries(from).filter(([, value]) => value !== null));

const list = (value: Tree | undefined): Tree[] | undefined => (Array.isArray(value) ? value : undefined);

const nonEmpty = <T extends object>(map: T): T | undefined => (Object.keys(map).length ? map : undefined);

/** A value that is not given is taken from around, or kept as one that is to be unset. */
export function resolved(
  given: Record<string, string | null>,
  around: ReadonlyMap<string, string>,
  keep: boolean,
): Record<string, string | null> {
  const found: Record<string, string | null> = {};
  for (const [key, value] of Object.entries(given)) {
    const known = value ?? around.get(key) ?? null;
    if (known !== null || keep) found[key] = known;
  }
  return found;
}

function command(value: Tree | undefined): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? value.map(shown) : shellWords(shown(value));
}

const isRemote = (context: string): boolean =>
  /^(https?:|git@|git:|ssh:|github\.com\/|docker-image:|service:|oci-layout:)/.test(context);

function canonicalBuild(value: Tree | undefined, path: string, around: Surroundings): Build | undefined {
  if (value === undefined || value === null) return undefined;
  const from: Mapping = isMapping(value) ? value : { context: value };
  const context = shown(from.context ?? '.');
  const contexts = textPairs(from.additional_contexts, `${path}.additional_contexts`);
  for (const [name, where] of Object.entries(contexts)) if (!isRemote(where)) contexts[name] = hostPath(where, around);
  return ordered<Build>(
    {
      ...plainMembers(from),
      context: isRemote(context) ? context : hostPath(context, around),
      dockerfile: from.dockerfile ?? (from.dockerfile_inline === undefined ? 'Dockerfile' : undefined),
      args: nonEmpty(resolved(pairs(from.args, `${path}.args`), around.environment, false)),
      labels: nonEmpty(textPairs(from.labels, `${path}.labels`)),
      additional_contexts: nonEmpty(contexts),
      extra_hosts: extraHosts(from.extra_hosts),
      secrets: references(from.secrets),
      shm_size: bytes(from.shm_size, `${path}.shm_size`),
      no_cache: truth(from.no_cache),
      pull: truth(from.pull),
    },
    BUILD_FIELDS,
  );
}

function canonicalDependencies(from: Mapping): Record<string, Dependency> {
  const found: Record<string, Dependency> = {};
  const add = (name: string, restart: boolean) => {
    found[name] ??= ordered<Dependency>({ condition: 'service_started', restart, required: true }, DEPENDENCY_FIELDS);
  };
  if (Array.isArray(from.depends_on)) for (const name of from.depends_on) add(shown(name), false);
  else if (isMapping(from.depends_on))
    for (const [name, value] of Object.entries(from.depends_on))
      if (isMapping(value))
        found[name] = ordered<Dependency>(
          { ...value, restart: truth(value.restart), required: truth(value.required) ?? true },
          DEPENDENCY_FIELDS,
        );
  for (const link of list(from.links) ?? []) add(shown(link).split(':')[0]!, true);
  for (const namespace of ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
    const mode = text(from[namespace]);
    if (mode?.startsWith('service:')) add(mode.slice('service:'.length), true);
  }
  for (const volumes of list(from.volumes_from) ?? [])
    if (!shown(volumes).startsWith('container:')) add(shown(volumes).split(':')[0]!, false);
  return sorted(found);
}

function canonicalDeploy(value: Tree | undefined, path: string): Deploy | undefined {
  if (!isMapping(value)) return undefined;
  const limits = (part: string): object | undefined => {
    const from = isMapping(value.resources) ? value.resources[part] : undefined;
    if (!isMapping(from)) return undefined;
    const memory = bytes(from.memory, `${path}.resources.${part}.memory`);
    const devices = list(from.devices)?.map((device) =>
      canonicalDeviceRequest(device, `${path}.resources.${part}.devices`),
    );
    return ordered({ ...from, cpus: number(from.cpus), memory, pids: number(from.pids), devices }, LIMIT_FIELDS);
  };
  const resources = isMapping(value.resources)
    ? ordered<object>({ limits: limits('limits'), reservations: limits('reservations') }, ['limits', 'reservations'])
    : undefined;
  return ordered<Deploy>(
    { ...plainMembers(value), labels: nonEmpty(textPairs(value.labels, `${path}.labels`)), resources },
    DEPLOY_FIELDS,
  );
}

function device(value: Tree): object {
  const fields = ['source', 'target', 'permissions'];
  if (isMapping(value)) return ordered({ permissions: 'rwm', target: value.source, ...value }, fields);
  const [source, target = source, permissions = 'rwm'] = shown(value).split(':');
  return { source, target, permissions };
}

function extraHosts(value: Tree | undefined): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  const found: [string, string][] = [];
  if (Array.isArray(value))
    for (const item of value) {
      const [, host, address] = /^([^=:]+)[=:](.*)$/.exec(shown(item)) ?? [];
      if (host === undefined) throw new Error(`invalid additional host, missing IP: ${shown(item)}`);
      found.push([host, address!]);
    }
  else if (isMapping(value))
    for (const [host, addresses] of Object.entries(value))
      for (const address of texts(addresses) ?? []) found.push([host, address]);
  return found.map(([host, address]) => `${host}=${address.replace(/^\[(.*)\]$/, '$1')}`).sort();
}

function canonicalHealthcheck(value: Tree | undefined, path: string): Healthcheck | undefined {
  if (!isMapping(value)) return undefined;
  return ordered<Healthcheck>(
    {
      ...plainMembers(value),
      test: Array.isArray(value.test)
        ? value.test.map(shown)
        : value.test === undefined || value.test === null
          ? undefined
          : ['CMD-SHELL', shown(value.test)],
      timeout: duration(value.timeout, `${path}.timeout`),
      interval: duration(value.interval, `${path}.interval`),
      start_period: duration(value.start_period, `${path}.start_period`),
      start_interval: duration(value.start_interval, `${path}.start_interval`),
      retries: number(value.retries),
    },
    HEALTHCHECK_FIELDS,
  );
}

function logging(value: Tree | undefined): Service['logging'] {
  if (!isMapping(value)) return undefined;
  return ordered({ ...value, options: nonEmpty(textPairs(value.options, '')) }, ['driver', 'options']);
}

function canonicalNetworks(from: Mapping): Record<string, ServiceNetwork | null> | undefined {
  const { networks } = from;
  const found: Record<string, ServiceNetwork | null> = {};
  if (Array.isArray(networks)) for (const name of networks) found[shown(name)] = null;
  else if (isMapping(networks))
    for (const [name, value] of Object.entries(networks))
      found[name] = isMapping(value)
        ? ordered<ServiceNetwork>(
            { ...value, driver_opts: nonEmpty(textPairs(value.driver_opts, '')) },
            ENDPOINT_FIELDS,
          )
        : null;
  if (Object.keys(found).length) return sorted(found);
  return from.network_mode === undefined && !from.provider ? { default: null } : undefined;
}

function canonicalPorts(value: Tree): Port[] {
  if (isMapping(value)) {
    const { protocol = 'tcp', mode = 'ingress' } = value;
    const published = text(value.published);
    return [ordered<Port>({ ...value, mode, protocol, target: number(value.target), published }, PORT_FIELDS)];
  }
  const { bindings } = parsePublish([shown(value)]);
  return Object.keys(bindings)
    .sort()
    .flatMap((port) => {
      const [target, protocol] = port.split('/') as [string, string];
      return bindings[port]!.map(({ HostIp, HostPort }) =>
        ordered<Port>(
          { mode: 'ingress', host_ip: HostIp, target: Number(target), published: HostPort, protocol },
          PORT_FIELDS,
        ),
      );
    });
}

function references(value: Tree | undefined): FileReference[] | undefined {
  return list(value)?.map((item) =>
    isMapping(item)
      ? ordered<FileReference>(
          { ...item, mode: item.mode === undefined ? undefined : octal(item.mode) },
          REFERENCE_FIELDS,
        )
      : { source: shown(item) },
  );
}

const octal = (mode: Tree): string =>
  `0${(typeof mode === 'number' ? mode : Number.parseInt(shown(mode), 8)).toString(8)}`;

const secretTarget = ({ source, target }: FileReference): string =>
  target?.startsWith('/') ? target : `/run/secrets/${target ?? source}`;

function canonicalMount(value: Tree, path: string, around: Surroundings): Mount {
  let mount: Mount;
  if (isMapping(value)) {
    if (typeof value.target !== 'string') throw new Error(`service volume ${path} is missing a mount target`);
    mount = { ...(value as unknown as Mount) };
    if (mount.tmpfs?.size !== undefined)
      mount.tmpfs = { ...mount.tmpfs, size: bytes(mount.tmpfs.size, `${path}.tmpfs.size`) };
  } else mount = parseMount(shown(value));
  if (mount.type === 'bind' && mount.source) mount.source = hostPath(mount.source, around);
  if (mount.bind) mount.bind = ordered(mount.bind, BIND_FIELDS);
  mount.target = cleanPath(mount.target);
  return ordered(mount, MOUNT_FIELDS);
}

function canonicalHook(value: Tree, path: string, { environment }: Surroundings): Hook {
  const from = value as Mapping;
  return ordered<Hook>(
    {
      command: command(from.command) ?? [],
      user: text(from.user),
      privileged: truth(from.privileged),
      working_dir: text(from.working_dir),
      environment: nonEmpty(resolved(pairs(from.environment, path), environment, true)),
    },
    ['command', 'user', 'privileged', 'working_dir', 'environment'],
  );
}

/** Extensions of the file itself. */
export const extensionsOf = (tree: Mapping): Record<string, Tree> =>
  sorted(
    Object.fromEntries(
      Object.entries(tree)
        .filter(([key]) => isExtension(key))
        .map(([key, value]) => [key, inOrder(value)]),
    ),
  );

/** Mappings by name, as what has no fields of its own is written out. */
const inOrder = (tree: Tree): Tree => {
  if (Array.isArray(tree)) return tree.map(inOrder);
  if (!isMapping(tree)) return tree;
  return sorted(Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, inOrder(value)])));
};
