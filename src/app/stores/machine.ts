import { create } from 'zustand';
import { callback, type RemoteMachine, type StartedMachine, startMachine } from '../../worker/client.ts';
import type { BootOptions, BootReport, EngineChange, StorageReport } from '../../worker/protocol.ts';
import type { Place } from '../places/place.ts';
import { lessonForgotten } from '../places/progress.ts';
import { answersForgotten } from './answers.ts';
import { followEngine, forgetEngine, loadImageArchive } from './engine.ts';
import { followLesson, retellLesson, showLesson } from './lesson.ts';
import { beginWithView } from './panels.ts';
import { forgetTerminals } from './terminals.ts';
import { followTimeline, forgetTimeline, useTimeline } from './timeline.ts';
import { flushed, followWorkspace, forgetWorkspace, previewFiles, rescueTexts, restoreTexts } from './workspace.ts';

/** Whether the simulated computer is there, and where it keeps what it knows. */
export interface MachineState {
  readonly phase: 'asleep' | 'starting' | 'ready' | 'failed';
  /** Whose computer it is. */
  readonly place: Place | undefined;
  readonly machine: RemoteMachine | undefined;
  readonly problem: string | undefined;
  readonly storage: StorageReport | undefined;
  readonly restored: boolean;
  /** Counts boots: views that hold terminals begin anew when it grows. */
  readonly boot: number;
  /** Why the worker ended and was started again; until the student has read it. */
  readonly crash: string | undefined;
}

export const useMachine = create<MachineState>(() => ({
  phase: 'starting',
  place: undefined,
  machine: undefined,
  problem: undefined,
  storage: undefined,
  restored: false,
  boot: 0,
  crash: undefined,
}));

let running: StartedMachine | undefined;
/** Boots one after another: the machine has one computer at a time. */
let booting: Promise<void> = Promise.resolve();
/** When the worker last crashed, milliseconds since the epoch. */
let lastCrash = 0;
/** A worker that crashes again within this many milliseconds is not started again. */
const TOO_SOON = 10_000;

/** Shows a place and boots its computer, when it is `wanted`, unless it is the one that runs already. */
export function openPlace(place: Place, wanted?: Promise<void>): void {
  const { place: open } = useMachine.getState();
  if (open?.name === place.name) {
    // The same in another language, perhaps.
    if (open.lesson !== place.lesson) retellLesson(place.lesson);
    return;
  }
  const phase = wanted ? 'asleep' : 'starting';
  useMachine.setState({ place, phase, machine: undefined, problem: undefined, crash: undefined });
  forgetEngine();
  forgetTerminals();
  forgetTimeline();
  showLesson(place.lesson);
  beginWithView(place);
  // What was typed on the last computer reaches it before it is put away.
  booting = booting.then(flushed).then(async () => {
    forgetWorkspace();
    if (wanted) {
      previewFiles(place.files);
      await wanted;
      useMachine.setState({ phase: 'starting' });
    }
    return bootMachine(place);
  });
}

/** Starts the worker while the page is still finding out which computer it shall be. */
export function wakeMachine(): RemoteMachine {
  running ??= startMachine(crashed);
  return running.machine;
}

/** Forgets files, images, containers and progress of the place, and boots afresh. */
export async function startOver(): Promise<void> {
  const { place, machine } = useMachine.getState();
  if (!machine || !place) return;
  // Without a machine the old terminals go at once: nothing more can be typed into them.
  useMachine.setState({ phase: 'starting', machine: undefined });
  if (place.lesson) {
    lessonForgotten(place.lesson.id);
    answersForgotten(place.lesson.id);
  }
  await machine.erase();
  await bootMachine(place, { fresh: true });
}

/** Takes the stored computer over from the tab that has it. */
export async function takeOver(): Promise<void> {
  const { place } = useMachine.getState();
  if (!place) return;
  useMachine.setState({ phase: 'starting', machine: undefined });
  await bootMachine(place, { takeOver: true });
}

/** Puts the computer to a moment of its timeline. Nothing that came after it is lost. */
export async function travel(moment: number): Promise<void> {
  const { place, machine } = useMachine.getState();
  if (!place || !machine || useTimeline.getState().travelling) return;
  await flushed();
  useTimeline.setState({ travelling: true });
  try {
    await connect(machine, place, await machine.travel(moment));
  } finally {
    useTimeline.setState({ travelling: false });
  }
}

/** Forgets a computer that does not run. */
export async function forgetComputer(name: string): Promise<void> {
  await wakeMachine().eraseOther(name);
}

/** Resolves when the computer is there; rejects when it could not be started. */
export function machineReady(): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = ({ phase, problem }: MachineState): boolean => {
      if (phase === 'ready') resolve();
      else if (phase === 'failed') reject(new Error(problem));
      else return false;
      return true;
    };
    if (look(useMachine.getState())) return;
    const stop = useMachine.subscribe((now) => {
      if (look(now)) stop();
    });
  });
}

/** The student has read what happened. */
export function crashRead(): void {
  useMachine.setState({ crash: undefined });
}

/** Boots a computer and connects every store to it. */
async function bootMachine(
  place: Place,
  how: Pick<BootOptions, 'fresh' | 'takeOver'> = {},
  before: (machine: RemoteMachine) => Promise<void> = async () => {},
): Promise<void> {
  // Somebody went on to another place meanwhile.
  if (useMachine.getState().place !== place) return;
  const machine = wakeMachine();
  try {
    const { name, folder, files, images, archive, terminal } = place;
    const report = await machine.boot({ name, folder, files, images, terminal, ...how });
    if (useMachine.getState().place !== place) return;
    await before(machine);
    await connect(machine, place, report);
    await machine.untilBegun();
    if (archive && !report.restored) await loadImageArchive(machine, archive);
  } catch (error) {
    useMachine.setState({ phase: 'failed', problem: error instanceof Error ? error.message : String(error) });
  }
}

async function connect(machine: RemoteMachine, { lesson }: Place, report: BootReport): Promise<void> {
  await followWorkspace(machine);
  await machine.onEngineChanged(callback((changes: readonly EngineChange[]) => followEngine(machine, changes)));
  await machine.onStorage(callback((storage: StorageReport) => useMachine.setState({ storage })));
  await followTimeline(machine);
  if (lesson) await followLesson(machine, lesson);
  useMachine.setState((state) => ({
    phase: 'ready',
    machine,
    storage: report.storage,
    restored: report.restored,
    boot: state.boot + 1,
  }));
  followEngine(machine, [{ kind: 'build' }]);
}

/** The worker is no more. Its computer is stored: another worker takes it up where it was. */
function crashed(reason: string): void {
  running = undefined;
  const { place } = useMachine.getState();
  const again = Date.now() - lastCrash < TOO_SOON;
  lastCrash = Date.now();
  if (!place || again) {
    useMachine.setState({ phase: 'failed', problem: reason, machine: undefined });
    return;
  }
  useMachine.setState({ phase: 'starting', crash: reason, machine: undefined });
  forgetEngine();
  forgetTimeline();
  const texts = rescueTexts();
  booting = bootMachine(place, {}, (machine) => restoreTexts(machine, texts));
}
