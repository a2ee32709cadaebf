import { gunzipSync } from 'node:zlib';
import { textOf } from '../../engine/api/body.ts';
import type { ApiResponse } from '../../engine/api/door.ts';
import type { TarEntry } from '../../oci/tar/entry.ts';
import { readTar } from '../../oci/tar/reader.ts';
import { writeTar } from '../../oci/tar/writer.ts';
import { ask } from '../engine/ask.ts';
import { anyId } from '../engine/filters.ts';
import { checkFields, free, texts } from '../policy/fields.ts';
import { canonicalReference, checkAllowed, familiar } from '../policy/images.ts';
import { Refused, SESSION_LABEL } from '../policy/policy.ts';
import { checkChanges } from '../policy/query.ts';
import type { Session } from '../session/session.ts';
import { mapJson, tapJson } from './answers.ts';
import { type Call, forward, type Handler, json, jsonBody, once, wholeBody, withFilter } from './call.ts';
import { claimTag, inspectImage, isOwnImage, ownContainer, useImage, visibleImage } from './ownership.ts';

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
  const tag = query.get('tag') ?? '';
  const full = tag === '' ? name : `${name}${tag.startsWith('sha256:') ? '@' : ':'}${tag}`;
  const reference = canonicalReference(full);
  if (reference === undefined) return forward(call);
  checkAllowed(session.policy, reference);
  const before = await inspectImage(session, full);
  return afterStream(await forward(call), async (text) => {
    if (text.includes('"errorDetail"')) return;
    const after = await inspectImage(session, full);
    if (!after) return;
    if (before) session.borrowed.add(reference);
    else {
      session.note('tags', reference);
      if (!after.Config?.Labels?.[SESSION_LABEL]) session.note('images', after.Id);
    }
  });
};

async function importTar(call: Call, source: string): Promise<ApiResponse> {
  const { session, query } = call;
  if (source !== '-')
    throw new Refused('an import from an address: the engine would fetch it from this machine’s network');
  const tag = query.get('tag');
  await claimTag(session, `${query.get('repo') ?? ''}${tag ? `:${tag}` : ''}`);
  checkChanges(query);
  const labelled = new URLSearchParams(query);
  labelled.append('changes', `LABEL ${SESSION_LABEL}=${session.id}`);
  return forward(call, { query: labelled });
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
const ARCHIVE_LIMIT = 1 << 30;

/** The names in an archive are given to its images: none of them may be somebody else's. */
const load: Handler = async (call) => {
  const { session } = call;
  const entries = [...readTar(plain(await wholeBody(call.request.body, ARCHIVE_LIMIT)))];
  for (const name of namesIn(entries)) await claimTag(session, name);
  // Written anew: what the engine reads is what was read here.
  const archive = writeTar(entries);
  const before = new Set((await ask<ImageRow[]>(session.engine.door, '/images/json')).map(({ Id }) => Id));
  const response = await forward(call, { body: archive });
  if (response.status >= 300) return response;
  const text = await textOf(response.body);
  for (const { Id } of await ask<ImageRow[]>(session.engine.door, '/images/json'))
    if (!before.has(Id)) session.note('images', Id);
  return { ...response, body: once(new TextEncoder().encode(text)) };
};

function plain(archive: Uint8Array): Uint8Array {
  if (archive[0] === 0x1f && archive[1] === 0x8b) return gunzipSync(archive, { maxOutputLength: ARCHIVE_LIMIT });
  const isTar = new TextDecoder().decode(archive.subarray(257, 262)) === 'ustar';
  if (!isTar && archive.length > 0)
    throw new Refused('an archive that is neither a tar nor gzip: its names cannot be read');
  return archive;
}

interface Named {
  readonly RepoTags?: readonly string[] | null;
}
interface Annotated {
  readonly annotations?: Readonly<Record<string, string>> | null;
}

/** All names an engine might find in an archive: Docker's manifest.json, the older repositories, OCI's index.json. */
export function namesIn(entries: readonly TarEntry[]): string[] {
  const names: string[] = [];
  const links = new Set(
    entries.filter(({ kind }) => kind === 'symlink' || kind === 'hardlink').map(({ path }) => plainName(path)),
  );
  const read = <T>(data: Uint8Array | undefined): T => JSON.parse(new TextDecoder().decode(data)) as T;
  for (const { path, kind, data } of entries) {
    const name = plainName(path);
    checkPlace(name, links);
    if (!['manifest.json', 'repositories', 'index.json'].includes(name)) continue;
    // A link would be followed by the engine to a file that was not looked at.
    if (kind !== 'file') throw new Refused(`${name} in the archive is no file`);
    if (name === 'manifest.json') names.push(...read<Named[]>(data).flatMap(({ RepoTags }) => RepoTags ?? []));
    else if (name === 'repositories') {
      for (const [repository, tags] of Object.entries(read<Record<string, object>>(data)))
        names.push(...Object.keys(tags).map((tag) => `${repository}:${tag}`));
    } else
      for (const { annotations } of read<{ manifests?: Annotated[] }>(data).manifests ?? [])
        names.push(
          ...['io.containerd.image.name', 'org.opencontainers.image.ref.name']
            .map((key) => annotations?.[key] ?? '')
            .filter((each) => /[:/]/.test(each)),
        );
  }
  return names;
}

function plainName(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** A file that would come to lie elsewhere than its name says: what is there then was not looked at. */
function checkPlace(name: string, links: ReadonlySet<string>): void {
  const parts = name.split('/');
  const way = parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'));
  if (parts.includes('..') || way.some((folder) => links.has(folder)))
    throw new Refused(`${name} in the archive: a way out of its folder`);
}

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
  for (const name of call.query.getAll('names').flatMap((each) => each.split(','))) await useImage(call.session, name);
  return forward(call);
};

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
  checkChanges(query);
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
