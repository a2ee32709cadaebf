import type { EngineDocument, EngineState } from '../engine/state/state.ts';
import type { ChangeSet, OverlayFilesystem } from '../kernel/fs/types.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Digest } from '../oci/image.ts';
import { changesFromTar } from '../oci/layer.ts';
import { restingLayer } from '../oci/resting-layer.ts';

/** A computer at rest: a document, and blobs that never change, by digest. */
export interface ComputerState {
  readonly state: ComputerDocument;
  readonly blobs: ReadonlyMap<string, () => Uint8Array>;
}

interface ComputerDocument {
  readonly version: 1;
  /** The layer of what was changed on the host's own file system: workspace, volumes and all. */
  readonly host: Digest;
  readonly engine: EngineDocument;
}

/** What a store gives back. */
export interface StoredState {
  readonly state: unknown;
  blob(digest: string): Uint8Array | undefined;
}

export function saveState(engine: EngineState, root: OverlayFilesystem, platform: Platform): ComputerState {
  const host = restingLayer(root.changeSet(), platform);
  const blobs = new Map<string, () => Uint8Array>(engine.blobs);
  blobs.set(host.name, () => host.tar());
  return { state: { version: 1, host: host.name, engine: engine.document }, blobs };
}

/** Undefined when it is of another version, or not whole: then a fresh computer is the better one. */
export function readState(
  stored: StoredState,
): { files: ChangeSet; engine: { document: EngineDocument; blob(digest: Digest): Uint8Array } } | undefined {
  const document = stored.state as ComputerDocument;
  const host = document.version === 1 ? stored.blob(document.host) : undefined;
  if (!host) return undefined;
  const blob = (digest: Digest): Uint8Array => {
    const bytes = stored.blob(digest);
    if (!bytes) throw new Error(`the stored computer lacks ${digest}`);
    return bytes;
  };
  return { files: changesFromTar(host), engine: { document: document.engine, blob } };
}
