import { checkWorld } from '../host/check-world.ts';
import type { Computer } from '../host/computer.ts';
import type { Timeline } from '../host/timeline.ts';
import type { GoalState, Lesson, Standing } from '../lessons/lesson.ts';
import type { Answers, CheckWorld } from '../lessons/world.ts';

/** Milliseconds after a change in which more changes are waited for. */
const SETTLE = 150;
/** Milliseconds between looks at what makes no event: lines in a log. */
const INTERVAL = 2000;

/** Checks a lesson's goals, and which hint fits, whenever the engine's state may have changed them. */
export class GoalWatch {
  readonly #computer: Computer;
  readonly #timeline: Timeline;
  readonly #onMet: () => void;
  readonly #removed = new Set<string>();
  #lesson: Lesson | undefined;
  #tell: ((standing: Standing) => void) | undefined;
  #states: readonly GoalState[];
  #hints: Standing['hints'] = {};
  #closed: Standing['closed'] = [];
  #answers: Answers = {};
  #shown: string | undefined;
  #cancel: (() => void) | undefined;
  #checking = false;

  constructor(computer: Computer, timeline: Timeline, before: readonly GoalState[], onMet: () => void) {
    this.#computer = computer;
    this.#timeline = timeline;
    this.#states = before;
    this.#onMet = onMet;
  }

  get states(): readonly GoalState[] {
    return this.#states;
  }

  follow(lesson: Lesson, tell: (standing: Standing) => void): void {
    this.#lesson = lesson;
    this.#tell = tell;
    void this.#check(true);
  }

  /** The step on screen: its hints count. */
  show(step: string): void {
    this.#shown = step;
    this.soon();
  }

  /** The student has answered a question. */
  answered(answers: Answers): void {
    this.#answers = answers;
    this.soon();
  }

  /** A container was removed; goals may ask whether one ever was. */
  containerRemoved(name: string): void {
    this.#removed.add(name);
  }

  soon(): void {
    // A check may run commands, which are changes too: what else changed meanwhile is seen at the next look.
    if (!this.#cancel && !this.#checking) this.#schedule(SETTLE);
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
      // Not needed before the engine answers.
      await this.#computer.started;
      const { checkLesson } = await import('../lessons/check.ts');
      // Switched off meanwhile.
      const lesson = this.#lesson;
      if (!lesson) return;
      const standing = await checkLesson(lesson, this.#world(), this.#states, this.#shown);
      const changed = standing.goals.some(
        (goal) => goal.met && !this.#states.some((old) => old.met && old.step === goal.step && old.goal === goal.goal),
      );
      const stands =
        JSON.stringify(standing) !== JSON.stringify({ goals: this.#states, hints: this.#hints, closed: this.#closed });
      this.#states = standing.goals;
      this.#hints = standing.hints;
      this.#closed = standing.closed;
      if (always || stands) this.#tell?.(standing);
      if (changed) this.#onMet();
    } finally {
      this.#checking = false;
      if (!this.#cancel && this.#lesson && this.#isAnythingOpen()) this.#schedule(INTERVAL);
    }
  }

  /** A question is answered with a call: nobody needs to look for that. */
  #isAnythingOpen(): boolean {
    const questions = this.#lesson!.steps.flatMap((step) =>
      step.goals.filter(({ when }) => 'answer' in when).map(({ id }) => `${step.id}/${id}`),
    );
    return this.#states.some(({ met, step, goal }) => !met && !questions.includes(`${step}/${goal}`));
  }

  #world(): CheckWorld {
    const commands = this.#timeline.commands();
    return checkWorld(this.#computer, { removed: this.#removed, commands, answers: this.#answers });
  }
}
