import type { Flags } from '../../flags/flags.ts';
import { ensureImages } from '../apply/images.ts';
import { startProject } from '../apply/start.ts';
import { createProject } from '../apply/up.ts';
import { upAttached } from '../attached/up-attached.ts';
import type { ComposeCommand } from '../command.ts';
import { type Project, serviceNames } from '../file/types.ts';
import { noSuchService } from '../project.ts';
import { LogConsumer } from '../show/log-consumer.ts';
import { applyScale, creationOf, setScale } from './create-options.ts';

/** `docker compose up` */
export const up: ComposeCommand = {
  async run(compose, { args, flags }) {
    checkFlags(flags);
    const options = creationOf(compose, flags, args);
    if (options.ignoreOrphans && options.removeOrphans)
      throw new Error('cannot combine COMPOSE_IGNORE_ORPHANS and --remove-orphans');
    const project = await compose.project(args, !flags.bool('no-deps'));
    const from = flags.string('exit-code-from');
    if (from && !(from in project.services) && !(from in project.disabled))
      throw new Error(`${noSuchService(from).message}: not found`);
    if (serviceNames(project).length === 0) throw new Error('no service selected');
    applyScale(project, flags.strings('scale'));
    const images = await ensureImages(compose, project, options);
    const creation = { ...options, services: args.length ? args : serviceNames(project) };
    const wait = flags.bool('wait');
    const detached = flags.bool('detach') || wait;
    const start = { wait, waitTimeout: flags.number('wait-timeout') };
    await compose.progress(flags.bool('no-start') ? 'Creating' : 'Running', async (progress) => {
      await createProject(compose, project, progress, images, creation);
      if (detached && !flags.bool('no-start')) await startProject(compose, project, progress, start);
    });
    if (detached || flags.bool('no-start')) return 0;
    const consumer = new LogConsumer(compose.cli, {
      colour: compose.ansi && !flags.bool('no-color'),
      prefix: !flags.bool('no-log-prefix'),
      timestamps: flags.bool('timestamps'),
    });
    const exitCodeFrom = flags.string('exit-code-from');
    return upAttached(compose, project, consumer, {
      services: args,
      attach: attachTo(project, flags, args),
      abortOn: flags.bool('abort-on-container-failure')
        ? 'failure'
        : flags.bool('abort-on-container-exit') || exitCodeFrom
          ? 'exit'
          : undefined,
      exitCodeFrom,
      timeout: options.timeout,
    });
  },
};

function checkFlags(flags: Flags): void {
  if (flags.bool('watch')) throw new Error('drydock: not simulated: docker compose up --watch');
  if (flags.bool('menu')) throw new Error('drydock: not simulated: docker compose up --menu');
  const stop =
    flags.bool('abort-on-container-exit') ||
    (flags.string('exit-code-from') !== '' && !flags.bool('abort-on-container-failure'));
  const fail = flags.bool('abort-on-container-failure');
  const dependencies = flags.bool('attach-dependencies');
  const attach = flags.strings('attach').length > 0;
  if (stop && fail) throw new Error('--abort-on-container-failure cannot be combined with --abort-on-container-exit');
  if (flags.bool('wait') && (dependencies || stop || attach))
    throw new Error('--wait cannot be combined with --abort-on-container-exit, --attach or --attach-dependencies');
  if ((flags.bool('detach') || flags.bool('wait')) && (dependencies || stop || fail || attach))
    throw new Error(
      `${flags.bool('wait') ? '--wait' : '--detach'} cannot be combined with --abort-on-container-exit, --abort-on-container-failure, --attach, --attach-dependencies or --watch`,
    );
  if (attach && dependencies) throw new Error('cannot combine --attach and --attach-dependencies');
}

/** Whose output is shown: those asked for, without those whose file says `attach: false`. */
function attachTo(project: Project, flags: Flags, services: readonly string[]): string[] {
  const asked = flags.strings('attach');
  const unknown = asked.filter((name) => !(name in project.services));
  if (unknown.length) throw new Error(`cannot attach to services not included in up: ${unknown.join(', ')}`);
  const launched = services.length && !flags.bool('attach-dependencies') ? services : serviceNames(project);
  const wanted = asked.length ? asked : launched.filter((name) => project.services[name]?.attach !== false);
  return wanted.filter((name) => !flags.strings('no-attach').includes(name));
}

/** `docker compose create` */
export const create: ComposeCommand = {
  async run(compose, { args, flags }) {
    const options = creationOf(compose, flags, args);
    const project = await compose.project(args);
    applyScale(project, flags.strings('scale'));
    const images = await ensureImages(compose, project, options);
    const creation = { ...options, services: args.length ? args : serviceNames(project) };
    await compose.progress('Creating', async (progress) => {
      await createProject(compose, project, progress, images, creation);
    });
  },
};

/** `docker compose scale` */
export const scale: ComposeCommand = {
  least: 1,
  async run(compose, { args, flags }) {
    const wanted = args.map((text) => {
      const parts = text.split('=');
      if (parts.length !== 2) throw new Error(`invalid scale specifier: ${text}`);
      return parts as [string, string];
    });
    const services = wanted.map(([name]) => name);
    const project = await compose.project(services, !flags.bool('no-deps'));
    for (const [name, count] of wanted) setScale(project, name, count);
    const options = creationOf(compose, flags, services);
    const images = await ensureImages(compose, project, options);
    await compose.progress('Running', async (progress) => {
      await createProject(compose, project, progress, images, options);
      await startProject(compose, project, progress, { wait: false, waitTimeout: 0 });
    });
  },
};
