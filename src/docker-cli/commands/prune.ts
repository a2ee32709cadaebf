import { humanSize } from '../../engine/api/units.ts';
import type { Cli, Command } from '../cli.ts';
import { filtersQuery } from '../client/client.ts';
import type { Flags } from '../flags/flags.ts';

export interface Pruning<T> {
  readonly path: string;
  warning(flags: Flags): string;
  filters?(flags: Flags): string[];
  /** What went, under its heading; empty when nothing did. */
  report(answer: T): string;
}

export const pruneWarning = (what: string): string =>
  `WARNING! This will remove ${what}.\nAre you sure you want to continue?`;

/** Asks, unless forced, then prunes and says how much came free. */
export const pruning = <T extends { SpaceReclaimed?: number }>(kind: Pruning<T>): Command => ({
  args: { kind: 'none' },
  async run(cli, { flags }) {
    const filters = [...flags.strings('filter'), ...(kind.filters?.(flags) ?? [])];
    if (!flags.bool('force') && !(await cli.confirm(kind.warning(flags)))) return;
    const answer = await prune(cli, kind.path, filters);
    await cli.out(kind.report(answer as T));
    if (answer.SpaceReclaimed !== undefined)
      await cli.out(`Total reclaimed space: ${humanSize(answer.SpaceReclaimed)}\n`);
  },
});

export const prune = (cli: Cli, path: string, filters: readonly string[]): Promise<{ SpaceReclaimed?: number }> =>
  cli.engine.post(path, { filters: filtersQuery(filters) });

/** A heading, a line each, an empty line; nothing for nothing. */
export const listed = (heading: string, names: readonly string[] | null | undefined): string =>
  names?.length ? `${heading}\n${names.join('\n')}\n\n` : '';
