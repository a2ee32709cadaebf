import { segment } from '../../client/client.ts';
import { isNotFound, messageOf } from '../../errors.ts';
import { networkHash } from '../file/hash.ts';
import { isMapping } from '../file/tree.ts';
import type { Network, Project } from '../file/types.ts';
import type { Compose } from '../project.ts';
import { done, failure, type Progress, warning, working } from '../show/progress.ts';
import { listContainers } from './containers.ts';
import { COMPOSE_VERSION, LABEL } from './labels.ts';
import { stopServices } from './stop.ts';

interface NetworkAnswer {
  Id: string;
  Name: string;
  Labels: Record<string, string> | null;
  Containers?: Record<string, object>;
}

/** Makes the project's networks that are not there; answers their ids by key (compose's ensureNetworks). */
export async function ensureNetworks(
  compose: Compose,
  project: Project,
  progress: Progress,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const [key, network] of Object.entries(project.networks))
    ids.set(
      key,
      network.external ? await externalNetwork(compose, network) : await ownNetwork(compose, project, key, progress),
    );
  return ids;
}

async function externalNetwork({ cli }: Compose, { name }: Network): Promise<string> {
  const found = await named(cli.engine.get<NetworkAnswer[]>('/networks', nameFilter(name)), name);
  if (found.length === 0) throw new Error(`network ${name} declared as external, but could not be found`);
  return found[0]!.Id;
}

const nameFilter = (name: string) => ({ filters: JSON.stringify({ name: { [name]: true } }) });

/** The filter finds parts of names too. */
const named = async (answer: Promise<NetworkAnswer[]>, name: string): Promise<NetworkAnswer[]> =>
  (await answer).filter(({ Name, Id }) => Name === name || Id === name);

async function ownNetwork(compose: Compose, project: Project, key: string, progress: Progress): Promise<string> {
  const { engine } = compose.cli;
  const network = project.networks[key]!;
  const { name } = network;
  const hash = await networkHash(network);
  const [there] = await named(engine.get<NetworkAnswer[]>('/networks', nameFilter(name)), name);
  if (there) {
    const labels = there.Labels ?? {};
    const advice = 'Set `external: true` to use an existing network';
    if (!(LABEL.project in labels))
      compose.warn(`a network with name ${name} exists but was not created by compose.\n${advice}`);
    else if (labels[LABEL.project] !== project.name)
      compose.warn(
        `a network with name ${name} exists but was not created for project ${JSON.stringify(project.name)}.\n${advice}`,
      );
    if (labels[LABEL.network] !== key)
      throw new Error(
        `network ${name} was found but has incorrect label ${LABEL.network} set to ${JSON.stringify(labels[LABEL.network] ?? '')} (expected: ${JSON.stringify(key)})`,
      );
    if (!labels[LABEL.hash] || labels[LABEL.hash] === hash) return there.Id;
  }
  const detached = there ? await removeDiverged(compose, project, key, progress) : [];
  const event = `Network ${name}`;
  progress.event(working(event, 'Creating'));
  const ipam = isMapping(network.ipam) && (network.ipam.driver || network.ipam.config?.length);
  let Id: string;
  try {
    ({ Id } = await engine.post<{ Id: string }>(
      '/networks/create',
      {},
      {
        Name: name,
        Driver: network.driver ?? '',
        Internal: network.internal ?? false,
        Attachable: network.attachable ?? false,
        Options: network.driver_opts ?? null,
        EnableIPv4: network.enable_ipv4,
        EnableIPv6: network.enable_ipv6,
        IPAM: ipam ? { Driver: network.ipam!.driver ?? '', Config: (network.ipam!.config ?? []).map(pool) } : null,
        Labels: {
          ...network.labels,
          [LABEL.network]: key,
          [LABEL.project]: project.name,
          [LABEL.version]: COMPOSE_VERSION,
          [LABEL.hash]: hash,
        },
      },
    ));
  } catch (error) {
    progress.event(failure(event));
    throw new Error(`failed to create network ${name}: ${messageOf(error)}`);
  }
  progress.event(done(event, 'Created'));
  for (const container of detached)
    await engine.send('POST', `/networks/${segment(name)}/connect`, { body: { Container: container } });
  return Id;
}

const pool = (from: { subnet?: string; gateway?: string; ip_range?: string; aux_addresses?: object }): object => ({
  ...(from.subnet && { Subnet: from.subnet }),
  ...(from.ip_range && { IPRange: from.ip_range }),
  ...(from.gateway && { Gateway: from.gateway }),
  ...(from.aux_addresses && { AuxiliaryAddresses: from.aux_addresses }),
});

/** A network of another shape goes, and who was on it waits for the new one. */
async function removeDiverged(compose: Compose, project: Project, key: string, progress: Progress): Promise<string[]> {
  const { engine } = compose.cli;
  const { name } = project.networks[key]!;
  const services = Object.keys(project.services).filter((each) => key in (project.services[each]!.networks ?? {}));
  await stopServices(compose, project, services, progress, {});
  const containers = await listContainers(engine, project.name, { all: true, oneOff: 'without', services });
  for (const { Id } of containers)
    await engine.send('POST', `/networks/${segment(name)}/disconnect`, { body: { Container: Id, Force: true } });
  await engine.send('DELETE', `/networks/${segment(name)}`);
  progress.event(done(`Network ${name}`, 'Removed'));
  return containers.map(({ Id }) => Id);
}

/** Removes a network of the project, unless somebody else is on it. */
export async function removeNetwork(
  compose: Compose,
  project: Project,
  key: string,
  progress: Progress,
): Promise<void> {
  const { engine } = compose.cli;
  const { name } = project.networks[key]!;
  const label = { [`${LABEL.project}=${project.name}`]: true, [`${LABEL.network}=${key}`]: true };
  const found = await engine.get<NetworkAnswer[]>('/networks', { filters: JSON.stringify({ label }) });
  if (found.length === 0) return;
  const event = `Network ${name}`;
  progress.event(working(event, 'Removing'));
  let seen = false;
  for (const { Id, Name } of found) {
    if (Name !== name) continue;
    try {
      const { Containers = {} } = await engine.get<NetworkAnswer>(`/networks/${Id}`);
      seen = true;
      if (Object.keys(Containers).length) {
        progress.event(warning(event, 'Resource is still in use'));
        continue;
      }
      await engine.send('DELETE', `/networks/${Id}`);
      progress.event(done(event, 'Removed'));
    } catch (error) {
      if (isNotFound(error)) continue;
      progress.event(failure(event));
      throw new Error(`failed to remove network ${name}: ${messageOf(error)}`);
    }
  }
  if (!seen) progress.event(warning(event, 'No resource found to remove'));
}
