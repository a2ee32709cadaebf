import { checkWorld } from '../../host/check-world.ts';
import { type Computer, createComputer } from '../../host/computer.ts';
import { checkLesson } from '../../lessons/check.ts';
import type { GoalState } from '../../lessons/lesson.ts';
import type { FoundEngine } from '../../runner/engine/find.ts';
import { nodePlatform } from '../node-platform.ts';
import { useRealEngine } from '../real-engine.ts';
import type { Script } from './script.ts';

export interface Row {
  readonly line: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

export interface Outcome {
  /** Where the lines were run: a path that may stand in what they print. */
  readonly folder: string;
  readonly rows: readonly Row[];
  readonly goals: readonly GoalState[];
}

/** Runs a script on a simulated computer with the simulated engine. */
export async function runSimulated(script: Script, images: readonly string[]): Promise<Outcome> {
  const computer = await start(script, images);
  const outcome = await run(computer, script);
  computer.powerOff();
  return outcome;
}

/** The same lines on the same computer, and a real engine behind the runner's policy. What they made is removed. */
export async function runReal(script: Script, engine: FoundEngine): Promise<Outcome> {
  const computer = await start(script, []);
  const leave = useRealEngine(computer, engine);
  try {
    return await run(computer, script);
  } finally {
    await leave();
    computer.powerOff();
  }
}

function start({ files, lesson }: Script, images: readonly string[]): Promise<Computer> {
  return createComputer({ platform: nodePlatform(), images, folder: lesson?.folder ?? 'work', files });
}

async function run(computer: Computer, { lines, lesson }: Script): Promise<Outcome> {
  const session = computer.openSession();
  const rows: Row[] = [];
  const removed = new Set<string>();
  const commands: { line: string; status: number }[] = [];
  // Nobody is asked.
  const world = checkWorld(computer, { removed, commands, answers: {} });
  let goals: readonly GoalState[] = [];
  for (const line of lines) {
    const ran = await session.run(line);
    rows.push({ line, ...ran });
    commands.push({ line, status: ran.exit });
    // With each step on screen once: goals that are looked for by a command are looked for only there.
    for (const step of lesson?.steps ?? []) goals = (await checkLesson(lesson!, world, goals, step.id)).goals;
    if (session.ended) break;
  }
  return { folder: computer.workspace.path, rows, goals };
}
