import { withRemoteContext } from '../../build/solve/remote-context.ts';
import type { Builder, BuildOutcome, BuildRequest } from '../../build/types.ts';
import { familiarString, parseNormalized } from '../../oci/reference.ts';
import type { SolveStatus } from '../api/solve-status.ts';
import type { EngineContext } from '../context.ts';
import { badParameter, messageOf, notSimulated } from '../errors.ts';
import { base64 } from '../http/base64.ts';
import { type JsonMessage, messageStream } from '../http/json-messages.ts';
import { empty, json, stream } from '../http/respond.ts';
import { type Call, type Route, route } from '../http/route.ts';
import { hex } from '../ids.ts';
import { imageEvent } from '../images/events.ts';
import { nameFromParameters, tagImage } from '../images/tag.ts';
import { pruneCache } from './cache-usage.ts';
import { ClassicOutput } from './classic-output.ts';
import { builderOf, planOf } from './plan.ts';
import { BUILDKIT_SESSIONS, readBuildRequest } from './request.ts';
import { buildServices } from './services.ts';

type Emit = (message: JsonMessage) => void;

export function buildRoutes(context: EngineContext): Route[] {
  return [
    route('POST', '/build', async (call) => {
      const version = call.query.get('version') || '1';
      if (version !== '1' && version !== '2') throw badParameter(`invalid version ${version}`);
      const builder = await builderOf(context);
      const request = await readBuildRequest(context, call);
      const body = await messageStream((emit) =>
        version === '2'
          ? buildKitBuild(context, builder, request, call, emit)
          : classicBuild(context, builder, request, call, emit),
      );
      return stream(200, 'application/json', body);
    }),
    route('POST', '/build/prune', ({ query }) => json(200, pruneCache(context, query))),
    route('POST', '/build/cancel', () => empty(204)),
    route('POST', '/session', () => {
      throw notSimulated(BUILDKIT_SESSIONS);
    }),
  ];
}

/** Our own client: SolveStatus as it comes. */
async function buildKitBuild(
  context: EngineContext,
  builder: Builder,
  request: BuildRequest,
  call: Call,
  emit: Emit,
): Promise<void> {
  const trace = (status: SolveStatus) => emit({ id: 'moby.buildkit.trace', aux: status });
  try {
    if (request.check) {
      emit({ id: 'drydock.check', aux: await builder.check(request, buildServices(context), trace) });
      return;
    }
    if (request.call !== undefined) {
      emit({ id: 'drydock.call', aux: await builder.describe(request, buildServices(context), trace) });
      return;
    }
    const outcome = await runBuild(context, builder, request, trace, call.request.closed);
    for (const [output, tar] of outcome.files) emit({ id: 'drydock.output', aux: { output, tar: base64(tar) } });
    if (isKept(request)) emit({ id: 'moby.image.id', aux: { ID: outcome.image.id } });
  } catch (error) {
    // Always inside the stream: the client prints the message after the progress.
    const message = messageOf(error);
    emit({ errorDetail: { message }, error: message });
  }
}

/** The real docker command with DOCKER_BUILDKIT=0. */
async function classicBuild(
  context: EngineContext,
  builder: Builder,
  request: BuildRequest,
  call: Call,
  emit: Emit,
): Promise<void> {
  const output = new ClassicOutput(
    emit,
    planOf(context, builder, request).steps,
    request.dockerfile,
    call.query.flag('q'),
  );
  const outcome = await runBuild(context, builder, request, (status) => output.take(status), call.request.closed).catch(
    (error: unknown) => {
      throw output.failure(error);
    },
  );
  output.finish(
    outcome,
    request.tags.map((tag) => familiarString(nameFromParameters(tag, ''))),
  );
}

async function runBuild(
  context: EngineContext,
  builder: Builder,
  request: BuildRequest,
  emit: (status: SolveStatus) => void,
  cancelled: Promise<void> | undefined,
): Promise<BuildOutcome> {
  const outcome = await watchedBuild(context, builder, request, emit, cancelled);
  if (!isKept(request)) return outcome;
  const { image } = outcome;
  const isNew = !context.images.get(image.id);
  context.images.add(image);
  for (const tag of request.tags)
    tagImage(context, image.id, nameFromParameters(tag, ''), familiarString(parseNormalized(tag)));
  if (isNew) imageEvent(context, 'create', image.id);
  return outcome;
}

/** Whether the result becomes an image of this engine. */
function isKept({ exports }: BuildRequest): boolean {
  return !exports || exports.some((type) => type === 'image' || type === 'docker');
}

/** Builds, and tells the watchers step by step. */
async function watchedBuild(
  context: EngineContext,
  builder: Builder,
  request: BuildRequest,
  emit: (status: SolveStatus) => void,
  cancelled: Promise<void> | undefined,
): Promise<BuildOutcome> {
  const now = () => new Date(context.platform.now()).toISOString();
  const watched = context.buildWatchers.begin(
    hex(context.platform.random(8)),
    planOf(context, builder, request),
    now(),
    dockerfileOf(context, request),
    request.tags,
  );
  const recordsBefore = context.buildCache.builds().length;
  const tell = (status: SolveStatus) => {
    watched.take(status);
    emit(status);
  };
  try {
    const received = context.platform.now();
    const dockerfileBytes = new TextEncoder().encode(request.dockerfile).length;
    // A repository brings its own Dockerfile and context.
    if (!request.remote) context.buildCache.received('dockerfile', dockerfileBytes, received);
    const outcome = await builder.build(request, buildServices(context), tell, cancelled);
    if (!request.remote) {
      const ignoreBytes = new TextEncoder().encode(request.ignore?.join('\n')).length;
      context.buildCache.received('ignore file', ignoreBytes, received);
      if (outcome.contextSize !== undefined) context.buildCache.received('context', outcome.contextSize, received);
    }
    watched.finish(outcome.record);
    return outcome;
  } catch (error) {
    const failed = context.buildCache.builds().slice(recordsBefore).at(-1);
    if (failed) watched.finish(failed.record);
    else watched.fail(messageOf(error), now());
    throw error;
  }
}

/** What those who watch are shown: the one in the repository, when the build is to take it from there. */
function dockerfileOf({ buildCache, platform }: EngineContext, request: BuildRequest): string {
  const git = { remote: buildCache.git.remote, checkouts: new Map(buildCache.git.checkouts), fetched: new Map() };
  try {
    return withRemoteContext(request, { git, platform }, () => {}).dockerfile;
  } catch {
    return request.dockerfile;
  }
}
