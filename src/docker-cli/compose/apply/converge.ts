import type { ContainerSummary } from '../../../engine/api/containers.ts';
import { segment } from '../../client/client.ts';
import { messageOf } from '../../errors.ts';
import { serviceHash } from '../file/hash.ts';
import { imageOf, type Project, type Service, scaleOf } from '../file/types.ts';
import type { Compose } from '../project.ts';
import { done, failure, type Progress, working } from '../show/progress.ts';
import { forAll } from './all.ts';
import { byName, isOneOff, listContainers, nameOf, numberOf, progressName, serviceOf } from './containers.ts';
import { type Creation, createBody, projectLabels } from './create-body.ts';
import { LABEL } from './labels.ts';
import { inDependencyOrder } from './order.ts';
import { stopAndRemove } from './remove.ts';
import { stopServices } from './stop.ts';

export type Recreate = 'diverged' | 'force' | 'never';

export interface ConvergeOptions {
  /** Services asked for; what they depend on has a strategy of its own. */
  readonly services: readonly string[];
  readonly recreate: Recreate;
  readonly recreateDependencies: Recreate;
  readonly inherit: boolean;
  readonly timeout?: number;
}

export interface World {
  readonly networks: ReadonlyMap<string, string>;
  readonly volumes: ReadonlyMap<string, string>;
  /** The id of the image of each service. */
  readonly images: ReadonlyMap<string, string>;
}

/** Makes the containers of the project what the file says (compose's convergence): creates, recreates, removes; starts none. */
export class Convergence {
  readonly #compose: Compose;
  readonly #project: Project;
  readonly #progress: Progress;
  readonly #world: World;
  readonly #observed = new Map<string, ContainerSummary[]>();

  constructor(
    compose: Compose,
    project: Project,
    progress: Progress,
    world: World,
    containers: readonly ContainerSummary[],
  ) {
    this.#compose = compose;
    this.#project = project;
    this.#progress = progress;
    this.#world = world;
    for (const name of [...Object.keys(project.services), ...Object.keys(project.disabled)])
      this.#observed.set(
        name,
        containers.filter((each) => serviceOf(each) === name && !isOneOff(each)),
      );
  }

  apply(options: ConvergeOptions): Promise<void> {
    return inDependencyOrder(this.#project, (name) =>
      this.#service(name, options.services.includes(name) ? options.recreate : options.recreateDependencies, options),
    );
  }

  /** With `service:x` in place of another service's container resolved. */
  resolved(service: Service): Service {
    const container = (name: string, what: string): ContainerSummary => {
      const found = [...(this.#observed.get(name) ?? [])].sort(byName)[0];
      if (!found) throw new Error(`cannot share ${what} with service ${name}: container missing`);
      return found;
    };
    const shared = (mode: string | undefined, what: string) =>
      mode?.startsWith('service:') ? `container:${container(mode.slice('service:'.length), what).Id}` : mode;
    const result: Service = { ...service };
    if (service.network_mode) result.network_mode = shared(service.network_mode, 'network namespace');
    if (service.ipc) result.ipc = shared(service.ipc, 'IPC namespace');
    if (service.pid) result.pid = shared(service.pid, 'PID namespace');
    if (service.volumes_from)
      result.volumes_from = service.volumes_from.map((spec) => {
        const [first, second] = spec.split(':') as [string, string?];
        return first === 'container' ? second! : container(first, 'volume').Id;
      });
    return result;
  }

  async #service(name: string, recreate: Recreate, options: ConvergeOptions): Promise<void> {
    const service = this.resolved(this.#project.services[name]!);
    const wanted = scaleOf(service);
    if (wanted > 1 && service.container_name)
      throw new Error(
        `WARNING: The ${JSON.stringify(name)} service is using the custom container name ${JSON.stringify(service.container_name)}. Docker requires each container to have a unique name. Remove the custom name to scale the service`,
      );
    const there = this.#observed.get(name) ?? [];
    const obsolete = new Map<string, boolean>();
    for (const each of there) obsolete.set(each.Id, await this.#mustRecreate(name, service, each, recreate));
    // What is up to date stays before what is not, low numbers before high ones.
    const sorted = [...there].sort(
      (a, b) => Number(obsolete.get(a.Id)) - Number(obsolete.get(b.Id)) || numberOf(a) - numberOf(b),
    );
    const next = Math.max(0, ...there.map(numberOf)) + 1;
    const kept = new Map<number, ContainerSummary>();
    const tasks: (() => Promise<void>)[] = [];
    for (const [index, container] of sorted.entries()) {
      if (index >= wanted) {
        const down = { timeout: options.timeout, volumes: false };
        tasks.push(() => stopAndRemove(this.#compose, container, this.#progress, down, service));
      } else if (obsolete.get(container.Id)) {
        await this.#stopDependents(name);
        tasks.push(async () => void kept.set(index, await this.#recreate(name, service, container, options)));
      } else {
        kept.set(index, container);
        if (container.State === 'running') this.#progress.event(done(progressName(container), 'Running'));
        else if (!['created', 'restarting', 'exited'].includes(container.State))
          tasks.push(() => this.#restart(container));
      }
    }
    for (let index = sorted.length; index < wanted; index++) {
      const number = next + index - sorted.length;
      tasks.push(async () => {
        const labels = this.#labels(name);
        const made = { name: containerName(this.#project, name, service, number), number, labels };
        kept.set(
          index,
          await this.create(name, service, { ...made, autoRemove: false, attachStdin: false, aliases: true }),
        );
      });
    }
    await forAll(tasks, (task) => task());
    this.#observed.set(
      name,
      [...kept.entries()].sort(([a], [b]) => a - b).map(([, container]) => container),
    );
  }

  #labels(name: string): Record<string, string> {
    return {
      ...projectLabels(this.#project, name, this.#compose.options.envFiles),
      [LABEL.image]: this.#world.images.get(name) ?? '',
    };
  }

  async #mustRecreate(name: string, service: Service, actual: ContainerSummary, policy: Recreate): Promise<boolean> {
    if (policy !== 'diverged') return policy === 'force';
    if (actual.Labels[LABEL.hash] !== (await serviceHash(service))) return true;
    if ((actual.Labels[LABEL.image] ?? '') !== (this.#world.images.get(name) ?? '')) return true;
    if (actual.State === 'running') {
      const on = Object.values(actual.NetworkSettings.Networks).map(({ NetworkID }) => NetworkID);
      for (const key of Object.keys(service.networks ?? {}))
        if (!on.includes(this.#world.networks.get(key)!)) return true;
    }
    const mounted = actual.Mounts.filter(({ Type }) => Type === 'volume').map(({ Name }) => Name);
    return (service.volumes ?? []).some(
      ({ type, source }) => type === 'volume' && source && !mounted.includes(this.#world.volumes.get(source)),
    );
  }

  async #stopDependents(name: string): Promise<void> {
    const dependents = Object.keys(this.#project.services).filter(
      (each) => this.#project.services[each]!.depends_on?.[name]?.restart,
    );
    if (dependents.length === 0) return;
    await stopServices(this.#compose, this.#project, dependents, this.#progress, {});
    for (const each of dependents)
      this.#observed.set(
        each,
        (this.#observed.get(each) ?? []).map((container) => ({ ...container, State: 'exited' })),
      );
  }

  async create(name: string, service: Service, creation: Creation): Promise<ContainerSummary> {
    const event = `Container ${creation.name}`;
    this.#progress.event(working(event, 'Creating'));
    let created: ContainerSummary;
    try {
      created = await this.#make(name, service, creation);
    } catch (error) {
      this.#progress.event(failure(event, messageOf(error)));
      throw error;
    }
    this.#progress.event(done(event, 'Created'));
    return created;
  }

  async #recreate(
    name: string,
    service: Service,
    replaced: ContainerSummary,
    options: ConvergeOptions,
  ): Promise<ContainerSummary> {
    const event = progressName(replaced);
    this.#progress.event(working(event, 'Recreate'));
    try {
      const number = numberOf(replaced);
      const final = containerName(this.#project, name, service, number);
      const labels = { ...this.#labels(name), [LABEL.replace]: service.container_name ?? `${name}-${number}` };
      const temporary = `${replaced.Id.slice(0, 12)}_${final}`;
      const made = { name: temporary, number, labels, autoRemove: false, attachStdin: false, aliases: true };
      const inherit = options.inherit ? await this.#inheritance(name, replaced) : undefined;
      const created = await this.#make(name, service, { ...made, inherit });
      const { engine } = this.#compose.cli;
      const t = options.timeout === undefined ? undefined : String(options.timeout);
      await engine.send('POST', `/containers/${replaced.Id}/stop`, { query: { t } });
      await engine.send('DELETE', `/containers/${replaced.Id}`);
      await engine.send('POST', `/containers/${created.Id}/rename`, { query: { name: final } });
      this.#progress.event(done(event, 'Recreated'));
      return { ...created, Names: [`/${final}`] };
    } catch (error) {
      this.#progress.event(failure(event, messageOf(error)));
      throw error;
    }
  }

  async #inheritance(name: string, container: ContainerSummary): Promise<NonNullable<Creation['inherit']>> {
    const image = imageOf(this.#project, name);
    const { Config } = await this.#compose.cli.engine.get<{ Config?: { Volumes?: object | null } }>(
      `/images/${segment(image)}/json`,
    );
    return { container, imageVolumes: new Set(Object.keys(Config?.Volumes ?? {})) };
  }

  async #restart(container: ContainerSummary): Promise<void> {
    this.#progress.event(working(progressName(container), 'Restart'));
    await this.#compose.cli.engine.send('POST', `/containers/${container.Id}/start`);
    this.#progress.event(done(progressName(container), 'Restarted'));
  }

  async #make(name: string, service: Service, creation: Creation): Promise<ContainerSummary> {
    const { engine } = this.#compose.cli;
    const query = { name: creation.name, platform: service.platform };
    const body = await createBody(this.#project, name, service, creation);
    const { Id, Warnings } = await engine.post<{ Id: string; Warnings: string[] | null }>(
      '/containers/create',
      query,
      body,
    );
    for (const text of Warnings ?? []) this.#progress.event({ id: name, text, status: 'warning', words: '' });
    const filters = JSON.stringify({ id: { [Id]: true } });
    const [summary] = await engine.get<ContainerSummary[]>('/containers/json', { all: true, filters });
    return summary!;
  }
}

/** `shop-web-1`, or the name the file gives. */
export const containerName = (project: Project, name: string, service: Service, number: number): string =>
  service.container_name ?? `${project.name}-${name}-${number}`;

/** Containers of services the file no longer has, told of or removed. */
export async function handleOrphans(
  compose: Compose,
  orphans: readonly ContainerSummary[],
  progress: Progress,
  remove: boolean,
): Promise<void> {
  if (orphans.length === 0) return;
  if (remove) {
    await forAll(orphans, (each) => stopAndRemove(compose, each, progress, { volumes: false }));
    return;
  }
  compose.warn(
    `Found orphan containers ([${orphans.map(nameOf).join(' ')}]) for this project. If you removed or renamed this service in your compose file, you can run this command with the --remove-orphans flag to clean it up.`,
  );
  await compose.flush();
}

export const allContainers = (compose: Compose, project: Project): Promise<ContainerSummary[]> =>
  listContainers(compose.cli.engine, project.name, { all: true, oneOff: 'with' });
