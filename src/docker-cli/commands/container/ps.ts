import type { ContainerSummary } from '../../../engine/api/containers.ts';
import { type Command, noArguments } from '../../cli.ts';
import { filtersQuery } from '../../client/client.ts';
import { readConfig } from '../../client/credentials.ts';
import { messageOf } from '../../errors.ts';
import { containerColumns, containerFormat } from '../../formats/container.ts';
import { formatRows, rowType, rowValue } from '../../table/formatter.ts';
import { Template } from '../../template/execute.ts';

/** `docker ps` (cli/command/container/list.go). */
export const ls: Command = {
  args: noArguments,
  async run(cli, { flags }) {
    const last = flags.bool('latest') ? 1 : flags.number('last');
    const configured = readConfig(cli.host).psFormat;
    if (flags.bool('quiet') && flags.string('format') !== '')
      await cli.err('WARNING: Ignoring custom format, because both --format and --quiet are set.\n');
    const given =
      flags.string('format') ||
      (flags.bool('quiet') ? '' : typeof configured === 'string' ? configured : '') ||
      'table';
    checkTemplate(given);
    const size = flags.changed('size') ? flags.bool('size') : /\.Size\b/.test(given) || /json \.[\s}]/.test(given);
    const rows = await cli.engine.get<ContainerSummary[]>('/containers/json', {
      all: flags.bool('all'),
      limit: last > 0 ? String(last) : undefined,
      size,
      filters: filtersQuery(flags.strings('filter')),
    });
    const columns = containerColumns({ truncate: !flags.bool('no-trunc'), now: cli.host.now() });
    await cli.out(formatRows(containerFormat(given, flags.bool('quiet'), flags.bool('size')), columns, rows));
  },
};

/** A bad template is refused before the engine is asked. */
function checkTemplate(format: string): void {
  let template: Template;
  const source = format.replace(/^table/, '').trim();
  try {
    template = new Template('', source.replaceAll('\\t', '\t').replaceAll('\\n', '\n'));
  } catch (error) {
    throw new Error(`failed to parse template: ${messageOf(error)}`);
  }
  try {
    const nothing = {
      Id: '',
      Names: [],
      Image: '',
      ImageID: '',
      Command: '',
      Created: 0,
    } as unknown as ContainerSummary;
    const columns = containerColumns({ truncate: true, now: 0 });
    template.execute({ type: rowType(columns), value: rowValue(columns, nothing) });
  } catch (error) {
    throw new Error(`failed to execute template: ${messageOf(error)}`);
  }
}
