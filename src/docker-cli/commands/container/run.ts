import { atLeast, type Cli, type Command } from '../../cli.ts';
import { joinStreams } from '../../client/attach.ts';
import { messageOf, StatusError } from '../../errors.ts';
import { advised, containerPath, createContainer, readCreation } from './create.ts';
import { forwardSignals } from './signals.ts';
import { followTerminalSize } from './terminal-size.ts';
import { waitForExit } from './wait-for-exit.ts';

/** `docker run`: create, attach, start, wait (cli/command/container/run.go). */
export const run: Command = {
  args: atLeast(1),
  interspersed: false,
  async run(cli, { args, flags, spec }) {
    const body = readCreation(cli, flags, args, spec.path);
    const detach = flags.bool('detach');
    const fail = (error: unknown): StatusError => {
      if (error instanceof StatusError) return error;
      const message = messageOf(error);
      return advised(spec.path, message, startStatus(message));
    };
    if (detach) {
      if (flags.changed('attach')) throw new Error('conflicting options: cannot specify both --attach and --detach');
      Object.assign(body, { AttachStdin: false, AttachStdout: false, AttachStderr: false, StdinOnce: false });
    } else if (body.AttachStdin && body.Tty && !cli.host.stdin.isTerminal)
      throw new Error('the input device is not a TTY');
    const detachKeys = flags.string('detach-keys');
    let id: string;
    try {
      id = await createContainer(cli, body, flags);
    } catch (error) {
      throw fail(error);
    }
    const attached = Boolean(body.AttachStdin || body.AttachStdout || body.AttachStderr);
    const stopForwarding = attached && flags.bool('sig-proxy') && !body.Tty ? forwardSignals(cli, id) : () => {};
    try {
      return await startAndFollow(cli, id, {
        attached,
        tty: body.Tty === true,
        stdin: body.AttachStdin === true,
        stdout: body.AttachStdout === true,
        stderr: body.AttachStderr === true,
        autoRemove: body.HostConfig?.AutoRemove === true,
        detachKeys,
        fail,
      });
    } finally {
      stopForwarding();
    }
  },
};

interface Follow {
  attached: boolean;
  tty: boolean;
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
  autoRemove: boolean;
  detachKeys: string;
  fail(error: unknown): StatusError;
}

async function startAndFollow(cli: Cli, id: string, options: Follow): Promise<number> {
  const { attached, tty, stdin, stdout, stderr, autoRemove, detachKeys, fail } = options;
  let streams: Promise<'ended' | 'detached'> = Promise.resolve('ended');
  let closeStream = () => {};
  if (attached) {
    const query = { stream: true, stdin, stdout, stderr, detachKeys };
    const { stream } = await cli.engine.hijack(containerPath(id, '/attach'), query);
    closeStream = () => stream.close();
    streams = joinStreams(cli, stream, { tty, stdin, stdout, stderr, detachKeys });
    // A failed start is reported instead of what becomes of the streams.
    streams.catch(() => {});
  }
  const exit = attached || autoRemove ? waitForExit(cli, id, autoRemove) : undefined;
  try {
    await cli.engine.send('POST', containerPath(id, '/start'));
  } catch (error) {
    closeStream();
    if (autoRemove) await exit;
    const failure = fail(error);
    if (!attached) await cli.out(`${id}\n`);
    throw failure;
  }
  const stopResizing = tty && attached ? followTerminalSize(cli, containerPath(id, '/resize')) : () => {};
  try {
    if (!attached) {
      await cli.out(`${id}\n`);
      return 0;
    }
    if ((await streams) === 'detached') return 0;
    return await exit!;
  } finally {
    stopResizing();
  }
}

/** 127 for a program that is not there, 126 for one that may not run, 125 for docker's own failures. */
export function startStatus(message: string): number {
  if (/executable file not found|no such file or directory|system cannot find the file specified/i.test(message))
    return 127;
  if (/permission denied|is a directory/i.test(message)) return 126;
  return 125;
}
