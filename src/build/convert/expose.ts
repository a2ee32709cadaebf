import type { Lint } from '../../dockerfile/checks/linter.ts';
import type { Range } from '../../dockerfile/location.ts';
import { goQuote } from '../../dockerfile/quote.ts';

/** `[ip:]host:container/protocol` → `port/protocol`s (BuildKit's convert_expose.go). */
export function parseExposed(specs: readonly string[], range?: Range, lint?: Lint): string[] {
  return specs.flatMap((spec) => exposed(spec, range, lint));
}

function exposed(spec: string, range?: Range, lint?: Lint): string[] {
  const parts = spec.split(':');
  const container = parts.at(-1)!;
  const host = parts.length > 1 ? parts.at(-2)! : '';
  let address = parts.slice(0, -2).join(':');
  const slash = container.indexOf('/');
  const port = slash < 0 ? container : container.slice(0, slash);
  const protocol = (slash < 0 ? '' : container.slice(slash + 1)) || 'tcp';
  if (port === '') throw new Error(`invalid port: ${goQuote(spec)}: no port specified`);
  if (!['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) {
    throw new Error(`invalid port: ${goQuote(spec)}: invalid proto: ${protocol}`);
  }
  if (range && protocol !== protocol.toLowerCase()) lint?.run('ExposeProtoCasing', [range], spec);
  if (range && (address || host)) lint?.run('ExposeInvalidFormat', [range], spec);
  if (address.startsWith('[') && address.endsWith(']')) address = address.slice(1, -1);
  if (address && !isAddress(address)) throw new Error(`invalid IP address: ${address}`);
  const ports = portRange(port) ?? invalid(`invalid containerPort: ${port}`);
  if (host) {
    const hosts = portRange(host) ?? invalid(`invalid hostPort: ${host}`);
    if (ports[1] - ports[0] !== hosts[1] - hosts[0] && ports[0] !== ports[1]) {
      throw new Error(`invalid ranges specified for container and host Ports: ${port} and ${host}`);
    }
  }
  return Array.from({ length: ports[1] - ports[0] + 1 }, (_, index) => `${ports[0] + index}/${protocol.toLowerCase()}`);
}

function invalid(message: string): never {
  throw new Error(message);
}

function portRange(text: string): [number, number] | undefined {
  const dash = text.indexOf('-');
  const start = portNumber(dash < 0 ? text : text.slice(0, dash));
  const end = dash < 0 ? start : portNumber(text.slice(dash + 1));
  return start === undefined || end === undefined || end < start ? undefined : [start, end];
}

function portNumber(text: string): number | undefined {
  return /^\+?\d+$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined;
}

/** Does Go's net.ParseIP take it? */
function isAddress(text: string): boolean {
  if (!text.includes(':')) return isIPv4(text);
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1);
  const embedded = last !== undefined && isIPv4(last);
  const length = groups.length + (embedded ? 1 : 0);
  const hex = embedded ? groups.slice(0, -1) : groups;
  return hex.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) && (halves.length === 2 ? length < 8 : length === 8);
}

function isIPv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}
