import type { CacheRecord, KeyInputs } from '../../build/types.ts';
import type { DiffId, Digest } from '../../oci/image.ts';
import type { BuildRecord } from '../api/drydock.ts';
import type { Volume } from '../api/volumes.ts';
import type { CacheMount } from '../build/cache-store.ts';
import type { Container } from '../containers/container.ts';
import type { NetworkRecord } from '../networks/store.ts';

/**
 * An engine at rest: a JSON document, and the blobs it names by digest. Blobs never change, so whoever stores them writes
 * only those it has not seen yet. Files of the host (volumes' contents among them) are the host's to keep.
 */
export interface EngineState {
  readonly document: EngineDocument;
  /** Made when asked for: most are stored already. */
  readonly blobs: ReadonlyMap<Digest, () => Uint8Array>;
}

export interface EngineDocument {
  readonly version: 1;
  readonly savedAt: number;
  readonly daemonId: string;
  readonly images: readonly { id: Digest; layers: readonly DiffId[]; parent?: Digest; lastTagged?: number }[];
  readonly tags: readonly (readonly [string, Digest])[];
  readonly digests: readonly (readonly [string, Digest])[];
  readonly containers: readonly StoredContainer[];
  readonly volumes: readonly Volume[];
  readonly networks: readonly NetworkRecord[];
  readonly cache: readonly StoredCacheRecord[];
  /** Base images only the builder has. */
  readonly bases?: readonly { name: string; id: Digest; digest?: Digest; layers: readonly DiffId[] }[];
  /** `RUN --mount=type=cache` by key; those that began as a copy of a tree are not kept. */
  readonly cacheMounts?: readonly StoredCacheMount[];
  readonly builds: readonly { record: BuildRecord; inputs: readonly (readonly [number, StoredInputs])[] }[];
}

export type StoredCacheMount = Omit<CacheMount, 'filesystem' | 'beganEmpty'> & {
  readonly key: string;
  /** Name of what it holds, as a layer at rest. */
  readonly upper: Digest;
  readonly root: { readonly mode: number; readonly uid: number; readonly gid: number };
};

export type StoredContainer = Pick<
  Container,
  | 'id'
  | 'name'
  | 'created'
  | 'path'
  | 'args'
  | 'imageId'
  | 'config'
  | 'hostConfig'
  | 'mounts'
  | 'status'
  | 'exitCode'
  | 'outOfMemory'
  | 'error'
  | 'startedAt'
  | 'finishedAt'
  | 'restartCount'
  | 'manuallyStopped'
  | 'hasBeenStarted'
> & {
  readonly layers: readonly DiffId[];
  readonly endpoints: readonly (readonly [string, unknown])[];
  /** Name of its writable layer at rest, whose tar is the one a commit would make. */
  readonly upper: Digest;
  readonly log: Digest;
};

export type StoredInputs = Omit<KeyInputs, 'files'> & { readonly files: readonly (readonly [string, unknown])[] };

export type StoredCacheRecord = Omit<CacheRecord, 'inputs' | 'layer' | 'root'> & {
  readonly inputs: StoredInputs;
  readonly layer?: DiffId;
  /** The layers whose merged tree is the record's root. */
  readonly stack: readonly DiffId[];
};
