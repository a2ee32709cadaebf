import { checkWorld } from '../../host/check-world.ts';
import { type Computer, createComputer } from '../../host/computer.ts';
import { plainFile } from '../../host/workspace.ts';
import { checkLesson } from '../../lessons/check.ts';
import type { GoalState, Lesson, Share, Standing, Step } from '../../lessons/lesson.ts';
import type { FoundEngine } from '../../runner/engine/find.ts';
import { nodePlatform } from '../node-platform.ts';
import { useRealEngine } from '../real-engine.ts';

/** Milliseconds that a goal may take to be met after the commands: a server has to start, a health check to pass. */
export const PATIENCE = 15_000;
const LOOK_EVERY = 100;

/** Somebody who takes a lesson: a fresh computer, a shell, and what was reached so far. */
export class Learner {
  readonly lesson: Lesson;
  readonly #computer: Computer;
  readonly #session: ReturnType<Computer['openSession']>;
  readonly #removed = new Set<string>();
  readonly #commands: { line: string; status: number }[] = [];
  readonly #answers: Record<string, Share> = {};
  readonly #outputs: { line: string; output: string }[] = [];
  readonly #leaveEngine: () => Promise<void>;
  #goals: readonly GoalState[] = [];

  private constructor(lesson: Lesson, computer: Computer, leaveEngine: () => Promise<void>) {
    this.lesson = lesson;
    this.#leaveEngine = leaveEngine;
    this.#computer = computer;
    this.#session = computer.openSession();
  }

  /** On a real engine if one is given: it has the images. */
  static async begin(lesson: Lesson, engine?: FoundEngine): Promise<Learner> {
    const files = Object.entries(lesson.files).map(([path, text]) => plainFile(path, text));
    const images = engine ? [] : lesson.images;
    const computer = await createComputer({ platform: nodePlatform(), images, folder: lesson.folder, files });
    return new Learner(lesson, computer, engine ? useRealEngine(computer, engine).leave : async () => {});
  }

  /** Begins the lesson and does the steps before this one as their solutions say. */
  static async at(lesson: Lesson, step: number): Promise<Learner> {
    const learner = await Learner.begin(lesson);
    await learner.solveUntil(step);
    return learner;
  }

  /** Does the steps from one to another as their solutions say, but for branches that are not there. */
  async solveUntil(step: number, from = 0): Promise<void> {
    for (const before of this.lesson.steps.slice(from, step)) {
      if (!(await this.isOpen(before.id))) continue;
      await this.solve(before);
      await this.reach(before.id);
    }
  }

  /** Whether a step is there for whoever has come so far. */
  async isOpen(step: string): Promise<boolean> {
    const { closed } = await this.standing(undefined);
    return !closed.includes(step);
  }

  /** Does what a step's solution says, and answers what the step asks. */
  async solve({ id, solution, solutionFiles, quiz, predict }: Step): Promise<void> {
    const encoder = new TextEncoder();
    for (const [path, text] of Object.entries(solutionFiles)) {
      this.#computer.workspace.write(path, encoder.encode(text));
    }
    await this.type(solution, id);
    if (quiz) this.#answers[`${id}/quiz`] = { got: 1, of: 1 };
    if (predict !== undefined) this.#answers[`${id}/prediction`] = { got: 1, of: 1 };
  }

  /** Types lines with a step on screen; answers the exit status and the output of the last one. */
  async type(lines: readonly string[], step: string): Promise<{ exit: number; output: string }> {
    let last = { exit: 0, output: '' };
    for (const line of lines) {
      const { exit, stdout, stderr } = await this.#session.run(line);
      this.#commands.push({ line, status: exit });
      last = { exit, output: stdout + stderr };
      this.#outputs.push({ line, output: last.output });
      // As in the page: what was true for a moment counts.
      await this.standing(step);
    }
    return last;
  }

  /** How the lesson stands with a step on screen. Goals that were met stay met. */
  async standing(step: string | undefined): Promise<Standing> {
    await this.#look();
    const world = checkWorld(this.#computer, {
      removed: this.#removed,
      commands: this.#commands,
      answers: this.#answers,
    });
    const standing = await checkLesson(this.lesson, world, this.#goals, step);
    this.#goals = standing.goals;
    return standing;
  }

  /** Waits until every goal of a step is met; answers those that are not. */
  async reach(step: string): Promise<string[]> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const { goals } = await this.standing(step);
      const open = goals.filter((goal) => goal.step === step && !goal.met).map(({ goal }) => goal);
      if (open.length === 0 || Date.now() > end) return open;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
  }

  async end(): Promise<void> {
    await this.#leaveEngine();
    this.#computer.powerOff();
  }

  /** Containers that went away are known by the engine's events alone. */
  async #look(): Promise<void> {
    const { stdout } = await this.#computer.aside(
      `docker events --since 0 --until "$(date +%s)" --filter event=destroy --format '{{.Actor.Attributes.name}}'`,
    );
    for (const name of stdout.split('\n')) if (name !== '') this.#removed.add(name);
  }

  /** What the last commands said, for who wants to know why a goal is not met. */
  lastOutput(): string {
    return this.#outputs
      .slice(-3)
      .map(({ line, output }) => `    $ ${line}\n${output.trimEnd().replace(/^/gm, '      ')}`)
      .join('\n');
  }
}
