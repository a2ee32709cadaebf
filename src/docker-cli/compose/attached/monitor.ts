import type { ContainerSummary } from '../../../engine/api/containers.ts';
import { isNotFound } from '../../errors.ts';
import { listContainers, serviceOf } from '../apply/containers.ts';
import { LABEL } from '../apply/labels.ts';
import type { Compose } from '../project.ts';

/** Something became of a container of the project. */
export interface ContainerEvent {
  readonly kind: 'created' | 'recreated' | 'started' | 'exited';
  readonly id: string;
  readonly service: string;
  /** As logs call it. */
  readonly source: string;
  readonly exitCode: number;
  /** It will be, or was, started again by itself. */
  readonly restarting: boolean;
  readonly replaces: string;
}

interface EngineEvent {
  Action: string;
  Actor: { ID: string; Attributes: Record<string, string> };
}

/** Tells of the containers of a project until none of them is left, or `closed` (compose's monitor). */
export async function watchContainers(
  compose: Compose,
  project: string,
  services: readonly string[],
  closed: Promise<void>,
  listener: (event: ContainerEvent) => void,
  ready: (containers: readonly ContainerSummary[]) => void = () => {},
): Promise<void> {
  const { engine } = compose.cli;
  const minds = (service: string) => services.length === 0 || services.includes(service);
  const filters = JSON.stringify({
    type: { container: true },
    label: { [`${LABEL.project}=${project}`]: true },
  });
  let end = () => {};
  const over = Promise.race([closed, new Promise<void>((resolve) => (end = resolve))]);
  const response = await engine.request('GET', '/events', { query: { filters }, closed: over });
  const alive = new Set<string>();
  const there = await listContainers(engine, project, { all: true, oneOff: 'without' });
  for (const container of there) if (minds(serviceOf(container))) alive.add(container.Id);
  ready(there);
  const restarting = new Set<string>();
  if (alive.size === 0) return end();
  for await (const { Action, Actor } of eventsOf(response.body)) {
    const { Attributes: labels, ID: id } = Actor;
    const service = labels[LABEL.service] ?? '';
    if (!minds(service)) continue;
    const tell = (kind: ContainerEvent['kind'], again = false) =>
      listener({
        kind,
        id,
        service,
        source: sourceOf(project, labels),
        exitCode: Number(labels.exitCode ?? 0),
        restarting: again,
        replaces: labels[LABEL.replace] ?? '',
      });
    if (Action === 'create') {
      alive.add(id);
      tell(LABEL.replace in labels ? 'recreated' : 'created');
    } else if (Action === 'start') {
      tell('started', restarting.has(id));
      alive.add(id);
    } else if (Action === 'die') {
      const again = await comesBack(compose, id);
      if (again) restarting.add(id);
      else alive.delete(id);
      tell('exited', again);
    }
    if (alive.size === 0) break;
  }
  end();
}

async function* eventsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<EngineEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as EngineEvent;
  }
}

async function comesBack({ cli }: Compose, id: string): Promise<boolean> {
  try {
    const { State } = await cli.engine.get<{ State: { Restarting: boolean; Running: boolean } }>(
      `/containers/${id}/json`,
    );
    return State.Restarting || State.Running;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

function sourceOf(project: string, labels: Readonly<Record<string, string>>): string {
  const name = labels.name ?? '';
  const usual = [project, labels[LABEL.service], labels[LABEL.number]].join('-');
  return name === usual ? name.slice(project.length + 1) : name;
}
