import { isErrno } from '../../kernel/errno.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Connection } from '../../kernel/net/types.ts';
import type { PortBinding, PortMap } from '../api/containers.ts';
import { badParameter, systemError } from '../errors.ts';

/** The dynamic range of libnetwork's port allocator. */
const FIRST_EPHEMERAL = 32768;
const LAST_EPHEMERAL = 60999;

interface Allocation {
  readonly protocol: string;
  readonly port: number;
  readonly address: string;
}

/** Host ports given to containers (libnetwork's portallocator) and the listeners behind them (docker-proxy). */
export class PortAllocator {
  #taken: Allocation[] = [];
  #next = FIRST_EPHEMERAL;

  constructor(private readonly kernel: Kernel) {}

  /**
   * Publishes the ports of one container. All or none: a failure frees what was taken. Throws the text that follows
   * `driver failed programming external connectivity on endpoint …: `.
   */
  publish(wanted: PortMap, address: string): { ports: PortMap; release: () => void } {
    const releases: (() => void)[] = [];
    const release = () => {
      for (const free of releases.splice(0)) free();
    };
    const ports: PortMap = {};
    try {
      for (const [key, bindings] of Object.entries(wanted)) {
        ports[key] = (bindings ?? []).flatMap((binding) => this.#bind(key, binding, address, releases));
      }
    } catch (error) {
      release();
      throw error;
    }
    return { ports, release };
  }

  #bind(key: string, binding: PortBinding, address: string, releases: (() => void)[]): PortBinding[] {
    const [portText = '', protocol = 'tcp'] = key.split('/');
    const hostAddress = binding.HostIp || '0.0.0.0';
    const hostPort = this.#choose(protocol, hostAddress, binding.HostPort);
    const allocation: Allocation = { protocol, port: hostPort, address: hostAddress };
    this.#taken.push(allocation);
    releases.push(() => {
      this.#taken = this.#taken.filter((other) => other !== allocation);
    });
    if (protocol === 'tcp' && hostAddress !== '::' && !hostAddress.includes(':')) {
      try {
        const stop = this.kernel.host.network.publish(hostPort, hostAddress, (connection) =>
          forward(this.kernel, connection, address, Number(portText)),
        );
        releases.push(stop);
      } catch (error) {
        if (!isErrno(error)) throw error;
        throw systemError(
          `failed to bind host port for ${hostAddress}:${hostPort}:${address}:${key}: ${error.message.toLowerCase()}`,
        );
      }
    }
    const HostPort = String(hostPort);
    return binding.HostIp
      ? [{ HostIp: binding.HostIp, HostPort }]
      : [
          { HostIp: '0.0.0.0', HostPort },
          { HostIp: '::', HostPort },
        ];
  }

  #choose(protocol: string, address: string, wanted: string): number {
    if (wanted === '' || wanted === '0') {
      for (let tries = FIRST_EPHEMERAL; tries <= LAST_EPHEMERAL; tries++) {
        const port = this.#next;
        this.#next = port >= LAST_EPHEMERAL ? FIRST_EPHEMERAL : port + 1;
        if (this.#free(protocol, address, port)) return port;
      }
      throw systemError('all ports are allocated');
    }
    const [first = '', last = first] = wanted.split('-');
    if (!/^\d+$/.test(first) || !/^\d+$/.test(last) || Number(last) > 65535)
      throw badParameter(`invalid port range: ${wanted}`);
    for (let port = Number(first); port <= Number(last); port++) if (this.#free(protocol, address, port)) return port;
    if (first !== last) throw systemError('all ports are allocated');
    const taken = this.#owner(protocol, address, Number(first))?.address;
    throw systemError(`Bind for ${taken || address}:${first} failed: port is already allocated`);
  }

  #free(protocol: string, address: string, port: number): boolean {
    return this.#owner(protocol, address, port) === undefined;
  }

  #owner(protocol: string, address: string, port: number): Allocation | undefined {
    const anywhere = address === '0.0.0.0' || address === '::';
    return this.#taken.find(
      (other) =>
        other.protocol === protocol &&
        other.port === port &&
        (anywhere || other.address === '0.0.0.0' || other.address === '::' || other.address === address),
    );
  }
}

/** What docker-proxy does with a connection: the same bytes to the container, and back. */
async function forward(kernel: Kernel, outside: Connection, address: string, port: number): Promise<void> {
  let inside: Connection;
  try {
    inside = await kernel.host.network.connect(address, port);
  } catch {
    await refuse(kernel, outside);
    return;
  }
  await Promise.allSettled([pump(outside, inside), pump(inside, outside)]);
  outside.close();
  inside.close();
}

/** How long a real proxy takes to be refused, in which the client has sent its request. */
const REFUSAL_MS = 20;

/** Nobody listens inside: what was sent is never read, and so the connection is reset. */
async function refuse({ platform }: Kernel, outside: Connection): Promise<void> {
  const sent = outside.read().then((bytes) => bytes.length > 0);
  const waited = new Promise<boolean>((resolve) => platform.timer(REFUSAL_MS, () => resolve(false)));
  if (await Promise.race([sent, waited])) outside.reset();
  else outside.close();
}

async function pump(from: Connection, to: Connection): Promise<void> {
  try {
    for (;;) {
      const bytes = await from.read();
      if (bytes.length === 0) break;
      await to.write(bytes);
    }
    to.end();
  } catch {
    // The other side is gone: nothing more can be delivered.
    from.close();
    to.close();
  }
}
