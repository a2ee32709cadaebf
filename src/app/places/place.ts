import type { ReadableLesson } from '../lessons.ts';

/** Somewhere to work: a lesson or a playground, each on a stored computer of its own. */
export interface Place {
  /** Names the stored computer. */
  readonly name: string;
  readonly title: string;
  /** The workspace's folder in the student's home. */
  readonly folder: string;
  /** What a new computer begins with. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly images: readonly string[];
  readonly lesson: ReadableLesson | undefined;
  /** A `docker save` archive to be loaded into a new computer. */
  readonly archive?: File;
  /** False where no terminal is shown: nothing waits for a prompt then. */
  readonly terminal?: boolean;
}

/** A lesson, on the computer of this name. */
export function lessonPlace(lesson: ReadableLesson, name: string): Place {
  const { title, folder, files, images } = lesson;
  return { name, title, folder, files, images, lesson };
}
