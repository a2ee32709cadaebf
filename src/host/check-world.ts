import type { CheckWorld } from '../lessons/world.ts';
import type { Computer } from './computer.ts';

/** A computer as a lesson's checks look at it. `remembered`: what is over and left no trace there. */
export function checkWorld(
  { door, kernel, workspace, aside }: Computer,
  remembered: Pick<CheckWorld, 'removed' | 'commands' | 'answers'>,
): CheckWorld {
  const decoder = new TextDecoder();
  return {
    ...remembered,
    door,
    now: () => kernel.platform.now(),
    file: (path) => {
      const data = workspace.read(path);
      return data && decoder.decode(data);
    },
    shell: aside,
  };
}
