import type { ContainerSummary } from '../../../engine/api/containers.ts';
import { humanSizeWithPrecision } from '../../../engine/api/units.ts';
import { segment } from '../../client/client.ts';
import { familiarName, parseReference, withDefaultTag } from '../../client/reference.ts';
import { ago } from '../../formats/values.ts';
import { formatRows } from '../../table/formatter.ts';
import { alignTabs } from '../../table/tabwriter.ts';
import { byName, containerOf, listContainers, nameOf, numberOf, serviceOf } from '../apply/containers.ts';
import { COMPOSE_VERSION, LABEL } from '../apply/labels.ts';
import type { ComposeCommand } from '../command.ts';

const TABLE = { minimum: 20, padding: 3 };

/** Rows below a head, as compose's own tables are set; nothing but the head without rows. */
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  alignTabs([head, ...rows].map((cells) => `${cells.join('\t')}\n`).join(''), TABLE);

/** `docker compose ls`: every project of this engine. */
export const ls: ComposeCommand = {
  none: true,
  async run({ cli }, { flags }) {
    const filters = JSON.stringify({ label: { [LABEL.project]: true, [LABEL.hash]: true } });
    const all = flags.bool('all');
    const containers = await cli.engine.get<ContainerSummary[]>('/containers/json', { all, filters });
    const projects = new Map<string, ContainerSummary[]>();
    for (const container of containers) {
      const name = container.Labels[LABEL.project]!;
      projects.set(name, [...(projects.get(name) ?? []), container]);
    }
    const wanted = flags.strings('filter').map((text) => {
      if (!text.startsWith('name=')) throw new Error(`invalid filter '${text.split('=')[0]}'`);
      return text.slice('name='.length);
    });
    const names = [...projects.keys()]
      .filter((name) => !wanted.length || wanted.some((part) => name.includes(part)))
      .sort();
    if (flags.bool('quiet')) {
      await cli.out(names.map((name) => `${name}\n`).join(''));
      return;
    }
    const rows = names.map((name) => [name, statuses(projects.get(name)!), configFiles(projects.get(name)!)]);
    if (flags.string('format') === 'json')
      await cli.out(`${JSON.stringify(rows.map(([Name, Status, ConfigFiles]) => ({ Name, Status, ConfigFiles })))}\n`);
    else await cli.out(table(['NAME', 'STATUS', 'CONFIG FILES'], rows as string[][]));
  },
};

function statuses(containers: readonly ContainerSummary[]): string {
  const counts = new Map<string, number>();
  for (const { State } of containers) counts.set(State, (counts.get(State) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([state, count]) => `${state}(${count})`)
    .join(', ');
}

const configFiles = (containers: readonly ContainerSummary[]): string =>
  [...new Set(containers.flatMap(({ Labels }) => (Labels[LABEL.files] ?? 'N/A').split(',')))].join(',');

interface ImageAnswer {
  Id: string;
  Created: string;
  Size: number;
  Os: string;
  Architecture: string;
  Variant?: string;
  Metadata?: { LastTagTime?: string };
}

/** `docker compose images` */
export const images: ComposeCommand = {
  async run(compose, { args, flags }) {
    const { cli } = compose;
    const name = await compose.projectName();
    const filters = JSON.stringify({ label: { [`${LABEL.project}=${name}`]: true } });
    const containers = (await cli.engine.get<ContainerSummary[]>('/containers/json', { all: true, filters }))
      .filter((each) => !args.length || args.includes(serviceOf(each)))
      .sort(byName);
    const rows: { container: string; repository: string; tag: string; image: ImageAnswer }[] = [];
    for (const container of containers) {
      const image = await cli.engine.get<ImageAnswer>(`/images/${segment(container.Image)}/json`);
      rows.push({ container: nameOf(container), ...namesOf(container.Image), image });
    }
    if (flags.bool('quiet')) {
      await cli.out([...new Set(rows.map(({ image }) => `${image.Id.replace(/^sha256:/, '')}\n`))].join(''));
      return;
    }
    const format = flags.string('format');
    if (!['', 'table', 'json'].includes(format))
      throw new Error(`format value ${JSON.stringify(format)} could not be parsed: parsing failed`);
    if (format === 'json') {
      const list = rows.map(({ container, repository, tag, image }) => ({
        ID: image.Id,
        ContainerName: container,
        Repository: repository,
        Tag: tag,
        Platform: platformOf(image),
        Size: image.Size,
        LastTagTime: image.Metadata?.LastTagTime ?? image.Created,
      }));
      await cli.out(`${JSON.stringify(list)}\n`);
      return;
    }
    const now = cli.host.now();
    await cli.out(
      table(
        ['CONTAINER', 'REPOSITORY', 'TAG', 'PLATFORM', 'IMAGE ID', 'SIZE', 'CREATED'],
        rows.map(({ container, repository, tag, image }) => [
          container,
          repository || '<none>',
          tag || '<none>',
          platformOf(image),
          image.Id.replace(/^sha256:/, '').slice(0, 12),
          humanSizeWithPrecision(image.Size, 3),
          ago(now, Date.parse(image.Metadata?.LastTagTime ?? image.Created) / 1000),
        ]),
      ),
    );
  },
};

function namesOf(image: string): { repository: string; tag: string } {
  try {
    const reference = withDefaultTag(parseReference(image));
    return { repository: familiarName(reference), tag: reference.tag ?? '' };
  } catch {
    return { repository: '', tag: '' };
  }
}

const platformOf = ({ Os, Architecture, Variant }: ImageAnswer): string =>
  [Os, Architecture, Variant].filter(Boolean).join('/');

/** `docker compose volumes` */
export const volumes: ComposeCommand = {
  async run(compose, { args, flags }) {
    const { project, name } = await compose.projectOrName();
    const { cli } = compose;
    for (const service of args)
      if (project && !(service in project.services)) throw new Error(`no such service: ${service}`);
    const filters = JSON.stringify({ label: { [`${LABEL.project}=${name}`]: true } });
    const { Volumes } = await cli.engine.get<{ Volumes: { Name: string; Driver: string }[] | null }>('/volumes', {
      filters,
    });
    const mounted = args.length
      ? (await listContainers(cli.engine, name, { all: true, oneOff: 'without', services: args })).flatMap(
          ({ Mounts }) => Mounts.map(({ Name }) => Name),
        )
      : undefined;
    const rows = (Volumes ?? []).filter(({ Name }) => !mounted || mounted.includes(Name));
    if (flags.bool('quiet')) {
      await cli.out(rows.map(({ Name }) => `${Name}\n`).join(''));
      return;
    }
    const columns = {
      type: 'formatter.volumeContext',
      headers: { Driver: 'DRIVER', Name: 'VOLUME NAME' },
      cells: { Driver: (row: { Driver: string }) => row.Driver, Name: (row: { Name: string }) => row.Name },
    };
    const format = flags.string('format') || 'table';
    await cli.out(formatRows(format === 'table' ? 'table {{.Driver}}\t{{.Name}}' : format, columns, rows));
  },
};

/** `docker compose top` */
export const top: ComposeCommand = {
  async run(compose, { args }) {
    const { cli } = compose;
    const name = await compose.projectName();
    const containers = await listContainers(cli.engine, name, { all: false, oneOff: 'with', services: args });
    const titles: string[] = ['SERVICE', '#'];
    const rows: Record<string, string>[] = [];
    for (const container of containers.sort(byName)) {
      const { Titles, Processes } = await cli.engine.get<{ Titles: string[]; Processes: string[][] | null }>(
        `/containers/${container.Id}/top`,
      );
      for (const title of Titles) if (!titles.includes(title)) titles.push(title);
      for (const cells of Processes ?? [])
        rows.push({
          SERVICE: serviceOf(container),
          '#': String(numberOf(container) || ''),
          ...Object.fromEntries(Titles.map((title, index) => [title, cells[index] ?? ''])),
        });
    }
    if (rows.length === 0) return;
    // What runs stands last.
    const columns = [...titles.filter((title) => title !== 'CMD'), ...titles.filter((title) => title === 'CMD')];
    const lines = [columns, ...rows.map((row) => columns.map((title) => row[title] ?? '-'))];
    await cli.out(alignTabs(lines.map((cells) => `${cells.join('\t')}\n`).join(''), { minimum: 4, padding: 2 }));
  },
};

/** `docker compose port` */
export const port: ComposeCommand = {
  least: 2,
  async run(compose, { args, flags }) {
    const [service, text] = args as [string, string];
    if (!/^\d+$/.test(text) || Number(text) > 65535)
      throw new Error(
        `strconv.ParseUint: parsing ${JSON.stringify(text)}: ${/^\d+$/.test(text) ? 'value out of range' : 'invalid syntax'}`,
      );
    const protocol = flags.string('protocol').toLowerCase();
    const name = await compose.projectName();
    const options = { number: flags.number('index'), all: false, oneOff: 'with' } as const;
    const container = await containerOf(compose.cli.engine, name, service, options);
    const found = container.Ports.find(({ PrivatePort, Type }) => PrivatePort === Number(text) && Type === protocol);
    if (!found) {
      const others = container.Ports.map(({ PublicPort = 0, Type }) => `${PublicPort}/${Type}`).join(', ');
      throw new Error(`no port ${text}/${protocol} for container ${nameOf(container)}: ${others}`);
    }
    const { IP = '', PublicPort = 0 } = found;
    await compose.cli.out(`${IP.includes(':') ? `[${IP}]` : IP}:${PublicPort}\n`);
  },
};

/** `docker compose version` */
export const version: ComposeCommand = {
  async run({ cli }, { flags }) {
    if (flags.bool('short')) await cli.out(`${COMPOSE_VERSION}\n`);
    else if (flags.string('format') === 'json') await cli.out(`${JSON.stringify({ version: COMPOSE_VERSION })}\n`);
    else await cli.out(`Docker Compose version ${COMPOSE_VERSION}\n`);
  },
};
