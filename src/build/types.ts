import type { GitReference } from '../dockerfile/git-reference.ts';
import type { LintResult, Outline, TargetList } from '../engine/api/build-request.ts';
import type { BuildPlan, BuildRecord } from '../engine/api/drydock.ts';
import type { SolveStatus } from '../engine/api/solve-status.ts';
import type { DirectoryNode, OverlayFilesystem } from '../kernel/fs/types.ts';
import type { Platform } from '../kernel/platform.ts';
import type { ContainerConfig, Digest, Image, Layer } from '../oci/image.ts';

/** What one `docker build` asks for. */
export interface BuildRequest {
  /** The Dockerfile's text and the name it was given with `-f` (for messages). */
  readonly dockerfile: string;
  readonly dockerfileName: string;
  /** Why there is no Dockerfile: `open Dockerfile: no such file or directory`. */
  readonly dockerfileError?: string;
  /** The context came whole as a tar (`docker build -`), the Dockerfile in it. */
  readonly uploaded?: boolean;
  /** The context as the client sent it (already without ignored files). */
  readonly context: DirectoryNode;
  /** The context is not sent but is in a git repository; the Dockerfile too, unless `dockerfileSent`. */
  readonly remote?: RemoteContext;
  /** Why there is no context at the URL that was given for it. */
  readonly contextError?: string;
  /** Patterns the client applied, to explain a COPY of an ignored file. */
  readonly ignore?: readonly string[];
  /** They are the Dockerfile's own (`Dockerfile.dockerignore`). */
  readonly ignoreOwn?: boolean;
  readonly tags: readonly string[];
  readonly target?: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly noCache?: boolean;
  readonly noCacheFilter?: readonly string[];
  readonly pull?: boolean;
  readonly platform?: string;
  readonly secrets?: Readonly<Record<string, Uint8Array>>;
  readonly contexts?: Readonly<Record<string, DirectoryNode | string>>;
  readonly networkMode?: string;
  /** `--allow`: what steps may ask for. */
  readonly entitlements?: readonly string[];
  readonly addHosts?: readonly string[];
  readonly limits?: RunLimits;
  /** `--output`: the types of the exporters; without any the result becomes an image of the engine. */
  readonly exports?: readonly string[];
  /** `--check`: report findings only. */
  readonly check?: boolean;
  /** `--call`: describe the Dockerfile only. */
  readonly call?: string;
}

/** A git repository the builder takes its context from. */
export interface RemoteContext extends GitReference {
  /** As the command line has it. */
  readonly url: string;
  readonly dockerfileSent: boolean;
  /** It has been fetched: `context` holds it. */
  readonly isHere?: boolean;
}

/** What the builder needs of the engine around it. */
export interface BuildServices {
  readonly platform: Platform;
  /** A local image, or one pulled from a registry. Rejects with the engine's words. */
  resolveImage(
    reference: string,
    options: { pull: boolean; platform?: string; onStatus(status: string, current: number, total: number): void },
  ): Promise<ResolvedImage>;
  /** Runs one command over `lower` and answers its writable layer. */
  run(step: RunStep): Promise<RunResult>;
  /** Bytes behind a URL (ADD). Rejects with the engine's words. */
  fetch(url: string): Promise<{ data: Uint8Array; lastModified?: number }>;
  readonly git: GitSources;
  readonly cache: BuildCache;
}

/** Git repositories, and what earlier builds fetched of them. */
export interface GitSources {
  /** What can be reached under a URL. Fails with what git prints on standard error. */
  remote(url: string): GitRemote;
  /** Checkouts by cache key. */
  readonly checkouts: Map<string, DirectoryNode>;
  /** What was fetched, by URL: branches, tags and commits. */
  readonly fetched: Map<string, Set<string>>;
}

/** A repository as `git ls-remote` and `git fetch` know it. */
export interface GitRemote {
  /** What HEAD stands for: `refs/heads/main`. */
  readonly head: string;
  /** Ids by full name; `refs/tags/v1^{}` is what an annotated tag points to. Sorted. */
  readonly refs: ReadonlyMap<string, string>;
  /** The commit with that id, or the one a tag object names. */
  commit(id: string): { readonly id: string; readonly subject: string; readonly isTag: boolean } | undefined;
  checkOut(id: string, options: GitCheckout): DirectoryNode | undefined;
}

export interface GitCheckout {
  readonly now: number;
  /** `--keep-git-dir`: what the `.git` is to say of where it comes from. */
  readonly keep?: { readonly remote: string; readonly ref: string };
}

export interface ResolvedImage {
  readonly image: Image;
  /** `docker.io/library/node:22-alpine` */
  readonly canonicalName: string;
  /** Manifest digest, when it has one. */
  readonly digest?: Digest;
  /** A registry was asked: the step's name then tells the digest. */
  readonly fromRegistry?: boolean;
  /** It was not known here before, or is another one than it was. */
  readonly isNew?: boolean;
}

/** `--shm-size` and `--ulimit` of a build: they count in the key of each RUN. */
export interface RunLimits {
  readonly shmSize?: number;
  readonly ulimits?: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[];
}

export interface RunStep {
  readonly lower: DirectoryNode;
  readonly argv: readonly string[];
  readonly env: readonly string[];
  readonly cwd: string;
  readonly user: string;
  readonly mounts: readonly BuildMount[];
  readonly network: 'default' | 'none' | 'host';
  readonly extraHosts?: readonly string[];
  readonly limits?: RunLimits;
  onOutput(stream: 1 | 2, bytes: Uint8Array): void;
  /** Ends the command when it resolves (a cancelled build). */
  readonly cancelled?: Promise<void>;
}

export type BuildMount =
  | {
      readonly type: 'bind';
      readonly target: string;
      readonly source: DirectoryNode;
      readonly subpath: string;
      readonly readWrite: boolean;
    }
  | {
      readonly type: 'cache';
      readonly target: string;
      readonly id: string;
      readonly sharing: 'shared' | 'private' | 'locked';
      readonly mode: number;
      readonly uid: number;
      readonly gid: number;
      readonly readOnly: boolean;
      readonly from?: DirectoryNode;
      /** `--no-cache`: what it held before is forgotten. */
      readonly fresh?: boolean;
    }
  | { readonly type: 'tmpfs'; readonly target: string; readonly size?: number }
  | {
      readonly type: 'secret';
      readonly target: string;
      readonly data: Uint8Array;
      readonly mode: number;
      readonly uid: number;
      readonly gid: number;
    };

export type RunResult =
  | { readonly kind: 'done'; readonly overlay: OverlayFilesystem }
  /** Nonzero exit: `exit code: 1`; signals count as 128+n. */
  | { readonly kind: 'exit'; readonly code: number }
  /** It could not be started: runc's words. */
  | { readonly kind: 'not-started'; readonly message: string };

/** What past steps left behind. Records are immutable; the cache is the engine's to keep, prune and store. */
export interface BuildCache {
  get(key: Digest): CacheRecord | undefined;
  put(record: CacheRecord): void;
  records(): Iterable<CacheRecord>;
  remove(key: Digest): void;
  /** Notes that steps were carried out on, or with, this image; answers whether some were before. */
  useImage(key: Digest): boolean;
  /** Inputs of each past build, newest last: what explain compares with. */
  builds(): readonly StoredBuild[];
  addBuild(build: StoredBuild): void;
}

export interface CacheRecord {
  readonly key: Digest;
  /** What the key was made of, for explain. */
  readonly inputs: KeyInputs;
  /** The layer the step made; undefined when it changed nothing. */
  readonly layer?: Layer;
  /** Merged tree after the step. */
  readonly root: DirectoryNode;
  readonly description: string;
  /** Milliseconds. */
  readonly duration: number;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly usageCount: number;
}

/** Everything that decides a step's cache key, kept apart so that two keys can be compared and the difference said. */
export interface KeyInputs {
  /** Keys of what it builds on: its parent first, then the stages or images it copies or mounts from. */
  readonly parents: readonly Digest[];
  /** The instruction as it counts for the key (expanded, normalised). */
  readonly instruction: string;
  /** Used environment and arguments, `NAME=value`. */
  readonly env: readonly string[];
  /** Copied files: path → checksum over content, mode, owner, type; never mtime. */
  readonly files: ReadonlyMap<string, FileChecksum>;
}

export interface FileChecksum {
  readonly kind: string;
  /** `sha256:…` of the content, or the link target. */
  readonly content: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface StoredBuild {
  readonly record: BuildRecord;
  /** By step number. */
  readonly inputs: ReadonlyMap<number, KeyInputs>;
}

export interface BuildOutcome {
  readonly image: Image;
  readonly record: BuildRecord;
  /** By index in the request's exports: a tar of what goes to the client. */
  readonly files: ReadonlyMap<number, Uint8Array>;
  /** Bytes of the files of the context that were asked for; undefined when none were. */
  readonly contextSize: number | undefined;
}

/** Fails with a BuildError (errors.ts): BuildKit's own message, and the source excerpt. */
export interface Builder {
  /** Emits SolveStatus as it goes; `signal` cancels. */
  build(
    request: BuildRequest,
    services: BuildServices,
    emit: (status: SolveStatus) => void,
    cancelled?: Promise<void>,
  ): Promise<BuildOutcome>;
  /** Pure: what a build would do now. Images that are not local are treated as not yet known. */
  plan(
    request: BuildRequest,
    knowledge: {
      cache: BuildCache;
      localImage(reference: string): ResolvedImage | undefined;
      platform: Platform;
      /** Left out: nothing is known of repositories before they are fetched. */
      git?: GitSources;
    },
  ): BuildPlan;
  /** `--check`: what the build checks find in the Dockerfile; builds nothing. */
  check(request: BuildRequest, services: BuildServices, emit: (status: SolveStatus) => void): Promise<LintResult>;
  /** `--call=outline`, `--call=targets`; builds nothing. Fails as a build does. */
  describe(
    request: BuildRequest,
    services: BuildServices,
    emit: (status: SolveStatus) => void,
  ): Promise<Outline | TargetList>;
}

export type { ContainerConfig };
