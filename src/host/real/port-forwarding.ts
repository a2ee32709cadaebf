import { jsonLines, textOf } from '../../engine/api/body.ts';
import type { EngineDoor } from '../../engine/api/door.ts';
import type { Connection, NetworkNamespace } from '../../kernel/net/types.ts';

interface Row {
  readonly Ports: readonly { readonly PublicPort?: number; readonly Type: string }[];
}

/**
 * Ports that real containers publish, on the student's computer: `curl localhost:8080` and the preview go to the real one.
 * They take the place of whatever listens here, for the simulated containers are put aside but not ended.
 */
export class PortForwarding {
  readonly #door: EngineDoor;
  readonly #network: NetworkNamespace;
  /** Resolves when the student's files are there: who serves them is asked for what they are now. */
  readonly #ready: () => Promise<void>;
  readonly #ports = new Map<number, () => void>();

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
      for (const stop of this.#ports.values()) stop();
      this.#ports.clear();
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
    const published = new Set(
      (JSON.parse(text) as Row[])
        .flatMap(({ Ports }) => Ports)
        .flatMap(({ PublicPort, Type }) => (PublicPort !== undefined && Type === 'tcp' ? [PublicPort] : [])),
    );
    for (const [port, stop] of this.#ports) {
      if (published.has(port)) continue;
      stop();
      this.#ports.delete(port);
    }
    for (const port of published) {
      if (this.#ports.has(port)) continue;
      this.#ports.set(
        port,
        this.#network.divert(port, (connection) => void this.#join(connection, port).catch(() => connection.close())),
      );
    }
  }

  async #join(connection: Connection, port: number): Promise<void> {
    await this.#ready().catch(() => {});
    const response = await this.#door.request({
      method: 'POST',
      path: `/drydock/ports/${port}`,
      query: '',
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
