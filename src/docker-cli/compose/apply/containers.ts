import type { ContainerSummary } from '../../../engine/api/containers.ts';
import type { EngineClient } from '../../client/client.ts';
import type { Project } from '../file/types.ts';
import { LABEL } from './labels.ts';

export type OneOff = 'with' | 'without' | 'only';

/** The containers of a project, as the engine lists them. */
export async function listContainers(
  engine: EngineClient,
  project: string,
  options: { all: boolean; oneOff: OneOff; services?: readonly string[]; number?: number },
): Promise<ContainerSummary[]> {
  const { all, oneOff, services = [], number } = options;
  const label = [`${LABEL.project}=${project}`, LABEL.hash];
  if (services.length === 1) label.push(`${LABEL.service}=${services[0]}`);
  if (oneOff !== 'with') label.push(`${LABEL.oneoff}=${oneOff === 'only' ? 'True' : 'False'}`);
  if (number) label.push(`${LABEL.number}=${number}`);
  const filters = JSON.stringify({ label: Object.fromEntries(label.map((each) => [each, true])) });
  const found = await engine.get<ContainerSummary[]>('/containers/json', { all, filters });
  return services.length > 1 ? found.filter((each) => services.includes(serviceOf(each))) : found;
}

export const serviceOf = ({ Labels }: ContainerSummary): string => Labels[LABEL.service] ?? '';
export const numberOf = ({ Labels }: ContainerSummary): number => Number(Labels[LABEL.number] ?? 0);
export const isOneOff = ({ Labels }: ContainerSummary): boolean => Labels[LABEL.oneoff] === 'True';

/** Without the slash, and not a name by which a link knows it. */
export const nameOf = ({ Names, Id }: ContainerSummary): string =>
  (Names.find((name) => name.lastIndexOf('/') === 0) ?? Id).replace(/^\//, '');

export const progressName = (container: ContainerSummary): string => `Container ${nameOf(container)}`;

/** `web-1` of `shop-web-1`: how logs call a container. */
export function shortName(container: ContainerSummary): string {
  const name = nameOf(container);
  const { Labels } = container;
  const usual = [Labels[LABEL.project], Labels[LABEL.service], Labels[LABEL.number]].join('-');
  return name === usual ? name.slice((Labels[LABEL.project] ?? '').length + 1) : name;
}

export const byName = (a: ContainerSummary, b: ContainerSummary): number => (nameOf(a) < nameOf(b) ? -1 : 1);

/** Left over by a service that is no longer in the file, or by `run` when it has ended. */
export const isOrphaned =
  (project: Project) =>
  (container: ContainerSummary): boolean => {
    if (isOneOff(container)) return ['exited', 'dead'].includes(container.State);
    const service = serviceOf(container);
    return !(service in project.services) && !(service in project.disabled);
  };

/** The container of a service that `exec`, `port`, `cp` mean: the first, or the one with that number. */
export async function containerOf(
  engine: EngineClient,
  project: string,
  service: string,
  options: { number: number; all: boolean; oneOff: OneOff },
): Promise<ContainerSummary> {
  const found = await listContainers(engine, project, { ...options, services: [service] });
  if (found.length === 0)
    throw new Error(
      `service ${JSON.stringify(service)} is not running${options.number > 0 ? ` container #${options.number}` : ''}`,
    );
  return found.sort((a, b) => Number(isOneOff(a)) - Number(isOneOff(b)) || numberOf(a) - numberOf(b))[0]!;
}
