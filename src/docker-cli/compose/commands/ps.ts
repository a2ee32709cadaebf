import type { ContainerSummary } from '../../../engine/api/containers.ts';
import { readConfig } from '../../client/credentials.ts';
import { displayablePorts } from '../../formats/container.ts';
import { ago, ellipsis, labelsText, truncateId, unixTime } from '../../formats/values.ts';
import { type Columns, formatRows } from '../../table/formatter.ts';
import { printValue } from '../../template/print.ts';
import { type GoValue, goString } from '../../template/types.ts';
import { byName, listContainers, nameOf, serviceOf } from '../apply/containers.ts';
import { LABEL } from '../apply/labels.ts';
import type { ComposeCommand } from '../command.ts';

const TABLE = 'table {{.Name}}\t{{.Image}}\t{{.Command}}\t{{.Service}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}';

/** `docker compose ps` */
export const ps: ComposeCommand = {
  async run(compose, { args, flags }) {
    const statuses = [...flags.strings('status')];
    const filter = flags.string('filter');
    if (filter !== '') {
      const equals = filter.indexOf('=');
      if (equals < 0) throw new Error('arguments to --filter should be in form KEY=VAL');
      if (filter.slice(0, equals) !== 'status') throw new Error(`unknown filter ${filter.slice(0, equals)}`);
      statuses.push(filter.slice(equals + 1));
    }
    const { project, name } = await compose.projectOrName(args);
    const { cli } = compose;
    const services = args.length || !project || flags.bool('orphans') ? args : Object.keys(project.services);
    const all = flags.bool('all') || statuses.length > 0;
    let rows = await listContainers(cli.engine, name, { all, oneOff: 'without', services });
    if (all) rows = [...rows, ...(await listContainers(cli.engine, name, { all, oneOff: 'only', services }))];
    if (statuses.length) rows = rows.filter(({ State }) => statuses.includes(State));
    rows.sort(byName);
    if (flags.bool('quiet')) {
      await cli.out(rows.map(({ Id }) => `${Id}\n`).join(''));
      return;
    }
    if (flags.bool('services')) {
      await cli.out(`${[...new Set(rows.map(serviceOf))].join('\n')}\n`);
      return;
    }
    const configured = readConfig(cli.host).psFormat;
    const given = flags.string('format') || (typeof configured === 'string' ? configured : '') || 'table';
    const columns = composeColumns({ truncate: !flags.bool('no-trunc'), now: cli.host.now() });
    await cli.out(formatRows(given === 'table' ? TABLE : given, columns, rows));
  },
};

/** What `ps` can show of a container (compose's formatter.ContainerContext). */
function composeColumns({ truncate, now }: { truncate: boolean; now: number }): Columns<ContainerSummary> {
  return {
    type: 'formatter.ContainerContext',
    headers: {
      ID: 'CONTAINER ID',
      Name: 'NAME',
      Project: 'PROJECT',
      Service: 'SERVICE',
      Image: 'IMAGE',
      Command: 'COMMAND',
      CreatedAt: 'CREATED AT',
      RunningFor: 'CREATED',
      Ports: 'PORTS',
      State: 'STATE',
      Status: 'STATUS',
      Size: 'SIZE',
      Labels: 'LABELS',
    },
    cells: {
      Command: ({ Command }) => JSON.stringify(truncate ? ellipsis(Command, 20) : Command),
      CreatedAt: ({ Created }) => unixTime(Created),
      ExitCode: exitCodeOf,
      Health: ({ Status }) => /\((?:health: )?(healthy|unhealthy|starting)\)/.exec(Status)?.[1] ?? '',
      ID: ({ Id }) => (truncate ? truncateId(Id) : Id),
      Image: ({ Image }) => Image,
      Labels: ({ Labels }) => labelsText(Labels),
      LocalVolumes: ({ Mounts }) => String(Mounts.filter(({ Driver }) => Driver === 'local').length),
      Mounts: ({ Mounts }) =>
        Mounts.map(({ Name, Source }) => Name || Source)
          .map((name) => (truncate ? ellipsis(name, 15) : name))
          .join(','),
      Name: nameOf,
      Names: nameOf,
      Networks: ({ NetworkSettings }) => Object.keys(NetworkSettings.Networks).sort().join(','),
      Ports: ({ Ports }) => displayablePorts(Ports),
      Project: ({ Labels }) => Labels[LABEL.project] ?? '',
      Publishers: ({ Ports }) =>
        Ports.map(({ IP = '', PrivatePort, PublicPort = 0, Type }) => ({
          URL: IP,
          TargetPort: PrivatePort,
          PublishedPort: PublicPort,
          Protocol: Type,
        })),
      RunningFor: ({ Created }) => ago(now, Created),
      Service: serviceOf,
      Size: () => '0B',
      State: ({ State }) => State,
      Status: ({ Status }) => Status,
    },
    types: {
      ExitCode: { kind: 'int' },
      Publishers: {
        kind: 'slice',
        element: {
          kind: 'struct',
          name: 'api.PortPublisher',
          fields: [
            { name: 'URL', json: 'URL', type: { kind: 'string' } },
            { name: 'TargetPort', json: 'TargetPort', type: { kind: 'int' } },
            { name: 'PublishedPort', json: 'PublishedPort', type: { kind: 'int' } },
            { name: 'Protocol', json: 'Protocol', type: { kind: 'string' } },
          ],
        },
      },
    },
    methods: {
      Label:
        ({ Labels }) =>
        (name: GoValue) =>
          goString(Labels[printValue(name)] ?? ''),
    },
  };
}

const exitCodeOf = ({ Status }: ContainerSummary): number => Number(/^Exited \((\d+)\)/.exec(Status)?.[1] ?? 0);
