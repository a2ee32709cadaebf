import { frontendOf } from '../dockerfile/instructions/frontend.ts';
import { parseInstructions } from '../dockerfile/instructions/parse.ts';
import { DockerfileError } from '../dockerfile/location.ts';
import { parseDockerfile } from '../dockerfile/parser/parse.ts';
import type { Outline, TargetList } from '../engine/api/build-request.ts';
import type { BuildRecord } from '../engine/api/drydock.ts';
import type { SolveStatus } from '../engine/api/solve-status.ts';
import { parseNormalized, referenceString } from '../oci/reference.ts';
import { check } from './check.ts';
import { Conversion, type Converted, type ImageAnswer, type ImageRequest } from './convert/conversion.ts';
import { BuildError, VertexError } from './errors.ts';
import { plan } from './explain/plan.ts';
import { recordOf } from './explain/record.ts';
import { checkEntitlements } from './solve/entitlements.ts';
import { exportImage } from './solve/export.ts';
import { treeTar } from './solve/export-tree.ts';
import { checkExporters } from './solve/exporters.ts';
import { Progress, type ProgressVertex, sentSize, timestamp } from './solve/progress.ts';
import { randomId } from './solve/random-id.ts';
import { fetchContext } from './solve/remote-context.ts';
import { sentTreeSize } from './solve/sent-tree-size.ts';
import { Cancelled, type Solved, Solver, type Transfer } from './solve/solver.ts';
import { digestOfText } from './solve/vertex-digest.ts';
import { outlineOf, targetsOf } from './subrequests.ts';
import type { Builder, BuildOutcome, BuildRequest, BuildServices } from './types.ts';

/** The builder, with BuildKit's semantics. Holds no state: the cache is the engine's. */
export function createBuilder(): Builder {
  return {
    build: (request, services, emit, cancelled) => new Build(request, services, emit, cancelled).run(),
    plan,
    check,
    describe: (request, services, emit) => new Build(request, services, emit, undefined).describe(),
  };
}

class Build {
  #request: BuildRequest;
  readonly #services: BuildServices;
  readonly #progress: Progress;
  readonly #cancelled: Promise<void> | undefined;
  #conversion: Conversion;
  /** Images as they were found, by reference. */
  readonly #images = new Map<string, ImageAnswer>();
  /** By reference: how much of which layer has come from the registry. */
  readonly #pulled = new Map<string, Map<string, Transfer>>();
  readonly #started: number;
  readonly #id: string;
  #warned = 0;
  #solver: Solver | undefined;

  constructor(
    request: BuildRequest,
    services: BuildServices,
    emit: (status: SolveStatus) => void,
    cancelled: Promise<void> | undefined,
  ) {
    this.#request = request;
    this.#services = services;
    this.#progress = new Progress(emit, services.platform);
    this.#cancelled = cancelled;
    this.#conversion = new Conversion(request);
    this.#started = services.platform.now();
    this.#id = randomId(services.platform);
  }

  async run(): Promise<BuildOutcome> {
    let converted: Converted | undefined;
    const exports = this.#request.exports ?? ['image'];
    try {
      checkExporters(this.#request);
      this.#bringContext();
      converted = await this.#convert();
      const { target } = converted;
      checkEntitlements(target.vertex, this.#request);
      const solver = new Solver(
        target.vertex,
        this.#request,
        this.#services,
        this.#progress,
        this.#pulled,
        this.#cancelled,
      );
      this.#solver = solver;
      const solved = await solver.solve();
      const image = this.#image(converted, solved);
      const files = new Map<number, Uint8Array>();
      for (const [index, type] of exports.entries()) {
        if (type === 'local' || type === 'tar') files.set(index, this.#exportFiles(type, index, image));
        else if (type !== 'cacheonly') this.#exportImage(image);
      }
      const isKept = exports.some((type) => type === 'image' || type === 'docker');
      const record = this.#record(isKept ? { imageId: image.id } : {});
      return { image, record, files, contextSize: solver.contextSize };
    } catch (error) {
      const failure = this.#failure(error);
      this.#record({ error: failure.reason });
      throw failure;
    }
  }

  /** Up to where a build would begin to work. */
  async describe(): Promise<Outline | TargetList> {
    const { call } = this.#request;
    try {
      this.#bringContext();
      const { dockerfile } = this.#request;
      if (call === 'outline') return outlineOf(await this.#convert(), dockerfile);
      this.#tellDefinition();
      if (call !== 'targets')
        throw new Error(`unsupported request frontend.${call}: unsupported request frontend.${call}`);
      const frontend = frontendOf(dockerfile, this.#request.buildArgs.BUILDKIT_SYNTAX);
      return targetsOf(parseInstructions(parseDockerfile(dockerfile), undefined, frontend).stages, dockerfile);
    } catch (error) {
      // The line is not shown: nothing was to be built.
      throw new Error(this.#failure(error).reason);
    }
  }

  #bringContext(): void {
    this.#request = fetchContext(this.#request, this.#services, this.#progress, (text) => this.#internal(text));
    this.#conversion = new Conversion(this.#request);
  }

  /** Reads the Dockerfile and resolves its images, telling of both. */
  async #convert(): Promise<Converted> {
    const { ignore, ignoreOwn, dockerfileError, uploaded, remote } = this.#request;
    const definition = this.#tellDefinition();
    if (dockerfileError) throw new Error(`failed to read dockerfile: ${dockerfileError}`);
    const conversion = this.#conversion.run();
    try {
      let step = conversion.next();
      while (!step.done) {
        this.#warn(definition.digest);
        step = conversion.next(await Promise.all(step.value.map((request) => this.#resolve(request))));
      }
      return step.value;
    } finally {
      for (const name of this.#conversion.folders)
        this.#tellIgnoreFile(this.#vertex(`[context ${name}] load .dockerignore`), name, 2);
      if (this.#conversion.isResolved && !uploaded && !remote && !ignoreOwn) {
        const size = ignore ? sentSize(ignore.join('\n'), '.dockerignore') : 2;
        this.#tellIgnoreFile(this.#internal('load .dockerignore'), 'context', size);
      }
      this.#warn(definition.digest);
    }
  }

  #tellDefinition(): ProgressVertex {
    const { dockerfile, dockerfileName, dockerfileError, uploaded, remote } = this.#request;
    const progress = this.#progress;
    const definition = this.#internal(
      uploaded ? 'load remote build context' : `load build definition from ${dockerfileName}`,
    );
    // A Dockerfile in the repository has come with it.
    if (remote?.isHere) return definition;
    progress.start(definition);
    if (!uploaded)
      progress.transferred(
        definition.digest,
        'dockerfile',
        dockerfileError === undefined ? sentSize(dockerfile, dockerfileName) : 2,
      );
    progress.complete(definition);
    return definition;
  }

  #tellIgnoreFile(of: ProgressVertex, context: string, size: number): void {
    const progress = this.#progress;
    progress.start(of);
    progress.transferred(of.digest, context, size);
    progress.complete(of);
  }

  #internal(text: string): ProgressVertex {
    return this.#vertex(`[internal] ${text}`);
  }

  #vertex(name: string): ProgressVertex {
    return { name, digest: digestOfText(`${this.#id} ${name}`, this.#services.platform) };
  }

  #warn(vertex: ReturnType<typeof digestOfText>): void {
    const findings = this.#conversion.lint?.findings ?? [];
    for (const finding of findings.slice(this.#warned)) {
      this.#progress.warn(vertex, finding, this.#request.dockerfileName, this.#request.dockerfile);
    }
    this.#warned = findings.length;
  }

  async #resolve({ reference, platform, context }: ImageRequest): Promise<ImageAnswer> {
    const progress = this.#progress;
    const vertex = context
      ? this.#vertex(`[context ${context.name}] load metadata for ${context.written}`)
      : this.#internal(`load metadata for ${reference}`);
    progress.start(vertex);
    try {
      const image = await this.#services.resolveImage(reference, {
        pull: this.#request.pull ?? false,
        platform,
        onStatus: (status, current, total) => {
          const layer = /^([0-9a-f]{12}) (?:Downloading|Extracting)/.exec(status)?.[1];
          if (!layer || total === 0) return;
          let layers = this.#pulled.get(reference);
          if (!layers) this.#pulled.set(reference, (layers = new Map()));
          layers.set(`sha256:${layer}`, { current, total });
        },
      });
      progress.complete(vertex);
      const answer = { image, pulled: image.fromRegistry === true };
      this.#images.set(reference, answer);
      return answer;
    } catch (error) {
      const message = (error as Error).message;
      progress.complete(vertex, message);
      return new Error(message);
    }
  }

  #image({ target }: Converted, solved: Solved): BuildOutcome['image'] {
    return exportImage(target.image, solved.links, this.#request.labels, this.#services.platform);
  }

  /** `docker` and `image`: into the engine's store. */
  #exportImage(image: BuildOutcome['image']): void {
    const progress = this.#progress;
    const vertex = { name: 'exporting to image', digest: this.#internal('exporting').digest };
    progress.start(vertex);
    // An image of no layers has none to export.
    if (image.config.rootfs.diff_ids.length > 0) progress.status(vertex.digest, 'exporting layers')();
    progress.status(vertex.digest, `writing image ${image.id}`)();
    for (const tag of this.#request.tags)
      progress.status(vertex.digest, `naming to ${referenceString(parseNormalized(tag))}`)();
    const refused = this.#request.tags.some((tag) => tag.includes('@'));
    const message = 'refusing to create a tag with a digest reference';
    progress.complete(vertex, refused ? message : undefined);
    if (refused) throw new Error(message);
  }

  #exportFiles(type: 'local' | 'tar', index: number, image: BuildOutcome['image']): Uint8Array {
    const progress = this.#progress;
    const [what, work] =
      type === 'local' ? ['client directory', 'copying files'] : ['client tarball', 'sending tarball'];
    const vertex = { name: `exporting to ${what}`, digest: this.#internal(`exporting ${index}`).digest };
    progress.start(vertex);
    const tar = treeTar(image.root, this.#services.platform);
    progress.status(vertex.digest, work, type === 'local' ? { current: sentTreeSize(image.root) } : {})();
    progress.complete(vertex);
    return tar;
  }

  #record(end: { imageId?: string; error?: string }): BuildRecord {
    const { platform, cache } = this.#services;
    const stored = recordOf(this.#request, this.#steps(), this.#solver, cache, {
      id: this.#id,
      started: timestamp(this.#started),
      finished: timestamp(platform.now()),
      ...end,
    });
    cache.addBuild(stored);
    return stored.record;
  }

  /** Where an image was not found, the steps are named as far as they can be without it. */
  #steps(): Conversion['steps']['list'] {
    const { steps, isResolved } = this.#conversion;
    if (isResolved) return steps.list;
    const again = new Conversion(this.#request);
    try {
      const run = again.run();
      let step = run.next();
      while (!step.done) step = run.next(step.value.map(({ reference }) => this.#images.get(reference)));
    } catch {
      // Nothing can be made of this Dockerfile: the instructions stay as they are written.
      return steps.list;
    }
    return again.steps.list;
  }

  #failure(error: unknown): BuildError {
    const { dockerfileName: filename, dockerfile: text } = this.#request;
    const solver = this.#solver;
    const failed = solver?.failed;
    if (error instanceof Cancelled && !failed) {
      return new BuildError('failed to solve: Canceled: context canceled', { filename, text, ranges: [] });
    }
    const plain = error as Error;
    const prefix = error instanceof VertexError ? error.prefix : '';
    const ranges = error instanceof DockerfileError ? error.ranges : (failed?.ranges ?? []);
    const outer = error instanceof DockerfileError ? error.outer : [];
    const vertex = failed && solver?.digests.get(failed);
    return new BuildError(`failed to solve: ${prefix}${plain.message}`, { filename, text, ranges, outer, vertex });
  }
}
