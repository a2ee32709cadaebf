import type { ContainerSummary } from '../api/containers.ts';
import type { EngineContext } from '../context.ts';
import { badParameter } from '../errors.ts';
import { Filters } from '../http/filters.ts';
import type { Query } from '../http/query.ts';
import { unixSeconds } from '../time.ts';
import type { Container } from './container.ts';
import { rootSize, shownMount } from './inspect.ts';
import { portSummaries, statusText } from './status.ts';

const ACCEPTED = [
  'ancestor',
  'before',
  'exited',
  'expose',
  'health',
  'id',
  'is-task',
  'isolation',
  'label',
  'name',
  'network',
  'publish',
  'since',
  'status',
  'volume',
];
const STATES = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'];
const HEALTH = ['none', 'starting', 'healthy', 'unhealthy'];

/** `GET /containers/json`: newest first. */
export function listContainers(context: EngineContext, query: Query): ContainerSummary[] {
  const filters = new Filters(query, ACCEPTED);
  checkValues(filters);
  const limit = query.number('limit') ?? 0;
  const all =
    query.flag('all') ||
    limit > 0 ||
    filters.has('status') ||
    filters.has('before') ||
    filters.has('since') ||
    filters.has('exited');
  // No container here belongs to a swarm's task.
  const tasksOnly = filters.boolean('is-task') === true;
  const accept = acceptor(context, filters);
  const newestFirst = context.containers.all().sort((a, b) => b.created - a.created);
  const shown = newestFirst.filter((container) => !tasksOnly && (all || isUp(container)) && accept(container));
  const rows = limit > 0 ? shown.slice(0, limit) : shown;
  return rows.map((container) => summaryOf(context, container, query.flag('size')));
}

export function summaryOf(context: EngineContext, container: Container, withSize: boolean): ContainerSummary {
  const upper = withSize ? container.overlay.upperSize() : 0;
  return {
    Id: container.id,
    Names: [`/${container.name}`],
    Image: shownImage(context, container),
    ImageID: container.imageId,
    Command: commandText(container),
    Created: unixSeconds(container.created),
    Ports: portSummaries(container),
    ...(withSize ? { ...(upper > 0 ? { SizeRw: upper } : {}), SizeRootFs: rootSize(container) } : {}),
    Labels: container.config.Labels,
    State: container.status,
    Status: statusText(container, context.platform.now()),
    HostConfig: { NetworkMode: container.hostConfig.NetworkMode },
    NetworkSettings: {
      Networks: Object.fromEntries(
        [...container.endpoints].map(([name, settings]) => [name, { ...settings, Aliases: null, DNSNames: null }]),
      ),
    },
    Mounts: container.mounts.map(shownMount),
  };
}

/** The name it was created with while that still means its image, else the image's id. */
function shownImage(context: EngineContext, container: Container): string {
  try {
    return context.images.find(container.config.Image)?.image.id === container.imageId
      ? container.config.Image
      : container.imageId;
  } catch {
    return container.imageId;
  }
}

function commandText(container: Container): string {
  const words = container.args.map((word) => (word.includes(' ') ? `'${word}'` : word));
  return [container.path, ...words].join(' ');
}

function acceptor(context: EngineContext, filters: Filters): (container: Container) => boolean {
  const moment = (name: string) => {
    const [text] = filters.get(name);
    return text === undefined ? undefined : context.containers.resolve(text);
  };
  const before = moment('before');
  const since = moment('since');
  const ancestors = filters.get('ancestor').flatMap((text) => ancestorIds(context, text));
  const volumes = filters.get('volume');
  const networks = filters.get('network').map((text) => context.networks.find(text)?.name ?? text);
  const ports = (name: string) => filters.get(name).flatMap((text) => portRange(name, text));
  const published = ports('publish');
  const exposed = ports('expose');
  return (container) =>
    (!filters.has('id') || filters.get('id').some((id) => container.id.startsWith(id))) &&
    (!filters.has('name') || filters.match('name', container.name, `/${container.name}`)) &&
    filters.labels(container.config.Labels) &&
    filters.exact('status', container.status) &&
    (!filters.has('health') || filters.get('health').includes(container.health?.status ?? 'none')) &&
    (!filters.has('exited') ||
      (container.status === 'exited' && filters.get('exited').includes(String(container.exitCode)))) &&
    (!before || container.created < before.created) &&
    (!since || container.created > since.created) &&
    (!filters.has('ancestor') || ancestors.includes(container.imageId)) &&
    (volumes.length === 0 ||
      container.mounts.some(
        (mount) =>
          volumes.includes(mount.Name ?? '') || volumes.includes(mount.Destination) || volumes.includes(mount.Source),
      )) &&
    (networks.length === 0 || networks.some((name) => container.endpoints.has(name))) &&
    (published.length === 0 ||
      Object.entries(container.sandbox?.ports ?? {}).some(([port, bindings]) =>
        bindings?.some(({ HostPort }) => published.includes(`${HostPort}/${port.split('/')[1]}`)),
      )) &&
    (exposed.length === 0 || Object.keys(container.config.ExposedPorts ?? {}).some((port) => exposed.includes(port)));
}

/** The image and everything committed from it; BuildKit's images have no parents, so they are not found this way. */
function ancestorIds(context: EngineContext, text: string): string[] {
  const image = context.images.find(text)?.image;
  if (!image) return [];
  const ids: string[] = [image.id];
  for (let i = 0; i < ids.length; i++) {
    ids.push(
      ...context.images
        .all()
        .filter((stored) => stored.parent === ids[i])
        .map((stored) => stored.image.id),
    );
  }
  return ids;
}

function portRange(name: string, text: string): string[] {
  const fail = (why: string) => badParameter(`error while looking up for ${name} ${text}: ${why}`);
  const [range = '', protocol = 'tcp'] = text.split('/');
  if (range === '') throw fail('Empty string specified for ports.');
  const [first = '', last = first] = range.split('-');
  for (const number of [first, last]) {
    const why = `strconv.ParseUint: parsing ${JSON.stringify(number)}`;
    if (!/^\d+$/.test(number)) throw fail(`${why}: invalid syntax`);
    if (Number(number) > 65535) throw fail(`${why}: value out of range`);
  }
  if (Number(last) < Number(first)) throw fail(`Invalid range specified for the Port: ${range}`);
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => `${Number(first) + i}/${protocol}`);
}

function checkValues(filters: Filters): void {
  for (const status of filters.get('status')) {
    if (!STATES.includes(status)) {
      throw badParameter(
        `invalid filter 'status=${status}': invalid value for state (${status}): must be one of ${STATES.join(', ')}`,
      );
    }
  }
  for (const health of filters.get('health')) {
    if (!HEALTH.includes(health)) {
      throw badParameter(
        `invalid filter 'health=${health}': invalid value for health (${health}): must be one of ${HEALTH.join(', ')}`,
      );
    }
  }
  for (const code of filters.get('exited')) {
    if (!/^-?\d+$/.test(code))
      throw badParameter(
        `invalid filter 'exited=${code}': strconv.Atoi: parsing ${JSON.stringify(code)}: invalid syntax`,
      );
  }
}

function isUp(container: Container): boolean {
  return container.running !== undefined || container.status === 'restarting';
}
