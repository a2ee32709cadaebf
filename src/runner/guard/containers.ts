import { textOf } from '../../engine/api/body.ts';
import { ask, EngineError, find } from '../engine/ask.ts';
import { checkContainer, checkExec, checkExecStart } from '../policy/containers.ts';
import { checkUpdate, type Needs } from '../policy/host-config.ts';
import { checkAllowed } from '../policy/images.ts';
import { Refused } from '../policy/policy.ts';
import { checkHold } from '../session/held-folders.ts';
import type { Session } from '../session/session.ts';
import { checkFolder } from '../session/workspace-folder.ts';
import { mapJson, tapJson } from './answers.ts';
import { boundedBody, type Call, forward, type Handler, jsonBody, withFilter } from './call.ts';
import { inspectImage, isPredefined, networkOwner, ownContainer, useImage } from './ownership.ts';
import { prune } from './system.ts';
import { checkAnonymous, ensureVolume } from './volumes.ts';

interface RestartPolicy {
  readonly Name?: string;
}

interface ContainerInspect {
  readonly Id: string;
  readonly HostConfig: {
    readonly Binds: readonly string[] | null;
    readonly Mounts?: readonly { readonly Type: string; readonly Source: string }[];
    readonly RestartPolicy?: RestartPolicy;
  };
  readonly Mounts: readonly {
    readonly Type: string;
    readonly Name?: string;
    readonly Source?: string;
    readonly RW?: boolean;
  }[];
  readonly NetworkSettings: { readonly Networks?: Readonly<Record<string, unknown>> | null };
}

const createContainer: Handler = async (call) => {
  const { session } = call;
  const { body, image, needs } = checkContainer(session.policy, await jsonBody(call));
  const { reference } = await useImage(session, image);
  if (reference) checkAllowed(session.policy, reference);
  await checkCount(session);
  await checkAnonymous(session);
  await checkNeeds(session, needs);
  const hostConfig = body.HostConfig as Record<string, unknown>;
  if (hostConfig.PublishAllPorts && !session.policy.publishAnywhere)
    await publishOnLoopback(session, body, hostConfig, image);
  const response = await forward(call, { json: body });
  return tapJson<{ Id: string }>(response, async ({ Id }) => {
    session.known.add(Id);
    session.endings.opened(Id, { container: Id, tty: body.Tty === true });
    const made = await find<ContainerInspect>(session.engine.door, `/containers/${Id}/json`);
    for (const { Type, Name } of made?.Mounts ?? [])
      if (Type === 'volume' && Name && !needs.volumes.has(Name)) session.note('volumes', Name);
  });
};

async function checkCount(session: Session): Promise<void> {
  const filters = JSON.stringify({ label: [session.label] });
  const own = await ask<unknown[]>(session.engine.door, '/containers/json', { query: { all: '1', filters } });
  const { containers } = session.policy.limits;
  if (own.length >= containers) throw new Refused(`one more container: there are ${containers} already`);
}

async function checkNeeds(session: Session, needs: Needs): Promise<void> {
  try {
    for (const container of needs.containers) await ownContainer(session, container);
    // One that is not there is the engine's to miss, when the container is started.
    for (const network of needs.networks)
      if ((await networkOwner(session, network)) === 'foreign')
        throw new EngineError(404, `network ${network} not found`);
  } catch (error) {
    // To the docker command, 404 of a create says that there is no image: it would go and pull one.
    throw error instanceof EngineError && error.status === 404 ? new EngineError(409, error.message) : error;
  }
  for (const folder of needs.folders) await checkFolder(session, folder, undefined);
  if (needs.folders.size > 0) session.mountsWorkspace = true;
  for (const volume of needs.volumes) await ensureVolume(session, volume);
}

/** `-P` would publish to the whole network: the same ports, on this machine alone. */
async function publishOnLoopback(
  session: Session,
  body: Record<string, unknown>,
  hostConfig: Record<string, unknown>,
  image: string,
): Promise<void> {
  const exposed = {
    ...(await inspectImage(session, image))?.Config?.ExposedPorts,
    ...(body.ExposedPorts as Record<string, object> | undefined),
  };
  const given = (hostConfig.PortBindings ?? {}) as Record<string, unknown>;
  const random = Object.keys(exposed).map((port) => [port, [{ HostIp: '127.0.0.1', HostPort: '' }]]);
  hostConfig.PortBindings = { ...Object.fromEntries(random), ...given };
  hostConfig.PublishAllPorts = false;
}

/** Folders of the workspace are looked at again: what was a folder may be a link by now. */
const start: Handler = async (call) => {
  const { session } = call;
  const id = call.path.split('/')[2]!;
  await session.room.check(true);
  session.room.checkLayer(id);
  session.endings.forget(id);
  const inspected = await ask<ContainerInspect>(session.engine.door, `/containers/${id}/json`);
  await checkNetworks(session, inspected);
  const folders = foldersOf(session, inspected);
  if (folders.length === 0) return forward(call);
  return session.exclusively(async () => {
    session.held.checkWriter(id, writableOf(session, inspected));
    for (const folder of folders) await checkFolder(session, folder, id);
    if (restarts(inspected.HostConfig.RestartPolicy)) await hold(session, id, folders);
    return forward(call);
  });
};

function restarts(restartPolicy: RestartPolicy | undefined): boolean {
  return !['', 'no', undefined].includes(restartPolicy?.Name);
}

/** Only folders below the workspace: the workspace itself is nothing that a container could put a link in the place of. */
async function hold(session: Session, id: string, folders: readonly string[]): Promise<void> {
  const below = folders.filter((folder) => folder !== '');
  await checkHold(session, id, below);
  session.held.hold(id, below);
}

function writableOf(session: Session, { Mounts }: ContainerInspect): string[] {
  const real = session.policy.workspace!.real;
  return Mounts.filter(({ Type, RW }) => Type === 'bind' && RW !== false)
    .flatMap(({ Source }) => Source ?? [])
    .filter((source) => source === real || source.startsWith(`${real}/`))
    .map((source) => source.slice(real.length + 1));
}

/** What a container has mounted of the workspace: '' for all of it. */
function foldersOf(session: Session, { HostConfig }: ContainerInspect): string[] {
  const real = session.policy.workspace?.real;
  if (real === undefined) return [];
  return [
    ...(HostConfig.Binds ?? []).map((bind) => bind.split(':')[0]!),
    ...(HostConfig.Mounts ?? []).filter(({ Type }) => Type === 'bind').map(({ Source }) => Source),
  ]
    .filter((source) => source === real || source.startsWith(`${real}/`))
    .map((source) => source.slice(real.length + 1));
}

/** A container may have been made for a network that was not there: what has its name by now may be somebody else's. */
async function checkNetworks(session: Session, { NetworkSettings }: ContainerInspect): Promise<void> {
  for (const name of Object.keys(NetworkSettings.Networks ?? {}))
    if (!isPredefined(name) && (await networkOwner(session, name)) === 'foreign')
      throw new EngineError(404, `failed to set up container networking: network ${name} not found`);
}

/** `docker cp` into a container goes through its mounts: to the workspace, also while it does not run. */
const putArchive: Handler = async (call) => {
  const { session } = call;
  const id = call.path.split('/')[2]!;
  const inspected = await ask<ContainerInspect>(session.engine.door, `/containers/${id}/json`);
  const writable = session.policy.workspace ? writableOf(session, inspected) : [];
  await session.room.look();
  session.room.checkLayer(id);
  const bounded = await boundedBody(call);
  if (writable.length === 0) return forward(call, bounded);
  return session.exclusively(async () => {
    session.held.checkWriter(id, writable);
    return forward(call, bounded);
  });
};

const update: Handler = async (call) => {
  const { session } = call;
  const body = checkUpdate(session.policy, await jsonBody(call));
  const id = call.path.split('/')[2]!;
  if (body.RestartPolicy === undefined) return forward(call, { json: body });
  return session.exclusively(async () => {
    const inspected = await ask<ContainerInspect>(session.engine.door, `/containers/${id}/json`);
    if (restarts(body.RestartPolicy as RestartPolicy)) await hold(session, id, foldersOf(session, inspected));
    return forward(call, { json: body });
  });
};

const createExec: Handler = async (call) => {
  const { session } = call;
  const body = checkExec(await jsonBody(call));
  const container = call.path.split('/')[2]!;
  await session.room.check(true);
  return tapJson<{ Id: string }>(await forward(call, { json: body }), ({ Id }) => {
    session.known.add(Id);
    session.endings.opened(Id, { container, tty: body.Tty === true });
  });
};

const startExec: Handler = async (call) => {
  const answer = await forward(call, { json: checkExecStart(await jsonBody(call)) });
  return call.session.endings.told(call.path.split('/')[2]!, answer);
};

/** Output of a container. */
const output: Handler = async (call) => call.session.endings.told(call.path.split('/')[2]!, await forward(call));

const listContainers: Handler = async (call) => mapJson(await listing(call), (containers) => containers);

function listing(call: Call) {
  return forward(call, { query: withFilter(call.query, 'label', call.session.label) });
}

/** Podman tells who waits for a container's removal that it ended with 0, whatever it did: so its end is waited for too. */
const wait: Handler = async (call) => {
  if (call.session.engine.kind === 'docker' || call.query.get('condition') !== 'removed') return forward(call);
  const [ended] = await Promise.all([
    forward(call, { query: new URLSearchParams({ condition: 'next-exit' }) }),
    forward(call).then(({ body }) => textOf(body)),
  ]);
  return ended;
};

export const containerHandlers: Readonly<Record<string, Handler>> = {
  createContainer,
  start,
  update,
  putArchive,
  createExec,
  startExec,
  listContainers,
  wait,
  hijack: output,
  logs: output,
  remove: async (call) => {
    const answer = await call.session.looks.remove(() => forward(call));
    if (answer.status < 300) call.session.held.release(call.path.split('/')[2]!);
    return answer;
  },
  pruneContainers: (call) => call.session.looks.remove(() => prune(call)),
};
