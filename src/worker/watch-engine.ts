import { jsonLines } from '../engine/api/body.ts';
import type { BuildEvent } from '../engine/api/drydock.ts';
import type { Computer } from '../host/computer.ts';
import type { EngineChange } from './protocol.ts';

interface EngineEvent {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
}

/** Follows the engine's own event streams and the writable layers of its containers; returns the way to stop. */
export function watchEngine(computer: Computer, tell: (change: EngineChange) => void): () => void {
  let stop = () => {};
  const closed = new Promise<void>((resolve) => {
    stop = resolve;
  });
  void follow<EngineEvent>(computer, '/events', closed, ({ Type, Action, Actor }) => {
    tell({ kind: 'engine', type: Type, action: Action, id: Actor.ID, name: Actor.Attributes.name ?? '' });
  });
  void follow<BuildEvent>(computer, '/drydock/builds/watch', closed, (event) => tell({ kind: 'build-event', event }));
  void follow<{ container: string }>(computer, '/drydock/layers/watch', closed, ({ container }) =>
    tell({ kind: 'layer', container }),
  );
  return stop;
}

/** Takes the messages of a stream of the engine until it ends. */
async function follow<T>(
  computer: Computer,
  path: string,
  closed: Promise<void>,
  take: (message: T) => void,
): Promise<void> {
  const { body } = await computer.door.request({
    method: 'GET',
    path,
    query: '',
    headers: {},
    body: undefined,
    closed,
  });
  try {
    for await (const message of jsonLines<T>(body)) take(message);
  } catch {
    // A real engine's stream breaks when its runner goes: it is over then, like any other.
  }
}
