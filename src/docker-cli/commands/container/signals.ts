import type { Cli } from '../../cli.ts';
import { StatusError } from '../../errors.ts';
import { containerPath } from './create.ts';

/** Signals of the docker command go to the container's first process; the third in a row ends the command itself. */
export function forwardSignals(cli: Cli, id: string): () => void {
  return cli.host.onSignal((signal) => {
    if (signal === 'SIGWINCH') return;
    cli.engine.send('POST', containerPath(id, '/kill'), { query: { signal: signal.slice(3) } }).catch(() => {});
  });
}

/** Resolves when the user gives up (Ctrl-C on a command that only watches). */
export function interrupted(cli: Cli): { promise: Promise<void>; stop: () => void } {
  let stop = () => {};
  const promise = new Promise<void>((resolve) => {
    stop = cli.host.onSignal((signal) => {
      if (signal !== 'SIGWINCH') resolve();
    });
  });
  return { promise, stop };
}

export const INTERRUPTED = new StatusError('', 130);
