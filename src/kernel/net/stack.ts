import { KernelError } from '../errno.ts';
import type { Platform } from '../platform.ts';
import { inSubnet, isLoopback, parseAddress, subnetOf } from './address.ts';
import { Endpoint } from './endpoint.ts';
import { Listener } from './listener.ts';
import type { Link } from './segment.ts';
import type { Connection, NetworkInterface, NetworkNamespace, SocketAddress } from './types.ts';

const ETHERNET_MTU = 1500;

const ANY = '0.0.0.0';
/** net.ipv4.ip_local_port_range. */
const EPHEMERAL = { first: 32768, last: 60999 };
/** How long the neighbour search of Linux takes to give up, and how long unanswered SYNs are repeated. */
const NO_NEIGHBOUR_MS = 3000;
const NO_ANSWER_MS = 130_000;

/** Where a packet ends: at a stack, or nowhere for a reason. */
export type Route =
  | { readonly stack: NetworkStack; readonly source: string }
  | 'no route'
  | 'no neighbour'
  /** A firewall swallows it. */
  | 'dropped';

/** How a connection fails that nobody answers, and when. */
export interface Unanswered {
  readonly afterMs: number;
  readonly code: 'EHOSTUNREACH' | 'ETIMEDOUT';
}

/** The TCP stack of one network namespace (network_namespaces(7)). */
export class NetworkStack implements NetworkNamespace {
  readonly id: number;
  /** net.ipv4.ip_unprivileged_port_start: Docker sets it to 0 in containers. */
  readonly unprivilegedPortStart: number;
  readonly #platform: Platform;
  readonly #links = new Map<string, Link>();
  readonly #listeners = new Map<number, Listener[]>();
  readonly #diverted = new Map<number, Listener>();
  readonly #divertedAddresses = new Map<string, Listener>();
  readonly #clientPorts = new Set<number>();
  #nextPort: number;
  #gateway: string | undefined;
  #resolver: ((name: string) => string[]) | undefined;

  constructor(options: { id: number; platform: Platform; unprivilegedPortStart: number }) {
    this.id = options.id;
    this.#platform = options.platform;
    this.unprivilegedPortStart = options.unprivilegedPortStart;
    const [high = 0, low = 0] = options.platform.random(2);
    this.#nextPort = EPHEMERAL.first + ((high * 256 + low) % (EPHEMERAL.last - EPHEMERAL.first));
  }

  // --- interfaces

  attach(link: Omit<Link, 'stack'>): void {
    if (this.#links.has(link.name)) throw new KernelError('EEXIST');
    const plugged: Link = { ...link, stack: this };
    this.#links.set(link.name, plugged);
    link.network.links.add(plugged);
  }

  detach(name: string): void {
    const link = this.#links.get(name);
    if (!link) throw new KernelError('ENODEV');
    link.network.links.delete(link);
    this.#links.delete(name);
    if (this.#gateway && inSubnet(this.#gateway, link.address, link.prefix)) this.#gateway = undefined;
  }

  setGateway(address: string | undefined): void {
    this.#gateway = address;
  }

  setResolver(resolver: ((name: string) => string[]) | undefined): void {
    this.#resolver = resolver;
  }

  resolve(name: string): string[] {
    return this.#resolver?.(name) ?? [];
  }

  interfaces(): NetworkInterface[] {
    const loopback = { name: 'lo', mac: '00:00:00:00:00:00', address: '127.0.0.1', prefix: 8, mtu: 65536, up: true };
    const links = [...this.#links.values()];
    return [
      loopback,
      ...links.map(({ name, mac, address, prefix, mtu = ETHERNET_MTU }) => ({
        name,
        mac,
        address,
        prefix,
        mtu,
        up: true,
      })),
    ];
  }

  routes(): { destination: string; gateway: string; interface: string }[] {
    const routes: { destination: string; gateway: string; interface: string }[] = [];
    const gateway = this.#gateway;
    const way = gateway && this.#linkTo(gateway);
    if (gateway && way) routes.push({ destination: 'default', gateway, interface: way.name });
    for (const { name, address, prefix } of this.#links.values()) {
      routes.push({ destination: subnetOf(address, prefix), gateway: ANY, interface: name });
    }
    return routes;
  }

  // --- routing

  isLocal(address: string): boolean {
    return isLoopback(address) || [...this.#links.values()].some((link) => link.address === address);
  }

  #linkTo(address: string): Link | undefined {
    let best: Link | undefined;
    for (const link of this.#links.values()) {
      if (inSubnet(address, link.address, link.prefix) && link.prefix > (best?.prefix ?? -1)) best = link;
    }
    return best;
  }

  /** Where packets for `address` go from here. */
  route(address: string): Route {
    if (address === ANY) return { stack: this, source: '127.0.0.1' };
    if (this.isLocal(address)) return { stack: this, source: address };
    const link = this.#linkTo(address);
    if (link) {
      const neighbour = link.network.find(address);
      return neighbour ? { stack: neighbour.stack, source: link.address } : 'no neighbour';
    }
    const way = this.#gateway === undefined ? undefined : this.#linkTo(this.#gateway);
    const router = way?.network.find(this.#gateway!);
    if (!way) return 'no route';
    return router ? router.stack.#forward(address, way) : 'no neighbour';
  }

  /** As a router: reaches its own addresses, but not from one bridge to another (Docker's isolation rules). */
  #forward(address: string, from: Link): Route {
    if (this.isLocal(address) && !isLoopback(address)) return { stack: this, source: from.address };
    const link = this.#linkTo(address);
    if (link) return 'dropped';
    const onwards = this.route(address);
    return typeof onwards === 'string' ? onwards : { ...onwards, source: from.address };
  }

  // --- connections

  listen(port: number, address = ANY, onConnection?: (endpoint: Endpoint) => void): Listener {
    if (address !== ANY && !this.isLocal(address)) throw new KernelError('EADDRNOTAVAIL');
    const number = port === 0 ? this.#freePort() : port;
    const taken = this.#listeners.get(number) ?? [];
    const clash = taken.some(({ local }) => local.address === address || local.address === ANY || address === ANY);
    if (clash) throw new KernelError('EADDRINUSE');
    const listener = new Listener({ address, port: number }, onConnection);
    this.#listeners.set(number, [...taken, listener]);
    return listener;
  }

  unlisten(listener: Listener): void {
    const { port } = listener.local;
    const left = (this.#listeners.get(port) ?? []).filter((other) => other !== listener);
    if (left.length > 0) this.#listeners.set(port, left);
    else this.#listeners.delete(port);
    listener.close();
  }

  listeners(): Listener[] {
    return [...this.#listeners.values()].flat();
  }

  publish(port: number, address: string, onConnection: (connection: Connection) => void): () => void {
    const listener = this.listen(port, address, (endpoint) => onConnection(endpoint.connection()));
    return () => this.unlisten(listener);
  }

  divert(port: number, onConnection: (connection: Connection) => void): () => void {
    const listener = new Listener({ address: ANY, port }, (endpoint) => onConnection(endpoint.connection()));
    this.#diverted.set(port, listener);
    return () => {
      if (this.#diverted.get(port) === listener) this.#diverted.delete(port);
      listener.close();
    };
  }

  divertAddress(address: string, onConnection: (connection: Connection) => void): () => void {
    const listener = new Listener({ address, port: 0 }, (endpoint) => onConnection(endpoint.connection()));
    this.#divertedAddresses.set(address, listener);
    return () => {
      if (this.#divertedAddresses.get(address) === listener) this.#divertedAddresses.delete(address);
      listener.close();
    };
  }

  async connect(address: string, port: number): Promise<Connection> {
    const opened = this.open(address, port);
    if (opened instanceof Endpoint) return opened.connection();
    await new Promise<void>((resolve) => this.#platform.timer(opened.afterMs, resolve));
    throw new KernelError(opened.code);
  }

  /** A connection's near end, or that nobody will answer. Throws when it is refused at once. */
  open(address: string, port: number): Endpoint | Unanswered {
    if (parseAddress(address) === undefined) throw new KernelError('EINVAL');
    const diverted = this.#divertedAddresses.get(address);
    const route = diverted ? { stack: this, source: this.#gateway ?? '127.0.0.1' } : this.route(address);
    if (route === 'no route') throw new KernelError('ENETUNREACH');
    if (route === 'no neighbour') return { afterMs: NO_NEIGHBOUR_MS, code: 'EHOSTUNREACH' };
    if (route === 'dropped') return { afterMs: NO_ANSWER_MS, code: 'ETIMEDOUT' };
    const at = address === ANY ? '127.0.0.1' : address;
    const listener = diverted ?? route.stack.#listenerAt(at, port);
    if (!listener) throw new KernelError('ECONNREFUSED');
    const local: SocketAddress = { address: route.source, port: this.#freePort() };
    this.#clientPorts.add(local.port);
    const [near, far] = Endpoint.pair(local, { address: at, port }, () => this.#clientPorts.delete(local.port));
    if (!listener.offer(far)) throw new KernelError('ECONNREFUSED');
    return near;
  }

  #listenerAt(address: string, port: number): Listener | undefined {
    const listeners = this.#listeners.get(port) ?? [];
    return (
      this.#diverted.get(port) ??
      listeners.find(({ local }) => local.address === address) ??
      listeners.find(({ local }) => local.address === ANY)
    );
  }

  #freePort(): number {
    const { first, last } = EPHEMERAL;
    for (let tries = 0; tries <= last - first; tries++) {
      const port = this.#nextPort;
      this.#nextPort = port === last ? first : port + 1;
      if (!this.#listeners.has(port) && !this.#clientPorts.has(port)) return port;
    }
    throw new KernelError('EADDRNOTAVAIL');
  }
}
