export interface SocketAddress {
  readonly address: string;
  readonly port: number;
}

/**
 * One network stack: interfaces, ports, names. A container has one of its own, shares another's, or has loopback only.
 */
/** An interface as a process sees it. */
export interface NetworkInterface {
  name: string;
  mac: string;
  address: string;
  prefix: number;
  mtu: number;
  up: boolean;
}

export interface NetworkNamespace {
  readonly id: number;
  attach(link: {
    name: string;
    mac: string;
    address: string;
    prefix: number;
    mtu?: number;
    network: NetworkSegment;
  }): void;
  detach(name: string): void;
  /** Where /etc/hosts ends and the resolver begins; the engine answers container names here. */
  setResolver(resolver: ((name: string) => string[]) | undefined): void;
  /** A listening TCP port held by the kernel itself (docker-proxy): calls back per connection. EADDRINUSE. */
  publish(port: number, address: string, onConnection: (connection: Connection) => void): () => void;
  /** The same for a port that may be taken: whoever connects gets there, and nobody to the one who listens (netfilter's REDIRECT). */
  divert(port: number, onConnection: (connection: Connection) => void): () => void;
  /** The same for all ports of another's address (DNAT). */
  divertAddress(address: string, onConnection: (connection: Connection) => void): () => void;
  /** Connects from inside this namespace, without a process. */
  connect(address: string, port: number): Promise<Connection>;
  setGateway(address: string | undefined): void;
}

/** A layer-2 segment (a bridge): whoever is attached reaches the others by address. */
export interface NetworkSegment {
  readonly id: number;
  readonly name: string;
}

/** One end of a TCP connection outside any process. */
export interface Connection {
  readonly local: SocketAddress;
  readonly peer: SocketAddress;
  /** Waits while the peer's window is full. */
  write(bytes: Uint8Array): Promise<void>;
  /** Empty at the end of the stream. */
  read(): Promise<Uint8Array>;
  /** Ends our direction. */
  end(): void;
  close(): void;
  /** Closes with RST: the peer's next read fails. */
  reset(): void;
}
