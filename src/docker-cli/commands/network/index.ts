import type { NetworkInspect } from '../../../engine/api/networks.ts';
import { atLeast, type Command, type Commands, exactly, noArguments } from '../../cli.ts';
import { filtersQuery, namedPath, trimId } from '../../client/client.ts';
import { isNotFound, messageOf, StatusError } from '../../errors.ts';
import type { Flags } from '../../flags/flags.ts';
import { labelsText, truncateId } from '../../formats/values.ts';
import { toMap } from '../../opts/env.ts';
import { parseLink } from '../../opts/validate.ts';
import { type Columns, formatRows } from '../../table/formatter.ts';
import { printTime, printValue } from '../../template/print.ts';
import { type GoValue, goString } from '../../template/types.ts';
import { inspectNetworks } from '../inspect.ts';
import { listed, pruneWarning, pruning } from '../prune.ts';
import { naturalOrder } from '../volume/index.ts';
import { ipamPools } from './ipam.ts';

const create: Command = {
  args: exactly(1),
  async run(cli, { args, flags }) {
    const answer = await cli.engine.post<{ Id: string; Warning?: string }>(
      '/networks/create',
      {},
      {
        Name: args[0],
        Driver: flags.string('driver'),
        Scope: flags.string('scope'),
        EnableIPv4: flags.changed('ipv4') ? flags.bool('ipv4') : undefined,
        EnableIPv6: flags.changed('ipv6') ? flags.bool('ipv6') : undefined,
        IPAM: {
          Driver: flags.string('ipam-driver'),
          Options: toMap(flags.strings('ipam-opt')),
          Config: ipamPools(flags),
        },
        Internal: flags.bool('internal'),
        Attachable: flags.bool('attachable'),
        Ingress: flags.bool('ingress'),
        ConfigOnly: flags.bool('config-only'),
        ConfigFrom: flags.changed('config-from') ? { Network: flags.string('config-from') } : undefined,
        Options: toMap(flags.strings('opt')),
        Labels: toMap(flags.strings('label')),
      },
    );
    if (answer.Warning) await cli.err(`WARNING: ${answer.Warning}\n`);
    await cli.out(`${answer.Id}\n`);
  },
};

const ls: Command = {
  args: noArguments,
  async run(cli, { flags }) {
    const networks = await cli.engine.get<NetworkInspect[]>('/networks', {
      filters: filtersQuery(flags.strings('filter')),
    });
    networks.sort((a, b) => naturalOrder(a.Name, b.Name));
    const format = networkFormat(flags.string('format') || 'table', flags.bool('quiet'));
    await cli.out(formatRows(format, networkColumns(!flags.bool('no-trunc')), networks));
  },
};

export function networkFormat(format: string, quiet: boolean): string {
  if (format === 'table') return quiet ? '{{.ID}}' : 'table {{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}';
  if (format === 'raw')
    return quiet
      ? 'network_id: {{.ID}}'
      : 'network_id: {{.ID}}\nname: {{.Name}}\ndriver: {{.Driver}}\nscope: {{.Scope}}\n';
  return format;
}

export function networkColumns(truncate: boolean): Columns<NetworkInspect> {
  return {
    type: 'network.networkContext',
    headers: {
      ID: 'NETWORK ID',
      Name: 'NAME',
      Driver: 'DRIVER',
      Scope: 'SCOPE',
      IPv4: 'IPV4',
      IPv6: 'IPV6',
      Internal: 'INTERNAL',
      Labels: 'LABELS',
      CreatedAt: 'CREATED AT',
    },
    cells: {
      ID: ({ Id }) => (truncate ? truncateId(Id) : Id),
      Name: ({ Name }) => Name,
      Driver: ({ Driver }) => Driver,
      Scope: ({ Scope }) => Scope,
      IPv4: ({ EnableIPv4 }) => String(EnableIPv4),
      IPv6: ({ EnableIPv6 }) => String(EnableIPv6),
      Internal: ({ Internal }) => String(Internal),
      Labels: ({ Labels }) => labelsText(Labels),
      CreatedAt: ({ Created }) => printTime(Created ?? '0001-01-01T00:00:00Z'),
    },
    methods: {
      Label:
        ({ Labels }) =>
        (name: GoValue) =>
          goString(Labels?.[printValue(name)] ?? ''),
    },
  };
}

const rm: Command = {
  args: atLeast(1),
  async run(cli, { args, flags }) {
    let failed = false;
    for (const name of args) {
      try {
        await cli.engine.send('DELETE', namedPath('network', name));
        await cli.out(`${name}\n`);
      } catch (error) {
        if (flags.bool('force') && isNotFound(error)) continue;
        await cli.err(`${messageOf(error)}\n`);
        failed = true;
      }
    }
    if (failed) throw new StatusError('exit status 1', 1);
  },
};

const connect: Command = {
  args: exactly(2),
  async run(cli, { args, flags }) {
    const [network, container] = args as [string, string];
    await cli.engine.send('POST', namedPath('network', network, '/connect'), {
      body: { Container: trimId('container', container), EndpointConfig: endpoint(flags) },
    });
  },
};

function endpoint(flags: Flags): object {
  if (flags.strings('driver-opt').some((option) => !option.includes('=')))
    throw new Error('invalid key/value pair format in driver options');
  const links = flags.strings('link').map((link) => {
    const { name, alias } = parseLink(link);
    return `${name}:${alias}`;
  });
  return {
    IPAMConfig: {
      IPv4Address: flags.string('ip') || undefined,
      IPv6Address: flags.string('ip6') || undefined,
      LinkLocalIPs: flags.strings('link-local-ip'),
    },
    Links: links.length ? links : null,
    Aliases: flags.strings('alias'),
    DriverOpts: toMap(flags.strings('driver-opt')),
    ...(flags.changed('gw-priority') ? { GwPriority: flags.number('gw-priority') } : {}),
  };
}

const disconnect: Command = {
  args: exactly(2),
  async run(cli, { args, flags }) {
    const [network, container] = args as [string, string];
    await cli.engine.send('POST', namedPath('network', network, '/disconnect'), {
      body: { Container: trimId('container', container), Force: flags.bool('force') },
    });
  },
};

const prune = pruning<{ NetworksDeleted: string[] | null; SpaceReclaimed?: number }>({
  path: '/networks/prune',
  warning: () => pruneWarning('all custom networks not used by at least one container'),
  report: ({ NetworksDeleted }) => listed('Deleted Networks:', NetworksDeleted),
});

export const networkCommands: Commands = {
  'network connect': connect,
  'network create': create,
  'network disconnect': disconnect,
  'network inspect': inspectNetworks,
  'network ls': ls,
  'network prune': prune,
  'network rm': rm,
};
