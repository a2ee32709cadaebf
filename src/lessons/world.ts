import type { EngineDoor } from '../engine/api/door.ts';

/** What a check may look at: the engine through its door, the student's computer, and what is over and left no trace there. */
export interface CheckWorld {
  readonly door: EngineDoor;
  /** Milliseconds since the epoch, by the engine's clock. */
  now(): number;
  /** Names of containers removed since the lesson began. */
  readonly removed: ReadonlySet<string>;
  /** A file of the workspace as text; undefined when there is none. */
  file(path: string): string | undefined;
  /** Runs a shell line aside, in the workspace. */
  shell(line: string): Promise<{ readonly stdout: string; readonly exit: number }>;
}
