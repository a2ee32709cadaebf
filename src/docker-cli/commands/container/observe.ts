import type { PortMap } from '../../../engine/api/containers.ts';
import { atLeast, type Command, exactly } from '../../cli.ts';
import { formatRows } from '../../table/formatter.ts';
import { alignTabs } from '../../table/tabwriter.ts';
import { containerPath } from './create.ts';

/** `docker top` */
export const top: Command = {
  args: atLeast(1),
  interspersed: false,
  async run(cli, { args }) {
    const [name, ...psArgs] = args as [string, ...string[]];
    const { Titles, Processes } = await cli.engine.get<{ Titles: string[]; Processes: string[][] | null }>(
      containerPath(name, '/top'),
      {
        ps_args: psArgs.join(' '),
      },
    );
    const lines = [Titles, ...(Processes ?? [])].map((cells) => `${cells.join('\t')}\n`).join('');
    await cli.out(alignTabs(lines, { minimum: 20, padding: 3 }));
  },
};

/** `docker port` */
export const port: Command = {
  args: { kind: 'range', least: 1, most: 2 },
  async run(cli, { args }) {
    const [name, wanted] = args as [string, string | undefined];
    const { NetworkSettings } = await cli.engine.get<{ NetworkSettings: { Ports: PortMap | null } }>(
      containerPath(name, '/json'),
    );
    const ports = NetworkSettings.Ports ?? {};
    const show = (ip: string, hostPort: string) => (ip.includes(':') ? `[${ip}]:${hostPort}` : `${ip}:${hostPort}`);
    if (wanted) {
      const [number, protocol = 'tcp'] = wanted.split('/') as [string, string | undefined];
      const digits = /^\d+$/.test(number);
      if (!digits || Number(number) > 65535)
        throw new Error(
          `Error: invalid port (${number}): strconv.ParseUint: parsing ${JSON.stringify(number)}: ${digits ? 'value out of range' : 'invalid syntax'}`,
        );
      const bindings = ports[`${number}/${protocol}`];
      if (!bindings?.length) throw new Error(`Error: No public port '${wanted}' published for ${name}`);
      const lines = bindings.map(({ HostIp, HostPort }) => `${show(HostIp, HostPort)}\n`);
      await cli.out(lines.sort((a, b) => (a < b ? -1 : 1)).join(''));
      return;
    }
    const lines = Object.entries(ports).flatMap(([inside, bindings]) =>
      (bindings ?? []).map(({ HostIp, HostPort }) => `${inside} -> ${show(HostIp, HostPort)}`),
    );
    lines.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1));
    await cli.out(lines.map((line) => `${line}\n`).join(''));
  },
};

const KINDS = ['C', 'A', 'D'];

/** `docker diff` */
export const diff: Command = {
  args: exactly(1),
  async run(cli, { args }) {
    const changes = await cli.engine.get<{ Path: string; Kind: number }[] | null>(containerPath(args[0]!, '/changes'));
    const columns = {
      type: 'container.diffContext',
      headers: { Type: 'CHANGE TYPE', Path: 'PATH' },
      cells: {
        Type: ({ Kind }: { Kind: number }) => KINDS[Kind] ?? '',
        Path: ({ Path }: { Path: string }) => Path,
      },
    };
    await cli.out(formatRows('{{.Type}} {{.Path}}', columns, changes ?? []));
  },
};
