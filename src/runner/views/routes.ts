import { connect, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ApiRequest, ApiResponse } from '../../engine/api/door.ts';
import type { RunnerInfo } from '../../engine/api/drydock.ts';
import type { Builds } from '../build/builds.ts';
import { LineStream } from '../build/builds.ts';
import { addressText } from '../engine/address.ts';
import { ask } from '../engine/ask.ts';
import { connectPort } from '../engine/connect.ts';
import { duplex } from '../engine/engine-door.ts';
import { type Call, json, wholeBody } from '../guard/call.ts';
import { ownContainer, useImage } from '../guard/ownership.ts';
import { Refused } from '../policy/policy.ts';
import type { Session } from '../session/session.ts';
import type { WorkspaceMirror } from '../session/workspace.ts';
import type { ImageLayers } from './image-layers.ts';
import { watchLayers } from './layer-watch.ts';
import { writableLayer } from './writable-layer.ts';

export interface ViewContext {
  readonly session: Session;
  readonly builds: Builds;
  readonly layers: ImageLayers;
  readonly workspace: WorkspaceMirror | undefined;
}

type Answer = (context: ViewContext, call: Call, name: string) => Promise<ApiResponse> | ApiResponse;

/** Bytes of a workspace that are sent at once. */
const WORKSPACE_LIMIT = 1 << 28;
/** Bytes of one with nothing in it. */
const EMPTY_TAR = 1024;
/** Milliseconds between looks at a workspace that a container has mounted. */
const LOOK = 300;

/** Drydock's own routes (engine/api/drydock.ts), computed from what the real engine's API tells. */
const routes: readonly [method: ApiRequest['method'], expression: RegExp, answer: Answer][] = [
  ['POST', /^\/drydock\/plan$/, ({ builds }, call) => builds.plan(call)],
  ['POST', /^\/drydock\/check$/, ({ builds }, call) => builds.check(call)],
  ['GET', /^\/drydock\/builds$/, ({ builds }) => json(200, builds.records)],
  [
    'GET',
    /^\/drydock\/builds\/watch$/,
    ({ session, builds }, { request }) =>
      following(session, request, (lines, closed) => {
        const stop = builds.watchers.listen((event) => lines.push(event));
        return closed.then(stop);
      }),
  ],
  [
    'GET',
    /^\/drydock\/layers\/watch$/,
    ({ session }, { request }) =>
      following(session, request, (lines, closed) =>
        watchLayers(session, closed, (container) => lines.push({ container })),
      ),
  ],
  [
    'GET',
    /^\/drydock\/containers\/([^/]+)\/upper$/,
    async ({ session, layers }, _call, name) => {
      const id = await ownContainer(session, name);
      return json(200, await session.looks.look(() => writableLayer(session, id, (image) => layers.of(image))));
    },
  ],
  [
    'GET',
    /^\/drydock\/images\/(.+)\/layers$/,
    async ({ session, layers }, _call, name) => json(200, await layers.of((await useImage(session, name)).id)),
  ],
  ['GET', /^\/drydock\/runner$/, ({ session }) => json(200, infoOf(session))],
  ['POST', /^\/drydock\/workspace$/, takeWorkspace],
  ['GET', /^\/drydock\/workspace\/watch$/, watchWorkspace],
  ['POST', /^\/drydock\/ports\/(\d+)$/, openPort],
];

/** Undefined when the path is none of ours. */
export function answerView(
  context: ViewContext,
  call: Call,
  path: string,
): Promise<ApiResponse> | ApiResponse | undefined {
  for (const [method, expression, answer] of routes) {
    const match = call.request.method === method ? expression.exec(path) : null;
    if (match) return answer(context, call, match[1] ?? '');
  }
  return undefined;
}

/** A stream of lines that goes on until the asker leaves. */
function following(
  { over }: Session,
  request: ApiRequest,
  run: (lines: LineStream, closed: Promise<void>) => Promise<unknown>,
): ApiResponse {
  const lines = new LineStream();
  const closed = request.closed ? Promise.race([request.closed, over]) : over;
  void run(lines, closed).finally(() => lines.end());
  return { status: 200, headers: { 'content-type': 'application/json' }, body: lines };
}

function infoOf({ engine, policy }: Session): RunnerInfo {
  const { kind, version, api, address } = engine;
  return {
    engine: { kind, version, api, address: addressText(address) },
    session: policy.session,
    readOnly: policy.readOnly,
    ...(!policy.workspace && { noBindMounts: 'the engine runs on another machine and sees no folder of this one' }),
  };
}

async function takeWorkspace({ workspace, session }: ViewContext, { request, query }: Call): Promise<ApiResponse> {
  if (session.policy.readOnly) throw new Refused('this runner was started with --read-only');
  const removed = JSON.parse(query.get('removed') || '[]') as unknown;
  if (!Array.isArray(removed) || !removed.every((path) => typeof path === 'string'))
    throw new Refused('a list of removed files that is none', 400);
  const tar = await wholeBody(request.body, WORKSPACE_LIMIT);
  const apply = (files: Uint8Array, gone: readonly string[]) =>
    session.exclusively(async () => workspace?.apply(files, gone, (path) => session.held.checkLink(path)));
  // There is always room for less.
  await apply(new Uint8Array(), removed);
  if (tar.length > EMPTY_TAR) await session.room.take(tar.length);
  await apply(tar, []);
  return json(200, {});
}

function watchWorkspace({ workspace, session }: ViewContext, { request }: Call): ApiResponse {
  return following(session, request, async (lines, closed) => {
    if (!workspace) return closed;
    let stop = () => {};
    const failed = new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        try {
          if (session.mountsWorkspace) for (const change of workspace.changes()) lines.push(change);
        } catch {
          // The folder itself is gone or no folder any more: there is nothing left to tell of.
          resolve();
        }
      }, LOOK);
      stop = () => clearInterval(timer);
    });
    return Promise.race([closed, failed]).finally(stop);
  });
}

interface Listening {
  readonly Ports: readonly { readonly PublicPort?: number; readonly Type: string }[];
  readonly NetworkSettings?: { readonly Networks?: Readonly<Record<string, { readonly IPAddress?: string }>> | null };
}

/**
 * A connection to a port of this machine, if a container of the session publishes it and nobody else listens there; or to any port
 * of an address that a container of the session has.
 */
async function openPort({ session }: ViewContext, { query }: Call, name: string): Promise<ApiResponse> {
  const port = Number(name);
  const wanted = query.get('address');
  const filters = JSON.stringify({ label: [session.label] });
  const containers = await ask<Listening[]>(session.engine.door, '/containers/json', { query: { filters } });
  const has = ({ NetworkSettings }: Listening) =>
    Object.values(NetworkSettings?.Networks ?? {}).some(({ IPAddress }) => IPAddress === wanted);
  const publishes = ({ Ports }: Listening) =>
    Ports.some(({ PublicPort, Type }) => PublicPort === port && Type === 'tcp');
  if (wanted ? !containers.some(has) : !containers.some(publishes))
    throw new Refused(
      wanted
        ? `${wanted}: no container of this session has it`
        : `port ${port}: no container of this session publishes it`,
      404,
    );
  const { address } = session.engine;
  if (wanted && address.kind !== 'socket')
    throw new Refused(`${wanted}: it is reached from ${addressText(address)} only; publish a port`, 404);
  const socket = wanted ? connect({ host: wanted, port }) : connectPort(address, port);
  // What comes through a program says nothing of that: it ends.
  if (socket instanceof Socket)
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', () => reject(new Refused(`port ${port}: nobody answers`, 404)));
    });
  socket.on('error', () => socket.destroy());
  return {
    status: 101,
    headers: {},
    body: (async function* () {})(),
    stream: { ...duplex(socket), input: chunksOf(socket) },
  };
}

async function* chunksOf(socket: Duplex): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of socket) yield chunk as Uint8Array;
  } catch {
    // A connection that broke is over.
  }
}
