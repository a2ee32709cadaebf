import { create } from 'zustand';
import { callback, type RemoteMachine } from '../../worker/client.ts';
import type { ApiExchange, Moment, TimelineReport } from '../../worker/protocol.ts';

/** What was done on the computer, as the machine tells it: the moments one can go back to, and what was said to the engine. */
interface TimelineState extends TimelineReport {
  readonly exchanges: readonly ApiExchange[];
  /** The computer is being put to another moment. */
  readonly travelling: boolean;
  /** The exchange that is open in the log. */
  readonly shown: number | undefined;
}

const nothing: TimelineState = {
  moments: [],
  at: 0,
  looking: false,
  exchanges: [],
  travelling: false,
  shown: undefined,
};

export const useTimeline = create<TimelineState>(() => nothing);

/** Another computer comes: nothing has been done on it. */
export function forgetTimeline(): void {
  useTimeline.setState(nothing);
}

export async function followTimeline(machine: RemoteMachine): Promise<void> {
  await machine.onTimeline(callback((report: TimelineReport) => useTimeline.setState(report)));
  await machine.onExchanges(callback((exchanges: readonly ApiExchange[]) => useTimeline.setState({ exchanges })));
}

export function showExchange(shown: number | undefined): void {
  useTimeline.setState({ shown });
}

/** The moment before the one the computer is at, if there is one. */
export function momentBefore({ moments, at }: TimelineReport): Moment | undefined {
  const after = moments.find(({ id }) => id === at)?.after;
  return moments.find(({ id }) => id === after);
}

/** The moment that followed; where there are several, the latest. */
export function momentAfter({ moments, at }: TimelineReport): Moment | undefined {
  return moments.findLast(({ after }) => after === at);
}
