import type { EngineDoor } from '../engine/api/door.ts';
import type { Engine } from '../engine/engine.ts';

/** The computer's own engine, which is started once and not by being asked for something. */
export class Daemon {
  readonly #load: () => Promise<Engine>;
  #starting: Promise<void> | undefined;
  #engine: Engine | undefined;
  #settle!: (outcome: Promise<void>) => void;
  /** Resolves when it runs, rejects when it could not be started. */
  readonly started = new Promise<void>((resolve) => {
    this.#settle = resolve;
  });
  /** Who knocks before it runs is answered when it does. */
  readonly door: EngineDoor = {
    request: async (request) => {
      if (!this.#engine) await this.started;
      return this.running.door.request(request);
    },
  };

  constructor(load: () => Promise<Engine>) {
    this.#load = load;
    this.started.catch(() => {});
  }

  start(): Promise<void> {
    if (!this.#starting) {
      this.#starting = this.#load().then((engine) => {
        this.#engine = engine;
      });
      this.#settle(this.#starting);
    }
    return this.#starting;
  }

  /** One that has not been started yet has nothing to switch off. */
  powerOff(): void {
    this.#engine?.powerOff();
  }

  get running(): Engine {
    if (!this.#engine) throw new Error('the daemon has not been started');
    return this.#engine;
  }
}
