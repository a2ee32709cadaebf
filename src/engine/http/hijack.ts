import type { ApiRequest, ApiResponse, DuplexStream } from '../api/door.ts';
import { ChunkQueue } from '../streams/queue.ts';

/** The engine's end of a hijacked connection: what it writes, and what the client sends. */
export interface HijackedConnection {
  readonly output: ChunkQueue;
  readonly input: ChunkQueue;
}

/** Answers 101 UPGRADED with a duplex stream for the caller, and the other end of it for the engine. */
export function hijack(
  request: ApiRequest,
  contentType: string,
): { response: ApiResponse; connection: HijackedConnection } {
  const output = new ChunkQueue();
  const input = new ChunkQueue();
  const close = () => {
    input.end();
    output.end();
  };
  request.closed?.then(close);
  const duplex: DuplexStream = {
    input: output,
    write: async (bytes) => {
      await input.push(bytes);
    },
    end: () => input.end(),
    close,
  };
  const response: ApiResponse = {
    status: 101,
    headers: { 'content-type': contentType, connection: 'Upgrade', upgrade: 'tcp' },
    body: new ChunkQueue(),
    stream: duplex,
  };
  (response.body as ChunkQueue).end();
  return { response, connection: { output, input } };
}
