import { randomBytes } from 'node:crypto';
import { createBuilder } from '../../build/builder.ts';
import { Observation } from '../../build/explain/observe.ts';
import { BuildWatchers } from '../../build/explain/watchers.ts';
import type { BuildServices } from '../../build/types.ts';
import { sourceExcerpt } from '../../dockerfile/excerpt.ts';
import type { ApiResponse } from '../../engine/api/door.ts';
import type { BuildRecord } from '../../engine/api/drydock.ts';
import type { SolveStatus } from '../../engine/api/solve-status.ts';
import type { Platform } from '../../kernel/platform.ts';
import { type Call, json, wholeBody } from '../guard/call.ts';
import { claimTag } from '../guard/ownership.ts';
import { checkBuildQuery, checkDockerfile, checkNoTriggers, checkTriggers } from '../policy/build.ts';
import { Refused } from '../policy/policy.ts';
import type { Session } from '../session/session.ts';
import { type BaseImages, baseImages } from './base-images.ts';
import { noteBuilderRecords } from './builder-records.ts';
import { buildKit } from './buildkit.ts';
import { type IncomingBuild, readBuild } from './context.ts';
import { SolveError } from './control.ts';
import { MemoryCache } from './memory-cache.ts';
import { outcomesOf } from './outcomes.ts';
import { buildPodman } from './podman.ts';

/** At once: a build's steps have no limit of memory. */
const MOST_BUILDS = 8;
/** Bytes of a build context. */
const CONTEXT_LIMIT = 1 << 29;

/** How the engine's builder is spoken to; answers the image's id. Rejects with the builder's message. */
export type RunBuild = (options: {
  readonly session: Session;
  readonly build: IncomingBuild;
  readonly query: URLSearchParams;
  readonly emit: (status: SolveStatus) => void;
  /** Takes the files of the result, when it is not to be an image (`--output`). */
  readonly receive: (tar: Uint8Array) => void;
  readonly closed: Promise<void>;
}) => Promise<string | undefined>;

/** The builds of one session: predicted here, carried out by the engine, and the two put side by side. */
export class Builds {
  readonly watchers = new BuildWatchers();
  readonly #session: Session;
  readonly #platform: Platform;
  readonly #cache = new MemoryCache();
  #running = 0;

  constructor(session: Session, platform: Platform) {
    this.#session = session;
    this.#platform = platform;
  }

  get records(): BuildRecord[] {
    return this.#cache.builds().map(({ record }) => record);
  }

  /** `POST /drydock/plan` */
  async plan(call: Call): Promise<ApiResponse> {
    const { request } = await this.#read(call);
    const images = await baseImages(this.#session, request);
    return json(200, this.#observe(request, images).plan);
  }

  /** `POST /drydock/check` */
  async check(call: Call): Promise<ApiResponse> {
    const { request } = await this.#read(call);
    return json(200, await this.#lint(request, await baseImages(this.#session, request, true)));
  }

  /** `POST /build` */
  async build(call: Call): Promise<ApiResponse> {
    if (this.#running >= MOST_BUILDS) throw new Refused(`one more build: ${MOST_BUILDS} are running already`);
    this.#running += 1;
    let isUnderWay = false;
    try {
      const { done, answer } = await this.#begin(call);
      isUnderWay = true;
      void done.finally(() => (this.#running -= 1));
      return answer;
    } finally {
      if (!isUnderWay) this.#running -= 1;
    }
  }

  async #begin(call: Call): Promise<{ done: Promise<void>; answer: ApiResponse }> {
    const session = this.#session;
    const query = checkBuildQuery(session.policy, call.query);
    const incoming = await this.#read(call);
    const isCheck = call.query.get('check') === '1';
    if (!isCheck) checkDockerfile(incoming.request.dockerfile);
    if (!isCheck && session.engine.kind === 'podman') checkNoTriggers(incoming.request.dockerfile);
    if (!isCheck) for (const tag of query.getAll('t')) await claimTag(session, tag);
    const images = await baseImages(session, incoming.request, isCheck);
    if (!isCheck) for (const { image } of images.values()) checkTriggers(image.config.config.OnBuild ?? []);
    const lines = new LineStream();
    const done = isCheck ? this.#check(incoming, images, lines) : this.#run(call, incoming, query, images, lines);
    void done.finally(() => lines.end());
    return { done, answer: { status: 200, headers: { 'content-type': 'application/json' }, body: lines } };
  }

  async #read(call: Call): Promise<IncomingBuild> {
    return readBuild(call.query, await wholeBody(call.request.body, CONTEXT_LIMIT));
  }

  #observe(request: IncomingBuild['request'], images: BaseImages): Observation {
    const knowledge = { cache: this.#cache, platform: this.#platform, localImage: (name: string) => images.get(name) };
    return new Observation(request, knowledge);
  }

  async #check(incoming: IncomingBuild, images: BaseImages, lines: LineStream): Promise<void> {
    try {
      const emit = (status: SolveStatus) => lines.push({ id: 'moby.buildkit.trace', aux: status });
      lines.push({ id: 'drydock.check', aux: await this.#lint(incoming.request, images, emit) });
    } catch (error) {
      lines.fail((error as Error).message);
    }
  }

  /** By our own rules, here: `POST /build` of an engine knows no checks. */
  #lint(request: IncomingBuild['request'], images: BaseImages, emit: (status: SolveStatus) => void = () => {}) {
    const refuse = (): never => {
      throw new Error('a check carries nothing out');
    };
    const never = async () => refuse();
    const services: BuildServices = {
      platform: this.#platform,
      cache: this.#cache,
      run: never,
      fetch: never,
      git: { remote: refuse, checkouts: new Map(), fetched: new Map() },
      resolveImage: async (name) => {
        const image = images.get(name);
        if (!image) throw new Error(`${name} is not on this engine yet`);
        return image;
      },
    };
    return createBuilder().check(request, services, emit);
  }

  async #run(
    call: Call,
    incoming: IncomingBuild,
    query: URLSearchParams,
    images: BaseImages,
    lines: LineStream,
  ): Promise<void> {
    const session = this.#session;
    const observation = this.#observe(incoming.request, images);
    const { dockerfile, tags } = incoming.request;
    const id = randomBytes(12).toString('hex');
    const started = new Date().toISOString();
    const watched = this.watchers.begin(id, observation.plan, started, dockerfile, tags);
    const emit = (status: SolveStatus) => {
      watched.take(status);
      lines.push({ id: 'moby.buildkit.trace', aux: status });
    };
    const receive = (tar: Uint8Array) =>
      lines.push({ id: 'drydock.output', aux: { output: 0, tar: Buffer.from(tar).toString('base64') } });
    const closed = closedOrEnded(call.request.closed, session);
    const run: RunBuild = session.engine.kind === 'podman' ? buildPodman : buildKit;
    const end = async (imageId: string | undefined, error?: string) => {
      const base = images.get(baseOf(observation) ?? '')?.image.config.rootfs.diff_ids.length ?? 0;
      const outcomes = await outcomesOf(session, watched.record.steps, imageId, base);
      const ends = {
        id,
        started,
        finished: new Date().toISOString(),
        ...(imageId && { imageId }),
        ...(error && { error }),
      };
      watched.finish(observation.finish(outcomes, ends).record);
    };
    try {
      const imageId = await noteBuilderRecords(session, () =>
        run({ session, build: incoming, query, emit, receive, closed: closed.promise }),
      );
      await end(imageId);
      if (imageId) lines.push({ id: 'moby.image.id', aux: { ID: imageId } });
    } catch (error) {
      const message = closed.reason
        ? `drydock runner: the build was ended: ${closed.reason}`
        : (error as Error).message;
      await end(undefined, message).catch(() => {});
      lines.fail(withExcerpt(message, error instanceof SolveError ? error.ranges : [], watched.record, incoming));
    } finally {
      closed.stop();
    }
  }
}

/** The image the target stage begins from, through the stages between. */
function baseOf({ plan }: Observation): string | undefined {
  let stage = plan.steps.at(-1)?.stage;
  for (let hops = 0; hops < plan.steps.length; hops++) {
    const from = plan.steps.find((step) => step.stage === stage && step.instruction.toUpperCase() === 'FROM');
    const source = from?.uses?.[0];
    if (!source) return undefined;
    if (source.kind === 'image') return source.name;
    stage = source.name;
  }
  return undefined;
}

/** The lines of the Dockerfile a message is about, as buildx prints them; where the builder does not say, what is known of its steps. */
function withExcerpt(
  message: string,
  told: SolveError['ranges'],
  record: BuildRecord,
  { request }: IncomingBuild,
): string {
  const reason = message.replace(/^failed to solve: /, '');
  const failed = record.steps.find(({ state }) => state === 'FAILED')?.lines;
  // An engine before Docker 23 says it in words alone, if at all.
  const line = Number(/\b(?:on|error) line (\d+)\b/.exec(reason)?.[1]);
  const known = failed ?? (line > 0 ? { start: line, end: line } : undefined);
  const ranges = told.length > 0 ? told : known ? [known] : [];
  return ranges.length > 0 ? `${sourceExcerpt(request.dockerfileName, request.dockerfile, ranges)}\n${reason}` : reason;
}

/** Resolves when its client has left, when it has taken too long, or when there is no room for what it writes. */
function closedOrEnded(closed: Promise<void> | undefined, { policy, room }: Session) {
  const { buildSeconds } = policy.limits;
  const watch = room.watchFree();
  const state = { reason: '', stop: () => {}, promise: Promise.resolve() };
  state.promise = new Promise<void>((resolve) => {
    const end = (reason: string) => {
      state.reason = reason;
      resolve();
    };
    const timer = setTimeout(
      () => end(`it took longer than ${buildSeconds} seconds (--build-minutes)`),
      buildSeconds * 1000,
    );
    void watch.over.then(end);
    void closed?.then(resolve);
    state.stop = () => {
      clearTimeout(timer);
      watch.stop();
    };
  });
  return state;
}

/** JSON messages as they are made, read at the reader's pace. */
export class LineStream implements AsyncIterable<Uint8Array> {
  readonly #lines: Uint8Array[] = [];
  #ended = false;
  #wake: (() => void) | undefined;

  push(message: unknown): void {
    this.#lines.push(new TextEncoder().encode(`${JSON.stringify(message)}\n`));
    this.#wake?.();
  }

  fail(message: string): void {
    this.push({ errorDetail: { message }, error: message });
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const line = this.#lines.shift();
      if (line) yield line;
      else if (this.#ended) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}
