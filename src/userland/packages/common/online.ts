import type { SystemCalls } from '../../../kernel/program.ts';

/** Whether a process could reach a package mirror: it has a way out, through a gateway or as the host itself. */
export function isOnline(sys: SystemCalls): boolean {
  return (
    sys.routes().some(({ destination }) => destination === 'default') ||
    sys.interfaces().some(({ name }) => name === 'docker0')
  );
}
