import type { ImageSummary } from '../../../engine/api/images.ts';
import { humanSizeWithPrecision } from '../../../engine/api/units.ts';
import type { Cli } from '../../cli.ts';
import { filtersQuery } from '../../client/client.ts';
import type { Flags } from '../../flags/flags.ts';
import { truncateId } from '../../formats/values.ts';

const SPACING = '   ';
const UNTAGGED = '<untagged>';
const WARNING = "WARNING: This is an experimental feature. The output may change and shouldn't be depended on.";
const TITLE = '\x1b[39m\x1b[1m';
const RESET = '\x1b[0m';

/** How cells of the rows are coloured; a title is always. */
interface Style {
  readonly name: string;
  readonly untagged: string;
  readonly normal: string;
  /** An image with containers. */
  readonly inUse: string;
  readonly notInUse: string;
  readonly legend: string;
  readonly warning: string;
}

const PLAIN: Style = {
  name: '',
  untagged: '',
  normal: '',
  inUse: 'U',
  notInUse: ' ',
  legend: ' Info ->  U In Use ',
  warning: WARNING,
};

const TERMINAL: Style = {
  name: '\x1b[34m\x1b[1m',
  untagged: '\x1b[39m\x1b[2m',
  normal: '\x1b[39m',
  inUse: '\x1b[38;5;0m\x1b[48;5;14m U \x1b[0m',
  notInUse: '   ',
  legend:
    '\x1b[1m\x1b[106m\x1b[30mi\x1b[0m\x1b[0m \x1b[96mInfo → \x1b[0m\x1b[0m \x1b[38;5;0m\x1b[48;5;14m U \x1b[0m In Use ',
  warning: `\x1b[93m${WARNING}\x1b[0m`,
};

/** Cells are padded by what is seen of them. */
const LEGEND_WIDTH = { plain: 18, terminal: 20 };

/** `docker images --tree` (cli/command/image/tree.go); this store keeps one platform of an image, and so no branches. */
export async function printTree(cli: Cli, word: string | undefined, flags: Flags): Promise<void> {
  for (const [flag, name] of [
    ['quiet', 'quiet'],
    ['no-trunc', 'no-trunc'],
    ['digests', 'show-digest'],
    ['format', 'format'],
  ] as const)
    if (flags.changed(flag)) throw new Error(`--${name} is not yet supported with --tree`);
  const filters = flags.strings('filter');
  if (word !== undefined) filters.push(`reference=${word}`);
  const images = await cli.engine.get<ImageSummary[]>('/images/json', {
    all: flags.bool('all'),
    filters: filtersQuery(filters),
  });
  const containers = await cli.engine.get<{ ImageID: string }[]>('/containers/json', { all: true });
  const used = new Set(containers.map(({ ImageID }) => ImageID));
  const { isTerminal } = cli.host.stdout;
  const width = isTerminal ? cli.host.stdout.size().columns : 80;
  // Without --all those that have no name are left out.
  const rows = images
    .filter(({ RepoTags }) => flags.bool('all') || RepoTags?.length)
    .sort((a, b) => b.Created - a.Created)
    .map((image) => ({ ...image, isUsed: used.has(image.Id) }));
  await cli.out(table(rows, isTerminal ? TERMINAL : PLAIN, isTerminal, width));
}

function table(
  images: readonly (ImageSummary & { isUsed: boolean })[],
  style: Style,
  isTerminal: boolean,
  width: number,
): string {
  const names = images.map(({ RepoTags }) => [...(RepoTags ?? [])].sort());
  const widest = Math.max('Image'.length, ...names.flat().map((name) => name.length));
  const first = names.some(({ length }) => length === 0) ? Math.max(widest, UNTAGGED.length) : widest;
  const paint = (code: string, text: string) => (code === '' ? text : `${code}${text}${RESET}`);
  const title = (text: string, pad: number) => `${TITLE}${text}${RESET}${' '.repeat(Math.max(0, pad - text.length))}`;
  const titles = [
    title('IMAGE', first),
    title('ID', 12),
    title('DISK USAGE', 10),
    title('CONTENT SIZE', 12),
    title('EXTRA', 5),
  ];
  const shown = isTerminal ? LEGEND_WIDTH.terminal : LEGEND_WIDTH.plain;
  const legend = style.legend.trimStart();
  const lines = [style.warning, ' '.repeat(Math.max(0, width - shown)) + legend, '', titles.join(SPACING)];
  for (const [index, image] of images.entries()) {
    const own = names[index]!;
    lines.push(...own.slice(0, -1).map((name) => paint(style.name, name)));
    const last = own.at(-1);
    const name = last === undefined ? paint(style.untagged, UNTAGGED) : paint(style.name, last);
    const right = (text: string, columns: number) => ' '.repeat(columns - text.length) + paint(style.normal, text);
    const size = humanSizeWithPrecision(image.Size, 3);
    const extra = image.isUsed ? style.inUse : style.notInUse;
    lines.push(
      [
        name + ' '.repeat(first - (last ?? UNTAGGED).length),
        paint(style.normal, truncateId(image.Id)),
        right(size, 10),
        right('0B', 12),
        extra + ' '.repeat(isTerminal ? 2 : 4),
      ].join(SPACING),
    );
  }
  return `${lines.join('\n')}\n`;
}
