import { jsonLines, textOf } from '../../engine/api/body.ts';
import type { EngineDoor } from '../../engine/api/door.ts';
import type { Connection, NetworkNamespace } from '../../kernel/net/types.ts';

interface Row {
  readonly State: string;
  readonly Ports: readonly { readonly PublicPort?: number; readonly Type: string }[];
  readonly NetworkSettings?: { readonly Networks?: Readonly<Record<string, { readonly IPAddress?: string }>> | null };
}

/**
 * Ports that real containers publish, on the student's computer: `curl localhost:8080` and the preview go to the real one, and so
 * do their own addresses, which a Linux host reaches.
 * They take the place of whatever listens here, for the simulated containers are put aside but not ended.
 */
export class PortForwarding {
  readonly #door: EngineDoor;
  readonly #network: NetworkNamespace;
  /** Resolves when the student's files are there: who serves them is asked for what they are now. */
  readonly #ready: () => Promise<void>;
  /** By port or address. */
  readonly #diverted = new Map<number | string, () => void>();

  constructor(door: EngineDoor, network: NetworkNamespace, ready: () => Promise<void>) {
    this.#door = door;
    this.#network = network;
    this.#ready = ready;
  }

  /** Follows containers that start and stop; returns the way to stop. */
  follow(): () => void {
    let close = () => {};
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    void this.#follow(closed).catch(() => {});
    return () => {
      close();
      for (const stop of this.#diverted.values()) stop();
      this.#diverted.clear();
    };
  }

  async #follow(closed: Promise<void>): Promise<void> {
    const filters = JSON.stringify({ type: ['container'], event: ['start', 'die', 'destroy'] });
    const query = `filters=${encodeURIComponent(filters)}`;
    const { body } = await this.#door.request({
      method: 'GET',
      path: '/events',
      query,
      headers: {},
      body: undefined,
      closed,
    });
    await this.refresh();
    for await (const _ of jsonLines(body)) await this.refresh();
  }

  /** Resolves when the ports are those of the containers that run now. */
  async refresh(): Promise<void> {
    const response = await this.#door.request({
      method: 'GET',
      path: '/containers/json',
      query: '',
      headers: {},
      body: undefined,
    });
    const text = await textOf(response.body);
    if (response.status >= 300) return;
    const rows = JSON.parse(text) as Row[];
    const wanted = new Set<number | string>([
      ...rows
        .flatMap(({ Ports }) => Ports)
        .flatMap(({ PublicPort, Type }) => (PublicPort !== undefined && Type === 'tcp' ? [PublicPort] : [])),
      ...rows
        .filter(({ State }) => State === 'running')
        .flatMap(({ NetworkSettings }) => Object.values(NetworkSettings?.Networks ?? {}))
        .flatMap(({ IPAddress }) => IPAddress || []),
    ]);
    for (const [place, stop] of this.#diverted) {
      if (wanted.has(place)) continue;
      stop();
      this.#diverted.delete(place);
    }
    for (const place of wanted) if (!this.#diverted.has(place)) this.#diverted.set(place, this.#divert(place));
  }

  #divert(place: number | string): () => void {
    const join = (connection: Connection) => {
      const address = typeof place === 'string' ? place : undefined;
      const port = typeof place === 'string' ? connection.local.port : place;
      void this.#join(connection, port, address).catch(() => connection.close());
    };
    return typeof place === 'string' ? this.#network.divertAddress(place, join) : this.#network.divert(place, join);
  }

  async #join(connection: Connection, port: number, address: string | undefined): Promise<void> {
    await this.#ready().catch(() => {});
    const response = await this.#door.request({
      method: 'POST',
      path: `/drydock/ports/${port}`,
      query: address === undefined ? '' : `address=${address}`,
      headers: {},
      body: undefined,
    });
    const { stream } = response;
    if (!stream) {
      connection.close();
      return;
    }
    const outwards = async () => {
      for (let bytes = await connection.read(); bytes.length > 0; bytes = await connection.read())
        await stream.write(bytes);
      stream.end();
    };
    void outwards().catch(() => stream.close());
    for await (const bytes of stream.input) await connection.write(bytes);
    connection.end();
  }
}
