import { setTimeout } from 'node:timers/promises';
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

export interface RealOptions {
  /** What the engine has already, as far as the lines see. */
  readonly images: readonly string[];
  readonly publishAnywhere: boolean;
}

/**
 * Milliseconds after a docker command: nobody types the next while the last one's container ends, or its files come back. The
 * workspace's copy is looked at three times a second (runner/views).
 */
const PAUSE = 350;

/** The same lines on the same computer, and a real engine behind the runner's policy. What they made is removed. */
export async function runReal(
  script: ScriptInFolder,
  engine: FoundEngine,
  { images, publishAnywhere }: RealOptions,
): Promise<Outcome> {
  const computer = await start(script, []);
  const { workspace, leave } = useRealEngine(computer, engine, { shownImages: images, publishAnywhere });
  try {
    const outcome = await runScript(computer, script, (line) => setTimeout(line.includes('docker') ? PAUSE : 0));
    return { ...outcome, folders: [...outcome.folders, ...(workspace === undefined ? [] : [workspace])] };
  } finally {
    await leave();
    computer.powerOff();
  }
}

function start({ files, lesson }: ScriptInFolder, images: readonly string[]): Promise<Computer> {
  return createComputer({ platform: nodePlatform(), images, folder: lesson?.folder ?? 'work', files });
}
