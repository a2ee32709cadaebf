import { EngineError, find } from '../engine/ask.ts';
import { canonicalReference, checkAllowed, familiar, isPublicName } from '../policy/images.ts';
import { Refused, SESSION_LABEL, Unfit } from '../policy/policy.ts';
import type { Session } from '../session/session.ts';

/** What is not the session's is not there: the engine's own words for it. */
function missing(what: string): EngineError {
  return new EngineError(404, what);
}

const encode = encodeURIComponent;

/** The id behind a container's name. */
export async function ownContainer(session: Session, name: string): Promise<string> {
  if (session.known.has(name)) return name;
  const found = await find<{ Id: string; Config: { Labels: Record<string, string> | null } }>(
    session.engine.door,
    `/containers/${encode(name)}/json`,
  );
  if (!found || !session.owns(found.Config.Labels)) throw missing(`No such container: ${name}`);
  session.known.add(found.Id);
  return found.Id;
}

export async function ownExec(session: Session, id: string): Promise<string> {
  if (session.known.has(id)) return id;
  const found = await find<{ ContainerID: string }>(session.engine.door, `/exec/${encode(id)}/json`);
  if (!found) throw missing(`No such exec instance: ${id}`);
  await ownContainer(session, found.ContainerID).catch(() => {
    throw missing(`No such exec instance: ${id}`);
  });
  return id;
}

export interface VisibleImage {
  readonly id: string;
  /** The session made it; else it was here before and may only be used. */
  readonly own: boolean;
  /** `docker.io/library/node:22-alpine`, when it was named and not given by its id. */
  readonly reference: string | undefined;
}

export interface ImageInspect {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly Config: {
    readonly Labels?: Readonly<Record<string, string>> | null;
    readonly ExposedPorts?: Readonly<Record<string, object>> | null;
  } | null;
}

export function inspectImage(session: Session, name: string): Promise<ImageInspect | undefined> {
  // A slash stays a slash: Podman's router knows no other way.
  return find<ImageInspect>(session.engine.door, `/images/${encode(name).replaceAll('%2F', '/')}/json`);
}

/** An image the session may use; undefined when there is none of that name, or none for its eyes. */
export async function visibleImage(session: Session, name: string): Promise<VisibleImage | undefined> {
  const found = await inspectImage(session, name);
  if (!found) return undefined;
  const reference = namesById(name, found.Id) ? undefined : canonicalReference(name);
  if (reference) checkAllowed(session.policy, reference);
  if (isOwnImage(session, found)) return { id: found.Id, own: true, reference };
  // Another session's is private whatever it is called.
  if (found.Config?.Labels?.[SESSION_LABEL] !== undefined) return undefined;
  const seen = (each: string) => session.tags.has(each) || session.borrowed.has(each);
  if (reference === undefined) {
    const byName = (found.RepoTags ?? []).some((tag) => seen(canonicalReference(tag) ?? ''));
    return byName ? { id: found.Id, own: false, reference } : undefined;
  }
  if (!seen(reference)) {
    if (!isPublicName(session.policy, reference)) return undefined;
    session.borrowed.add(reference);
  }
  return { id: found.Id, own: false, reference };
}

export async function useImage(session: Session, name: string): Promise<VisibleImage> {
  const image = await visibleImage(session, name);
  if (!image) throw missing(`No such image: ${familiarOr(name)}`);
  return image;
}

function familiarOr(name: string): string {
  const reference = canonicalReference(name);
  return reference === undefined ? name : familiar(reference);
}

function namesById(name: string, id: string): boolean {
  const hex = name.replace(/^sha256:/, '');
  return /^[0-9a-f]{4,64}$/.test(hex) && id.replace(/^sha256:/, '').startsWith(hex);
}

export function isOwnImage(session: Session, image: Pick<ImageInspect, 'Id' | 'Config'>): boolean {
  if (!session.owns(image.Config?.Labels)) return session.images.has(image.Id);
  session.seen.images.add(image.Id);
  return true;
}

/** A Dockerfile may ask for these with `# syntax=` (policy/build.ts): none of them may be an image of a session. */
const FRONTEND_NAMES = /^docker\.io\/docker\/dockerfile(-upstream)?[:@]/;

/** Refuses to give a name to an image of the session that somebody else's image has. */
export async function claimTag(session: Session, name: string): Promise<void> {
  if (name === '') return;
  const reference = canonicalReference(name);
  // With two tags, say: an engine may put one in the place of the other, and give a name that was not looked at.
  if (reference === undefined) throw new Unfit('invalid reference format');
  if (FRONTEND_NAMES.test(reference))
    throw new Refused(`the name ${familiar(reference)}: BuildKit would take the image for its frontend`);
  if (!session.tags.has(reference)) {
    const there = await inspectImage(session, name);
    if (there && !isOwnImage(session, there))
      throw new Refused(`${familiar(reference)} names an image that is not of this session: choose another name`, 409);
  }
  session.note('tags', reference);
}

const PREDEFINED = ['bridge', 'none', 'host', 'podman'];

interface NetworkAnswer {
  readonly Id: string;
  readonly Name: string;
  readonly Labels: Readonly<Record<string, string>> | null;
}

export function isPredefined(name: string): boolean {
  return PREDEFINED.includes(name);
}

/** A network of the session, or one that every engine has. */
export async function visibleNetwork(
  session: Session,
  name: string,
): Promise<{ id: string; name: string; own: boolean }> {
  const found = await find<NetworkAnswer>(session.engine.door, `/networks/${encode(name)}`);
  if (found && session.owns(found.Labels)) {
    session.note('networks', found.Id);
    return { id: found.Id, name: found.Name, own: true };
  }
  if (found && isPredefined(found.Name)) return { id: found.Id, name: found.Name, own: false };
  throw missing(`network ${name} not found`);
}

/** Undefined when there is no such network on the engine at all. One that every engine has is nobody's. */
export async function networkOwner(session: Session, name: string): Promise<'own' | 'foreign' | undefined> {
  const found = await find<NetworkAnswer>(session.engine.door, `/networks/${encode(name)}`);
  return found && (session.owns(found.Labels) ? 'own' : 'foreign');
}

/** Undefined when there is no such volume on the engine at all. */
export async function volumeOwner(session: Session, name: string): Promise<'own' | 'foreign' | undefined> {
  const found = await find<{ Labels: Record<string, string> | null }>(session.engine.door, `/volumes/${encode(name)}`);
  if (!found) return undefined;
  if (!session.owns(found.Labels)) return session.volumes.has(name) ? 'own' : 'foreign';
  session.seen.volumes.add(name);
  return 'own';
}

export async function ownVolume(session: Session, name: string): Promise<string> {
  if ((await volumeOwner(session, name)) === 'own') return name;
  throw missing(`get ${name}: no such volume`);
}
