import { ask, askText, EngineError } from '../engine/ask.ts';
import { checkVolume } from '../policy/mounts.ts';
import { Refused } from '../policy/policy.ts';
import type { Session } from '../session/session.ts';
import { mapJson, tapJson } from './answers.ts';
import { forward, type Handler, jsonBody, withFilter } from './call.ts';
import { volumeOwner } from './ownership.ts';

interface VolumeList {
  Volumes: { Name: string; Labels: Record<string, string> | null }[] | null;
}

/** A volume that a mount names: the session's own, made now if there is none. The engine would make it without our label. */
export async function ensureVolume(session: Session, name: string): Promise<void> {
  const owner = await volumeOwner(session, name);
  if (owner === 'foreign') throw taken(name);
  if (owner === 'own') return;
  await checkCount(session);
  await ask(session.engine.door, '/volumes/create', {
    method: 'POST',
    json: checkVolume(session.policy, { Name: name }),
  });
}

const createVolume: Handler = async (call) => {
  const { session } = call;
  const body = checkVolume(session.policy, await jsonBody(call));
  // Making one that is there answers the one that is there.
  if (body.Name !== undefined && (await volumeOwner(session, String(body.Name))) === 'foreign')
    throw taken(String(body.Name));
  await checkCount(session);
  const response = await forward(call, { json: body });
  return mapJson(response, (volume) => volume);
};

async function checkCount(session: Session): Promise<void> {
  const { limits } = session.policy;
  const { Volumes } = await ask<VolumeList>(session.engine.door, '/volumes', {
    query: { filters: JSON.stringify({ label: [session.label] }) },
  });
  if ((Volumes ?? []).length >= limits.volumes)
    throw new Refused(`one more volume: there are ${limits.volumes} already`);
}

/** Volumes without a name that one may leave behind, for each that may have one: containers leave them one by one. */
const ANONYMOUS = 10;

/** Those that went with their container are not told of: they are looked up once there seem to be too many. */
export async function checkAnonymous(session: Session): Promise<void> {
  const most = session.policy.limits.volumes * ANONYMOUS;
  if (session.volumes.size < most) return;
  const { Volumes } = await ask<VolumeList>(session.engine.door, '/volumes');
  const there = new Set((Volumes ?? []).map(({ Name }) => Name));
  for (const name of [...session.volumes]) if (!there.has(name)) session.forget('volumes', name);
  if (session.volumes.size >= most)
    throw new Refused(
      `one more container: ${session.volumes.size} volumes without a name are left (docker volume prune)`,
    );
}

function taken(name: string): Refused {
  return new Refused(`the volume ${name} is on this engine and not of this session: choose another name`, 409);
}

const listVolumes: Handler = async (call) => {
  const { session } = call;
  return mapJson<VolumeList>(await forward(call), (answer) => ({
    ...answer,
    Volumes: (answer.Volumes ?? []).filter(({ Name, Labels }) => session.owns(Labels) || session.volumes.has(Name)),
  }));
};

/** Anonymous volumes carry no label of ours: they are offered to the engine one by one, which keeps those in use. */
const pruneVolumes: Handler = async (call) => {
  const { session } = call;
  const response = await forward(call, { query: withFilter(call.query, 'label', session.label) });
  return tapJson<object>(response, async () => {
    for (const name of [...session.volumes]) {
      try {
        await askText(session.engine.door, `/volumes/${name}`, { method: 'DELETE' });
        session.forget('volumes', name);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        if (error.status === 404) session.forget('volumes', name);
      }
    }
  });
};

export const volumeHandlers: Readonly<Record<string, Handler>> = { createVolume, listVolumes, pruneVolumes };
