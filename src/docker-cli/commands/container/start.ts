import { atLeast, type Cli, type Command } from '../../cli.ts';
import { joinStreams } from '../../client/attach.ts';
import { messageOf, StatusError } from '../../errors.ts';
import { containerPath } from './create.ts';
import { forwardSignals } from './signals.ts';
import { followTerminalSize } from './terminal-size.ts';
import { waitForExit } from './wait-for-exit.ts';

interface Inspected {
  Id: string;
  Config: { Tty: boolean; OpenStdin: boolean };
  HostConfig: { AutoRemove: boolean };
  State: { Running: boolean; Paused: boolean; Restarting: boolean };
}

/** `docker start`, with `-a` and `-i` joined to one container's streams (start.go). */
export const start: Command = {
  args: atLeast(1),
  async run(cli, { args, flags }) {
    const attach = flags.bool('attach');
    const interactive = flags.bool('interactive');
    if (flags.changed('checkpoint')) throw new Error('drydock: not simulated: docker start --checkpoint');
    if (attach || interactive) {
      if (args.length > 1) throw new Error('you cannot start and attach multiple containers at once');
      return startAttached(cli, args[0]!, { attach, interactive, detachKeys: flags.string('detach-keys') });
    }
    const failed: string[] = [];
    for (const name of args) {
      try {
        await cli.engine.send('POST', containerPath(name, '/start'));
        await cli.out(`${name}\n`);
      } catch (error) {
        await cli.err(`${messageOf(error)}\n`);
        failed.push(name);
      }
    }
    if (failed.length) throw new StatusError(`Error: failed to start containers: ${failed.join(', ')}`, 1);
    return 0;
  },
};

async function startAttached(
  cli: Cli,
  name: string,
  options: { attach: boolean; interactive: boolean; detachKeys: string },
): Promise<number> {
  const container = await cli.engine.get<Inspected>(containerPath(name, '/json'));
  const id = container.Id;
  const tty = container.Config.Tty;
  const stdin = options.interactive && container.Config.OpenStdin;
  const stopForwarding = tty ? () => {} : forwardSignals(cli, id);
  try {
    const query = { stream: true, stdin, stdout: true, stderr: true, detachKeys: options.detachKeys };
    const { stream } = await cli.engine.hijack(containerPath(id, '/attach'), query);
    const streams = joinStreams(cli, stream, {
      tty,
      stdin,
      stdout: true,
      stderr: true,
      detachKeys: options.detachKeys,
    });
    streams.catch(() => {});
    const exit = waitForExit(cli, id, container.HostConfig.AutoRemove);
    try {
      await cli.engine.send('POST', containerPath(id, '/start'));
    } catch (error) {
      stream.close();
      throw error;
    }
    const stopResizing = tty ? followTerminalSize(cli, containerPath(id, '/resize')) : () => {};
    try {
      return (await streams) === 'detached' ? 0 : await exit;
    } finally {
      stopResizing();
    }
  } finally {
    stopForwarding();
  }
}

/** `docker attach` */
export const attach: Command = {
  args: { kind: 'exact', count: 1 },
  async run(cli, { args, flags }) {
    const name = args[0]!;
    const exit = waitForNextExit(cli, name);
    const container = await cli.engine.get<Inspected>(containerPath(name, '/json'));
    if (!container.State.Running) throw new Error('You cannot attach to a stopped container, start it first');
    if (container.State.Paused) throw new Error('You cannot attach to a paused container, unpause it first');
    if (container.State.Restarting)
      throw new Error('You cannot attach to a restarting container, wait until it is running');
    const tty = container.Config.Tty;
    const stdin = !flags.bool('no-stdin') && container.Config.OpenStdin;
    if (tty && stdin && !cli.host.stdin.isTerminal) throw new Error('the input device is not a TTY');
    const detachKeys = flags.string('detach-keys');
    const stopForwarding = flags.bool('sig-proxy') && !tty ? forwardSignals(cli, container.Id) : () => {};
    const query = { stream: true, stdin, stdout: true, stderr: true, detachKeys };
    const { stream } = await cli.engine.hijack(containerPath(name, '/attach'), query);
    const stopResizing = tty ? followTerminalSize(cli, containerPath(name, '/resize')) : () => {};
    try {
      if ((await joinStreams(cli, stream, { tty, stdin, stdout: true, stderr: true, detachKeys })) === 'detached')
        throw new Error('read escape sequence');
      return await exit;
    } finally {
      stopResizing();
      stopForwarding();
    }
  },
};

/** Asked for before attaching, so that a quick end is not missed. */
async function waitForNextExit(cli: Cli, name: string): Promise<number> {
  try {
    const answer = await cli.engine.post<{ StatusCode: number }>(containerPath(name, '/wait'));
    return answer.StatusCode;
  } catch {
    return 0;
  }
}
