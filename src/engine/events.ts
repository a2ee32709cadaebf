import type { Platform } from '../kernel/platform.ts';
import { Filters } from './http/filters.ts';
import { goJson, stream } from './http/respond.ts';
import { type Route, route } from './http/route.ts';
import { ChunkQueue } from './streams/queue.ts';
import { parseTimestamp, unixNano, unixSeconds } from './time.ts';

export type EventType = 'container' | 'image' | 'volume' | 'network' | 'daemon' | 'builder';

/** As `GET /events` sends it (api/types/events.Message), with the old `status`, `id` and `from` for containers and images. */
export interface EngineEvent {
  status?: string;
  id?: string;
  from?: string;
  Type: EventType;
  Action: string;
  Actor: { ID: string; Attributes: Record<string, string> };
  scope: 'local';
  time: number;
  timeNano: number;
}

/** How many past events a new listener can still ask for (moby: daemon/events, eventsLimit). */
const BACKLOG = 256;
const encoder = new TextEncoder();

export class EventBus {
  #past: EngineEvent[] = [];
  #listeners = new Set<(event: EngineEvent) => void>();

  constructor(private readonly platform: Platform) {}

  emit(Type: EventType, Action: string, ID: string, attributes: Record<string, string>): void {
    const now = this.platform.now();
    const legacy: Pick<EngineEvent, 'status' | 'id' | 'from'> = {};
    if (Type === 'container' || Type === 'image') {
      legacy.status = Action;
      legacy.id = ID;
      if (attributes.image !== undefined) legacy.from = attributes.image;
    }
    const sorted = Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
    const event: EngineEvent = {
      ...legacy,
      Type,
      Action,
      Actor: { ID, Attributes: sorted },
      scope: 'local',
      time: unixSeconds(now),
      timeNano: unixNano(now),
    };
    this.#past.push(event);
    if (this.#past.length > BACKLOG) this.#past.shift();
    for (const listener of this.#listeners) listener(event);
  }

  past(): readonly EngineEvent[] {
    return this.#past;
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  listen(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

export function eventRoutes(events: EventBus, platform: Platform): Route[] {
  return [
    route('GET', '/events', ({ query, request }) => {
      const filters = new Filters(query);
      const since = query.get('since') ? parseTimestamp(query.get('since')) : undefined;
      const until = query.get('until') ? parseTimestamp(query.get('until')) : undefined;
      const queue = new ChunkQueue();
      const send = (event: EngineEvent) => {
        if (accepts(filters, event)) queue.push(encoder.encode(`${goJson(event)}\n`));
      };
      if (since !== undefined || until !== undefined) {
        for (const event of events.past()) {
          const at = event.timeNano / 1e6;
          if (at >= (since ?? 0) && (until === undefined || at <= until)) send(event);
        }
      }
      if (until !== undefined && until <= platform.now()) queue.end();
      else {
        const stopListening = events.listen(send);
        const stop = () => {
          stopListening();
          queue.end();
        };
        const cancel = until === undefined ? undefined : platform.timer(until - platform.now(), stop);
        request.closed?.then(() => {
          cancel?.();
          stop();
        });
      }
      return stream(200, 'application/json', queue);
    }),
  ];
}

function accepts(filters: Filters, event: EngineEvent): boolean {
  const { ID, Attributes } = event.Actor;
  // As in moby, events of other kinds count too when they are called so (daemon/events/filter.go, fuzzyMatchName).
  const about = (type: EventType) =>
    !filters.has(type) ||
    filters.get(type).some((wanted) => ID.startsWith(wanted) || Attributes.name?.startsWith(wanted));
  const image = () =>
    !filters.has('image') ||
    filters.get('image').some((wanted) => {
      const names = event.Type === 'image' ? [ID, Attributes.name] : [Attributes.image];
      return names.some((name) => name === wanted || name?.split(':')[0] === wanted);
    });
  return (
    filters.exact('type', event.Type) &&
    filters.exact('scope', event.scope) &&
    (!filters.has('event') ||
      filters.get('event').some((wanted) => event.Action === wanted || event.Action.startsWith(`${wanted}:`))) &&
    about('container') &&
    about('volume') &&
    about('network') &&
    about('daemon') &&
    image() &&
    filters.labels(Attributes)
  );
}
