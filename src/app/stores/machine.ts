import { create } from 'zustand';
import { callback, type RemoteMachine, startMachine } from '../../worker/client.ts';
import type { EngineChange, StorageReport } from '../../worker/protocol.ts';
import type { Place } from '../places/place.ts';
import { lessonForgotten } from '../places/progress.ts';
import { followEngine, forgetEngine, loadImageArchive } from './engine.ts';
import { followLesson, showLesson } from './lesson.ts';
import { forgetTerminals } from './terminals.ts';
import { flushed, followWorkspace, forgetWorkspace } from './workspace.ts';

/** Whether the simulated computer is there, and where it keeps what it knows. */
export interface MachineState {
  readonly phase: 'starting' | 'ready' | 'failed';
  /** Whose computer it is. */
  readonly place: Place | undefined;
  readonly machine: RemoteMachine | undefined;
  readonly problem: string | undefined;
  readonly storage: StorageReport | undefined;
  readonly restored: boolean;
  /** Counts boots: views that hold terminals begin anew when it grows. */
  readonly boot: number;
}

export const useMachine = create<MachineState>(() => ({
  phase: 'starting',
  place: undefined,
  machine: undefined,
  problem: undefined,
  storage: undefined,
  restored: false,
  boot: 0,
}));

let running: RemoteMachine | undefined;
/** Boots one after another: the machine has one computer at a time. */
let booting: Promise<void> = Promise.resolve();

/** Shows a place and boots its computer, unless it is the one that runs already. */
export function openPlace(place: Place): void {
  if (useMachine.getState().place?.name === place.name) return;
  useMachine.setState({ place, phase: 'starting', machine: undefined, problem: undefined });
  forgetEngine();
  forgetTerminals();
  showLesson(place.lesson);
  // What was typed on the last computer reaches it before it is put away.
  booting = booting.then(flushed).then(() => {
    forgetWorkspace();
    return bootMachine(place);
  });
}

/** Starts the worker while the page is still finding out which computer it shall be. */
export function wakeMachine(): void {
  running ??= start();
}

/** Forgets files, images, containers and progress of the place, and boots afresh. */
export async function startOver(): Promise<void> {
  const { place } = useMachine.getState();
  if (!running || !place) return;
  // Without a machine the old terminals go at once: nothing more can be typed into them.
  useMachine.setState({ phase: 'starting', machine: undefined });
  if (place.lesson) lessonForgotten(place.lesson.id);
  await running.erase();
  await bootMachine(place);
}

/** Forgets a computer that does not run. */
export async function forgetComputer(name: string): Promise<void> {
  running ??= start();
  await running.eraseOther(name);
}

/** Boots a computer and connects every store to it. */
async function bootMachine(place: Place): Promise<void> {
  // Somebody went on to another place meanwhile.
  if (useMachine.getState().place !== place) return;
  running ??= start();
  const machine = running;
  try {
    const { name, folder, files, images, lesson, archive } = place;
    const report = await machine.boot({ name, folder, files, images });
    if (useMachine.getState().place !== place) return;
    await followWorkspace(machine);
    await machine.onEngineChanged(callback((change: EngineChange) => followEngine(machine, change)));
    if (lesson) await followLesson(machine, lesson);
    useMachine.setState((state) => ({
      phase: 'ready',
      machine,
      storage: report.storage,
      restored: report.restored,
      boot: state.boot + 1,
    }));
    followEngine(machine, { kind: 'build' });
    if (archive && !report.restored) await loadImageArchive(machine, archive);
  } catch (error) {
    useMachine.setState({ phase: 'failed', problem: error instanceof Error ? error.message : String(error) });
  }
}

function start(): RemoteMachine {
  return startMachine((reason) => useMachine.setState({ phase: 'failed', problem: reason }));
}
