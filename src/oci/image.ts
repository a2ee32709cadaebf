import type { ChangeSet, DirectoryNode } from '../kernel/fs/types.ts';

/** `sha256:` and 64 hex digits: of a blob as it is stored or sent. */
export type Digest = `sha256:${string}`;
/** The same form, of a layer's uncompressed tar. */
export type DiffId = Digest;

/** An immutable layer. */
export interface Layer {
  readonly diffId: DiffId;
  /** What it claims to add, in bytes (`docker history`): its files' claimed sizes. */
  readonly size: number;
  readonly changes: ChangeSet;
  /** Its tar, byte for byte what `diffId` is the digest of. */
  tar(): Uint8Array;
}

/** config.json by the image-spec, with Docker's additions (Healthcheck, OnBuild, Shell). Key order is kept when written. */
export interface ImageConfig {
  readonly created?: string;
  readonly author?: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly os: string;
  readonly config: ContainerConfig;
  readonly rootfs: { readonly type: 'layers'; readonly diff_ids: readonly DiffId[] };
  readonly history: readonly HistoryEntry[];
}

export interface ContainerConfig {
  readonly User?: string;
  readonly ExposedPorts?: Readonly<Record<string, Record<string, never>>>;
  readonly Env?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Volumes?: Readonly<Record<string, Record<string, never>>>;
  readonly WorkingDir?: string;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly StopSignal?: string;
  readonly ArgsEscaped?: boolean;
  readonly Healthcheck?: Healthcheck;
  readonly OnBuild?: readonly string[];
  readonly Shell?: readonly string[];
}

/** Durations in nanoseconds. */
export interface Healthcheck {
  readonly Test?: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

export interface HistoryEntry {
  readonly created?: string;
  readonly created_by?: string;
  readonly author?: string;
  readonly comment?: string;
  readonly empty_layer?: boolean;
}

/** An immutable image: changed only by making another. */
export interface Image {
  /** Digest of the config's bytes: the image id. */
  readonly id: Digest;
  readonly config: ImageConfig;
  /** The config exactly as it is stored (the id is its digest). */
  readonly configBytes: Uint8Array;
  readonly layers: readonly Layer[];
  /** The merged tree of all layers; shared with every image that has the same layers. */
  readonly root: DirectoryNode;
}
