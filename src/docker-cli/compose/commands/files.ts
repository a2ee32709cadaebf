import { commit as dockerCommit } from '../../commands/container/commit.ts';
import { cp as dockerCp, splitArgument } from '../../commands/container/cp.ts';
import { exportContainer } from '../../commands/container/files.ts';
import { forAll } from '../apply/all.ts';
import { containerOf, listContainers, nameOf } from '../apply/containers.ts';
import type { ComposeCommand } from '../command.ts';
import { delegate, given } from '../delegate.ts';

/** `docker compose cp` */
export const cp: ComposeCommand = {
  least: 2,
  async run(compose, { args, flags }) {
    const [source, destination] = args.map((text) => splitArgument(text)) as [
      ReturnType<typeof splitArgument>,
      ReturnType<typeof splitArgument>,
    ];
    const service = source.container ?? destination.container;
    const name = await compose.projectName();
    if (source.container && destination.container) throw new Error('copying between services is not supported');
    if (service === undefined) throw new Error('unknown copy direction');
    const { cli } = compose;
    const number = flags.number('index');
    const found = number
      ? [await containerOf(cli.engine, name, service, { number, all: true, oneOff: 'without' })]
      : await listContainers(cli.engine, name, {
          all: true,
          oneOff: flags.bool('all') ? 'with' : 'without',
          services: [service],
        });
    if (found.length === 0) throw new Error(`no container found for service ${JSON.stringify(service)}`);
    const containers = source.container ? found.slice(0, 1) : found;
    const streams = source.path === '-' || destination.path === '-';
    const words = [
      '--quiet',
      ...(flags.bool('archive') ? ['--archive'] : []),
      ...(flags.bool('follow-link') ? ['--follow-link'] : []),
    ];
    await compose.progress('Copying', (progress) =>
      forAll(containers, async (container) => {
        const there = `${nameOf(container)}:${source.container ? source.path : destination.path}`;
        const [from, to] = source.container ? [there, destination.path] : [source.path, there];
        const inside = `${container.Id}:${source.container ? source.path : destination.path}`;
        const paths = source.container ? [inside, destination.path] : [source.path, inside];
        const event = (status: 'working' | 'done', words: string) => {
          if (!streams) progress.event({ id: nameOf(container), text: `copy ${from} to ${to}`, status, words });
        };
        event('working', 'Copying');
        await delegate(cli, 'container cp', dockerCp, [...words, ...paths]);
        event('done', 'Copied');
      }),
    );
  },
};

/** `docker compose export` */
export const exporting: ComposeCommand = {
  least: 1,
  async run(compose, { args, flags }) {
    const name = await compose.projectName();
    const options = { number: flags.number('index'), all: true, oneOff: 'with' } as const;
    const { Id } = await containerOf(compose.cli.engine, name, args[0]!, options);
    return delegate(compose.cli, 'container export', exportContainer, [
      ...given('--output', flags.string('output')),
      Id,
    ]);
  },
};

/** `docker compose commit` */
export const commit: ComposeCommand = {
  least: 1,
  async run(compose, { args, flags }) {
    const name = await compose.projectName();
    const options = { number: flags.number('index'), all: true, oneOff: 'with' } as const;
    const { Id } = await containerOf(compose.cli.engine, name, args[0]!, options);
    return delegate(compose.cli, 'container commit', dockerCommit, [
      ...given('--author', flags.string('author')),
      ...given('--message', flags.string('message')),
      ...flags.strings('change').map((text) => `--change=${text}`),
      `--pause=${flags.bool('pause')}`,
      Id,
      ...args.slice(1),
    ]);
  },
};
