import type { ContainerSummary } from '../../../engine/api/containers.ts';
import { StatusError } from '../../errors.ts';
import { actualProject } from '../apply/actual.ts';
import { forAll } from '../apply/all.ts';
import { isOneOff, listContainers, nameOf, progressName, serviceOf } from '../apply/containers.ts';
import { takeDown } from '../apply/down.ts';
import { runHooks } from '../apply/hooks.ts';
import { inDependencyOrder } from '../apply/order.ts';
import { removeContainers } from '../apply/remove.ts';
import { startProject } from '../apply/start.ts';
import { stopServices } from '../apply/stop.ts';
import { waitForDependencies } from '../apply/wait.ts';
import { type ComposeCommand, timeoutOf } from '../command.ts';
import { type Project, serviceNames } from '../file/types.ts';
import { type Compose, leaveAside } from '../project.ts';
import { done, failure, working } from '../show/progress.ts';

async function projectOf(compose: Compose, services: readonly string[]): Promise<Project> {
  const { project, name } = await compose.projectOrName(services);
  return project ?? actualProject(compose, name);
}

/** `docker compose start` */
export const start: ComposeCommand = {
  async run(compose, { args }) {
    const project = await projectOf(compose, args);
    if (args.length) withDependencies(project, args);
    await compose.progress('Running', (progress) =>
      startProject(compose, project, progress, { wait: false, waitTimeout: 0 }),
    );
  },
};

function withDependencies(project: Project, services: readonly string[]): void {
  const wanted = new Set<string>();
  const want = (name: string) => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const other of Object.keys(project.services[name]?.depends_on ?? {})) want(other);
  };
  for (const name of services) want(name);
  leaveAside(project, (name) => !wanted.has(name));
}

/** `docker compose stop` */
export const stop: ComposeCommand = {
  async run(compose, { args, flags }) {
    const project = await projectOf(compose, args);
    const services = args.length ? args : serviceNames(project);
    await compose.progress('Stopping', (progress) =>
      stopServices(compose, project, services, progress, { timeout: timeoutOf(flags) }),
    );
  },
};

/** `docker compose restart`: in the order of those dependencies alone that ask for it (`restart: true`). */
export const restart: ComposeCommand = {
  async run(compose, { args, flags }) {
    const project = await projectOf(compose, args);
    const { engine } = compose.cli;
    const containers = await listContainers(engine, project.name, { all: true, oneOff: 'without' });
    for (const [name, service] of Object.entries(project.services)) {
      const kept = Object.entries(service.depends_on ?? {}).filter(([, { restart: also }]) => also);
      project.services[name] = { ...service, depends_on: Object.fromEntries(kept) };
    }
    if (args.length) {
      const wanted = new Set(args);
      if (!flags.bool('no-deps'))
        for (let size = 0; size !== wanted.size; ) {
          size = wanted.size;
          for (const [name, { depends_on = {} }] of Object.entries(project.services))
            if (Object.keys(depends_on).some((each) => wanted.has(each))) wanted.add(name);
        }
      leaveAside(project, (name) => !wanted.has(name));
    }
    const timeout = timeoutOf(flags);
    await compose.progress('Restarting', (progress) =>
      inDependencyOrder(project, async (name) => {
        const service = project.services[name]!;
        await waitForDependencies(compose, project, name, service.depends_on ?? {}, containers, progress);
        await forAll(
          containers.filter((each) => serviceOf(each) === name),
          async (container) => {
            await runHooks(compose, container, service.pre_stop);
            progress.event(working(progressName(container), 'Restarting'));
            const t = timeout === undefined ? undefined : String(timeout);
            await engine.send('POST', `/containers/${container.Id}/restart`, { query: { t } });
            progress.event(done(progressName(container), 'Started'));
            await runHooks(compose, container, service.post_start);
          },
        );
      }),
    );
  },
};

/** `docker compose kill` */
export const kill: ComposeCommand = {
  async run(compose, { args, flags }) {
    const { project: written, name } = await compose.projectOrName(args);
    const { engine } = compose.cli;
    let containers = await listContainers(engine, name, { all: false, oneOff: 'with', services: args });
    const project = written ?? (await actualProject(compose, name));
    if (!flags.bool('remove-orphans')) containers = containers.filter((each) => serviceOf(each) in project.services);
    if (containers.length === 0) {
      await compose.cli.err('no container to kill');
      return;
    }
    const signal = flags.string('signal');
    await each(compose, 'Killing', containers, 'Killing', 'Killed', (container) =>
      engine.send('POST', `/containers/${container.Id}/kill`, { query: { signal } }),
    );
  },
};

/** `docker compose pause` and `unpause`: what runs, and what is paused. */
const pausing = (action: 'pause' | 'unpause', from: string, to: string): ComposeCommand => ({
  async run(compose, { args }) {
    const { name } = await compose.projectOrName(args);
    const { engine } = compose.cli;
    const containers = await listContainers(engine, name, { all: false, oneOff: 'without', services: args });
    const title = action === 'pause' ? 'Pausing' : 'Unpausing';
    const states = action === 'pause' ? ['running', 'paused'] : ['paused', 'running'];
    const wanted = containers.filter(({ State }) => states.includes(State));
    await each(compose, title, wanted, from, to, (container) =>
      engine.send('POST', `/containers/${container.Id}/${action}`),
    );
  },
});

export const pause = pausing('pause', '', 'Paused');
export const unpause = pausing('unpause', '', 'Unpaused');

async function each(
  compose: Compose,
  title: string,
  containers: readonly ContainerSummary[],
  before: string,
  after: string,
  work: (container: ContainerSummary) => Promise<void>,
): Promise<void> {
  await compose.progress(title, (progress) =>
    forAll(containers, async (container) => {
      if (before) progress.event(working(progressName(container), before));
      try {
        await work(container);
      } catch (error) {
        if (before) progress.event(failure(progressName(container), `Error while ${before}`));
        throw error;
      }
      progress.event(done(progressName(container), after));
    }),
  );
}

/** `docker compose rm` */
export const rm: ComposeCommand = {
  async run(compose, { args, flags }) {
    const project = await projectOf(compose, args);
    const { cli } = compose;
    const services = args.length ? args : serviceNames(project);
    if (flags.bool('stop'))
      await compose.progress('Stopping', (progress) => stopServices(compose, project, services, progress, {}));
    const containers = await listContainers(cli.engine, project.name, { all: true, oneOff: 'without', services: args });
    const stopped: ContainerSummary[] = [];
    for (const container of containers)
      if (serviceOf(container) in project.services && !['running', 'paused', 'restarting'].includes(container.State))
        stopped.push(container);
    if (stopped.length === 0) {
      await cli.err('No stopped containers\n');
      return;
    }
    const question = `Going to remove ${stopped.map(nameOf).join(', ')}`;
    if (flags.bool('force')) await cli.out(`${question}\n`);
    else if (!(await cli.confirm(question))) return;
    await compose.progress('Removing', (progress) =>
      removeContainers(compose, stopped, progress, { volumes: flags.bool('volumes'), force: flags.bool('force') }),
    );
  },
};

/** `docker compose wait`: until the containers of the services have ended; the status is that of the last. */
export const wait: ComposeCommand = {
  least: 1,
  dockers: true,
  async run(compose, { args, flags }) {
    const { project, name } = await compose.projectOrName();
    const { cli } = compose;
    const containers = (await listContainers(cli.engine, name, { all: false, oneOff: 'with', services: args })).filter(
      (container) => !isOneOff(container),
    );
    if (containers.length === 0) throw new Error(`no containers for project ${JSON.stringify(name)}`);
    let status = 0;
    await forAll(containers, async ({ Id }) => {
      const { StatusCode } = await cli.engine.post<{ StatusCode: number }>(`/containers/${Id}/wait`);
      await cli.out(`container ${JSON.stringify(Id)} exited with status code ${StatusCode}\n`);
      status = StatusCode;
    });
    if (flags.bool('down-project')) {
      const options = { services: [], removeOrphans: true, volumes: false, images: '' } as const;
      const whole = project ?? (await actualProject(compose, name));
      await compose.progress('Running', (progress) => takeDown(compose, whole, progress, options));
    }
    if (status) throw new StatusError('', status);
  },
};
