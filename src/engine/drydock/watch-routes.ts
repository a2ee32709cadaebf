import type { BuildEvent } from '../api/drydock.ts';
import type { Container } from '../containers/container.ts';
import type { EngineContext } from '../context.ts';
import { stream } from '../http/respond.ts';
import { type Route, route } from '../http/route.ts';
import { ChunkQueue } from '../streams/queue.ts';

const encoder = new TextEncoder();
/** Milliseconds within which several writes into one layer are told as one. */
const SOON = 30;

/** Streams that end when the asker goes: builds as they go, and writes into containers' writable layers. */
export function watchRoutes(context: EngineContext): Route[] {
  return [
    route('GET', '/drydock/builds/watch', ({ request }) => {
      const queue = new ChunkQueue();
      const stop = context.buildWatchers.listen((event: BuildEvent) =>
        queue.push(encoder.encode(`${JSON.stringify(event)}\n`)),
      );
      request.closed?.then(() => {
        stop();
        queue.end();
      });
      return stream(200, 'application/json', queue);
    }),
    route('GET', '/drydock/layers/watch', ({ request }) => {
      const queue = new ChunkQueue();
      const stop = watchLayers(context, (id) => queue.push(encoder.encode(`${JSON.stringify({ container: id })}\n`)));
      request.closed?.then(() => {
        stop();
        queue.end();
      });
      return stream(200, 'application/json', queue);
    }),
  ];
}

/** Calls back with the id of each container whose writable layer changes, containers to come included. */
function watchLayers(context: EngineContext, changed: (id: string) => void): () => void {
  const watched = new Map<string, () => void>();
  const waiting = new Set<string>();
  const watch = (container: Container) => {
    if (watched.has(container.id)) return;
    const stop = container.overlay.watch(() => {
      if (waiting.has(container.id)) return;
      waiting.add(container.id);
      context.platform.timer(SOON, () => {
        waiting.delete(container.id);
        changed(container.id);
      });
    });
    watched.set(container.id, stop);
  };
  for (const container of context.containers.all()) watch(container);
  const stopListening = context.events.listen(({ Type, Action, Actor }) => {
    if (Type !== 'container') return;
    const container = context.containers.all().find(({ id }) => id === Actor.ID);
    if (container) watch(container);
    else if (Action === 'destroy') {
      watched.get(Actor.ID)?.();
      watched.delete(Actor.ID);
    }
  });
  return () => {
    stopListening();
    for (const stop of watched.values()) stop();
  };
}
