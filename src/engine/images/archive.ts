import { imageArchiveInSteps, type LoadedImage } from '../../oci/archive/read.ts';
import { type SavedImage, writeImageArchive } from '../../oci/archive/write.ts';
import { formatPlatform, type OciPlatform } from '../../oci/platform.ts';
import { familiarString, parseAny, parseNormalized, repositoryName, withDefaultTag } from '../../oci/reference.ts';
import { breathing } from '../../oci/steps.ts';
import type { ApiResponse } from '../api/door.ts';
import type { EngineContext } from '../context.ts';
import { badParameter, messageOf, notFound, systemError } from '../errors.ts';
import type { JsonMessage } from '../http/json-messages.ts';
import { bytes } from '../http/respond.ts';
import { imageEvent } from './events.ts';
import { isOfPlatform } from './platform-asked.ts';
import { tagImage } from './tag.ts';

/** `POST /images/load`: archives of `docker save` and OCI layouts. */
export async function loadImages(
  context: EngineContext,
  archive: Uint8Array,
  platform: OciPlatform | undefined,
  emit: (message: JsonMessage) => void,
): Promise<void> {
  const all = await read(context, archive);
  const wanted = all.filter(({ image }) => !platform || isOfPlatform(image, platform));
  if (wanted.length < all.length) emit({});
  for (const { image, names } of wanted) {
    context.images.add(image);
    imageEvent(context, 'load', image.id);
    for (const name of names) {
      const reference = withDefaultTag(parseNormalized(name));
      const before = context.images.byReference(reference)?.image;
      if (before && before.id !== image.id) {
        emit({
          stream: `The image ${familiarString(reference)} already exists, renaming the old one with ID ${before.id} to empty string\n`,
        });
      }
      tagImage(context, image.id, reference);
      emit({ stream: `Loaded image: ${familiarString(reference)}\n` });
    }
    if (names.length === 0) emit({ stream: `Loaded image ID: ${image.id}\n` });
  }
}

/** `GET /images/get`: names keep their tags, a bare repository all of its tags, an id none. */
export function saveImages(
  context: EngineContext,
  names: readonly string[],
  platform: OciPlatform | undefined,
): ApiResponse {
  const saved = names.map((name) => savedImages(context, name));
  if (platform && saved.flat().some(({ image }) => !isOfPlatform(image, platform)))
    throw systemError(`no suitable export target found for platform ${formatPlatform(platform)}`);
  const merged = new Map<string, SavedImage>();
  for (const one of saved.flat()) {
    const known = merged.get(one.image.id);
    merged.set(one.image.id, known ? { image: one.image, names: [...known.names, ...one.names] } : one);
  }
  return bytes(200, writeImageArchive([...merged.values()], context.platform), 'application/x-tar');
}

function savedImages(context: EngineContext, name: string): SavedImage[] {
  const stored = context.images.find(name);
  const reference = parseAny(name);
  if (reference.domain === '' || (stored && !context.images.byReference(withDefaultTag(reference)))) {
    if (!stored) throw notFound(`No such image: ${name}`);
    return [{ image: stored.image, names: [] }];
  }
  if (reference.tag || reference.digest) {
    if (!stored) throw notFound('reference does not exist');
    return [{ image: stored.image, names: reference.tag ? [reference] : [] }];
  }
  const all = [...context.images.tags()].filter(([tagged]) => tagged.startsWith(`${repositoryName(reference)}:`));
  if (all.length === 0) throw notFound(`No such image: ${name}`);
  return all.map(([tagged, id]) => ({ image: context.images.get(id)!.image, names: [parseNormalized(tagged)] }));
}

async function read({ platform }: EngineContext, archive: Uint8Array): Promise<LoadedImage[]> {
  try {
    return await breathing(imageArchiveInSteps(archive, platform), platform);
  } catch (error) {
    throw badParameter(messageOf(error));
  }
}
