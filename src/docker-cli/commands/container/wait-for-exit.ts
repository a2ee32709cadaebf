import type { Cli } from '../../cli.ts';
import { messageOf } from '../../errors.ts';
import { containerPath } from './create.ts';

interface WaitAnswer {
  StatusCode: number;
  Error?: { Message: string } | null;
}

/** The exit status of the container's next end, or of its removal when it removes itself (container/utils.go). */
export async function waitForExit(cli: Cli, id: string, removed: boolean): Promise<number> {
  try {
    const condition = removed ? 'removed' : 'next-exit';
    const answer = await cli.engine.json<WaitAnswer>('POST', containerPath(id, '/wait'), { query: { condition } });
    if (answer.Error) {
      await cli.err(`Error waiting for container: ${answer.Error.Message}\n`);
      return 125;
    }
    return answer.StatusCode;
  } catch (error) {
    await cli.err(`Error waiting for container: ${messageOf(error)}\n`);
    return 125;
  }
}
