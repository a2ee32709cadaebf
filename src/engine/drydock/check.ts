import type { BuildRequest, ResolvedImage } from '../../build/types.ts';
import { parseNormalized, referenceString, withDefaultTag } from '../../oci/reference.ts';
import type { LintResult } from '../api/build-request.ts';
import { builderOf } from '../build/plan.ts';
import { buildServices, checkHub, knownBase } from '../build/services.ts';
import type { EngineContext } from '../context.ts';

/** The build checks, leaving nothing behind: base images are looked at in their registry, not fetched. */
export async function checkOf(context: EngineContext, request: BuildRequest): Promise<LintResult> {
  const services = {
    ...buildServices(context),
    resolveImage: (name: string) => lookAt(context, name),
  };
  return (await builderOf(context)).check(request, services, () => {});
}

async function lookAt(context: EngineContext, name: string): Promise<ResolvedImage> {
  const known = knownBase(context, name);
  if (known) return known;
  const reference = withDefaultTag(parseNormalized(name));
  if (reference.domain === 'docker.io') await checkHub(context, reference);
  const { image, digest } = await context.registries.find(reference.domain).manifest(reference);
  if (!image) throw new Error(`${referenceString(reference)} is not on this computer yet`);
  return { image, canonicalName: referenceString(reference), digest };
}
