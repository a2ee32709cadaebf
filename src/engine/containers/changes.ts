import { createLayer } from '../../oci/layer.ts';
import type { ApiResponse } from '../api/door.ts';
import type { EngineContext } from '../context.ts';
import { readTree } from '../files/tree.ts';
import { bytes } from '../http/respond.ts';
import type { Container } from './container.ts';
import { logEvent } from './events.ts';

const KINDS = { changed: 0, added: 1, deleted: 2 } as const;

/** `GET /containers/{id}/changes`: the writable layer; null when it is empty. */
export function containerChanges(container: Container) {
  const changes = container.overlay.upper().map(({ path, change }) => ({ Path: path, Kind: KINDS[change] }));
  return changes.length > 0 ? changes : null;
}

/** `GET /containers/{id}/export`: the merged file system without its mounts. */
export function exportContainer(context: EngineContext, container: Container): ApiResponse {
  const files = context.kernel.createMountNamespace(container.overlay).files();
  const tar = createLayer(readTree(files, '/', ''), context.platform).tar();
  logEvent(context, container, 'export');
  return bytes(200, tar, 'application/octet-stream');
}
