import { BuildError } from '../../build/errors.ts';
import type { BuildOutcome } from '../../build/types.ts';
import type { PlannedStep } from '../api/drydock.ts';
import type { SolveStatus, Vertex } from '../api/solve-status.ts';
import { messageOf } from '../errors.ts';
import { fromBase64 } from '../http/base64.ts';
import type { JsonMessage } from '../http/json-messages.ts';
import { shortId } from '../ids.ts';
import { classicFailure } from './classic-failure.ts';

const decoder = new TextDecoder();
const UNREADABLE = /^(dockerfile parse error|no build stage)/;

/**
 * A BuildKit build told in the classic builder's words, for clients that build with `DOCKER_BUILDKIT=0`: steps in the
 * order of the file, `Using cache`, `Running in`, output, the image. Where the classic builder names an intermediate
 * image or container, this names the step's vertex: there are no such images.
 */
export class ClassicOutput {
  #next = 0;
  #stepOf = new Map<string, number>();
  #completed = new Set<string>();

  constructor(
    private readonly emit: (message: JsonMessage) => void,
    private readonly steps: readonly PlannedStep[],
    private readonly dockerfile: string,
    private readonly quiet: boolean,
  ) {}

  take(status: SolveStatus): void {
    for (const vertex of status.vertexes ?? []) this.#vertex(vertex);
    for (const log of status.logs ?? []) {
      if (this.#stepOf.has(log.vertex)) this.#print(decoder.decode(fromBase64(log.data)), log.stream);
    }
  }

  finish(outcome: BuildOutcome, tags: readonly string[]): void {
    this.#announce(this.steps.length);
    this.#print(` ---> ${shortId(outcome.image.id)}\n`);
    this.emit({ aux: { ID: outcome.image.id } });
    if (this.quiet) {
      this.emit({ stream: `${outcome.image.id}\n` });
      return;
    }
    this.#print(`Successfully built ${shortId(outcome.image.id)}\n`);
    for (const tag of tags) this.#print(`Successfully tagged ${tag}\n`);
  }

  /** The classic builder's words for what went wrong, under the head of the step that is to blame. */
  failure(error: unknown): Error {
    const text = error instanceof BuildError ? error.reason.replace(/^failed to solve: /, '') : messageOf(error);
    // What is wrong with the file itself is found before the first step.
    const line = error instanceof BuildError && !UNREADABLE.test(text) ? error.ranges[0]?.start : undefined;
    const step = this.steps.findIndex(({ lines }) => lines.start === line);
    if (step >= 0) this.#announce(step + 1);
    return classicFailure(text, this.steps[step]?.instruction ?? 'COPY');
  }

  #vertex(vertex: Vertex): void {
    if (!vertex.started && !vertex.cached) return;
    let step = this.#stepOf.get(vertex.digest);
    if (step === undefined) {
      step = this.#match(vertex);
      if (step === undefined) return;
      this.#stepOf.set(vertex.digest, step);
      this.#announce(step + 1);
      if (vertex.cached) this.#print(' ---> Using cache\n');
      else if (this.steps[step]?.name.startsWith('RUN')) this.#print(` ---> Running in ${shortId(vertex.digest)}\n`);
    }
    if (vertex.completed && !vertex.error && !this.#completed.has(vertex.digest)) {
      this.#completed.add(vertex.digest);
      if (step < this.steps.length - 1) this.#print(` ---> ${shortId(vertex.digest)}\n`);
    }
  }

  /** `[stage 2/4] RUN x` is the first step of that name that no vertex stands for yet. */
  #match(vertex: Vertex): number | undefined {
    const name = /^\[[^\]]*\] (.*)$/s.exec(vertex.name)?.[1];
    const taken = new Set(this.#stepOf.values());
    const found = this.steps.findIndex((step, index) => step.name === name && !taken.has(index));
    return found < 0 ? undefined : found;
  }

  /** Prints the heads of all steps before `end` that were not printed yet. */
  #announce(end: number): void {
    for (; this.#next < end; this.#next++) {
      this.#print(`Step ${this.#next + 1}/${this.steps.length} : ${this.#source(this.steps[this.#next])}`);
      this.#print('\n');
    }
  }

  /** A step as the file writes it, its lines joined. */
  #source(step: PlannedStep | undefined): string {
    if (!step) return '';
    const lines = this.dockerfile.split('\n').slice(step.lines.start - 1, step.lines.end);
    if (lines.some((line) => line.includes('<<'))) return step.name;
    return lines
      .filter((line) => !/^\s*#/.test(line))
      .map((line) => line.replace(/[\\`]\s*$/, ''))
      .join('')
      .trim();
  }

  #print(text: string, stream = 1): void {
    if (this.quiet || text === '') return;
    // The classic builder colours what a command writes to stderr.
    this.emit({ stream: stream === 2 ? `\u001b[91m${text}\u001b[0m` : text });
  }
}
