/** An IPv4 address as a number, or undefined when the text is none. */
export function parseAddress(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

export function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

function network(value: number, prefix: number): number {
  return prefix === 0 ? 0 : (value & (0xffffffff << (32 - prefix))) >>> 0;
}

/** Whether `address` is in the subnet of `member`/`prefix`. */
export function inSubnet(address: string, member: string, prefix: number): boolean {
  const [a, b] = [parseAddress(address), parseAddress(member)];
  return a !== undefined && b !== undefined && network(a, prefix) === network(b, prefix);
}

/** `172.17.0.0/16` of `172.17.0.2` and 16. */
export function subnetOf(address: string, prefix: number): string {
  return `${formatAddress(network(parseAddress(address) ?? 0, prefix))}/${prefix}`;
}

export const isLoopback = (address: string) => address.startsWith('127.');
