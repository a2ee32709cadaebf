import { statfs } from 'node:fs/promises';
import { bytesSize } from '../../engine/api/units.ts';
import { isLocal } from '../engine/address.ts';
import { ask } from '../engine/ask.ts';
import { Refused } from '../policy/policy.ts';
import { type ContainerRow, DiskMeter, total, type Usage } from './disk-usage.ts';
import type { Session } from './session.ts';

const nothing: Usage = { layers: new Map(), volumes: new Map(), workspace: 0, images: 0, cache: 0 };

/** How many times the limit is so much that nothing is started either, not even to tidy up. */
const FULL = 2;
/** Bytes that are let in until then. */
const SMALL = 1 << 20;
/** Milliseconds between looks at how much is free on the engine's disk. */
const FREE_LOOK = 1000;

/** What a session holds on disks, and may hold. */
export class Room {
  readonly #session: Session;
  readonly #meter: DiskMeter;
  #usage = nothing;
  /** Bytes that were let through since the last look. */
  #since = 0;

  constructor(session: Session) {
    this.#session = session;
    this.#meter = new DiskMeter(session);
  }

  /** Measures; answers the containers too, and the usage before. `anew`: also what was measured a moment ago. */
  async look(anew = false): Promise<{ before: Usage; usage: Usage; containers: readonly ContainerRow[] }> {
    const before = this.#usage;
    this.#since = 0;
    const { usage, containers } = await this.#meter.measure(anew);
    this.#usage = usage;
    return { before, usage, containers };
  }

  get held(): number {
    return total(this.#usage) + this.#since;
  }

  get isOver(): boolean {
    return this.held > this.#most;
  }

  get #most(): number {
    return this.#session.policy.limits.sessionDisk;
  }

  /** `512MiB of 256MiB` */
  get words(): string {
    return `this session holds ${bytesSize(this.held)} on disk and may hold ${bytesSize(this.#most)} (--session-disk)`;
  }

  /** Refuses what can only add to it; with `starts`, what may also tidy up, as long as there is any hope. */
  async check(starts = false): Promise<void> {
    const isFull = () => this.held > this.#most * (starts ? FULL : 1);
    if (!isFull()) return;
    // Something may have been removed.
    await this.look(true);
    if (isFull())
      throw new Refused(
        `${this.words}: remove containers, volumes, images or the builder’s cache${starts ? '' : '; files of the workspace with a container that has it mounted'}`,
      );
  }

  /** Refuses to write into a layer that is as large as it may be, whether its container runs or not. */
  checkLayer(container: string): void {
    const size = this.#usage.layers.get(container) ?? 0;
    const { disk } = this.#session.policy.limits;
    if (size > disk) throw new Refused(`${layerWords(size, disk)}: remove the container`);
  }

  /** Counts what is about to be written; refuses it when there is no room for it. */
  async take(bytes: number): Promise<void> {
    // The files of a lesson are few bytes, and come along with what may tidy up.
    const most = bytes <= SMALL ? this.#most * FULL : this.#most;
    if (this.held + bytes > most) await this.look(true);
    if (this.held + bytes > most) throw new Refused(`${bytesSize(bytes)} more: ${this.words}`);
    this.#since += bytes;
  }

  /** A body that must not be longer than there is room for. */
  async *bounded(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      await this.take(chunk.length);
      yield chunk;
    }
  }

  /**
   * Watches what an engine tells no size of while it grows (a step of a build, a pull) by what is free on its disk, where that is one
   * of this machine's. `over` resolves with a reason to end it.
   */
  watchFree(): { over: Promise<string>; stop(): void } {
    let timer: NodeJS.Timeout | undefined;
    let stopped = false;
    const over = new Promise<string>((resolve) => {
      void this.#free().then((first) => {
        if (first === undefined || stopped) return;
        const left = this.#most - this.held;
        timer = setInterval(async () => {
          const gone = first - ((await this.#free()) ?? first);
          if (gone > left)
            resolve(`there is ${bytesSize(gone)} less free on the engine’s disk than when it began, and ${this.words}`);
        }, FREE_LOOK);
        timer.unref();
      });
    });
    const stop = () => {
      stopped = true;
      clearInterval(timer);
    };
    return { over, stop };
  }

  /** Bytes; undefined where the engine's disk is not to be seen from here. */
  async #free(): Promise<number | undefined> {
    const { engine } = this.#session;
    if (!isLocal(engine.address)) return undefined;
    this.#root ??= ask<{ DockerRootDir?: string }>(engine.door, '/info').then(({ DockerRootDir }) => DockerRootDir);
    const root = await this.#root.catch(() => undefined);
    const stat = root ? await statfs(root).catch(() => undefined) : undefined;
    return stat && stat.bavail * stat.bsize;
  }

  #root: Promise<string | undefined> | undefined;
}

export function layerWords(size: number, most: number): string {
  return `its writable layer holds ${bytesSize(size)} and may hold ${bytesSize(most)} (--disk)`;
}
