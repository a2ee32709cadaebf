import { create } from 'zustand';
import type { Lesson } from '../../lessons/lesson.ts';
import { callback } from '../../worker/client.ts';
import type { ParityReport } from '../../worker/protocol.ts';
import { useMachine } from './machine.ts';
import { useRunner } from './runner.ts';

/** What a comparison of the two engines found, or how far it is. */
export type ComparisonState =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly done: number }
  | { readonly kind: 'report'; readonly report: ParityReport }
  | { readonly kind: 'failed'; readonly problem: string };

export const useComparison = create<{ readonly state: ComparisonState }>(() => ({ state: { kind: 'none' } }));

/** Runs a lesson's solutions, or without one what was typed so far, on both engines. */
export async function compareEngines(lesson: Lesson | undefined): Promise<void> {
  const { machine } = useMachine.getState();
  const { known } = useRunner.getState();
  if (!machine || !known || useComparison.getState().state.kind === 'running') return;
  const tell = (state: ComparisonState) => useComparison.setState({ state });
  tell({ kind: 'running', done: 0 });
  try {
    const progress = callback((done: number) => tell({ kind: 'running', done }));
    tell({ kind: 'report', report: await machine.compareEngines(known, lesson, progress) });
  } catch (error) {
    tell({ kind: 'failed', problem: (error as Error).message });
  }
}
