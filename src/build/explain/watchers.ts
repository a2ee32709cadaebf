import type { BuildEvent, BuildPlan, BuildRecord } from '../../engine/api/drydock.ts';
import type { SolveStatus, Vertex } from '../../engine/api/solve-status.ts';

type RecordedStep = BuildRecord['steps'][number];

/** Tells whoever watches how builds go, in terms of the Dockerfile's steps. */
export class BuildWatchers {
  readonly #listeners = new Set<(event: BuildEvent) => void>();

  listen(listener: (event: BuildEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A build begins that is expected to go as `plan` says. */
  begin(id: string, plan: BuildPlan, started: string, dockerfile: string, tags: readonly string[]): WatchedBuild {
    const steps = plan.steps.map(
      ({ prediction: _, ...step }): RecordedStep => ({
        ...step,
        causes: [],
        why: '',
        state: 'NOT-REACHED',
        duration: 0,
        size: 0,
      }),
    );
    const record: BuildRecord = { id, started, dockerfile, tags: [...tags], steps };
    const tell = (event: BuildEvent) => {
      for (const listener of this.#listeners) listener(event);
    };
    tell({ kind: 'started', build: id, record });
    return new WatchedBuild(record, tell);
  }
}

/** One build as its watchers see it while it runs; the builder's own record replaces it at the end. */
export class WatchedBuild {
  readonly #record: BuildRecord;
  readonly #tell: (event: BuildEvent) => void;
  readonly #steps = new Map<string, RecordedStep>();

  constructor(record: BuildRecord, tell: (event: BuildEvent) => void) {
    this.#record = record;
    this.#tell = tell;
  }

  /** What is known of it so far. */
  get record(): BuildRecord {
    return this.#record;
  }

  take(status: SolveStatus): void {
    for (const vertex of status.vertexes ?? []) {
      const step = vertex.started === undefined ? undefined : this.#stepOf(vertex);
      if (!step) continue;
      const running = vertex.completed === undefined;
      if (!running) {
        const duration = Date.parse(vertex.completed!) - Date.parse(vertex.started!);
        const state = vertex.error !== undefined ? 'FAILED' : vertex.cached ? 'CACHED' : 'RAN';
        Object.assign(step, { state, duration: vertex.cached ? 0 : duration, vertex: vertex.digest });
      }
      this.#tell({ kind: 'step', build: this.#record.id, running, step });
    }
  }

  finish(record: BuildRecord): void {
    this.#tell({ kind: 'finished', build: this.#record.id, record });
  }

  /** The build ended before there was a record of it: its Dockerfile could not be read. */
  fail(error: string, finished: string): void {
    this.finish({ ...this.#record, error, finished });
  }

  /** The Dockerfile's step behind a vertex: they share the name that BuildKit prints behind `[stage 2/4]`. */
  #stepOf(vertex: Vertex): RecordedStep | undefined {
    const known = this.#steps.get(vertex.digest);
    if (known) return known;
    const match = /^\[(?:(\S+) )?\d+\/\d+\] ([\s\S]*)$/.exec(vertex.name);
    if (!match) return undefined;
    const [, stage, name = ''] = match;
    const taken = new Set(this.#steps.values());
    const candidates = this.#record.steps.filter(
      (step) => !taken.has(step) && (stage === undefined || step.stage === stage),
    );
    const found =
      candidates.find((step) => step.name === name) ??
      (name.startsWith('FROM ') ? candidates.find((step) => step.instruction === 'FROM') : undefined);
    if (found) this.#steps.set(vertex.digest, found);
    return found;
  }
}
