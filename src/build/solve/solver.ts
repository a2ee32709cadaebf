import { emptyRoot } from '../../kernel/fs/tree.ts';
import type { ChangeSet, DirectoryNode } from '../../kernel/fs/types.ts';
import { mergedRoot } from '../../oci/assemble.ts';
import type { Digest, Layer } from '../../oci/image.ts';
import { createLayer } from '../../oci/layer.ts';
import { VertexError } from '../errors.ts';
import { type ContextOperation, postOrder, type Vertex } from '../graph.ts';
import { copyInto } from '../transfer/copy.ts';
import { SourceMissing } from '../transfer/selection.ts';
import { checkPatternFolder, checkRequested, contentSize, requestedPaths, sentNodes } from '../transfer/sent.ts';
import { TreeWriter } from '../transfer/tree-writer.ts';
import { lookUpOwner, refuseNames } from '../transfer/users.ts';
import type { BuildRequest, BuildServices, CacheRecord, KeyInputs } from '../types.ts';
import { checkSources, comesFromClient, type InputState, type Key, keyOf } from './cache-key.ts';
import { gitSource } from './git-source.ts';
import type { Progress, ProgressVertex } from './progress.ts';
import { randomId, randomUuid } from './random-id.ts';
import { runStep } from './run.ts';
import { fetchSource, inlineTree } from './sources.ts';
import { vertexDigests } from './vertex-digest.ts';

/** A layer of the result and when it was made; undefined for those of a base image. */
export interface Link {
  readonly layer: Layer | undefined;
  readonly createdAt: number | undefined;
}

/** What a vertex came to. */
export interface Solved extends InputState {
  readonly root: DirectoryNode;
  readonly links: readonly Link[];
  /** Taken from the cache (or a base image) all the way down. */
  readonly reused: boolean;
}

export type VertexOutcome =
  | {
      readonly state: 'cached' | 'ran';
      readonly duration: number;
      readonly layer: Layer | undefined;
      readonly inputs?: KeyInputs;
      readonly key?: Digest;
    }
  | { readonly state: 'failed'; readonly duration: number; readonly inputs?: KeyInputs; readonly key?: Digest };

/** How much of a layer has come. */
export interface Transfer {
  readonly current: number;
  readonly total: number;
}

/** References that came from a registry, with their layers. */
export type Pulled = ReadonlyMap<string, ReadonlyMap<string, Transfer>>;

const encoder = new TextEncoder();
/** Bytes that describe a file on its way, besides its name: about what fsutil's packets take. */
const DESCRIPTION = 27;

interface Made {
  readonly layer: Layer | undefined;
  readonly createdAt: number;
}

const nothing: Solved = { key: `sha256:${'0'.repeat(64)}`, root: emptyRoot, links: [], reused: true };

/** Thrown by everything that was still under way when something else failed. */
export class Cancelled extends Error {
  constructor() {
    super('context canceled');
  }
}

/** Thrown by a step that was ready and is not needed any more. */
class NotNeeded extends Error {}

/** Brings vertices to their results: from the cache, or by carrying them out; independent ones side by side. */
export class Solver {
  /** By vertex digest. */
  readonly outcomes = new Map<Digest, VertexOutcome>();
  readonly digests: ReadonlyMap<Vertex, Digest>;
  /** Bytes of the files the client was asked for; undefined when nothing of the context is used. */
  contextSize: number | undefined;
  /** The first vertex that failed. */
  failed: Vertex | undefined;
  readonly #request: BuildRequest;
  readonly #services: BuildServices;
  readonly #progress: Progress;
  readonly #target: Vertex | undefined;
  readonly #names = new Map<Digest, string>();
  readonly #results = new Map<Digest, Promise<Solved>>();
  /** Cache mounts a build without cache has begun anew. */
  readonly #emptied = new Set<string>();
  /** Images, and repositories an earlier build has checked out: what need not be told yet. */
  readonly #atHand = new Map<Digest, ProgressVertex>();
  readonly #making = new Map<Digest, Promise<Made>>();
  readonly #pulled: Pulled;
  readonly #stop: Promise<void>;
  #stopped = false;
  #halt: () => void = () => {};
  #begin: () => void = () => {};

  constructor(
    target: Vertex | undefined,
    request: BuildRequest,
    services: BuildServices,
    progress: Progress,
    pulled: Pulled,
    cancelled?: Promise<void>,
  ) {
    this.#target = target;
    this.#request = request;
    this.#services = services;
    this.#progress = progress;
    this.#pulled = pulled;
    this.digests = vertexDigests(target, services.platform);
    // Equal vertices are one; the last one's name is what is shown.
    for (const [vertex, digest] of this.digests) this.#names.set(digest, vertex.name);
    this.#stop = new Promise((resolve) => {
      this.#halt = () => {
        this.#stopped = true;
        resolve();
      };
    });
    void cancelled?.then(() => this.#halt());
  }

  async solve(): Promise<Solved> {
    const announced = new Map<Digest, ProgressVertex>();
    for (const vertex of postOrder(this.#target))
      if (!isTold(vertex)) announced.set(this.digests.get(vertex)!, this.#shown(vertex));
    if (announced.size > 0) this.#progress.announce([...announced.values()].reverse());
    try {
      return await this.#result(this.#target);
    } finally {
      this.#halt();
      await Promise.allSettled(this.#results.values());
    }
  }

  #shown(vertex: Vertex): ProgressVertex {
    const digest = this.digests.get(vertex)!;
    const inputs = vertex.inputs.filter((input) => input !== undefined).map((input) => this.digests.get(input)!);
    return { digest, name: this.#names.get(digest)!, inputs: [...new Set(inputs)] };
  }

  #result(vertex: Vertex | undefined): Promise<Solved> {
    if (!vertex) return Promise.resolve(nothing);
    const digest = this.digests.get(vertex)!;
    let result = this.#results.get(digest);
    if (!result) this.#results.set(digest, (result = this.#solveVertex(vertex, digest)));
    return result;
  }

  async #solveVertex(vertex: Vertex, digest: Digest): Promise<Solved> {
    const pending = Promise.all(vertex.inputs.map((input) => this.#result(input)));
    const missing = await Promise.race([pending.then(() => undefined), this.#missingSource(vertex)]);
    const inputs = missing ? [] : await pending;
    if (this.#stopped) throw new Cancelled();
    const shown = this.#shown(vertex);
    const { platform } = this.#services;
    const began = platform.now();
    let key: Key | undefined;
    let started = false;
    const start = (): void => {
      started = true;
      this.#progress.start(shown);
    };
    try {
      if (!isTold(vertex) && ['image', 'context', 'http', 'git'].includes(vertex.operation.kind)) start();
      if (missing) throw missing;
      const source = await this.#source(vertex, digest);
      key = this.#key(vertex, inputs);
      if (source) {
        if (source.isFromCheckout || vertex.operation.kind === 'image') this.#atHand.set(digest, shown);
        if (!isTold(vertex)) this.#progress.complete(shown);
        const ran = vertex.operation.kind === 'image' && vertex.operation.image?.isNew === true;
        const duration = platform.now() - began;
        this.outcomes.set(digest, {
          state: ran ? 'ran' : 'cached',
          duration,
          layer: undefined,
          inputs: key?.inputs,
          key: key?.key,
        });
        return { ...source, key: key?.key ?? source.key, reused: !vertex.ignoreCache };
      }
      if (!key) throw new Error('an input has no content');
      const parent = inputs[0] ?? nothing;
      const record = this.#lookUp(vertex, key, parent);
      if (record) {
        this.#progress.cached(shown);
        this.outcomes.set(digest, {
          state: 'cached',
          duration: 0,
          layer: record.layer,
          inputs: key.inputs,
          key: key.key,
        });
        return extend(parent, key.key, record.layer, record.createdAt, true);
      }
      if (await this.#isForNothing(vertex)) {
        started = true;
        this.#begin();
        await this.#stop;
        throw new NotNeeded();
      }
      start();
      const made = await this.#make(vertex, digest, key, inputs, began);
      const duration = platform.now() - began;
      this.outcomes.set(digest, { state: 'ran', duration, layer: made.layer, inputs: key.inputs, key: key.key });
      this.#progress.complete(shown);
      return extend(parent, key.key, made.layer, made.createdAt, false);
    } catch (error) {
      // Never told of: it counts as cached once the step that fails begins.
      if (error instanceof NotNeeded) throw new Cancelled();
      if (!started) start();
      const duration = platform.now() - began;
      if (!this.#stopped)
        this.outcomes.set(digest, { state: 'failed', duration, ...(key && { inputs: key.inputs, key: key.key }) });
      this.#progress.complete(shown, this.#stopped ? 'context canceled' : (error as Error).message);
      if (this.#stopped) throw new Cancelled();
      this.failed = vertex;
      this.#halt();
      throw error;
    }
  }

  /**
   * What a COPY or a mount takes is looked for as soon as it is there: a file that is missing fails the build while
   * steps above it still run. Never answers when nothing is missing.
   */
  #missingSource(vertex: Vertex): Promise<VertexError | undefined> {
    return new Promise((resolve) => {
      for (const source of this.#sourcesOf(vertex)) {
        const look = async () => {
          const solved = await this.#result(source);
          await this.#working;
          try {
            this.#checked(() => this.#checkSource(vertex, source, solved));
          } catch (error) {
            resolve(error as VertexError);
          }
        };
        look().catch(() => undefined);
      }
    });
  }

  /** What a step takes files of, besides the tree it builds on. */
  #sourcesOf(vertex: Vertex): Vertex[] {
    return vertex.inputs.filter((input, i): input is Vertex => i > 0 && input !== undefined);
  }

  #checkSource(vertex: Vertex, source: Vertex, solved: Solved): void {
    const states = vertex.inputs.map((input, i) => (i > 0 && input === source ? solved : undefined));
    checkSources(vertex, states, this.#services.platform);
  }

  /**
   * A step that takes from the context or from another stage begins only when that is there, and so does the search for
   * what other steps take of it: when one of those misses something, the step is never carried out.
   */
  async #isForNothing(vertex: Vertex): Promise<boolean> {
    const doomed = await Promise.all(this.#sourcesOf(vertex).map((source) => this.#doomedBy(source)));
    return doomed.some((other) => other !== undefined && other !== vertex);
  }

  /** The first step that takes something of a source which is not there. */
  async #doomedBy(source: Vertex): Promise<Vertex | undefined> {
    const digest = this.digests.get(source)!;
    let doomed = this.#doomed.get(digest);
    if (!doomed) {
      doomed = this.#result(source).then((solved) =>
        postOrder(this.#target).find((vertex) => {
          const same = this.#sourcesOf(vertex).find((other) => this.digests.get(other) === digest);
          if (!same) return false;
          try {
            this.#checkSource(vertex, same, solved);
            return false;
          } catch {
            return true;
          }
        }),
      );
      this.#doomed.set(digest, doomed);
    }
    return doomed;
  }

  readonly #doomed = new Map<Digest, Promise<Vertex | undefined>>();

  #key(vertex: Vertex, inputs: readonly Solved[]): Key | undefined {
    return this.#checked(() => keyOf(vertex, inputs, this.#services.platform));
  }

  /** What is not found is told with the name BuildKit has for the tree it looked in. */
  #checked<T>(look: () => T): T {
    try {
      return look();
    } catch (error) {
      if (!(error instanceof VertexError)) throw error;
      const { platform } = this.#services;
      const message = `failed to calculate checksum of ref ${randomUuid(platform)}::${randomId(platform)}: ${error.message}`;
      throw new VertexError(message, 'failed to compute cache key: ');
    }
  }

  /** Vertices that only bring something in. */
  async #source(vertex: Vertex, digest: Digest): Promise<(Solved & { isFromCheckout?: boolean }) | undefined> {
    const { operation } = vertex;
    switch (operation.kind) {
      case 'image': {
        this.#tellPull(digest, operation.reference);
        const layers = operation.image?.image.layers ?? [];
        const links = layers.map((layer) => ({ layer, createdAt: undefined }));
        return { ...nothing, root: operation.image?.image.root ?? emptyRoot, links };
      }
      case 'context': {
        const requested = requestedPaths(postOrder(this.#target), vertex);
        checkRequested(requested);
        if (!operation.told) this.#tellSent(digest, operation, requested);
        return { ...nothing, root: operation.tree };
      }
      case 'inline':
        return { ...nothing, root: inlineTree(operation, this.#services.platform.now()) };
      case 'http': {
        const { root, key } = await fetchSource(operation, this.#services);
        return { ...nothing, root, key };
      }
      case 'git': {
        const tell = (line: string) => this.#progress.log(digest, 2, encoder.encode(`${line}\n`));
        const { root, key, isNew } = gitSource(operation, this.#services, tell);
        return { ...nothing, root, key, isFromCheckout: !isNew };
      }
      default:
        return undefined;
    }
  }

  #tellSent(digest: Digest, { name, tree }: ContextOperation, requested: ReturnType<typeof requestedPaths>): void {
    const nodes = sentNodes(tree, requested);
    const size = contentSize(nodes.values());
    if (name === 'context') this.contextSize = size;
    let described = 0;
    for (const path of nodes.keys()) described += path.length + DESCRIPTION;
    this.#progress.transferred(digest, name, size + described);
  }

  /** The pull has been made with the metadata; BuildKit tells of it here. */
  #tellPull(digest: Digest, reference: string): void {
    const layers = this.#pulled.get(reference.replace(/@.*/, ''));
    if (!layers) return;
    this.#progress.status(digest, `resolve ${reference}`)();
    for (const [layer, transfer] of layers) this.#progress.status(digest, layer, transfer)();
  }

  #lookUp(vertex: Vertex, key: Key, parent: Solved): CacheRecord | undefined {
    if (vertex.ignoreCache || !parent.reused || this.#making.has(key.key)) return undefined;
    const record = this.#services.cache.get(key.key);
    if (!record) return undefined;
    const lastUsedAt = this.#services.platform.now();
    const used = { ...record, lastUsedAt, usageCount: record.usageCount + 1 };
    this.#services.cache.put(used);
    return used;
  }

  /** Carries the vertex out and keeps the result. What has the same key in the same build is done only once. */
  #make(vertex: Vertex, digest: Digest, key: Key, inputs: readonly Solved[], began: number): Promise<Made> {
    let making = this.#making.get(key.key);
    if (!making) this.#making.set(key.key, (making = this.#execute(vertex, digest, key, inputs, began)));
    return making;
  }

  /** Resolves when the first step is really carried out. */
  readonly #working = new Promise<void>((resolve) => {
    this.#begin = resolve;
  });

  async #execute(vertex: Vertex, digest: Digest, key: Key, inputs: readonly Solved[], began: number): Promise<Made> {
    const { platform, cache } = this.#services;
    this.#begin();
    // Sixty short steps are one long one to whoever waits for a key or a picture meanwhile.
    await (platform.rest?.() ?? platform.breathe());
    for (const [i, input] of vertex.inputs.entries()) this.#tellSource(input, inputs[i]!.key);
    const changes = await this.#carryOut(vertex, digest, inputs);
    const layer = changes.length > 0 ? createLayer(changes, platform) : undefined;
    const createdAt = platform.now();
    const { root } = extend(inputs[0] ?? nothing, key.key, layer, createdAt, false);
    cache.put({
      key: key.key,
      inputs: key.inputs,
      layer,
      root,
      description:
        vertex.operation.kind === 'run' ? `mount / from exec ${vertex.operation.args.join(' ')}` : vertex.name,
      duration: createdAt - began,
      createdAt,
      lastUsedAt: createdAt,
      usageCount: 1,
    });
    return { layer, createdAt };
  }

  /** Files of a repository or an image are got only when a step needs them; those an earlier build needed are there. */
  #tellSource(input: Vertex | undefined, key: Digest): void {
    const digest = input && this.digests.get(input);
    const shown = digest && this.#atHand.get(digest);
    if (!shown) return;
    this.#atHand.delete(digest);
    if (input.operation.kind !== 'image' || this.#services.cache.useImage(key)) this.#progress.cached(shown);
  }

  #carryOut(vertex: Vertex, digest: Digest, inputs: readonly Solved[]): Promise<ChangeSet> | ChangeSet {
    const { operation } = vertex;
    const { platform } = this.#services;
    const base = inputs[0]?.root ?? emptyRoot;
    const isFirst = vertex.inputs[0] === undefined;
    switch (operation.kind) {
      case 'mkdir': {
        if (isFirst) refuseNames(operation.user);
        const writer = new TreeWriter(base, platform.now());
        const owner = operation.user ? lookUpOwner(base, operation.user) : { uid: 0, gid: 0 };
        writer.makeDirectories(writer.resolve(operation.path), owner, {
          created: operation.created,
          mode: operation.mode,
        });
        return writer.changes();
      }
      case 'copy': {
        const writer = new TreeWriter(base, platform.now());
        const where = `/var/lib/docker/overlay2/${randomId(platform)}/merged`;
        for (const action of operation.actions) {
          if (isFirst) refuseNames(action.chown);
          const source = inputs[action.input]?.root ?? emptyRoot;
          const from = vertex.inputs[action.input];
          if (from && comesFromClient(from))
            checkPatternFolder(source, action, () => requestedPaths(postOrder(this.#target), from));
          try {
            copyInto(writer, source, action, comesFromClient(from), where);
          } catch (error) {
            if (!(error instanceof SourceMissing)) throw error;
            throw new VertexError(`lstat ${error.path}: no such file or directory`);
          }
        }
        return writer.changes();
      }
      case 'run': {
        const roots = inputs.map((input) => input.root);
        return runStep(operation, roots, this.#request, this.#services, {
          onOutput: (stream, bytes) => this.#progress.log(digest, stream, bytes),
          cancelled: this.#stop,
          isFresh: (id) => vertex.ignoreCache && !this.#emptied.has(id) && this.#emptied.add(id).has(id),
        });
      }
      default:
        throw new VertexError(`unknown operation ${operation.kind}`);
    }
  }
}

/** Its coming has been told of with the Dockerfile's. */
function isTold({ operation }: Vertex): boolean {
  return operation.kind === 'context' && operation.told === true;
}

function extend(parent: Solved, key: Digest, layer: Layer | undefined, createdAt: number, reused: boolean): Solved {
  const root = layer ? mergedRootOn(parent, layer) : parent.root;
  return { key, root, links: [...parent.links, { layer, createdAt }], reused };
}

function mergedRootOn(parent: Solved, layer: Layer): DirectoryNode {
  return mergedRoot([...parent.links.flatMap((link) => link.layer ?? []), layer]);
}
