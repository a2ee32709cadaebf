import type { EngineDoor } from '../engine/api/door.ts';
import type { Share } from './lesson.ts';

/** What a check may look at: the engine through its door, the student's computer, and what is over and left no trace there. */
export interface CheckWorld {
  readonly door: EngineDoor;
  /** Milliseconds since the epoch, by the engine's clock. */
  now(): number;
  /** Names of containers removed since the lesson began. */
  readonly removed: ReadonlySet<string>;
  /** Command lines typed since the lesson began, oldest first; no status while one runs. */
  readonly commands: readonly { readonly line: string; readonly status: number | undefined }[];
  /** `<step>/quiz` and `<step>/prediction` → how much of the answer was right; nothing where none was given. */
  readonly answers: Answers;
  /** A file of the workspace as text; undefined when there is none. */
  file(path: string): string | undefined;
  /** Runs a shell line aside, in the workspace. */
  shell(line: string): Promise<{ readonly stdout: string; readonly exit: number }>;
}

export type Answers = Readonly<Record<string, Share>>;
