import type { BuildServices, ResolvedImage } from '../../build/types.ts';
import { type Reference, referenceString, withDefaultTag } from '../../oci/reference.ts';
import type { EngineContext } from '../context.ts';
import { hasStatus, messageOf, notFound } from '../errors.ts';
import { fetchImage } from '../images/pull.ts';
import { parseImageName } from '../images/store.ts';
import { fetchUrl } from './fetch-url.ts';
import { runStep } from './run-step.ts';

/** What the builder needs of the engine: images, processes, the cache. */
export function buildServices(context: EngineContext): BuildServices {
  return {
    platform: context.platform,
    cache: context.buildCache,
    run: (step) => runStep(context, step),
    fetch: (url) => fetchUrl(context, url),
    git: context.buildCache.git,
    async resolveImage(text, { pull, onStatus }) {
      const local = localImage(context, text);
      if (local && !pull) return local;
      const reference = withDefaultTag(parseImageName(text));
      if (reference.domain === 'docker.io') await checkHub(context, reference);
      const { image, manifest } = await fetchImage(context, reference, (message) => {
        const detail = message.progressDetail as { current?: number; total?: number } | undefined;
        if (message.id && message.status)
          onStatus(`${message.id} ${message.status}`, detail?.current ?? 0, detail?.total ?? 0);
      });
      const canonicalName = referenceString(reference);
      const isNew = knownBase(context, text)?.image.id !== image.id;
      const fetched = { image, canonicalName, digest: manifest.digest, fromRegistry: true, isNew };
      context.buildCache.bases.set(canonicalName, fetched);
      return fetched;
    },
  };
}

/** A base image as it is known now: the daemon's own, or the one the builder fetched last. */
export function knownBase(context: EngineContext, text: string): ResolvedImage | undefined {
  return (
    localImage(context, text) ?? context.buildCache.bases.get(referenceString(withDefaultTag(parseImageName(text))))
  );
}

/** BuildKit's resolver has other words than the daemon's pull for what Docker Hub does not have. */
export async function checkHub(context: EngineContext, reference: Reference): Promise<void> {
  try {
    await context.registries.find(reference.domain).manifest(reference);
  } catch (error) {
    if (hasStatus(error, 501)) throw error;
    if (/^pull access denied/.test(messageOf(error))) {
      throw notFound(
        'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      );
    }
    throw notFound(`${referenceString(reference)}: not found`);
  }
}

/** A local image by name, digest or id. */
export function localImage(context: EngineContext, text: string): ResolvedImage | undefined {
  const stored = context.images.find(text);
  if (!stored) return undefined;
  const reference = withDefaultTag(parseImageName(text));
  const { digests } = context.images.references(stored.image.id);
  const digest = digests.find((name) => name.domain === reference.domain && name.path === reference.path)?.digest;
  return { image: stored.image, canonicalName: referenceString(reference), digest };
}
