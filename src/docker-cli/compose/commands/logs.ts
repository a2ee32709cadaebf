import { timestamp } from '../../client/timestamps.ts';
import { interrupted } from '../../commands/container/signals.ts';
import { forAll } from '../apply/all.ts';
import { containerOf, listContainers, serviceOf, shortName } from '../apply/containers.ts';
import { followLogs, type LogOptions } from '../attached/logs.ts';
import { watchContainers } from '../attached/monitor.ts';
import type { ComposeCommand } from '../command.ts';
import { LogConsumer } from '../show/log-consumer.ts';

/** `docker compose logs` */
export const logs: ComposeCommand = {
  async run(compose, { args, flags }) {
    const index = flags.number('index');
    if (index > 0 && args.length !== 1) throw new Error('--index requires one service to be selected');
    const { project, name } = await compose.projectOrName(args);
    const { cli } = compose;
    const written = project && Object.keys(project.services).filter((each) => project.services[each]!.attach !== false);
    const services = args.length ? args : (written ?? []);
    const containers =
      index > 0
        ? [await containerOf(cli.engine, name, args[0]!, { number: index, all: true, oneOff: 'without' })]
        : await listContainers(cli.engine, name, { all: true, oneOff: 'without', services });
    const consumer = new LogConsumer(cli, {
      colour: compose.ansi && !flags.bool('no-color'),
      prefix: !flags.bool('no-log-prefix'),
      timestamps: false,
    });
    const follow = flags.bool('follow');
    const { promise: closed, stop } = interrupted(cli);
    let wasInterrupted = false;
    closed.then(() => (wasInterrupted = true));
    const options: LogOptions = {
      follow,
      since: timestamp(flags.string('since'), cli.host.now()),
      until: timestamp(flags.string('until'), cli.host.now()),
      tail: flags.string('tail') || 'all',
      timestamps: flags.bool('timestamps'),
      closed,
    };
    const tasks: Promise<void>[] = [
      forAll(
        containers.filter((each) => !services.length || services.includes(serviceOf(each))),
        (each) => followLogs(compose, consumer, each.Id, shortName(each), options),
      ),
    ];
    if (follow)
      tasks.push(
        watchContainers(compose, name, services, closed, ({ kind, id, source, exitCode, restarting }) => {
          if (kind === 'exited')
            consumer.status(source, `exited with code ${exitCode}${restarting ? ' (restarting)' : ''}`);
          else if (kind === 'started')
            tasks.push(followLogs(compose, consumer, id, source, { ...options, sinceStart: true }));
        }),
      );
    try {
      for (let done = 0; done < tasks.length; done++) await tasks[done];
    } finally {
      stop();
      await consumer.flush();
    }
    return wasInterrupted ? 130 : 0;
  },
};
