import { atLeast, type Command, exactly } from '../../cli.ts';
import { isNotFound, messageOf, StatusError } from '../../errors.ts';
import { parseRestartPolicy } from '../../opts/restart.ts';
import { forEachName } from '../each.ts';
import { containerPath } from './create.ts';

/** Commands that post something to each container and print its name. */
const posting = (action: string): Command => ({
  args: atLeast(1),
  run: (cli, { args }) =>
    forEachName(cli, args, async (name) => {
      await cli.engine.send('POST', containerPath(name, `/${action}`));
      return name;
    }),
});

const ending = (action: string): Command => ({
  args: atLeast(1),
  run: async (cli, { args, flags }) => {
    if (flags.usedName('timeout') === 'time') await cli.out('Flag --time has been deprecated, use --timeout instead\n');
    return forEachName(cli, args, async (name) => {
      const query = {
        t: flags.changed('timeout') ? String(flags.number('timeout')) : undefined,
        signal: flags.string('signal'),
      };
      await cli.engine.send('POST', containerPath(name, `/${action}`), { query });
      return name;
    });
  },
});

export const pause = posting('pause');
export const unpause = posting('unpause');
export const stop = ending('stop');
export const restart = ending('restart');

export const kill: Command = {
  args: atLeast(1),
  run: (cli, { args, flags }) =>
    forEachName(cli, args, async (name) => {
      await cli.engine.send('POST', containerPath(name, '/kill'), { query: { signal: flags.string('signal') } });
      return name;
    }),
};

export const wait: Command = {
  args: atLeast(1),
  run: (cli, { args }) =>
    forEachName(cli, args, async (name) => {
      const answer = await cli.engine.post<{ StatusCode: number }>(containerPath(name, '/wait'));
      return String(answer.StatusCode);
    }),
};

export const rename: Command = {
  args: exactly(2),
  async run(cli, { args }) {
    const [from, to] = args.map((name) => name.trim()) as [string, string];
    if (from === '' || to === '') throw new Error('Error: Neither old nor new names may be empty');
    try {
      await cli.engine.send('POST', containerPath(from, '/rename'), { query: { name: to } });
    } catch (error) {
      await cli.err(`${messageOf(error)}\n`);
      throw new StatusError(`Error: failed to rename container named ${from}`, 1);
    }
  },
};

export const rm: Command = {
  args: atLeast(1),
  async run(cli, { args, flags }) {
    const force = flags.bool('force');
    const query = { v: flags.bool('volumes'), link: flags.bool('link'), force };
    let failed = false;
    const failures: string[] = [];
    for (const word of args) {
      const name = word.replace(/^\/+|\/+$/g, '');
      try {
        if (name === '') throw new Error('container name cannot be empty');
        await cli.engine.send('DELETE', containerPath(name), { query });
        await cli.out(`${word}\n`);
      } catch (error) {
        // What is not there needs no force to be gone: said, but no failure.
        if (!(force && isNotFound(error))) failed = true;
        failures.push(messageOf(error));
      }
    }
    if (failures.length) await cli.err(`${failures.join('\n')}\n`);
    return failed ? 1 : 0;
  },
};

const LIMITS = [
  'blkio-weight',
  'cpu-period',
  'cpu-quota',
  'cpu-rt-period',
  'cpu-rt-runtime',
  'cpuset-cpus',
  'cpuset-mems',
  'cpu-shares',
  'memory',
  'memory-reservation',
  'memory-swap',
  'restart',
  'pids-limit',
  'cpus',
];

export const update: Command = {
  args: atLeast(1),
  async run(cli, { args, flags }) {
    if (!LIMITS.some((name) => flags.changed(name)))
      throw new Error('you must provide one or more flags when using this command');
    const body = {
      BlkioWeight: flags.number('blkio-weight'),
      CpuPeriod: flags.number('cpu-period'),
      CpuQuota: flags.number('cpu-quota'),
      CpuRealtimePeriod: flags.number('cpu-rt-period'),
      CpuRealtimeRuntime: flags.number('cpu-rt-runtime'),
      CpusetCpus: flags.string('cpuset-cpus'),
      CpusetMems: flags.string('cpuset-mems'),
      CpuShares: flags.number('cpu-shares'),
      Memory: flags.number('memory'),
      MemoryReservation: flags.number('memory-reservation'),
      MemorySwap: flags.number('memory-swap'),
      NanoCpus: flags.number('cpus'),
      ...(flags.changed('pids-limit') ? { PidsLimit: flags.number('pids-limit') } : {}),
      RestartPolicy: parseRestartPolicy(flags.string('restart')),
    };
    const warnings: string[] = [];
    try {
      return await forEachName(cli, args, async (name) => {
        const answer = await cli.engine.post<{ Warnings: string[] | null }>(containerPath(name, '/update'), {}, body);
        warnings.push(...(answer.Warnings ?? []));
        return name;
      });
    } finally {
      if (warnings.length) await cli.out(`${warnings.join('\n')}\n`);
    }
  },
};
