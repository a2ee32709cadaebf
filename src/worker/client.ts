import { proxy, type Remote, wrap } from 'comlink';
import type { Machine } from './protocol.ts';

/** The page's end of the wall. */
export type RemoteMachine = Remote<Machine>;

/** Starts the worker that holds the simulated computer. */
export function startMachine(onCrash: (reason: string) => void): RemoteMachine {
  const worker = new Worker(new URL('./machine.worker.ts', import.meta.url), { type: 'module', name: 'drydock' });
  worker.addEventListener('error', (event) => onCrash(event.message || 'the worker could not be started'));
  return wrap<Machine>(worker);
}

/** A function the machine may call back. */
export const callback = proxy;
