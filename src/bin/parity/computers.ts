import { type Computer, createComputer } from '../../host/computer.ts';
import type { InitialFile } from '../../host/workspace.ts';
import { type Outcome, runScript, type Script } from '../../parity/run.ts';
import type { FoundEngine } from '../../runner/engine/find.ts';
import { nodePlatform } from '../node-platform.ts';
import { useRealEngine } from '../real-engine.ts';

/** A script and the folder it is run in. */
export interface ScriptInFolder extends Script {
  readonly files: readonly InitialFile[];
}

/** Runs a script on a simulated computer with the simulated engine. */
export async function runSimulated(script: ScriptInFolder, images: readonly string[]): Promise<Outcome> {
  const computer = await start(script, images);
  const outcome = await runScript(computer, script);
  computer.powerOff();
  return outcome;
}

/** The same lines on the same computer, and a real engine behind the runner's policy. What they made is removed. */
export async function runReal(script: ScriptInFolder, engine: FoundEngine): Promise<Outcome> {
  const computer = await start(script, []);
  const leave = useRealEngine(computer, engine);
  try {
    return await runScript(computer, script);
  } finally {
    await leave();
    computer.powerOff();
  }
}

function start({ files, lesson }: ScriptInFolder, images: readonly string[]): Promise<Computer> {
  return createComputer({ platform: nodePlatform(), images, folder: lesson?.folder ?? 'work', files });
}
