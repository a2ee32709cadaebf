import type { ContainerSummary } from '../../../engine/api/containers.ts';
import type { Condition, Dependency, Network, Project, Service, Volume } from '../file/types.ts';
import type { Compose } from '../project.ts';
import { isOneOff, listContainers, serviceOf } from './containers.ts';
import { LABEL } from './labels.ts';

/** A project known by its containers, networks and volumes alone: the compose file is not at hand, only `-p NAME`. */
export async function actualProject(compose: Compose, name: string): Promise<Project> {
  const { engine, host } = compose.cli;
  const containers = await listContainers(engine, name, { all: true, oneOff: 'without' });
  const services: Record<string, Service> = {};
  for (const each of containers) if (!isOneOff(each)) services[serviceOf(each)] = serviceFrom(each);
  for (const service of Object.values(services))
    service.depends_on = Object.fromEntries(
      Object.entries(service.depends_on ?? {}).filter(([other]) => other in services),
    );
  const filters = JSON.stringify({ label: { [`${LABEL.project}=${name}`]: true } });
  const networks: Record<string, Network> = {};
  type Labelled = { Name: string; Labels: Record<string, string> };
  for (const each of await engine.get<Labelled[]>('/networks', { filters }))
    networks[each.Labels[LABEL.network]!] = { name: each.Name };
  const volumes: Record<string, Volume> = {};
  for (const each of (await engine.get<{ Volumes: Labelled[] | null }>('/volumes', { filters })).Volumes ?? [])
    if (each.Labels[LABEL.volume]) volumes[each.Labels[LABEL.volume]!] = { name: each.Name };
  return {
    name,
    directory: host.cwd(),
    files: [],
    environment: host.env,
    services,
    disabled: {},
    networks,
    volumes,
    secrets: {},
    configs: {},
    models: {},
    extensions: {},
  };
}

function serviceFrom({ Labels, Image }: ContainerSummary): Service {
  const depends_on: Record<string, Dependency> = {};
  for (const part of (Labels[LABEL.dependencies] ?? '').split(',').filter(Boolean)) {
    const [other, condition = 'service_started', restart = 'false'] = part.split(':') as [string, string?, string?];
    depends_on[other] = { condition: condition as Condition, restart: restart === 'true', required: false };
  }
  return { image: Image, depends_on };
}
