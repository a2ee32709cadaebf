import type { Computer } from '../host/computer.ts';
import type { Timeline } from '../host/timeline.ts';
import type { GoalState } from '../lessons/lesson.ts';
import type { Storage } from './storage.ts';

/** Milliseconds of quiet before a change is stored, and the longest a change waits. */
const QUIET = 400;
const LONGEST = 3000;

/** Stores the computer a little after it changed: often enough that a reload loses nothing, seldom enough not to be felt. */
export class Saver {
  readonly #computer: Computer;
  readonly #storage: Storage;
  readonly #timeline: Timeline;
  readonly #goals: () => readonly GoalState[];
  #cancel: (() => void) | undefined;
  #since: number | undefined;
  #saving: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(computer: Computer, storage: Storage, timeline: Timeline, goals: () => readonly GoalState[]) {
    this.#computer = computer;
    this.#storage = storage;
    this.#timeline = timeline;
    this.#goals = goals;
  }

  soon(): void {
    const { platform } = this.#computer.kernel;
    this.#since ??= platform.now();
    if (this.#cancel && platform.now() - this.#since > LONGEST) return;
    this.#cancel?.();
    this.#cancel = platform.timer(QUIET, () => void this.now());
  }

  /** Resolves when everything up to now is stored. */
  now(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#since = undefined;
    this.#saving = this.#saving.then(async () => {
      // What is typed into the editor while the daemon starts is stored when it runs.
      await this.#computer.started;
      if (this.#stopped) return;
      await this.#storage.save({ ...this.#computer.save(), goals: this.#goals(), ...this.#timeline.stored() });
    });
    return this.#saving;
  }

  stop(): void {
    this.#cancel?.();
    this.#stopped = true;
  }
}
