import type { ImageLayer, WritableLayer } from '../../engine/api/drydock.ts';
import { ask } from '../engine/ask.ts';
import type { Session } from '../session/session.ts';

/** `GET /containers/{id}/changes` (archive.ChangeType of moby). */
interface Change {
  readonly Path: string;
  readonly Kind: 0 | 1 | 2;
}
const KINDS = ['changed', 'added', 'deleted'] as const;

/** Entries whose size and kind the engine is asked for; each is a request. */
const LOOKED_AT = 200;

/** A container's writable layer as the engine tells it; `layers` are its image's, base first. */
export async function writableLayer(
  session: Session,
  id: string,
  layersOf: (imageId: string) => Promise<ImageLayer[]>,
): Promise<WritableLayer> {
  const { door } = session.engine;
  const changes = (await ask<Change[] | null>(door, `/containers/${id}/changes`)) ?? [];
  const container = await ask<{ Image: string; SizeRw?: number }>(door, `/containers/${id}/json`, {
    query: { size: '1' },
  });
  // Which layer a file hides matters only when there is a change that hides one.
  const layers = changes.some(({ Kind }) => Kind !== 1) ? await layersOf(container.Image) : [];
  const entries = await Promise.all(
    changes.map(async ({ Path, Kind }, index) => {
      const hidden =
        Kind === 1 ? undefined : layers.findLast(({ entries }) => entries.some(({ path }) => path === Path));
      const stat = Kind !== 2 && index < LOOKED_AT ? await statOf(session, id, Path) : undefined;
      const below = hidden?.entries.find(({ path }) => path === Path)?.kind;
      return {
        path: Path,
        change: KINDS[Kind],
        kind: stat?.kind ?? below ?? 'file',
        size: stat?.size ?? 0,
        ...(hidden && { hides: { layer: hidden.diffId, createdBy: hidden.createdBy } }),
      };
    }),
  );
  return { size: container.SizeRw ?? 0, entries };
}

/** Of fs.FileMode (Go): what `docker cp` gets to know of a path. */
const MODE_DIRECTORY = 0x8000_0000;
const MODE_SYMLINK = 0x0800_0000;

async function statOf(session: Session, id: string, path: string): Promise<{ kind: string; size: number } | undefined> {
  const response = await session.engine.door.request({
    method: 'HEAD',
    path: `/containers/${id}/archive`,
    query: new URLSearchParams({ path }).toString(),
    headers: {},
    body: undefined,
  });
  for await (const _ of response.body) break;
  const header = response.headers['x-docker-container-path-stat'];
  if (response.status >= 300 || header === undefined) return undefined;
  const { size, mode } = JSON.parse(Buffer.from(header, 'base64').toString()) as { size: number; mode: number };
  if (mode & MODE_DIRECTORY) return { kind: 'directory', size: 0 };
  return { kind: mode & MODE_SYMLINK ? 'symlink' : 'file', size };
}
