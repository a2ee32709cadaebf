import { textOf } from '../engine/api/body.ts';
import { type Computer, createComputer } from '../host/computer.ts';
import type { InitialFile } from '../host/workspace.ts';
import type { Platform } from '../kernel/platform.ts';
import { compareGoals, compareLines } from '../parity/compare.ts';
import { runScript, type Script } from '../parity/run.ts';
import type { ParityReport, RunnerKey } from './protocol.ts';
import { connectRunner } from './runner-connection.ts';

export interface Comparison {
  readonly platform: Platform;
  readonly runner: RunnerKey;
  /** How both computers begin. */
  readonly folder: string;
  readonly images: readonly string[];
  readonly files: readonly InitialFile[];
  readonly script: Script;
  /** Of the lines that are run for real. */
  readonly onProgress: (done: number) => void;
}

/** Runs a script on two computers begun anew, one with the simulated engine and one with a runner's, and says what differs. */
export async function compareEngines({ runner, script, onProgress, ...options }: Comparison): Promise<ParityReport> {
  // A workspace of another name is another session at the runner: what the student has there is not in the way.
  const beginning = { ...options, folder: `${options.folder}-compared` };
  const [simulated, real] = await Promise.all([
    createComputer(beginning),
    createComputer({ ...beginning, images: [] }),
  ]);
  const connection = await connectRunner(runner, real.workspace.path);
  try {
    await checkRoom(runner, `/root/${options.folder}`);
    real.useEngine(connection.door);
    await clear(real);
    let done = 0;
    const there = await runScript(real, script, () => onProgress(++done));
    const here = await runScript(simulated, script, () => onProgress(++done));
    const differences = compareLines(there, here);
    return {
      engine: connection.info,
      lines: there.rows.map(({ line }, index) => ({ line, difference: differences[index] })),
      goals: compareGoals(script.lesson, there, here),
    };
  } finally {
    await clear(real);
    real.powerOff();
    simulated.powerOff();
    connection.close();
  }
}

/** Names and ports are there once on an engine: what the student made on it would be in the way. */
async function checkRoom(runner: RunnerKey, workspace: string): Promise<void> {
  const { door, close } = await connectRunner(runner, workspace);
  const list = async <T>(path: string) => {
    const { body } = await door.request({ method: 'GET', path, query: 'all=1', headers: {}, body: undefined });
    return JSON.parse(await textOf(body)) as T;
  };
  try {
    const containers = await list<{ Names: string[] }[]>('/containers/json');
    const images = await list<{ RepoTags: string[] | null }[]>('/images/json');
    const built = (await list<{ tags: string[] }[]>('/drydock/builds')).flatMap(({ tags }) => tags);
    const { Volumes } = await list<{ Volumes: { Name: string }[] | null }>('/volumes');
    const own = [
      ...containers.map(({ Names }) => Names[0]!.slice(1)),
      ...images
        .flatMap(({ RepoTags }) => RepoTags ?? [])
        .filter((tag) => built.some((name) => tag === name || tag === `${name}:latest`)),
      ...(Volumes ?? []).map(({ Name }) => Name),
    ];
    if (own.length > 0)
      throw new Error(`${own.join(', ')}: what you made on the real engine would be in the way. ${CLEAR}`);
  } finally {
    close();
  }
}

const CLEAR = 'docker rm -fv $(docker ps -aq); docker system prune -af --volumes; docker volume prune -af';

/** Removes what a comparison made on the real engine: the session is there until the runner ends. */
async function clear(computer: Computer): Promise<void> {
  await computer.aside(CLEAR);
}
