import { start as dockerStart } from '../../commands/container/start.ts';
import { isNotFound } from '../../errors.ts';
import type { Flags } from '../../flags/flags.ts';
import { readKeyValueFile, toMap } from '../../opts/env.ts';
import { parsePublish } from '../../opts/ports.ts';
import { allContainers, Convergence } from '../apply/converge.ts';
import { projectLabels } from '../apply/create-body.ts';
import { ensureImages } from '../apply/images.ts';
import { injectFiles } from '../apply/injected-files.ts';
import { LABEL } from '../apply/labels.ts';
import { ensureNetworks } from '../apply/networks.ts';
import { startProject } from '../apply/start.ts';
import { createProject } from '../apply/up.ts';
import { waitForDependencies } from '../apply/wait.ts';
import type { ComposeCommand } from '../command.ts';
import { delegate } from '../delegate.ts';
import { parseMount } from '../file/mounts.ts';
import { hostPath } from '../file/service.ts';
import type { Port, Project, Service } from '../file/types.ts';
import { sorted } from '../file/values.ts';
import { shellWords } from '../file/words.ts';
import { type Compose, leaveAside } from '../project.ts';
import { creationOf } from './create-options.ts';

/** `docker compose run`: a container of its own for one command, beside those of the service (compose's run.go). */
export const run: ComposeCommand = {
  least: 1,
  interspersed: false,
  hidden: [{ name: 'tty', shorthand: 't', type: 'bool', usage: 'Allocate a pseudo-TTY (default true)' }],
  async run(compose, { args, flags }) {
    const [name, ...command] = args as [string, ...string[]];
    if (flags.strings('publish').length && flags.bool('service-ports'))
      throw new Error('--service-ports and --publish are incompatible');
    const { cli } = compose;
    const project = await compose.project([name], !flags.bool('no-deps'));
    const options = creationOf(compose, flags, []);
    const tty = ttyWanted(compose, flags);
    const detach = flags.bool('detach');
    const images = await startOthers(compose, project, name, flags);
    const service = withRunFlags(compose, project, project.services[name]!, flags, command, tty);
    project.services[name] = service;
    if (flags.bool('interactive') && tty && !detach && !cli.host.stdin.isTerminal)
      throw new Error('the input device is not a TTY');
    for (const [other, id] of await ensureImages(compose, project, { ...options, untold: true })) images.set(other, id);
    const slug = [...cli.host.random(32)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const containerName = flags.string('name') || `${project.name}-${name}-run-${slug.slice(0, 12)}`;
    const quiet = { event: () => {} };
    const containers = await allContainers(compose, project);
    const networks = await ensureNetworks(compose, project, quiet);
    if (!flags.bool('no-deps'))
      await waitForDependencies(compose, project, name, service.depends_on ?? {}, containers, quiet);
    const convergence = new Convergence(compose, project, quiet, { networks, volumes: new Map(), images }, containers);
    const { Id } = await convergence.create(
      name,
      { ...convergence.resolved(service), container_name: containerName },
      {
        name: containerName,
        labels: {
          ...projectLabels(project, name, compose.options.envFiles),
          [LABEL.image]: images.get(name) ?? '',
          [LABEL.slug]: slug,
          [LABEL.oneoff]: 'True',
        },
        autoRemove: flags.bool('rm'),
        attachStdin: flags.bool('interactive'),
        aliases: flags.bool('use-aliases'),
      },
    );
    await injectFiles(compose, project, name, Id);
    if (detach) {
      await cli.engine.send('POST', `/containers/${Id}/start`);
      await cli.out(`${Id}\n`);
      return 0;
    }
    const words = ['--attach', ...(flags.bool('interactive') ? ['--interactive'] : []), Id];
    try {
      const status = await delegate(cli, 'container start', dockerStart, words);
      // The error that carries the status has no words, and is printed all the same.
      if (status) await cli.err('\n');
      return status;
    } catch (error) {
      if (isNotFound(error) && flags.bool('rm')) return 0;
      throw error;
    }
  },
};

function ttyWanted({ cli }: Compose, flags: Flags): boolean {
  if (flags.changed('tty')) {
    if (flags.changed('no-TTY')) throw new Error("--tty and --no-TTY can't be used together");
    return flags.bool('tty');
  }
  if (flags.changed('no-TTY')) return !flags.bool('no-TTY');
  // What is piped in has no terminal to be on.
  if (!flags.changed('interactive') && !cli.host.stdin.isTerminal) return false;
  return cli.host.stdout.isTerminal;
}

/** Networks, volumes and all that the service depends on; answers the images found. */
async function startOthers(
  compose: Compose,
  project: Project,
  name: string,
  flags: Flags,
): Promise<Map<string, string>> {
  const options = creationOf(compose, flags, []);
  const service = project.services[name]!;
  const others: Project = { ...project, services: { ...project.services }, disabled: { ...project.disabled } };
  leaveAside(others, (each) => each === name || flags.bool('no-deps'));
  const images = await ensureImages(compose, others, options);
  const names = Object.keys(others.services);
  await compose.progress('Creating', (progress) =>
    createProject(compose, others, progress, images, { ...options, services: names }).then(() => {}),
  );
  if (names.length)
    await compose.progress('Running', (progress) =>
      startProject(compose, others, progress, { wait: false, waitTimeout: 0 }),
    );
  project.services[name] = service;
  return images;
}

function withRunFlags(
  { cli }: Compose,
  project: Project,
  from: Service,
  flags: Flags,
  command: readonly string[],
  tty: boolean,
): Service {
  const service: Service = { ...from, tty, stdin_open: flags.bool('interactive'), scale: 1, restart: undefined };
  if (service.deploy) service.deploy = { ...service.deploy, restart_policy: undefined };
  if (!flags.bool('service-ports')) service.ports = ports(flags.strings('publish'));
  if (command.length) service.command = [...command];
  if (flags.string('user')) service.user = flags.string('user');
  if (flags.string('workdir')) service.working_dir = flags.string('workdir');
  if (flags.changed('entrypoint')) {
    service.entrypoint = shellWords(flags.string('entrypoint'));
    if (command.length === 0) service.command = [];
  }
  const capabilities = { add: flags.strings('cap-add'), drop: flags.strings('cap-drop') };
  if (capabilities.add.length || capabilities.drop.length) {
    service.cap_add = [...(service.cap_add ?? []), ...capabilities.add].filter(
      (each) => !capabilities.drop.includes(each),
    );
    service.cap_drop = [...(service.cap_drop ?? []), ...capabilities.drop].filter(
      (each) => !capabilities.add.includes(each),
    );
  }
  const lines = flags
    .strings('env-from-file')
    .flatMap((file) => readKeyValueFile(cli.host, file, (key) => project.environment.get(key)));
  const environment: Record<string, string | null> = { ...service.environment, ...toMap(lines) };
  for (const text of flags.strings('env')) {
    const equals = text.indexOf('=');
    if (equals >= 0) environment[text.slice(0, equals)] = text.slice(equals + 1);
    else if (project.environment.has(text)) environment[text] = project.environment.get(text)!;
  }
  service.environment = sorted(environment);
  for (const text of flags.strings('label')) {
    const equals = text.indexOf('=');
    if (equals < 0) throw new Error('label must be set as KEY=VALUE');
    service.labels = { ...service.labels, [text.slice(0, equals)]: text.slice(equals + 1) };
  }
  const around = {
    directory: cli.host.cwd(),
    home: cli.host.env.get('HOME') ?? '/root',
    environment: project.environment,
  };
  for (const spec of flags.strings('volume')) {
    const mount = parseMount(spec);
    if (mount.type === 'bind') mount.source = hostPath(mount.source!, around);
    service.volumes = [...(service.volumes ?? []).filter(({ target }) => target !== mount.target), mount];
  }
  return service;
}

function ports(specs: readonly string[]): Port[] | undefined {
  if (specs.length === 0) return undefined;
  const { bindings } = parsePublish(specs);
  return Object.entries(bindings).flatMap(([port, published]) => {
    const [target, protocol] = port.split('/') as [string, string];
    return published.map(({ HostIp, HostPort }) => ({
      mode: 'ingress',
      host_ip: HostIp,
      target: Number(target),
      published: HostPort,
      protocol,
    }));
  });
}
