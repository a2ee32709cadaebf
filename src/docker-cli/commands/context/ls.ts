import { type Command, noArguments } from '../../cli.ts';
import { type ContextMeta, ContextStore } from '../../context/store.ts';
import { messageOf } from '../../errors.ts';
import { type Columns, formatRows } from '../../table/formatter.ts';
import { DEFAULT_DESCRIPTION, defaultContext, readContext } from './default-context.ts';

interface Row {
  readonly name: string;
  readonly current: boolean;
  readonly description: string;
  readonly host: string;
  readonly error: string;
}

const columns: Columns<Row> = {
  type: 'formatter.clientContextContext',
  headers: { Name: 'NAME', Description: 'DESCRIPTION', DockerEndpoint: 'DOCKER ENDPOINT', Error: 'ERROR' },
  types: { Current: { kind: 'bool' } },
  cells: {
    Current: ({ current }) => current,
    Description: ({ description }) => description,
    DockerEndpoint: ({ host }) => host,
    Error: ({ error }) => error,
    Name: ({ name }) => name,
  },
};

/** The table cuts what went wrong short (cli/command/formatter/context.go). */
const LONGEST_ERROR = 45;

export const ls: Command = {
  args: noArguments,
  async run(cli, { flags }) {
    const { context } = cli.endpoint;
    const row = ({ Name, Metadata, Endpoints }: ContextMeta): Row => ({
      name: Name,
      current: Name === context,
      description: Metadata.Description ?? (Name === 'default' ? DEFAULT_DESCRIPTION : ''),
      host: Endpoints.docker?.Host ?? '',
      error: '',
    });
    const rows = [...new ContextStore(cli.host).list(), defaultContext(cli)].map(row);
    if (!rows.some(({ current }) => current)) {
      const error = await readContext(cli, context).then(() => '', messageOf);
      rows.push({ name: context, current: true, description: '', host: '', error });
    }
    rows.sort((a, b) => (a.name < b.name ? -1 : 1));
    const given = flags.bool('quiet') ? '{{.Name}}' : flags.string('format') || 'table';
    const table = 'table {{.Name}}{{if .Current}} *{{end}}\t{{.Description}}\t{{.DockerEndpoint}}\t{{.Error}}';
    if (given !== 'table') return void (await cli.out(formatRows(given, columns, rows)));
    const short = rows.map((each) => ({ ...each, error: cut(each.error) }));
    await cli.out(formatRows(table, columns, short));
    if (cli.host.env.get('DOCKER_HOST'))
      await cli.err(
        'Warning: DOCKER_HOST environment variable overrides the active context. To use a context, either set the global --context flag, or unset DOCKER_HOST environment variable.\n',
      );
  },
};

function cut(text: string): string {
  return text.length > LONGEST_ERROR ? `${text.slice(0, LONGEST_ERROR - 1)}…` : text;
}
