import { randomBytes } from 'node:crypto';
import type { SolveStatus } from '../../engine/api/solve-status.ts';
import type { FoundEngine } from '../engine/find.ts';
import { hijackHttp2 } from '../engine/hijack.ts';
import { GrpcClient, GrpcError } from './grpc-client.ts';
import { bytesByNumber, MessageWriter, readFields } from './protobuf.ts';
import { readTrace } from './trace.ts';

/** What the builder is asked for: its own Dockerfile frontend, with what `docker build`'s flags become. No entitlements. */
export interface Solve {
  readonly session: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly exporter: { readonly name: string; readonly attributes: Readonly<Record<string, string>> };
}

/** A build that failed, and where in the Dockerfile. */
export class SolveError extends Error {
  readonly ranges: readonly { readonly start: number; readonly end: number }[];

  constructor(message: string, ranges: SolveError['ranges']) {
    super(message);
    this.ranges = ranges;
  }
}

/** Milliseconds the last of a build's progress may come after its end. */
const PATIENCE = 3000;

/**
 * BuildKit's Control service (api/services/control/control.proto) in the engine, reached as buildx reaches it: `POST /build` knows no
 * named contexts, no stages without cache, and not where in the Dockerfile a build failed.
 */
export async function solve(
  engine: FoundEngine,
  request: Solve,
  emit: (status: SolveStatus) => void,
  closed: Promise<void>,
): Promise<ReadonlyMap<string, string>> {
  const client = new GrpcClient(await hijackHttp2(engine, '/grpc'));
  const ref = randomBytes(16).toString('hex');
  try {
    const progress = follow(client, ref, emit);
    try {
      for await (const answer of client.call('/moby.buildkit.v1.Control/Solve', solveRequest(ref, request), closed))
        return new Map([...readFields(answer)].filter(({ number }) => number === 1).map(({ value }) => entryOf(value)));
      return new Map();
    } finally {
      await Promise.race([progress, new Promise((resolve) => setTimeout(resolve, PATIENCE).unref())]);
    }
  } catch (error) {
    throw error instanceof GrpcError ? new SolveError(error.message, rangesIn(error)) : error;
  } finally {
    client.close();
  }
}

async function follow(client: GrpcClient, ref: string, emit: (status: SolveStatus) => void): Promise<void> {
  try {
    const request = new MessageWriter().bytes(1, ref).finish();
    for await (const status of client.call('/moby.buildkit.v1.Control/Status', request)) emit(readTrace(status));
  } catch (error) {
    // The build itself says what is wrong with it.
    if (!(error instanceof GrpcError)) throw error;
  }
}

function solveRequest(ref: string, { session, attributes, exporter }: Solve): Uint8Array {
  const writer = new MessageWriter().bytes(1, ref).bytes(3, exporter.name);
  for (const [name, value] of Object.entries(exporter.attributes)) writer.message(4, entry(name, value));
  writer.bytes(5, session).bytes(6, 'dockerfile.v0');
  for (const [name, value] of attributes) writer.message(7, entry(name, value));
  return writer.finish();
}

/** One of a map. */
function entry(name: string, value: string): Uint8Array {
  return new MessageWriter().bytes(1, name).bytes(2, value).finish();
}

function entryOf(value: number | Uint8Array): [string, string] {
  const fields = bytesByNumber(value as Uint8Array);
  const text = (number: number) => new TextDecoder().decode(fields.get(number));
  return [text(1), text(2)];
}

/** BuildKit's errdefs.Source among the details of an error, which it writes as JSON. */
function rangesIn({ details }: GrpcError): SolveError['ranges'] {
  const source = details.find(({ type }) => type.endsWith('errdefs.Source+json'));
  if (!source) return [];
  const { ranges } = JSON.parse(new TextDecoder().decode(source.value)) as Source;
  return (ranges ?? []).flatMap(({ start, end }) =>
    start?.line === undefined ? [] : [{ start: start.line, end: end?.line ?? start.line }],
  );
}

interface Source {
  readonly ranges?: readonly {
    readonly start?: { readonly line?: number };
    readonly end?: { readonly line?: number };
  }[];
}
