import type { NetworkStack } from './stack.ts';
import type { NetworkSegment } from './types.ts';

/** One interface of a stack on a segment. */
export interface Link {
  readonly name: string;
  readonly mac: string;
  readonly address: string;
  readonly prefix: number;
  readonly mtu?: number;
  readonly network: Segment;
  readonly stack: NetworkStack;
}

/** A bridge: finds who has an address among those plugged in (what ARP does). */
export class Segment implements NetworkSegment {
  readonly id: number;
  readonly name: string;
  readonly links = new Set<Link>();

  constructor(id: number, name: string) {
    this.id = id;
    this.name = name;
  }

  find(address: string): Link | undefined {
    for (const link of this.links) if (link.address === address) return link;
    return undefined;
  }
}
