import { textOf } from '../../engine/api/body.ts';
import type { ApiResponse } from '../../engine/api/door.ts';
import { parseNormalized } from '../../oci/reference.ts';
import { ask } from '../engine/ask.ts';
import { anyId } from '../engine/filters.ts';
import { TRIGGERS_UNSEEN } from '../policy/build.ts';
import { checkFields, free, texts } from '../policy/fields.ts';
import { canonicalReference, checkAllowed, familiar } from '../policy/images.ts';
import { Refused, SESSION_LABEL, Unfit } from '../policy/policy.ts';
import { checkChanges } from '../policy/query.ts';
import type { Session } from '../session/session.ts';
import { mapJson, tapJson } from './answers.ts';
import { ARCHIVE_LIMIT, readArchive } from './archive.ts';
import { boundedBody, type Call, forward, type Handler, json, jsonBody, once, wholeBody, withFilter } from './call.ts';
import {
  claimTag,
  type ImageInspect,
  inspectImage,
  isOwnImage,
  ownContainer,
  useImage,
  visibleImage,
} from './ownership.ts';

interface ImageRow {
  Id: string;
  RepoTags: string[] | null;
  RepoDigests: string[] | null;
  Labels: Record<string, string> | null;
}

/** Of what the engine has: the session's own, and those of before that it has used. */
const listImages: Handler = async (call) => {
  const { session } = call;
  return mapJson<ImageRow[]>(await forward(call), (rows) =>
    rows.flatMap((row) => {
      if (isOwnImage(session, { Id: row.Id, Config: { Labels: row.Labels } })) return [row];
      const tags = (row.RepoTags ?? []).filter((tag) => isSeen(session, tag));
      if (tags.length === 0) return [];
      const repositories = new Set(tags.map((tag) => tag.replace(/:[^:/]+$/, '')));
      const digests = (row.RepoDigests ?? []).filter((digest) => repositories.has(digest.split('@')[0]!));
      return [{ ...row, RepoTags: tags, RepoDigests: digests }];
    }),
  );
};

function isSeen(session: Session, tag: string): boolean {
  const reference = canonicalReference(tag) ?? '';
  return session.tags.has(reference) || session.borrowed.has(reference);
}

/** `docker pull`, `docker import` */
const pull: Handler = async (call) => {
  const { session, query } = call;
  const source = query.get('fromSrc');
  if (source) return importTar(call, source);
  const name = query.get('fromImage') ?? '';
  const reference = pulledReference(name, query.get('tag') ?? '');
  if (reference === undefined) return pullAll(call, name);
  checkAllowed(session.policy, reference);
  const wasHere = (await inspectImage(session, reference)) !== undefined;
  const before = await imageIds(session);
  return afterStream(await watched(call), async (text) => {
    const image = text.includes('"errorDetail"') ? undefined : await inspectImage(session, reference);
    if (image) notePulled(session, reference, image, wasHere, before);
  });
};

/** `docker pull --all-tags` */
async function pullAll(call: Call, repository: string): Promise<ApiResponse> {
  const { session } = call;
  if (session.policy.onlyImages)
    throw new Refused(`all of ${repository}: only ${session.policy.onlyImages.join(', ')} may be used here`);
  const names = await namesOf(call, repository);
  const before = await imageIds(session);
  // Also what came before it failed.
  return afterStream(await watched(call), async () => {
    for (const name of await namesOf(call, repository)) {
      const image = await inspectImage(session, name);
      const reference = canonicalReference(name);
      if (image && reference) notePulled(session, reference, image, names.includes(name), before);
    }
  });
}

/** A pull that ends when there is no room for more; whoever follows it is told why. */
async function watched(call: Call): Promise<ApiResponse> {
  const { request, session } = call;
  const watch = session.room.watchFree();
  let reason: string | undefined;
  const over = watch.over.then((why) => void (reason = why));
  const closed = Promise.race([over, ...(request.closed ? [request.closed] : [])]);
  const answer = await forward({ ...call, request: { ...request, closed } }).catch((error: Error) => {
    watch.stop();
    throw reason === undefined ? error : new Refused(`the pull: ${reason}`);
  });
  async function* body(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of answer.body) yield chunk;
    } catch (error) {
      if (reason === undefined) throw error;
      const message = `drydock runner: the pull was ended: ${reason}`;
      yield new TextEncoder().encode(`${JSON.stringify({ errorDetail: { message }, error: message })}\n`);
    } finally {
      watch.stop();
    }
  }
  return { ...answer, body: body() };
}

/** An image that came under a new name may have been here under somebody's: then the name alone is the session's. */
function notePulled(
  session: Session,
  reference: string,
  image: ImageInspect,
  wasHere: boolean,
  before: ReadonlySet<string>,
): void {
  if (wasHere) {
    session.borrowed.add(reference);
    return;
  }
  session.note('tags', reference);
  if (!before.has(image.Id) && !image.Config?.Labels?.[SESSION_LABEL]) session.note('images', image.Id);
}

async function imageIds(session: Session): Promise<ReadonlySet<string>> {
  return new Set((await ask<ImageRow[]>(session.engine.door, '/images/json')).map(({ Id }) => Id));
}

/**
 * With its tag; undefined when all there are are meant. To an engine the tag may take the place of one in the name, so that it would
 * pull what was not looked at: a name has one tag or none.
 */
function pulledReference(name: string, tag: string): string | undefined {
  try {
    parseNormalized(name);
  } catch (error) {
    throw new Unfit((error as Error).message);
  }
  if (tag === '' && isRepository(name)) return undefined;
  const reference = canonicalReference(tag === '' ? name : `${name}${tag.startsWith('sha256:') ? '@' : ':'}${tag}`);
  if (reference === undefined) throw new Unfit('invalid tag format');
  return reference;
}

async function importTar(call: Call, source: string): Promise<ApiResponse> {
  const { session, query } = call;
  if (source !== '-')
    throw new Refused('an import from an address: the engine would fetch it from this machine’s network');
  const tag = query.get('tag');
  await claimTag(session, `${query.get('repo') ?? ''}${tag ? `:${tag}` : ''}`);
  checkChanges(query, session.engine.kind);
  const labelled = new URLSearchParams(query);
  labelled.append('changes', `LABEL ${SESSION_LABEL}=${session.id}`);
  return forward(call, { ...(await boundedBody(call)), query: labelled });
}

/** Passes a stream on and does something once it is over, before whoever reads it hears of that. */
function afterStream(response: ApiResponse, then: (text: string) => Promise<void>): ApiResponse {
  if (response.status >= 300) return response;
  return { ...response, body: tapped(response.body, then) };
}

async function* tapped(body: ApiResponse['body'], then: (text: string) => Promise<void>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text = (text + decoder.decode(chunk, { stream: true })).slice(-TAIL);
    yield chunk;
  }
  await then(text);
}

/** Of a stream of progress, the end says how it ended. */
const TAIL = 1 << 16;

/** The names in an archive are given to its images: none of them may be somebody else's. */
const load: Handler = async (call) => {
  const { session } = call;
  const { archive, names, triggers } = readArchive(await wholeBody(call.request.body, ARCHIVE_LIMIT));
  if (triggers && session.engine.kind === 'podman') throw new Refused(TRIGGERS_UNSEEN);
  for (const name of names) await claimTag(session, name);
  const before = await imageIds(session);
  const response = await forward(call, { body: archive });
  if (response.status >= 300) return response;
  const text = await textOf(response.body);
  for (const id of await imageIds(session)) if (!before.has(id)) session.note('images', id);
  return { ...response, body: once(new TextEncoder().encode(text)) };
};

const tag: Handler = async (call) => {
  const { session, query } = call;
  await claimTag(session, `${query.get('repo') ?? ''}${query.get('tag') ? `:${query.get('tag')}` : ''}`);
  return forward(call);
};

const removeImage: Handler = async (call) => {
  const { session, matched } = call;
  const { own, reference, id } = await useImage(session, matched.name);
  if (!own && (reference === undefined || !session.tags.has(reference)))
    throw new Refused(
      `${reference ? familiar(reference) : matched.name} was on this engine before this session, and stays`,
      409,
    );
  // The name, not the id: only the name may be what goes.
  const response = await forward(call);
  return tapJson<unknown>(response, async () => {
    if (reference) session.forget('tags', reference);
    if (!(await inspectImage(session, id))) session.forget('images', id);
  });
};

/** With a tag that one goes; without, all the repository has here, which must all be the session's. */
const push: Handler = async (call) => {
  const { session, matched, query } = call;
  const given = matched.name;
  const tag = query.get('tag');
  const images = await Promise.all((tag ? [`${given}:${tag}`] : await namesOf(call, given)).map(named));
  async function named(name: string) {
    return { name, image: await visibleImage(session, name) };
  }
  if (images.length === 0 || images.some(({ image }) => image === undefined)) return nothingToPush(given);
  for (const { name, image } of images)
    if (!image!.own) throw new Refused(`pushing ${name}: it is not of this session`);
  // The full name, as for other images: a short one may mean something else to another engine.
  const repository = canonicalReference(given)?.replace(/:latest$/, '') ?? given;
  return forward(call, { path: `/images/${encodeURI(repository)}/push` });
};

/** The names an engine has in a repository, whoever's they are. */
async function namesOf({ session }: Call, repository: string): Promise<string[]> {
  const wanted = canonicalReference(`${repository}:latest`);
  const rows = await ask<ImageRow[]>(session.engine.door, '/images/json');
  return rows
    .flatMap(({ RepoTags }) => RepoTags ?? [])
    .filter((name) => canonicalReference(name.replace(/:[^:/]+$/, ':latest')) === wanted);
}

/** As the engine says it: what is not the session's is not there. */
function nothingToPush(name: string): ApiResponse {
  const reference = canonicalReference(name) ?? name;
  const message = `An image does not exist locally with the tag: ${familiar(reference).replace(/:latest$/, '')}`;
  const messages = [
    { status: `The push refers to repository [${reference.replace(/:latest$/, '')}]` },
    { errorDetail: { message }, error: message },
  ];
  const body = messages.map((each) => `${JSON.stringify(each)}\r\n`).join('');
  return { status: 200, headers: { 'content-type': 'application/json' }, body: once(new TextEncoder().encode(body)) };
}

const saveImages: Handler = async (call) => {
  const names = call.query.getAll('names').flatMap((each) => each.split(','));
  const query = new URLSearchParams();
  for (const name of names) for (const each of await savedUnder(call, name)) query.append('names', each);
  return forward(call, { query });
};

/** A name without a tag is all of its repository to Docker: here, all of it that is the session's to see. */
async function savedUnder(call: Call, name: string): Promise<string[]> {
  const { session } = call;
  const { reference } = await useImage(session, name).catch(async (error: Error) => {
    if (!isRepository(name) || (await visibleOf(call, name)).length === 0) throw error;
    return { reference: name };
  });
  if (reference === undefined || !isRepository(name)) return [reference ?? name];
  return visibleOf(call, name);
}

async function visibleOf(call: Call, repository: string): Promise<string[]> {
  const names = await namesOf(call, repository);
  const visible = await Promise.all(names.map((name) => visibleImage(call.session, name)));
  return visible.flatMap((image) => image?.reference ?? []);
}

/** Neither a tag nor a digest in it. */
function isRepository(name: string): boolean {
  return canonicalReference(`${name}:latest`) !== undefined;
}

const distribution: Handler = async (call) => {
  const reference = canonicalReference(call.matched.name);
  if (reference) checkAllowed(call.session.policy, reference);
  return forward(call);
};

const commit: Handler = async (call) => {
  const { session, query } = call;
  const container = await ownContainer(session, query.get('container') ?? '');
  const repo = query.get('repo') ?? '';
  await claimTag(session, query.get('tag') ? `${repo}:${query.get('tag')}` : repo);
  checkChanges(query, session.engine.kind);
  const changed = new URLSearchParams(query);
  changed.set('container', container);
  const given = checkFields(await jsonBody(call), commitRules, 'a commit');
  const body = { ...given, Labels: { [SESSION_LABEL]: session.id } };
  return mapJson(await forward(call, { query: changed, json: body }), (answer) => answer);
};

/** A container's configuration, of which the engine takes over what is set. */
const commitRules = Object.fromEntries(
  [
    'User',
    'ExposedPorts',
    'Env',
    'Cmd',
    'Volumes',
    'WorkingDir',
    'Entrypoint',
    'Healthcheck',
    'StopSignal',
    'Shell',
    'OnBuild',
    'Hostname',
    'Domainname',
    'Tty',
    'Image',
  ]
    .map((name) => [name, free] as const)
    .concat([['Cmd', texts]]),
);

const pruneImages: Handler = async (call) =>
  mapJson(await forward(call, { query: withFilter(call.query, 'label', call.session.label) }), (answer) => answer);

/** The builder's cache is everybody's; what the session's builds added to it is its own. */
const pruneBuilder: Handler = async (call) => {
  const { session } = call;
  const records = [...session.builderRecords];
  if (records.length === 0) return json(200, { CachesDeleted: null, SpaceReclaimed: 0 });
  return mapJson(await forward(call, { query: withFilter(call.query, 'id', anyId(records)) }), (answer) => answer);
};

export const imageHandlers: Readonly<Record<string, Handler>> = {
  listImages,
  pull,
  load,
  tag,
  removeImage,
  push,
  saveImages,
  distribution,
  commit,
  pruneImages,
  pruneBuilder,
};
