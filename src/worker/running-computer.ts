import type { EngineDoor } from '../engine/api/door.ts';
import type { Computer } from '../host/computer.ts';
import type { ComputerState } from '../host/state.ts';
import type { Timeline } from '../host/timeline.ts';
import type { GoalState } from '../lessons/lesson.ts';
import { GoalWatch } from './goal-watch.ts';
import type { EngineChange } from './protocol.ts';
import type { RunnerConnection } from './runner-connection.ts';
import { Saver } from './saver.ts';
import type { Storage } from './storage.ts';
import { watchEngine } from './watch-engine.ts';

interface RunningOptions {
  readonly computer: Computer;
  readonly storage: Storage;
  readonly timeline: Timeline;
  /** The goals as they stood before. */
  readonly goals: readonly GoalState[];
  readonly onChanged: (change: EngineChange) => void;
}

/** A computer that is switched on, and everybody who watches it for the page. */
export class RunningComputer {
  readonly computer: Computer;
  readonly goals: GoalWatch;
  readonly #timeline: Timeline;
  readonly #saver: Saver;
  readonly #terminals = new Map<number, ReturnType<Computer['openShell']>['terminal']>();
  readonly #stops: (() => void)[] = [];
  readonly #onChanged: (change: EngineChange) => void;
  #unfollow: () => void;
  #runner: { readonly connection: RunnerConnection; readonly onLost: () => void } | undefined;
  #off = false;

  constructor({ computer, storage, timeline, goals, onChanged }: RunningOptions) {
    this.computer = computer;
    this.#timeline = timeline;
    this.goals = new GoalWatch(computer, timeline, goals, () => this.saveSoon());
    this.#saver = new Saver(computer, storage, timeline, () => this.goals.states);
    this.#onChanged = onChanged;
    this.#unfollow = this.#followEngine();
    this.#stops.push(
      () => this.#unfollow(),
      computer.workspace.watch(() => {
        timeline.stirred();
        this.saveSoon();
      }),
    );
  }

  /** Follows the engine that answers now, and no other. */
  #followEngine(): () => void {
    return watchEngine(this.computer, (change) => {
      this.#onChanged(change);
      if (change.kind === 'engine' && change.action === 'destroy') this.goals.containerRemoved(change.name);
      this.goals.soon();
      this.#timeline.stirred();
      // A build is long and may bring the page down: what was there before it is safe, and what it made as soon as it is made.
      if (change.kind === 'build-event' && change.event.kind !== 'step') void this.saveNow();
      else this.saveSoon();
    });
  }

  /** Lets a real engine answer until its runner is gone, on whosoever's wish. */
  useRunner(connection: RunnerConnection, onLost: () => void): void {
    this.leaveRunner();
    this.#runner = { connection, onLost };
    this.#answersFrom(connection.door);
    void connection.lost.then(() => {
      if (this.#runner?.connection === connection) this.leaveRunner();
    });
  }

  /** Back to the simulated engine. What was asked of the real one before that still gets its answer. */
  leaveRunner(): void {
    const left = this.#runner;
    if (!left) return;
    this.#runner = undefined;
    if (!this.#off) this.#answersFrom(undefined);
    left.onLost();
    this.computer.kernel.platform.timer(LAST_ANSWERS, () => left.connection.close());
  }

  #answersFrom(door: EngineDoor | undefined): void {
    this.#unfollow();
    this.computer.useEngine(door);
    this.#unfollow = this.#followEngine();
    this.#onChanged({ kind: 'build' });
  }

  /** The computer as it is, for the timeline. */
  readonly checkpoint = (): ComputerState => this.computer.save();

  saveSoon(): void {
    // Who only looks back does not want the present overwritten.
    if (!this.#timeline.looking) this.#saver.soon();
  }

  async saveNow(): Promise<void> {
    if (!this.#timeline.looking) await this.#saver.now();
  }

  addTerminal(id: number, terminal: ReturnType<Computer['openShell']>['terminal']): void {
    this.#terminals.set(id, terminal);
  }

  terminal(id: number): ReturnType<Computer['openShell']>['terminal'] | undefined {
    return this.#terminals.get(id);
  }

  closeTerminal(id: number): void {
    this.#terminals.get(id)?.close();
    this.#terminals.delete(id);
  }

  onSwitchOff(stop: () => void): void {
    this.#stops.push(stop);
  }

  /** Nothing of it is saved after this. */
  switchOff(): void {
    this.#off = true;
    this.leaveRunner();
    for (const stop of this.#stops.splice(0)) stop();
    this.#saver.stop();
    this.goals.stop();
    for (const terminal of this.#terminals.values()) terminal.close();
    this.#terminals.clear();
    this.computer.powerOff();
  }
}

/** Milliseconds that a connection is kept for answers that are under way. */
const LAST_ANSWERS = 2000;
