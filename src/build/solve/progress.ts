import type { Finding } from '../../dockerfile/checks/linter.ts';
import type { SolveStatus, Vertex, VertexStatus } from '../../engine/api/solve-status.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { Digest } from '../../oci/image.ts';
import { base64 } from './base64.ts';

const encoder = new TextEncoder();

export interface ProgressVertex {
  readonly digest: Digest;
  readonly name: string;
  readonly inputs?: readonly Digest[];
}

/** Tells the watchers of a build what happens, as BuildKit's SolveStatus stream does. */
export class Progress {
  readonly #emit: (status: SolveStatus) => void;
  readonly #platform: Platform;
  readonly #started = new Map<Digest, string>();
  /** Announced or begun, and not at their end. */
  readonly #open = new Map<Digest, ProgressVertex>();

  constructor(emit: (status: SolveStatus) => void, platform: Platform) {
    this.#emit = emit;
    this.#platform = platform;
  }

  now(): string {
    return timestamp(this.#platform.now());
  }

  announce(vertexes: readonly ProgressVertex[]): void {
    for (const vertex of vertexes) this.#open.set(vertex.digest, vertex);
    this.#emit({ vertexes: vertexes.map(plain) });
  }

  start(vertex: ProgressVertex): void {
    const started = this.now();
    this.#started.set(vertex.digest, started);
    this.#open.set(vertex.digest, vertex);
    this.#emit({ vertexes: [...this.#closed(vertex, started), { ...plain(vertex), started }] });
  }

  complete(vertex: ProgressVertex, error?: string): void {
    const started = this.#started.get(vertex.digest) ?? this.now();
    this.#open.delete(vertex.digest);
    this.#emit({
      vertexes: [{ ...plain(vertex), started, completed: this.now(), ...(error !== undefined && { error }) }],
    });
  }

  cached(vertex: ProgressVertex): void {
    const at = this.now();
    this.#open.delete(vertex.digest);
    this.#emit({
      vertexes: [...this.#closed(vertex, at), { ...plain(vertex), started: at, completed: at, cached: true }],
    });
  }

  /**
   * What a vertex that begins is made of must be there, so BuildKit tells of all that is still open as cached: also when it
   * begins only to say that something it takes is missing.
   */
  #closed({ inputs }: ProgressVertex, at: string): Vertex[] {
    return (inputs ?? []).flatMap((digest) => {
      const input = this.#open.get(digest);
      if (!input) return [];
      this.#open.delete(digest);
      return [...this.#closed(input, at), { ...plain(input), started: at, completed: at, cached: true }];
    });
  }

  log(vertex: Digest, stream: number, bytes: Uint8Array): void {
    this.#emit({ logs: [{ vertex, stream, data: base64(bytes), timestamp: this.now() }] });
  }

  /** One line of work inside a vertex; the returned function ends it. */
  status(
    vertex: Digest,
    id: string,
    fields: Pick<Partial<VertexStatus>, 'name' | 'current' | 'total'> = {},
  ): () => void {
    const started = this.now();
    const status: VertexStatus = { id, vertex, ...fields, current: fields.current ?? 0, timestamp: started, started };
    this.#emit({ statuses: [status] });
    return () => {
      const completed = this.now();
      this.#emit({ statuses: [{ ...status, timestamp: completed, completed }] });
    };
  }

  /** What came over from the client: ends at once, with its size. */
  transferred(vertex: Digest, what: string, bytes: number): void {
    const id = `transferring ${what}:`;
    const started = this.now();
    const common = { id, vertex, name: 'transferring' };
    this.#emit({ statuses: [{ ...common, current: 0, timestamp: started, started }] });
    const completed = this.now();
    this.#emit({ statuses: [{ ...common, current: bytes, timestamp: completed, started, completed }] });
  }

  warn(vertex: Digest, finding: Finding, filename: string, source: string): void {
    const line = finding.ranges[0]?.start ?? 0;
    const short = `${finding.rule}: ${finding.message}${line > 0 ? ` (line ${line})` : ''}`;
    this.#emit({
      warnings: [
        {
          vertex,
          level: 1,
          short: text64(short),
          detail: [text64(finding.description)],
          ...(finding.url && { url: finding.url }),
          sourceInfo: { filename, data: text64(source) },
          range: finding.ranges.map(({ start, end }) => ({ start: { line: start }, end: { line: end } })),
        },
      ],
    });
  }
}

function plain(vertex: ProgressVertex): { digest: string; name: string; inputs?: string[] } {
  const { digest, name, inputs } = vertex;
  return { digest, ...(inputs && inputs.length > 0 && { inputs: [...inputs] }), name };
}

function text64(text: string): string {
  return base64(encoder.encode(text));
}

/** RFC 3339 with as many digits as the clock gives. */
export function timestamp(milliseconds: number): string {
  const whole = Math.floor(milliseconds / 1000) * 1000;
  const nanoseconds = Math.round((milliseconds - whole) * 1e6);
  const fraction = String(Math.min(nanoseconds, 999_999_999)).padStart(9, '0').replace(/0+$/, '');
  const seconds = new Date(whole).toISOString().slice(0, 19);
  return `${seconds}${fraction ? `.${fraction}` : ''}Z`;
}

/** Bytes a file takes on its way from the client: its content, its name, and what describes it. */
export function sentSize(text: string, name: string): number {
  const { length } = encoder.encode(text);
  return length + name.length + (length < 128 ? 27 : 29);
}
