import { atLeast, type Command } from '../../cli.ts';
import { joinStreams } from '../../client/attach.ts';
import { collectEnv } from '../../opts/env.ts';
import { containerPath } from './create.ts';
import { followTerminalSize } from './terminal-size.ts';

/** `docker exec` (exec.go) */
export const exec: Command = {
  args: atLeast(2),
  interspersed: false,
  async run(cli, { args, flags }) {
    const [name, ...command] = args as [string, ...string[]];
    const detach = flags.bool('detach');
    const tty = flags.bool('tty');
    const stdin = flags.bool('interactive') && !detach;
    const env = collectEnv(cli.host, flags.strings('env-file'), flags.strings('env'));
    await cli.engine.get(containerPath(name, '/json'));
    if (!detach && stdin && tty && !cli.host.stdin.isTerminal) throw new Error('the input device is not a TTY');
    const size = tty && cli.host.stdout.isTerminal ? cli.host.stdout.size() : undefined;
    const consoleSize = size ? { ConsoleSize: [size.rows, size.columns] } : {};
    const detachKeys = flags.string('detach-keys');
    const { Id } = await cli.engine.post<{ Id: string }>(
      containerPath(name, '/exec'),
      {},
      {
        User: flags.string('user'),
        Privileged: flags.bool('privileged'),
        Tty: tty,
        ...consoleSize,
        AttachStdin: stdin,
        AttachStdout: !detach,
        AttachStderr: !detach,
        DetachKeys: detachKeys,
        Env: env,
        WorkingDir: flags.string('workdir'),
        Cmd: command,
      },
    );
    if (Id === '') throw new Error('exec ID empty');
    if (detach) {
      await cli.engine.send('POST', `/exec/${Id}/start`, { body: { Detach: true, Tty: tty } });
      return 0;
    }
    const { stream } = await cli.engine.hijack(`/exec/${Id}/start`, {}, { Detach: false, Tty: tty, ...consoleSize });
    const stopResizing = tty ? followTerminalSize(cli, `/exec/${Id}/resize`) : () => {};
    try {
      const end = await joinStreams(cli, stream, { tty, stdin, stdout: true, stderr: true, detachKeys });
      if (end === 'detached') throw new Error('read escape sequence');
    } finally {
      stopResizing();
    }
    const { ExitCode } = await cli.engine.get<{ ExitCode: number | null }>(`/exec/${Id}/json`);
    return ExitCode ?? 0;
  },
};
