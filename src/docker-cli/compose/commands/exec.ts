import { exec as dockerExec } from '../../commands/container/exec.ts';
import { attach as dockerAttach } from '../../commands/container/start.ts';
import { containerOf } from '../apply/containers.ts';
import type { ComposeCommand } from '../command.ts';
import { delegate, given } from '../delegate.ts';

/** Flags that are there for who types `-it` from habit. */
const HABITS = [
  { name: 'interactive', shorthand: 'i', type: 'bool', usage: 'Keep STDIN open even if not attached (default true)' },
  { name: 'tty', shorthand: 't', type: 'bool', usage: 'Allocate a pseudo-TTY (default true)' },
  { name: 'no-TTY', type: 'bool', usage: '' },
] as const;

/** `docker compose exec`: `docker exec` in the container of a service, on a terminal where there is one. */
export const exec: ComposeCommand = {
  least: 2,
  interspersed: false,
  hidden: HABITS,
  async run(compose, { args, flags }) {
    const [service, ...command] = args as [string, ...string[]];
    const { cli } = compose;
    const name = await compose.projectName();
    const options = { number: flags.number('index'), all: false, oneOff: 'with' } as const;
    const { Id } = await containerOf(cli.engine, name, service, options);
    const withoutTty =
      flags.changed('no-tty') || flags.changed('no-TTY')
        ? flags.bool('no-tty') || flags.bool('no-TTY')
        : !cli.host.stdout.isTerminal;
    const words = [
      ...(flags.bool('detach') ? ['--detach'] : []),
      ...(flags.bool('interactive') ? ['--interactive'] : []),
      ...(withoutTty ? [] : ['--tty']),
      ...(flags.bool('privileged') ? ['--privileged'] : []),
      ...given('--user', flags.string('user')),
      ...given('--workdir', flags.string('workdir')),
      ...flags.strings('env').map((text) => `--env=${text}`),
      Id,
      ...command,
    ];
    return delegate(cli, 'container exec', dockerExec, words);
  },
};

/** `docker compose attach` */
export const attach: ComposeCommand = {
  least: 1,
  async run(compose, { args, flags }) {
    const name = await compose.projectName();
    const options = { number: flags.number('index'), all: false, oneOff: 'without' } as const;
    const { Id } = await containerOf(compose.cli.engine, name, args[0]!, options);
    return delegate(compose.cli, 'container attach', dockerAttach, [
      ...(flags.bool('no-stdin') ? ['--no-stdin'] : []),
      `--sig-proxy=${flags.bool('sig-proxy')}`,
      ...given('--detach-keys', flags.string('detach-keys')),
      Id,
    ]);
  },
};
