import { ask, find } from '../engine/ask.ts';
import type { Session } from './session.ts';

interface HistoryRow {
  readonly Created: number;
  readonly CreatedBy: string;
  readonly Size: number;
}

/** What a session's images take: each layer once, and none that an image has which was here before. */
export class SessionImages {
  readonly #session: Session;
  readonly #layers = new Map<string, ReadonlyMap<string, number>>();

  constructor(session: Session) {
    this.#session = session;
  }

  async size(): Promise<number> {
    const { engine, label, images, borrowed } = this.#session;
    const filters = JSON.stringify({ label: [label] });
    const labelled = await ask<{ Id: string }[]>(engine.door, '/images/json', { query: { all: '1', filters } });
    const own = new Map<string, number>();
    for (const id of new Set([...images, ...labelled.map(({ Id }) => Id)]))
      for (const [layer, size] of await this.#layersOf(id)) own.set(layer, size);
    if (own.size === 0) return 0;
    for (const name of borrowed) for (const layer of (await this.#layersOf(name)).keys()) own.delete(layer);
    return [...own.values()].reduce((whole, size) => whole + size, 0);
  }

  /** An image's history tells no layers' names: one is known by itself and all below it. */
  async #layersOf(image: string): Promise<ReadonlyMap<string, number>> {
    let layers = this.#layers.get(image);
    if (!layers) {
      const history = await find<HistoryRow[]>(this.#session.engine.door, `/images/${encodeURI(image)}/history`);
      let below = '';
      layers = new Map(
        (history ?? []).reverse().map(({ Created, CreatedBy, Size }) => {
          below = `${below}\n${Created} ${Size} ${CreatedBy}`;
          return [below, Size];
        }),
      );
      if (history) this.#layers.set(image, layers);
    }
    return layers;
  }
}
