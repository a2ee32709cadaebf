import type { BuildEvent } from '../engine/api/drydock.ts';
import type { Computer } from '../host/computer.ts';
import type { EngineChange } from './protocol.ts';

/** Follows the engine's own event streams and the writable layers of its containers; returns the way to stop. */
export function watchEngine(computer: Computer, tell: (change: EngineChange) => void): () => void {
  let stop = () => {};
  const closed = new Promise<void>((resolve) => {
    stop = resolve;
  });
  void eachLine(computer, '/events', closed, (line) => {
    const { Type, Action, Actor } = JSON.parse(line) as {
      Type: string;
      Action: string;
      Actor: { ID: string; Attributes: Record<string, string> };
    };
    tell({ kind: 'engine', type: Type, action: Action, id: Actor.ID, name: Actor.Attributes.name ?? '' });
  });
  void eachLine(computer, '/drydock/builds/watch', closed, (line) =>
    tell({ kind: 'build-event', event: JSON.parse(line) as BuildEvent }),
  );
  void eachLine(computer, '/drydock/layers/watch', closed, (line) =>
    tell({ kind: 'layer', container: (JSON.parse(line) as { container: string }).container }),
  );
  return stop;
}

/** Reads a stream of lines from the engine until it ends. */
async function eachLine(
  computer: Computer,
  path: string,
  closed: Promise<void>,
  take: (line: string) => void,
): Promise<void> {
  const { body } = await computer.door.request({
    method: 'GET',
    path,
    query: '',
    headers: {},
    body: undefined,
    closed,
  });
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') take(line);
  }
}
