import { proxy, type Remote, releaseProxy, wrap } from 'comlink';
import type { Machine } from './protocol.ts';

/** The page's end of the wall. */
export type RemoteMachine = Remote<Machine>;

export interface StartedMachine {
  readonly machine: RemoteMachine;
  /** Ends the worker and everything in it. */
  end(): void;
}

/** Starts the worker that holds the simulated computer; `onCrash` is told once, when it is no more. */
export function startMachine(onCrash: (reason: string) => void): StartedMachine {
  const worker = new Worker(new URL('./machine.worker.ts', import.meta.url), { type: 'module', name: 'drydock' });
  const machine = wrap<Machine>(worker);
  let over = false;
  const crashed = (reason: string) => {
    if (over) return;
    over = true;
    worker.terminate();
    onCrash(reason);
  };
  worker.addEventListener('error', (event) => crashed(event.message || 'the worker could not be started'));
  void whenDead(machine).then(() => crashed('the worker ended'));
  return {
    machine,
    end() {
      over = true;
      machine[releaseProxy]();
      worker.terminate();
    },
  };
}

/** A worker that runs out of memory says nothing; but the browser then gives back the lock it held. */
async function whenDead(machine: RemoteMachine): Promise<void> {
  const locks = navigator.locks;
  if (!locks) return new Promise(() => {});
  const name = `drydock worker ${crypto.getRandomValues(new Uint32Array(2)).join('')}`;
  await machine.holdLock(name);
  await locks.request(name, () => {});
}

/** A function the machine may call back. */
export const callback = proxy;
