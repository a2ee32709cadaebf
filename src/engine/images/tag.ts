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

/** Gives an image a name, taking it from whoever had it. */
export function tagImage(context: EngineContext, id: Digest, reference: Reference): void {
  context.images.tag(reference, id, context.platform.now());
  context.events.emit('image', 'tag', id, { name: familiarString(reference) });
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
