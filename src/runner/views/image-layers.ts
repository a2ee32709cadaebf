import { textOf } from '../../engine/api/body.ts';
import type { ImageLayer } from '../../engine/api/drydock.ts';
import type { Change } from '../../kernel/fs/types.ts';
import { changesFromTar } from '../../oci/layer.ts';
import { decompress } from '../../oci/received-layer.ts';
import type { TarEntry } from '../../oci/tar/entry.ts';
import { readTar } from '../../oci/tar/reader.ts';
import { ask, EngineError, messageIn } from '../engine/ask.ts';
import { wholeBody } from '../guard/call.ts';
import type { Session } from '../session/session.ts';

/** What a layer holds, without its bytes. */
type LayerEntries = readonly Pick<ImageLayer['entries'][number], 'path' | 'kind' | 'size'>[];

interface Inspect {
  readonly Id: string;
  readonly RootFS: { readonly Layers?: readonly string[] };
}

/** Bytes of a saved image that are looked into. */
const ARCHIVE_LIMIT = 2 ** 31 - 1;

/** The layers of real images, read out of `docker save` once each: they never change. */
export class ImageLayers {
  readonly #session: Session;
  readonly #entries = new Map<string, LayerEntries>();
  readonly #reading = new Map<string, Promise<void>>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** `GET /drydock/images/{name}/layers`, base first; `visible` are the images a layer may be shared with. */
  async of(id: string): Promise<ImageLayer[]> {
    const { door } = this.#session.engine;
    const image = await ask<Inspect>(door, `/images/${id}/json`);
    const diffIds = image.RootFS.Layers ?? [];
    if (diffIds.some((diffId) => !this.#entries.has(diffId))) await this.#readOnce(image.Id, diffIds);
    const history = await ask<{ CreatedBy: string; Size: number }[]>(door, `/images/${id}/history`);
    const rows = layerRows(history.reverse(), diffIds.length);
    const shared = await this.#sharers(image.Id);
    const below = new Set<string>();
    return diffIds.map((diffId, index) => {
      const entries = this.#entries.get(diffId) ?? [];
      const told = entries.map((entry) => ({ ...entry, change: changeOf(entry, below) }));
      for (const { path, change } of told) {
        if (change === 'deleted') below.delete(path);
        else below.add(path);
      }
      return {
        diffId,
        createdBy: rows[index]?.CreatedBy ?? '',
        size: rows[index]?.Size ?? 0,
        sharedWith: shared.get(diffId) ?? [],
        entries: told.map(({ path, change, kind, size }) => ({
          path,
          change,
          kind: change === 'deleted' ? 'file' : kind,
          size,
        })),
      };
    });
  }

  #readOnce(id: string, diffIds: readonly string[]): Promise<void> {
    let reading = this.#reading.get(id);
    if (!reading) {
      reading = this.#read(id, diffIds).finally(() => this.#reading.delete(id));
      this.#reading.set(id, reading);
    }
    return reading;
  }

  async #read(id: string, diffIds: readonly string[]): Promise<void> {
    const response = await this.#session.engine.door.request({
      method: 'GET',
      path: `/v${this.#session.engine.api}/images/${id}/get`,
      query: '',
      headers: {},
      body: undefined,
    });
    if (response.status >= 300) throw new EngineError(response.status, messageIn(await textOf(response.body)));
    const archive = new Map<string, TarEntry>();
    for (const entry of readTar(await wholeBody(response.body, ARCHIVE_LIMIT))) archive.set(entry.path, entry);
    const manifest = JSON.parse(new TextDecoder().decode(archive.get('manifest.json')?.data)) as { Layers: string[] }[];
    (manifest[0]?.Layers ?? []).forEach((path, index) => {
      const diffId = diffIds[index];
      if (diffId === undefined || this.#entries.has(diffId)) return;
      // Old engines store a layer once and link to it.
      const entry = archive.get(path);
      const stored = entry?.kind === 'symlink' ? archive.get(linked(path, entry.link ?? '')) : entry;
      this.#entries.set(diffId, changesFromTar(decompress(stored?.data ?? new Uint8Array())).map(entryOf));
    });
  }

  /** DiffID → names of the session's other images that have it. */
  async #sharers(id: string): Promise<Map<string, string[]>> {
    const { door } = this.#session.engine;
    const filters = JSON.stringify({ label: [this.#session.label] });
    const images = await ask<{ Id: string; RepoTags: string[] | null }[]>(door, '/images/json', { query: { filters } });
    const shared = new Map<string, string[]>();
    for (const { Id, RepoTags } of images) {
      if (Id === id) continue;
      const { RootFS } = await ask<Inspect>(door, `/images/${Id}/json`);
      for (const diffId of RootFS.Layers ?? [])
        shared.set(diffId, [...(shared.get(diffId) ?? []), RepoTags?.[0] ?? Id]);
    }
    return shared;
  }
}

/** History tells of instructions, not all of which made a layer; which did it does not say but by their kind and size. */
function layerRows<T extends { CreatedBy: string; Size: number }>(rows: readonly T[], layers: number): T[] {
  if (rows.length === layers) return [...rows];
  const isLayer = ({ CreatedBy, Size }: T) =>
    Size > 0 || /^(RUN|COPY|ADD|WORKDIR)\b/.test(CreatedBy) || /#\(nop\) +(ADD|COPY|WORKDIR)\b/.test(CreatedBy);
  const likely = rows.filter(isLayer);
  return likely.length === layers ? likely : [];
}

function entryOf(change: Change): LayerEntries[number] {
  const kind = change.kind === 'hardlink' ? 'file' : change.kind;
  return { path: `/${change.path}`, kind, size: change.kind === 'file' ? change.size : 0 };
}

function changeOf({ kind, path }: LayerEntries[number], below: ReadonlySet<string>): 'added' | 'changed' | 'deleted' {
  if (kind === 'whiteout') return 'deleted';
  return below.has(path) ? 'changed' : 'added';
}

function linked(path: string, target: string): string {
  const parts = path.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
