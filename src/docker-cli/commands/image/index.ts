import type { DeletedImage } from '../../../engine/api/images.ts';
import { humanSize } from '../../../engine/api/units.ts';
import type { Commands } from '../../cli.ts';
import { inspectImages } from '../inspect.ts';
import { pruneWarning, pruning } from '../prune.ts';
import { ls } from './ls.ts';
import { history, importImage, load, push, rm, save, tag } from './manage.ts';
import { inspectManifest } from './manifest.ts';
import { pull } from './pull.ts';

const prune = pruning<{ ImagesDeleted: DeletedImage[] | null; SpaceReclaimed: number }>({
  path: '/images/prune',
  warning: (flags) =>
    pruneWarning(
      flags.bool('all') ? 'all images without at least one container associated to them' : 'all dangling images',
    ),
  filters: (flags) => [`dangling=${flags.bool('all') ? 'false' : 'true'}`],
  report: ({ ImagesDeleted }) => deletedImages(ImagesDeleted),
});

export function deletedImages(images: readonly DeletedImage[] | null): string {
  if (!images?.length) return '';
  const lines = images.map((image) => (image.Untagged ? `untagged: ${image.Untagged}` : `deleted: ${image.Deleted}`));
  return `Deleted Images:\n${lines.join('\n')}\n\n`;
}

export const reclaimed = (bytes: number): string => `Total reclaimed space: ${humanSize(bytes)}\n`;

export const imageCommands: Commands = {
  'image history': history,
  'image import': importImage,
  'image inspect': inspectImages,
  'image load': load,
  'image ls': ls,
  'image prune': prune,
  'image pull': pull,
  'image push': push,
  'image rm': rm,
  'image save': save,
  'image tag': tag,
  'manifest inspect': inspectManifest,
};
