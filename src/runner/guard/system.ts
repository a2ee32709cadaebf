import { ask } from '../engine/ask.ts';
import { canonicalReference } from '../policy/images.ts';
import type { Session } from '../session/session.ts';
import { mapJson, mapLines } from './answers.ts';
import { forward, type Handler, withFilter } from './call.ts';
import { isPredefined } from './ownership.ts';

interface EngineEvent {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> | null };
}

const events: Handler = async (call) =>
  mapLines<EngineEvent>(await forward(call), (told) => {
    const event = call.session.engine.kind === 'podman' ? asDocker(told) : told;
    return isOwnEvent(call.session, event) ? event : undefined;
  });

/** Podman's events are Docker's but for the ends of things, volumes without an id, and images' ids without their algorithm. */
function asDocker(event: EngineEvent): EngineEvent {
  const { Type, Actor } = event;
  const Action = event.Action === 'remove' && Type !== 'image' ? 'destroy' : event.Action;
  const name = Actor.Attributes?.name ?? '';
  const ID =
    Type === 'volume' && Actor.ID === ''
      ? name
      : Type === 'image' && !Actor.ID.includes(':')
        ? `sha256:${Actor.ID}`
        : Actor.ID;
  return { ...event, Action, Actor: { ...Actor, ID } };
}

function isOwnEvent(session: Session, { Type, Actor }: EngineEvent): boolean {
  const { ID, Attributes } = Actor;
  if (session.owns(Attributes)) return true;
  switch (Type) {
    case 'container':
      return session.known.has(ID);
    case 'image': {
      const reference = canonicalReference(Attributes?.name ?? ID) ?? '';
      return session.images.has(ID) || session.seen.images.has(ID) || session.tags.has(reference);
    }
    case 'network':
      return (
        session.networks.has(ID) ||
        (isPredefined(Attributes?.name ?? '') && session.known.has(Attributes?.container ?? ''))
      );
    case 'volume':
      return session.volumes.has(ID) || session.seen.volumes.has(ID) || session.known.has(Attributes?.container ?? '');
    default:
      return false;
  }
}

/** What the engine says of itself, without what it says of others and of the network it stands in. */
const info: Handler = async (call) => {
  const { session } = call;
  const filters = JSON.stringify({ label: [session.label] });
  const own = await ask<{ State: string }[]>(session.engine.door, '/containers/json', { query: { all: '1', filters } });
  const count = (state: string) => own.filter(({ State }) => State === state).length;
  return mapJson<Record<string, unknown>>(await forward(call), (answer) => ({
    ...answer,
    Containers: own.length,
    ContainersRunning: count('running'),
    ContainersPaused: count('paused'),
    ContainersStopped: own.length - count('running') - count('paused'),
    Images: session.images.size,
    HttpProxy: '',
    HttpsProxy: '',
    NoProxy: '',
    Labels: [],
    Swarm: { LocalNodeState: 'inactive' },
    RegistryConfig: null,
  }));
};

interface DiskUsage {
  Images?: { Id: string; Labels: Record<string, string> | null; Size: number }[] | null;
  Containers?: { Labels: Record<string, string> | null }[] | null;
  Volumes?: { Name: string; Labels: Record<string, string> | null }[] | null;
  BuildCache?: { ID: string }[] | null;
}

const diskUsage: Handler = async (call) => {
  const { session } = call;
  return mapJson<DiskUsage>(await forward(call), ({ Images, Containers, Volumes, BuildCache }) => {
    const images = (Images ?? []).filter(({ Id, Labels }) => session.owns(Labels) || session.images.has(Id));
    return {
      LayersSize: images.reduce((total, { Size }) => total + Size, 0),
      Images: images,
      Containers: (Containers ?? []).filter(({ Labels }) => session.owns(Labels)),
      Volumes: (Volumes ?? []).filter(({ Name, Labels }) => session.owns(Labels) || session.volumes.has(Name)),
      BuildCache: (BuildCache ?? []).filter(({ ID }) => session.builderRecords.has(ID)),
    };
  });
};

/** Containers and networks carry the label, so the engine itself can tell which to prune. */
export const prune: Handler = async (call) =>
  forward(call, { query: withFilter(call.query, 'label', call.session.label) });

export const systemHandlers: Readonly<Record<string, Handler>> = { events, info, diskUsage, prune };
