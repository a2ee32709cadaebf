import type { Flags } from '../../flags/flags.ts';
import { forAll } from '../apply/all.ts';
import { type BuildFlags, bakeFile } from '../apply/bake.ts';
import { buildServices } from '../apply/build.ts';
import { pullService } from '../apply/images.ts';
import type { ComposeCommand } from '../command.ts';
import { imageOf, type Project, serviceNames } from '../file/types.ts';
import type { Compose } from '../project.ts';

const NOT_SIMULATED = ['check', 'push', 'sbom', 'provenance', 'ssh', 'builder'];

/** `docker compose build` */
export const build: ComposeCommand = {
  async run(compose, { args, flags }) {
    for (const name of NOT_SIMULATED)
      if (flags.changed(name)) throw new Error(`drydock: not simulated: docker compose build --${name}`);
    const project = await compose.project(args, flags.bool('with-dependencies'));
    const services = serviceNames(project).filter((name) => project.services[name]!.build);
    const given = buildFlags(compose, flags);
    if (flags.bool('print')) {
      await compose.cli.out(`${JSON.stringify(bakeFile(project, services, given), null, 2)}\n`);
      return;
    }
    if (services.length === 0) {
      compose.warn('No services to build');
      await compose.flush();
      return;
    }
    await buildServices(compose, project, services, { flags: given, quiet: flags.bool('quiet') });
  },
};

function buildFlags({ cli }: Compose, flags: Flags): BuildFlags {
  const args: Record<string, string> = {};
  for (const text of flags.strings('build-arg')) {
    const equals = text.indexOf('=');
    if (equals >= 0) args[text.slice(0, equals)] = text.slice(equals + 1);
    else if (cli.host.env.has(text)) args[text] = cli.host.env.get(text)!;
  }
  return { args, noCache: flags.bool('no-cache'), pull: flags.bool('pull') };
}

/** `docker compose pull` */
export const pull: ComposeCommand = {
  async run(compose, { args, flags }) {
    const project = await compose.project(args, flags.bool('include-deps'));
    const policy = flags.string('policy');
    await compose.progress('Pulling', (progress) =>
      forAll(firstOfEachImage(project), async (name) => {
        const service = project.services[name]!;
        const skip = (why: string) => progress.event({ id: name, status: 'done', text: 'Skipped', words: why });
        if (!service.image) return skip('No image to be pulled');
        const wanted = policy || service.pull_policy;
        if (wanted === 'never' || wanted === 'build') return skip('');
        if (wanted === 'missing' && (await isThere(compose, service.image)))
          return skip('Image is already present locally');
        if (service.build && flags.bool('ignore-buildable')) return skip('Image can be built');
        try {
          await pullService(compose, project, name, progress, flags.bool('quiet'), Boolean(service.build));
        } catch (error) {
          if (!flags.bool('ignore-pull-failures') && !service.build) throw error;
        }
      }),
    );
  },
};

function firstOfEachImage(project: Project): string[] {
  const seen = new Map<string, string>();
  for (const name of serviceNames(project))
    if (!seen.has(imageOf(project, name))) seen.set(imageOf(project, name), name);
  return [...seen.values()];
}

const isThere = ({ cli }: Compose, image: string): Promise<boolean> =>
  cli.engine.get(`/images/${image}/json`).then(
    () => true,
    () => false,
  );
