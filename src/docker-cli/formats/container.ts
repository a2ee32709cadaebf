import type { ContainerSummary, PortSummary } from '../../engine/api/containers.ts';
import { humanSizeWithPrecision } from '../../engine/api/units.ts';
import { familiarName, parseReference } from '../client/reference.ts';
import type { Columns } from '../table/formatter.ts';
import { printValue } from '../template/print.ts';
import type { GoValue } from '../template/types.ts';
import { goString } from '../template/types.ts';
import { ago, ellipsis, labelsText, truncateId, unixTime } from './values.ts';

const TABLE = 'table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}';

/** formatter.NewContainerFormat */
export function containerFormat(format: string, quiet: boolean, size: boolean): string {
  if (format === 'table') return quiet ? '{{.ID}}' : TABLE + (size ? '\t{{.Size}}' : '');
  if (format === 'raw') {
    if (quiet) return 'container_id: {{.ID}}';
    return `container_id: {{.ID}}\nimage: {{.Image}}\ncommand: {{.Command}}\ncreated_at: {{.CreatedAt}}\nstate: {{- pad .State 1 0}}\nstatus: {{- pad .Status 1 0}}\nnames: {{.Names}}\nlabels: {{- pad .Labels 1 0}}\nports: {{- pad .Ports 1 0}}\n${size ? 'size: {{.Size}}\n' : ''}`;
  }
  return quiet ? '{{.ID}}' : format;
}

/** What `docker ps` can show (formatter.ContainerContext). */
export function containerColumns({ truncate, now }: { truncate: boolean; now: number }): Columns<ContainerSummary> {
  const names = (row: ContainerSummary) => {
    const stripped = row.Names.map((name) => name.replace(/^\//, ''));
    return truncate ? (stripped.find((name) => !name.includes('/')) ?? stripped[0] ?? '') : stripped.join(',');
  };
  return {
    type: 'formatter.ContainerContext',
    headers: {
      ID: 'CONTAINER ID',
      Names: 'NAMES',
      Image: 'IMAGE',
      Command: 'COMMAND',
      CreatedAt: 'CREATED AT',
      RunningFor: 'CREATED',
      Ports: 'PORTS',
      State: 'STATE',
      Status: 'STATUS',
      Size: 'SIZE',
      Labels: 'LABELS',
      Mounts: 'MOUNTS',
      LocalVolumes: 'LOCAL VOLUMES',
      Networks: 'NETWORKS',
      Platform: 'PLATFORM',
    },
    cells: {
      ID: (row) => (truncate ? truncateId(row.Id) : row.Id),
      Names: names,
      Image: (row) => imageName(row, truncate),
      Command: (row) => JSON.stringify(truncate ? ellipsis(row.Command, 20) : row.Command),
      CreatedAt: (row) => unixTime(row.Created),
      RunningFor: (row) => ago(now, row.Created),
      Ports: (row) => displayablePorts(row.Ports ?? []),
      State: (row) => row.State,
      Status: (row) => row.Status,
      Size: (row) => {
        const size = humanSizeWithPrecision(row.SizeRw ?? 0, 3);
        return (row.SizeRootFs ?? 0) > 0 ? `${size} (virtual ${humanSizeWithPrecision(row.SizeRootFs!, 3)})` : size;
      },
      Labels: (row) => labelsText(row.Labels),
      Mounts: (row) =>
        (row.Mounts ?? [])
          .map((mount) => mount.Name || mount.Source)
          .map((name) => (truncate ? ellipsis(name, 15) : name))
          .join(','),
      LocalVolumes: (row) => String((row.Mounts ?? []).filter((mount) => mount.Driver === 'local').length),
      Networks: (row) =>
        Object.keys(row.NetworkSettings?.Networks ?? {})
          .sort()
          .join(','),
      Platform: () => ({ value: null }).value,
    },
    methods: { Label: (row) => (name: GoValue) => goString(row.Labels?.[printValue(name)] ?? '') },
    types: { Platform: { kind: 'pointer', element: { kind: 'struct', name: 'v1.Platform', fields: [] } } },
  };
}

function imageName(row: ContainerSummary, truncate: boolean): string {
  if (!row.Image) return '<no image>';
  if (!truncate) return row.Image;
  if (truncateId(row.ImageID ?? '') === truncateId(row.Image)) return truncateId(row.Image);
  try {
    const reference = parseReference(row.Image);
    return familiarName(reference) + (reference.tag ? `:${reference.tag}` : '');
  } catch {
    return row.Image;
  }
}

/** formatter.DisplayablePorts: `0.0.0.0:8080->80/tcp, 443/tcp, 8000-8002/udp` */
export function displayablePorts(ports: readonly PortSummary[]): string {
  interface Group {
    first: number;
    last: number;
  }
  const groups = new Map<string, Group>();
  const order: string[] = [];
  const single: string[] = [];
  const result: string[] = [];
  const show = (key: string, { first, last }: Group): string => {
    const slash = key.lastIndexOf('/');
    const ip = slash < 0 ? '' : key.slice(0, slash);
    const range = first === last ? String(first) : `${first}-${last}`;
    const type = slash < 0 ? key : key.slice(slash + 1);
    return ip === '' ? `${range}/${type}` : `${join(ip, range)}->${range}/${type}`;
  };
  for (const port of [...ports].sort(comparePorts)) {
    const current = port.PrivatePort;
    let key = port.Type;
    if (port.IP) {
      if ((port.PublicPort ?? 0) !== current) {
        single.push(`${join(port.IP, String(port.PublicPort ?? 0))}->${current}/${port.Type}`);
        continue;
      }
      key = `${port.IP}/${port.Type}`;
    }
    const group = groups.get(key);
    if (!group) {
      groups.set(key, { first: current, last: current });
      order.push(key);
    } else if (current === group.last + 1) group.last = current;
    else {
      result.push(show(key, group));
      groups.set(key, { first: current, last: current });
    }
  }
  for (const key of order) result.push(show(key, groups.get(key)!));
  return [...result, ...single].join(', ');
}

const join = (ip: string, port: string): string => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`);

function comparePorts(a: PortSummary, b: PortSummary): number {
  if (a.PrivatePort !== b.PrivatePort) return a.PrivatePort - b.PrivatePort;
  if ((a.IP ?? '') !== (b.IP ?? '')) return (a.IP ?? '') < (b.IP ?? '') ? -1 : 1;
  if ((a.PublicPort ?? 0) !== (b.PublicPort ?? 0)) return (a.PublicPort ?? 0) - (b.PublicPort ?? 0);
  return a.Type < b.Type ? -1 : a.Type > b.Type ? 1 : 0;
}
