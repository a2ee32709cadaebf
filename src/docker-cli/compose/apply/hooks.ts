import type { ContainerSummary } from '../../../engine/api/containers.ts';
import { demultiplex } from '../../client/demultiplex.ts';
import type { Hook } from '../file/types.ts';
import type { Compose } from '../project.ts';

/** Runs what a service wants run in its container after the start or before the stop; a failure of it ends the command. */
export async function runHooks(
  { cli }: Compose,
  container: ContainerSummary,
  hooks: readonly Hook[] = [],
): Promise<void> {
  for (const hook of hooks) {
    const { Id } = await cli.engine.post<{ Id: string }>(
      `/containers/${container.Id}/exec`,
      {},
      {
        AttachStdout: true,
        AttachStderr: true,
        Cmd: hook.command,
        User: hook.user ?? '',
        Privileged: hook.privileged ?? false,
        WorkingDir: hook.working_dir ?? '',
        Env: Object.entries(hook.environment ?? {}).map(([key, value]) => (value === null ? key : `${key}=${value}`)),
      },
    );
    const { stream } = await cli.engine.hijack(`/exec/${Id}/start`, {}, { Detach: false, Tty: false });
    stream.end();
    for await (const _ of demultiplex(stream.input));
    const { ExitCode } = await cli.engine.get<{ ExitCode: number | null }>(`/exec/${Id}/json`);
    if (ExitCode) throw new Error(`hook exited with status ${ExitCode}`);
  }
}
