import type { Digest } from '../../oci/image.ts';
import {
  familiarString,
  InvalidReferenceError,
  parseNormalized,
  type Reference,
  withTag,
} from '../../oci/reference.ts';
import type { EngineContext } from '../context.ts';
import { badParameter } from '../errors.ts';
import { imageEvent } from './events.ts';

/** Gives an image a name, taking it from whoever had it; `told` is what the event calls it. */
export function tagImage(
  context: EngineContext,
  id: Digest,
  reference: Reference,
  told = familiarString(reference),
): void {
  context.images.tag(reference, id, context.platform.now());
  imageEvent(context, 'tag', id, { name: told });
}

/** `repo` and `tag` parameters → a tagged name, with moby's refusals. */
export function nameFromParameters(repository: string, tag: string): Reference {
  try {
    const reference = parseNormalized(repository);
    if (reference.digest) throw badParameter('refusing to create a tag with a digest reference');
    return withTag(reference, tag || reference.tag || 'latest');
  } catch (error) {
    if (error instanceof InvalidReferenceError) throw badParameter(error.message);
    throw error;
  }
}
