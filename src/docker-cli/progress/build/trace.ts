import type { SolveStatus, Vertex, VertexStatus, VertexWarning } from '../../../engine/api/solve-status.ts';
import { decodeBase64 } from '../../client/base64.ts';

/** Nanoseconds as fractional milliseconds: RFC 3339 carries nine digits, Date three. */
export function parseTime(rfc3339: string): number {
  const fraction = /\.(\d+)/.exec(rfc3339)?.[1] ?? '';
  return Date.parse(rfc3339.replace(/\.\d+/, '')) + Number(`0.${fraction || '0'}`) * 1000;
}

export interface Interval {
  start: number;
  stop?: number;
}

export interface TracedWarning extends Omit<VertexWarning, 'short' | 'detail'> {
  shortText: string;
  detailText: string[];
}

/** What is known of one step so far. */
export class TracedVertex {
  vertex: Vertex;
  index = 0;
  readonly intervals = new Map<number, Interval>();
  readonly statuses: VertexStatus[] = [];
  readonly statusUpdates = new Set<string>();
  readonly warnings: TracedWarning[] = [];
  warningsPrinted = 0;
  /** Lines not yet printed in plain mode, all of them on a terminal. */
  logs: string[] = [];
  logsPartial = false;
  logsOffset = 0;
  /** The last ten printed lines, for the error summary. */
  lastLogs: string[] = [];
  /** Raw output, for the window on a terminal. */
  output = '';
  /** How much was said since it was last the one shown, and when that was. */
  count = 0;
  lastBlockTime?: number;

  constructor(vertex: Vertex) {
    this.vertex = vertex;
  }

  get started(): boolean {
    return this.vertex.started !== undefined;
  }

  get completed(): boolean {
    return this.vertex.completed !== undefined;
  }

  /** Milliseconds, counting what overlaps once. */
  duration(now: number): number {
    const sorted = [...this.intervals.values()].sort((a, b) => a.start - b.start);
    let total = 0;
    let reached = Number.NEGATIVE_INFINITY;
    for (const { start, stop = now } of sorted) {
      total += Math.max(0, stop - Math.max(start, reached));
      reached = Math.max(reached, stop);
    }
    return total;
  }
}

/** The build as its SolveStatus messages tell it (BuildKit's progressui trace). */
export class Trace {
  readonly byDigest = new Map<string, TracedVertex>();
  /** In the order they started. */
  readonly vertexes: TracedVertex[] = [];
  readonly updates = new Set<string>();
  readonly warnings: TracedWarning[] = [];
  start?: number;

  update(status: SolveStatus, now: number): void {
    for (const vertex of status.vertexes ?? []) this.#vertex(vertex, now);
    for (const one of status.statuses ?? []) this.#status(one, now);
    for (const warning of status.warnings ?? []) this.#warning(warning);
    for (const log of status.logs ?? []) {
      const traced = this.byDigest.get(log.vertex);
      if (!traced) continue;
      const text = new TextDecoder().decode(decodeBase64(log.data));
      traced.output += text;
      const since = [...traced.intervals.values()].reduce((latest, { start }) => Math.max(latest, start), 0);
      const seconds = since ? Math.max(0, (parseTime(log.timestamp) - since) / 1000) : 0;
      const stamp = seconds.toFixed(seconds < 10 ? 3 : seconds < 100 ? 2 : 1);
      const lines = text.split('\n');
      const partial = lines[lines.length - 1] !== '';
      if (!partial) lines.pop();
      lines.forEach((line, i) => {
        if (i === 0 && traced.logsPartial && traced.logs.length) traced.logs[traced.logs.length - 1] += line;
        else traced.logs.push(`${stamp} ${line}`);
      });
      traced.logsPartial = partial;
      this.#touch(traced, now);
    }
  }

  #touch(traced: TracedVertex, now: number): void {
    this.updates.add(traced.vertex.digest);
    traced.lastBlockTime ??= now;
    traced.count++;
  }

  #vertex(vertex: Vertex, now: number): void {
    let traced = this.byDigest.get(vertex.digest);
    if (!traced) this.byDigest.set(vertex.digest, (traced = new TracedVertex({ ...vertex, started: undefined })));
    if (vertex.started && !traced.started) {
      this.start ??= now;
      this.vertexes.push(traced);
    }
    // A repeated announcement does not undo a start.
    if (!(traced.started && !vertex.started)) traced.vertex = vertex;
    if (vertex.started) {
      const start = parseTime(vertex.started);
      traced.intervals.set(start, { start, stop: vertex.completed ? parseTime(vertex.completed) : undefined });
    }
    this.#touch(traced, now);
  }

  #status(status: VertexStatus, now: number): void {
    const traced = this.byDigest.get(status.vertex);
    if (!traced) return;
    const at = traced.statuses.findIndex((one) => one.id === status.id);
    if (at < 0) traced.statuses.push(status);
    else traced.statuses[at] = status;
    traced.statusUpdates.add(status.id);
    this.#touch(traced, now);
  }

  #warning(warning: VertexWarning): void {
    const text = (encoded: string) => new TextDecoder().decode(decodeBase64(encoded));
    const told: TracedWarning = {
      ...warning,
      shortText: text(warning.short),
      detailText: (warning.detail ?? []).map(text),
    };
    this.warnings.push(told);
    const traced = this.byDigest.get(warning.vertex);
    if (!traced) return;
    traced.warnings.push(told);
    this.updates.add(warning.vertex);
  }

  /** What went wrong, with the last lines of output of the step. */
  errorLogs(): string {
    let text = '';
    for (const { vertex, logs, lastLogs } of this.vertexes) {
      if (!vertex.error || vertex.error.endsWith('context canceled')) continue;
      text += `------\n > ${vertex.name}:\n`;
      for (const line of [...logs, ...lastLogs]) text += `${line}\n`;
      text += '------\n';
    }
    return text;
  }
}

/** `1.50MB`: how BuildKit's progress shows bytes; below a kilobyte without a fraction. */
export function progressBytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let i = 0;
  while (value >= 1000 && i < units.length - 1) {
    value /= 1000;
    i++;
  }
  return `${i === 0 ? value : value.toFixed(2)}${units[i]}`;
}
