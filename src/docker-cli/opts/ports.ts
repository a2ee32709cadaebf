import { isIp } from './validate.ts';

export interface PortBinding {
  HostIp: string;
  HostPort: string;
}

export interface PublishedPorts {
  exposed: Record<string, object>;
  bindings: Record<string, PortBinding[]>;
}

interface Range {
  start: number;
  end: number;
}

/** `-p 127.0.0.1:8080-8081:80-81/tcp` (go-connections nat.ParsePortSpecs). */
export function parsePublish(specs: readonly string[]): PublishedPorts {
  const exposed: Record<string, object> = {};
  const bindings: Record<string, PortBinding[]> = {};
  for (const spec of specs) {
    for (const { port, binding } of parseSpec(standardNotation(spec))) {
      exposed[port] ??= {};
      (bindings[port] ??= []).push(binding);
    }
  }
  return { exposed, bindings };
}

/** `published=8080,target=80[,protocol=udp]` in the short form (container.convertToStandardNotation). */
function standardNotation(spec: string): string {
  if (!spec.includes('=')) return spec;
  const values = new Map([['protocol', 'tcp']]);
  for (const option of spec.split(',')) {
    const equals = option.indexOf('=');
    if (equals <= 0) throw new Error(`invalid publish opts format (should be name=value but got '${option}')`);
    values.set(option.slice(0, equals), option.slice(equals + 1));
  }
  return `${values.get('published') ?? ''}:${values.get('target') ?? ''}/${values.get('protocol')}`;
}

function parseSpec(spec: string): { port: string; binding: PortBinding }[] {
  const parts = spec.split(':');
  let container = parts[parts.length - 1]!;
  const host = parts.length > 1 ? parts[parts.length - 2]! : '';
  let ip = parts.length > 2 ? parts.slice(0, -2).join(':') : '';
  const slash = container.indexOf('/');
  const protocol = (slash < 0 ? 'tcp' : container.slice(slash + 1) || 'tcp').toLowerCase();
  if (slash >= 0) container = container.slice(0, slash);
  if (ip.startsWith('[')) {
    const end = ip.indexOf(']');
    if (end < 0 || ip.slice(end + 1) !== '') throw new Error(`Invalid ip address: ${ip}`);
    ip = ip.slice(1, end);
  } else if (ip.includes(':')) {
    // Split as a host and a port, which an address of IPv6 without its brackets cannot be.
    throw new Error(`Invalid ip address ${ip}: address ${ip}:: too many colons in address`);
  }
  if (ip !== '' && !isIp(ip)) throw new Error(`Invalid ip address: ${ip}`);
  if (container === '') throw new Error(`No port specified: ${spec}<empty>`);
  const inside = portRange(container, (text) => `Invalid containerPort: ${text}`);
  const outside = host === '' ? undefined : portRange(host, (text) => `Invalid hostPort: ${text}`);
  if (outside && outside.end - outside.start !== inside.end - inside.start && inside.end !== inside.start)
    throw new Error(`Invalid ranges specified for container and host Ports: ${container} and ${host}`);
  if (!['tcp', 'udp', 'sctp'].includes(protocol)) throw new Error(`Invalid proto: ${protocol}`);
  const result: { port: string; binding: PortBinding }[] = [];
  for (let i = 0; i <= inside.end - inside.start; i++) {
    let hostPort = outside ? String(outside.start + i) : '';
    // One container port and a range of host ports: the engine picks a free one of them.
    if (outside && inside.start === inside.end && outside.start !== outside.end)
      hostPort = `${outside.start}-${outside.end}`;
    result.push({ port: `${inside.start + i}/${protocol}`, binding: { HostIp: ip, HostPort: hostPort } });
  }
  return result;
}

function portRange(text: string, complaint: (text: string) => string): Range {
  const [first, last] = text.split('-') as [string, string | undefined];
  const valid = (word: string) => /^\d+$/.test(word) && Number(word) <= 65535;
  if (!valid(first) || (last !== undefined && !valid(last))) throw new Error(complaint(text));
  const start = Number(first);
  const end = last === undefined ? start : Number(last);
  if (end < start) throw new Error(complaint(text));
  return { start, end };
}

/** `--expose 8000-8010/udp`: the ports it names. */
export function parseExpose(specs: readonly string[]): string[] {
  const ports: string[] = [];
  for (const spec of specs) {
    if (spec.includes(':')) throw new Error(`invalid port format for --expose: ${spec}`);
    const slash = spec.indexOf('/');
    const range = slash < 0 ? spec : spec.slice(0, slash);
    const protocol = slash < 0 ? 'tcp' : spec.slice(slash + 1).toLowerCase() || 'tcp';
    const fail = (reason: string) => new Error(`invalid range format for --expose: ${spec}, error: ${reason}`);
    if (range === '') throw fail('Empty string specified for ports.');
    const [first, last = first] = range.split('-') as [string, string | undefined];
    for (const word of [first, last]) {
      const shown = `strconv.ParseUint: parsing ${JSON.stringify(word)}`;
      if (!/^\d+$/.test(word)) throw fail(`${shown}: invalid syntax`);
      if (Number(word) > 65535) throw fail(`${shown}: value out of range`);
    }
    if (Number(last) < Number(first)) throw fail(`Invalid range specified for the Port: ${range}`);
    for (let port = Number(first); port <= Number(last); port++) ports.push(`${port}/${protocol}`);
  }
  return ports;
}
