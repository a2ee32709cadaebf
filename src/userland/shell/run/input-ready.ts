import type { MaybePromise } from '../../../kernel/program.ts';
import type { Shell } from './shell.ts';

/** Waits for input; false when Ctrl-C or a signal with a trap came first. */
export function inputReady(shell: Shell, fd: number): MaybePromise<boolean> {
  const ready = shell.sys.poll([fd]);
  if (!(ready instanceof Promise)) return true;
  const woken = new Promise<boolean>((resolve) => {
    shell.wake = () => resolve(false);
  });
  return Promise.race([ready.then(() => true), woken]).finally(() => {
    shell.wake = undefined;
  });
}
