import { messageOf } from '../errors.ts';
import { ChunkQueue } from '../streams/queue.ts';
import { goJson } from './respond.ts';

const encoder = new TextEncoder();

/** One line of progress as pkg/jsonmessage has it. */
export interface JsonMessage {
  stream?: string;
  status?: string;
  progressDetail?: { current?: number; total?: number } | Record<string, never>;
  progress?: string;
  id?: string;
  errorDetail?: { code?: number; message: string };
  error?: string;
  aux?: unknown;
}

/** A failure told inside a stream with a code: the docker command exits with it. */
export class StreamError extends Error {
  constructor(
    message: string,
    readonly code: number,
  ) {
    super(message);
  }
}

/**
 * Runs `work` and streams what it emits. A failure before the first message is the request's own (a status code);
 * later it can only be told inside the stream, as moby does (always with `streamAll`).
 */
export async function messageStream(
  work: (emit: (message: JsonMessage) => void) => Promise<void>,
  { streamAll = false } = {},
): Promise<ChunkQueue> {
  const queue = new ChunkQueue(Number.POSITIVE_INFINITY);
  let started: (() => void) | undefined;
  const first = new Promise<void>((resolve) => {
    started = resolve;
  });
  let emitted = false;
  const emit = (message: JsonMessage) => {
    emitted = true;
    queue.push(encoder.encode(`${goJson(message)}\r\n`));
    started?.();
  };
  const done = work(emit).then(
    () => queue.end(),
    (error: unknown) => {
      if (!emitted && !streamAll) throw error;
      const code = error instanceof StreamError ? { code: error.code } : {};
      emit({ errorDetail: { ...code, message: messageOf(error) }, error: messageOf(error) });
      queue.end();
    },
  );
  await Promise.race([first, done]);
  return queue;
}

/** `[==>   ]  1.2MB/3MB` is drawn by the client from these numbers. */
export function progress(id: string, status: string, current: number, total: number): JsonMessage {
  return { status, progressDetail: { current, total }, id };
}
