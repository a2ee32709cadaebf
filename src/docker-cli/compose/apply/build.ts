import type { SolveStatus } from '../../../engine/api/solve-status.ts';
import { segment } from '../../client/client.ts';
import { baseName, resolvePath } from '../../client/paths.ts';
import { type ContextParts, contextTar, ignoreFileOf } from '../../commands/build/context.ts';
import { readSecrets } from '../../commands/build/request.ts';
import { messageOf, StatusError } from '../../errors.ts';
import { BuildDisplay, type BuildStyle } from '../../progress/build/display.ts';
import { failureOf } from '../../progress/build/failure.ts';
import type { JsonMessage } from '../../progress/json-messages.ts';
import type { Project } from '../file/types.ts';
import type { Compose } from '../project.ts';
import { done } from '../show/progress.ts';
import { type BakeTarget, type BuildFlags, bakeFile } from './bake.ts';

const STYLE: BuildStyle = { announcement: '', driver: '', stream: 'stdout' };

/** Builds the images of these services, all in one display; answers their ids by service. */
export async function buildServices(
  compose: Compose,
  project: Project,
  services: readonly string[],
  options: { flags: BuildFlags; quiet: boolean; untold?: boolean },
): Promise<Map<string, string>> {
  const { cli } = compose;
  const bake = bakeFile(project, services, options.flags);
  const quiet = options.quiet || compose.mode === 'quiet';
  const display = new BuildDisplay(cli, quiet ? 'quiet' : compose.mode === 'json' ? 'rawjson' : compose.mode, STYLE);
  const ids = new Map<string, string>();
  await display.update(bakeVertex(cli.host.now(), JSON.stringify(bake, null, 2)));
  try {
    for (const name of services)
      ids.set(name, await buildOne(compose, bake.target[name]!, display, services.length > 1 ? name : undefined));
  } catch (error) {
    await display.finish();
    const [culprit] = services.filter((name) => !ids.has(name));
    throw failed(services.length > 1 ? culprit : undefined, messageOf(error));
  }
  await display.finish();
  if (options.quiet || options.untold) return ids;
  await compose.progress('Building', async (progress) => {
    for (const name of services) progress.event(done(bake.target[name]!.tags.at(-1)!, 'Built'));
  });
  return ids;
}

/** The first step: what compose wants built has been read. */
function bakeVertex(now: number, text: string): SolveStatus {
  const time = new Date(now).toISOString();
  const vertex = { digest: 'bake', name: '[internal] load local bake definitions', started: time, completed: time };
  const size = new TextEncoder().encode(text).length;
  const status = {
    id: `reading from stdin ${size}B`,
    vertex: 'bake',
    current: 0,
    timestamp: time,
    started: time,
    completed: time,
  };
  return { vertexes: [vertex], statuses: [status] };
}

async function buildOne(
  compose: Compose,
  target: BakeTarget,
  display: BuildDisplay,
  prefix: string | undefined,
): Promise<string> {
  const { cli } = compose;
  const { parts, dockerfile } = inputOf(compose, target);
  const contexts = Object.entries(target.contexts ?? {}).filter(([, where]) => !where.startsWith('/'));
  const messages = cli.engine.messages<JsonMessage>('POST', '/build', {
    query: {
      version: '2',
      dockerfile,
      t: target.tags,
      target: target.target,
      buildargs: JSON.stringify(target.args ?? {}),
      labels: JSON.stringify(target.labels),
      nocache: target['no-cache'],
      pull: target.pull,
      platform: target.platforms?.join(','),
      networkmode: target.network ?? 'default',
      extrahosts: Object.entries(target['extra-hosts'] ?? {}).map(([host, address]) => `${host}:${address}`),
      buildcontexts: contexts.length ? JSON.stringify(Object.fromEntries(contexts)) : undefined,
    },
    body: contextTar(cli.host.files, parts),
    headers: { 'content-type': 'application/x-tar' },
  });
  let image = '';
  let failure: string | undefined;
  for await (const message of messages) {
    if (message.id === 'moby.buildkit.trace') {
      if (typeof message.aux === 'string')
        throw new Error('drydock: not simulated: BuildKit over gRPC; this engine answers its trace as protobuf');
      await display.update(prefix ? prefixed(message.aux as SolveStatus, prefix) : (message.aux as SolveStatus));
    } else if (message.id === 'moby.image.id') image = (message.aux as { ID: string }).ID;
    else if (message.errorDetail || message.error) failure = message.errorDetail?.message ?? message.error!;
  }
  if (failure !== undefined) throw new Error(failure);
  if (image !== '') return image;
  return (await cli.engine.get<{ Id: string }>(`/images/${segment(target.tags.at(-1)!)}/json`)).Id;
}

function inputOf({ cli }: Compose, target: BakeTarget): { parts: ContextParts; dockerfile: string } {
  const { files } = cli.host;
  const { context } = target;
  if (!context.startsWith('/')) throw new Error(`drydock: not simulated: a build context at ${context}`);
  let isFolder = false;
  try {
    isFolder = files.stat(context).kind === 'directory';
  } catch {
    // Reported like a file in its place.
  }
  if (!isFolder) throw new Error(`unable to prepare context: path ${JSON.stringify(context)} not found`);
  const inline = target['dockerfile-inline'];
  const path = inline === undefined ? resolvePath(context, target.dockerfile!) : undefined;
  const ignore = ignoreFileOf(files, context, path);
  const folders = Object.entries(target.contexts ?? {}).filter(([, where]) => where.startsWith('/'));
  let dockerfile: Uint8Array | undefined;
  try {
    dockerfile = inline === undefined ? files.read(path!) : new TextEncoder().encode(inline);
  } catch {
    // The builder says that there is none.
  }
  const parts: ContextParts = {
    folder: context,
    dockerfile,
    ignoreFile: ignore?.data,
    ignoreOwn: ignore !== undefined && ignore.path !== `${context}/.dockerignore`,
    secrets: readSecrets(cli, target.secret ?? []),
    contexts: new Map(folders),
  };
  return { parts, dockerfile: path === undefined ? 'Dockerfile' : baseName(path) };
}

/** Steps of one of several builds say whose they are. */
function prefixed(status: SolveStatus, service: string): SolveStatus {
  const own = (digest: string) => `${service}:${digest}`;
  const ownPart = <T extends { vertex: string }>(parts: T[] | undefined) =>
    parts?.map((each) => ({ ...each, vertex: own(each.vertex) }));
  return {
    vertexes: status.vertexes?.map((vertex) => ({
      ...vertex,
      name: vertex.name.startsWith('[') ? `[${service} ${vertex.name.slice(1)}` : `[${service}] ${vertex.name}`,
      digest: own(vertex.digest),
    })),
    statuses: ownPart(status.statuses),
    logs: ownPart(status.logs),
    warnings: ownPart(status.warnings),
  };
}

/** Compose passes on what the builder wrote line by line, each with an empty line after it. */
function failed(service: string | undefined, message: string): StatusError {
  const { excerpt, reason } = failureOf(message);
  const own = /^(unable to prepare context|Error response from daemon|drydock: )/.test(reason);
  if (own) return new StatusError(`${reason}\n`, 1);
  return new StatusError(
    `${excerpt}${service === undefined ? '' : `target ${service}: `}failed to solve: ${reason}\n`
      .replaceAll('\n', '\n\n')
      .slice(0, -1),
    1,
  );
}
