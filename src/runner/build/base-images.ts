import { Conversion, type ImageAnswer } from '../../build/convert/conversion.ts';
import type { BuildRequest, ResolvedImage } from '../../build/types.ts';
import { emptyRoot } from '../../kernel/fs/tree.ts';
import type { Image, ImageConfig } from '../../oci/image.ts';
import { find } from '../engine/ask.ts';
import { type ImageInspect, inspectImage, visibleImage } from '../guard/ownership.ts';
import { imagesNamedIn } from '../policy/build.ts';
import { canonicalReference, checkAllowed } from '../policy/images.ts';
import { Refused } from '../policy/policy.ts';
import type { Session } from '../session/session.ts';

/** Images a build begins from, by reference; those the engine does not have are left out. */
export type BaseImages = ReadonlyMap<string, ResolvedImage>;

/** More rounds than any chain of ONBUILD needs: each may name images the last one did not know of. */
const ROUNDS = 10;

/**
 * Looks up what a build begins from and copies from. Refuses an image that is here and not for this session's eyes.
 * `onlyRead`: nothing is built, so that what cannot be understood can do no harm.
 */
export async function baseImages(session: Session, request: BuildRequest, onlyRead = false): Promise<BaseImages> {
  const known = new Map<string, ResolvedImage | undefined>();
  if (!onlyRead) await checkContextImages(session, request);
  for (let round = 0; round < ROUNDS; round++) {
    const missing = namesIn(request, known, onlyRead);
    for (const name of missing) known.set(name, await resolve(session, name));
    if (missing.length === 0) break;
  }
  return new Map([...known].flatMap(([name, image]) => (image ? [[name, image]] : [])));
}

/**
 * Images that named contexts are, whether the Dockerfile uses them or not; and those it names itself, as if no context took
 * their place: so that it is not on our reading of names alone that a foreign image stays closed.
 */
async function checkContextImages(session: Session, request: BuildRequest): Promise<void> {
  const contexts = Object.values(request.contexts ?? {});
  if (contexts.length === 0) return;
  for (const value of contexts)
    if (typeof value === 'string') await resolve(session, value.replace(/^docker-image:\/\//, ''));
  await baseImages(session, { ...request, contexts: undefined });
}

/** References a Dockerfile asks for that are not known yet. */
function namesIn(
  request: BuildRequest,
  known: ReadonlyMap<string, ResolvedImage | undefined>,
  onlyRead: boolean,
): string[] {
  const missing = new Set<string>();
  const answer = (reference: string): ImageAnswer => {
    if (!known.has(reference)) missing.add(reference);
    const image = known.get(reference);
    return image && { image, pulled: false };
  };
  try {
    const run = new Conversion(request).run();
    let step = run.next();
    while (!step.done) step = run.next(step.value.map(({ reference }) => answer(reference)));
  } catch {
    if (onlyRead) return [];
    // BuildKit will say what is wrong with it, and must not come upon a foreign image on its way there.
    for (const name of imagesNamedIn(request.dockerfile)) {
      if (name.includes('$')) throw new Refused(`${name} in a Dockerfile that cannot be understood otherwise`);
      const reference = canonicalReference(name);
      if (reference && !known.has(reference)) missing.add(reference);
    }
  }
  return [...missing];
}

async function resolve(session: Session, name: string): Promise<ResolvedImage | undefined> {
  const reference = canonicalReference(name);
  if (reference) checkAllowed(session.policy, reference);
  const visible = await visibleImage(session, name);
  if (visible) {
    const found = await find<FullInspect>(session.engine.door, `/images/${visible.id}/json`);
    return found && { image: stub(found), canonicalName: name };
  }
  if (await inspectImage(session, name))
    throw new Refused(
      `${name}: an image of that name is on this engine and not of this session (--allow-image would let it in)`,
    );
  return undefined;
}

interface FullInspect extends ImageInspect {
  readonly Created?: string;
  readonly Architecture: string;
  readonly Os: string;
  readonly RootFS: { readonly Layers?: ImageConfig['rootfs']['diff_ids'] };
  readonly Config: ImageInspect['Config'] & ImageConfig['config'];
}

/** An image as far as a plan needs one: its configuration and the names of its layers, whose contents stay at the engine. */
function stub(found: FullInspect): Image {
  const config: ImageConfig = {
    architecture: found.Architecture,
    os: found.Os,
    config: found.Config ?? {},
    rootfs: { type: 'layers', diff_ids: found.RootFS.Layers ?? [] },
    history: [],
  };
  return { id: found.Id as Image['id'], config, configBytes: new Uint8Array(), layers: [], root: emptyRoot };
}
