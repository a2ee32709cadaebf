import type { DeletedImage } from '../../../engine/api/images.ts';
import { humanSize } from '../../../engine/api/units.ts';
import { type Command, noArguments } from '../../cli.ts';
import { deletedImages } from '../image/index.ts';
import { listed, prune } from '../prune.ts';

/** `docker system prune` (cli/command/system/prune.go) */
export const systemPrune: Command = {
  args: noArguments,
  async run(cli, { flags }) {
    const all = flags.bool('all');
    const volumes = flags.bool('volumes');
    const filters = flags.strings('filter');
    if (volumes && filters.some((filter) => filter.startsWith('until=')))
      throw new Error('ERROR: The "until" filter is not supported with "--volumes"');
    if (!flags.bool('force')) {
      const what = [
        'all stopped containers',
        'all networks not used by at least one container',
        ...(volumes ? ['all anonymous volumes not used by at least one container'] : []),
        all ? 'all images without at least one container associated to them' : 'all dangling images',
        all ? 'all build cache' : 'unused build cache',
      ];
      const shown = filters.length
        ? `\n  Items to be pruned will be filtered with:\n${filters.map((filter) => `  - ${filter}\n`).join('')}`
        : '';
      const question = `WARNING! This will remove:\n${what.map((line) => `  - ${line}\n`).join('')}${shown}\nAre you sure you want to continue?`;
      if (!(await cli.confirm(question))) return;
    }
    let space = 0;
    const one = async <T>(path: string, more: string[], report: (answer: T) => string) => {
      const answer = await prune(cli, path, [...filters, ...more]);
      space += answer.SpaceReclaimed ?? 0;
      await cli.out(report(answer as T));
    };
    await one<{ ContainersDeleted: string[] | null }>('/containers/prune', [], (a) =>
      listed('Deleted Containers:', a.ContainersDeleted),
    );
    await one<{ NetworksDeleted: string[] | null }>('/networks/prune', [], (a) =>
      listed('Deleted Networks:', a.NetworksDeleted),
    );
    if (volumes)
      await one<{ VolumesDeleted: string[] | null }>('/volumes/prune', [], (a) =>
        listed('Deleted Volumes:', a.VolumesDeleted),
      );
    await one<{ ImagesDeleted: DeletedImage[] | null }>('/images/prune', [`dangling=${all ? 'false' : 'true'}`], (a) =>
      deletedImages(a.ImagesDeleted),
    );
    const cache = await cli.engine.json<{ CachesDeleted: string[] | null; SpaceReclaimed: number }>(
      'POST',
      '/build/prune',
      {
        query: {
          all,
          filters: filters.length
            ? JSON.stringify(Object.fromEntries(filters.map((f) => [f.split('=')[0]!, [f.slice(f.indexOf('=') + 1)]])))
            : undefined,
        },
      },
    );
    space += cache.SpaceReclaimed;
    await cli.out(listed('Deleted build cache objects:', cache.CachesDeleted));
    await cli.out(`Total reclaimed space: ${humanSize(space)}\n`);
  },
};
