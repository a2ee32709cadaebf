import { create } from 'zustand';
import { callback, type RemoteMachine, startMachine } from '../../worker/client.ts';
import type { EngineChange, StorageReport } from '../../worker/protocol.ts';
import type { ReadableLesson } from '../lessons.ts';
import { followEngine } from './engine.ts';
import { followLesson } from './lesson.ts';
import { followWorkspace } from './workspace.ts';

/** Whether the simulated computer is there, and where it keeps what it knows. */
export interface MachineState {
  readonly phase: 'starting' | 'ready' | 'failed';
  readonly machine: RemoteMachine | undefined;
  readonly problem: string | undefined;
  readonly storage: StorageReport | undefined;
  readonly restored: boolean;
  /** Counts boots: views that hold terminals begin anew when it grows. */
  readonly boot: number;
}

export const useMachine = create<MachineState>(() => ({
  phase: 'starting',
  machine: undefined,
  problem: undefined,
  storage: undefined,
  restored: false,
  boot: 0,
}));

let running: RemoteMachine | undefined;

/** Boots the computer of a lesson and connects every store to it. */
export async function bootMachine(lesson: ReadableLesson): Promise<void> {
  useMachine.setState({ phase: 'starting', problem: undefined });
  running ??= startMachine((reason) => useMachine.setState({ phase: 'failed', problem: reason }));
  const machine = running;
  try {
    const report = await machine.boot({
      name: lesson.id,
      folder: lesson.folder,
      files: lesson.files,
      images: lesson.images,
    });
    await followWorkspace(machine);
    await machine.onEngineChanged(callback((change: EngineChange) => followEngine(machine, change)));
    await followLesson(machine, lesson);
    useMachine.setState((state) => ({
      phase: 'ready',
      machine,
      storage: report.storage,
      restored: report.restored,
      boot: state.boot + 1,
    }));
    followEngine(machine, { kind: 'build' });
  } catch (error) {
    useMachine.setState({ phase: 'failed', problem: error instanceof Error ? error.message : String(error) });
  }
}

/** Forgets files, images, containers and progress of this lesson, and boots afresh. */
export async function startOver(lesson: ReadableLesson): Promise<void> {
  if (!running) return;
  useMachine.setState({ phase: 'starting' });
  await running.erase();
  await bootMachine(lesson);
}
