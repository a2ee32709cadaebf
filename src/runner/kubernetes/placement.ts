import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FoundEngine, identify } from '../engine/find.ts';
import type { Limits } from '../policy/policy.ts';
import { StateFile } from '../session/state-file.ts';
import { askCluster, ClusterError } from './api.ts';
import type { Cluster } from './config.ts';
import { podOf } from './pod.ts';

/** Milliseconds for an image to be pulled and an engine to start, and between looks. */
const [PATIENCE, INTERVAL] = [180_000, 500];

interface Pod {
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly {
      readonly state?: { readonly waiting?: { reason?: string; message?: string } };
    }[];
  };
}

/** A cluster as a place for sessions: each gets a pod with an engine of its own, which the cluster schedules. */
export class KubernetesPlacement {
  readonly #cluster: Cluster;
  readonly #namespace: string;
  readonly #image: string;
  readonly #limits: Limits;

  constructor(cluster: Cluster, namespace: string, image: string, limits: Limits) {
    this.#cluster = cluster;
    this.#namespace = namespace;
    this.#image = image;
    this.#limits = limits;
  }

  /** Places an engine and waits until it answers; the way to remove it and all that is in it. */
  async place(): Promise<{ engine: FoundEngine; remove(): Promise<void> }> {
    const name = `drydock-${randomBytes(8).toString('hex')}`;
    await askCluster<Pod>(this.#cluster, 'POST', this.#pods, podOf(name, this.#image, this.#limits));
    try {
      await this.#untilReady(name);
      const address = { kind: 'pod', cluster: this.#cluster, namespace: this.#namespace, pod: name } as const;
      return { engine: await identify(address), remove: () => this.#remove(name) };
    } catch (error) {
      await this.#remove(name).catch(() => {});
      throw error;
    }
  }

  /** Removes the pods of runners that did not come to their end. Those that are never swept end by themselves in time. */
  async sweep(folder: string): Promise<number> {
    const prefix = `kubernetes://${this.#namespace}/`;
    const left = StateFile.all(folder).filter((file) => !file.isLive && file.engine.startsWith(prefix));
    for (const file of left) {
      await this.#remove(file.engine.slice(prefix.length));
      file.remove();
    }
    return left.length;
  }

  get #pods(): string {
    return `/api/v1/namespaces/${this.#namespace}/pods`;
  }

  async #untilReady(name: string): Promise<void> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const { status = {} } = await askCluster<Pod>(this.#cluster, 'GET', `${this.#pods}/${name}`);
      if (status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True')) return;
      const waiting = status.containerStatuses?.map(({ state }) => state?.waiting).find((each) => each !== undefined);
      if (status.phase === 'Failed' || status.phase === 'Succeeded')
        throw new Error(`the pod ${name} has ended: ${status.reason ?? status.phase}`);
      if (/^(ErrImagePull|ImagePullBackOff|InvalidImageName|CreateContainer.*Error)$/.test(waiting?.reason ?? ''))
        throw new Error(`the pod ${name} does not start: ${waiting?.message ?? waiting?.reason}`);
      if (Date.now() > end)
        throw new Error(
          `the pod ${name} is not ready after ${PATIENCE / 1000} seconds: ${waiting?.reason ?? status.phase}`,
        );
      await sleep(INTERVAL);
    }
  }

  async #remove(name: string): Promise<void> {
    try {
      await askCluster(this.#cluster, 'DELETE', `${this.#pods}/${name}?gracePeriodSeconds=0`);
    } catch (error) {
      if (!(error instanceof ClusterError) || error.status !== 404) throw error;
    }
  }
}
