import type { Computer } from '../host/computer.ts';
import { checkGoals } from '../lessons/check.ts';
import type { GoalState, Lesson } from '../lessons/lesson.ts';

/** Milliseconds after a change in which more changes are waited for. */
const SETTLE = 150;
/** Milliseconds between looks at what makes no event: lines in a log. */
const INTERVAL = 2000;

/** Checks a lesson's goals whenever the engine's state may have changed them. */
export class GoalWatch {
  readonly #computer: Computer;
  readonly #onMet: () => void;
  readonly #removed = new Set<string>();
  #lesson: Lesson | undefined;
  #tell: ((goals: GoalState[]) => void) | undefined;
  #states: readonly GoalState[];
  #cancel: (() => void) | undefined;
  #checking = false;

  constructor(computer: Computer, before: readonly GoalState[], onMet: () => void) {
    this.#computer = computer;
    this.#states = before;
    this.#onMet = onMet;
  }

  get states(): readonly GoalState[] {
    return this.#states;
  }

  follow(lesson: Lesson, tell: (goals: GoalState[]) => void): void {
    this.#lesson = lesson;
    this.#tell = tell;
    void this.#check(true);
  }

  /** A container was removed; goals may ask whether one ever was. */
  containerRemoved(name: string): void {
    this.#removed.add(name);
  }

  soon(): void {
    if (!this.#cancel) this.#schedule(SETTLE);
  }

  stop(): void {
    this.#cancel?.();
    this.#lesson = undefined;
  }

  #schedule(ms: number): void {
    this.#cancel = this.#computer.kernel.platform.timer(ms, () => {
      this.#cancel = undefined;
      void this.#check(false);
    });
  }

  async #check(always: boolean): Promise<void> {
    if (!this.#lesson || this.#checking) return;
    this.#checking = true;
    try {
      const goals = await checkGoals(this.#lesson, this.#world(), this.#states);
      const changed = goals.some(
        (goal) => goal.met && !this.#states.some((old) => old.met && old.step === goal.step && old.goal === goal.goal),
      );
      this.#states = goals;
      if (always || changed) this.#tell?.(goals);
      if (changed) this.#onMet();
    } finally {
      this.#checking = false;
      if (!this.#cancel && this.#lesson && this.#states.some((goal) => !goal.met)) this.#schedule(INTERVAL);
    }
  }

  #world(): Parameters<typeof checkGoals>[1] {
    return {
      door: this.#computer.door,
      removed: this.#removed,
      now: () => this.#computer.kernel.platform.now(),
    };
  }
}
