import type { ImageSummary } from '../../../engine/api/images.ts';
import { atMost, type Command } from '../../cli.ts';
import { filtersQuery } from '../../client/client.ts';
import { readConfig } from '../../client/credentials.ts';
import { imageColumns, imageFormat, imageRows } from '../../formats/image.ts';
import { formatRows } from '../../table/formatter.ts';
import { printTree } from './tree.ts';

/** `docker images` (cli/command/image/list.go). */
export const ls: Command = {
  args: atMost(1),
  async run(cli, { args, flags, spec }) {
    if (flags.bool('tree')) return printTree(cli, args[0], flags);
    const filters = flags.strings('filter');
    if (args[0] !== undefined) filters.push(`reference=${args[0]}`);
    const images = await cli.engine.get<ImageSummary[]>('/images/json', {
      all: flags.bool('all'),
      filters: filtersQuery(filters),
    });
    const quiet = flags.bool('quiet');
    const digests = flags.bool('digests');
    const configured = readConfig(cli.host).imagesFormat;
    const given = flags.string('format') || (!quiet && typeof configured === 'string' ? configured : '') || 'table';
    const format = imageFormat(given, quiet, digests);
    const columns = imageColumns({ truncate: !flags.bool('no-trunc'), now: cli.host.now() });
    await cli.out(formatRows(format, columns, imageRows(images, digests || format.includes('.Digest'))));
    const word = args[0];
    if (word !== undefined && images.length === 0 && commandLike(word))
      await cli.err(`\nNo images found matching ${JSON.stringify(word)}: did you mean "docker image ${word}"?\n`);
    void spec;
  },
};

/** `docker images ls` looks for an image called ls; the command says what was probably meant. */
const commandLike = (word: string): boolean =>
  ['ls', 'rm', 'prune', 'build', 'history', 'inspect', 'load', 'pull', 'push', 'save', 'tag', 'import'].includes(word);
