import { checkWorld } from '../host/check-world.ts';
import type { Computer } from '../host/computer.ts';
import { checkLesson } from '../lessons/check.ts';
import type { GoalState, Lesson } from '../lessons/lesson.ts';
import type { Row } from './norm.mjs';

/** Lines of shell, some after files of the workspace have been written. */
export interface Script {
  readonly parts: readonly { readonly files: Readonly<Record<string, string>>; readonly lines: readonly string[] }[];
  /** When it is a lesson's: its goals are looked at as well. */
  readonly lesson: Lesson | undefined;
}

export interface Outcome {
  /** Where the lines were run: paths that may stand in what they print. */
  readonly folders: readonly string[];
  readonly rows: readonly Row[];
  readonly goals: readonly GoalState[];
}

/** Milliseconds a line may take: one that waits for what never comes ends the script. */
const LONGEST = 120_000;
/** As timeout(1) has it. */
const TIMED_OUT = 124;

/** What a lesson's solutions type. */
export function solutionsOf(lesson: Lesson): Script {
  const parts = lesson.steps.map(({ solution, solutionFiles }) => ({ files: solutionFiles, lines: solution }));
  return { parts, lesson };
}

/** Runs a script on a computer, with whichever engine answers there. `onLine` is told of each that is over, and may hold up the next. */
export async function runScript(
  computer: Computer,
  script: Script,
  onLine: (line: string) => void | Promise<void> = () => {},
): Promise<Outcome> {
  const { parts, lesson } = script;
  const session = computer.openSession();
  const rows: Row[] = [];
  const commands: { line: string; status: number }[] = [];
  // Nobody is asked, and nobody follows the engine's events.
  const world = checkWorld(computer, { removed: new Set(), commands, answers: {} });
  let goals: readonly GoalState[] = [];
  for (const { files, lines } of parts) {
    for (const [path, text] of Object.entries(files)) computer.workspace.write(path, new TextEncoder().encode(text));
    for (const line of lines) {
      if (session.ended) break;
      const ran = await inTime(computer, session.run(line));
      rows.push({ line, ...ran });
      commands.push({ line, status: ran.exit });
      // With each step on screen once: goals that are looked for by a command are looked for only there.
      for (const step of lesson?.steps ?? []) goals = (await checkLesson(lesson!, world, goals, step.id)).goals;
      await onLine(line);
      if (ran.exit === TIMED_OUT) return { folders: [computer.workspace.path], rows, goals };
    }
  }
  return { folders: [computer.workspace.path], rows, goals };
}

function inTime({ kernel }: Computer, running: Promise<Omit<Row, 'line'>>): Promise<Omit<Row, 'line'>> {
  return new Promise((resolve, reject) => {
    const late = { stdout: '', stderr: `no end after ${LONGEST / 1000} seconds\n`, exit: TIMED_OUT };
    const cancel = kernel.platform.timer(LONGEST, () => resolve(late));
    running.then(resolve, reject).finally(cancel);
  });
}
