import type { BuildRequest } from '../../build/types.ts';
import { parseGitReference } from '../../dockerfile/git-reference.ts';
import { applyChangeSet } from '../../kernel/fs/apply-change-set.ts';
import { emptyRoot, nodeAt } from '../../kernel/fs/tree.ts';
import type { DirectoryNode } from '../../kernel/fs/types.ts';
import { changesFromTar } from '../../oci/layer.ts';
import { decompress } from '../../oci/received-layer.ts';
import { TarError } from '../../oci/tar/entry.ts';
import {
  CONTEXTS_FOLDER,
  DOCKERFILE_ENTRY,
  IGNORE_ENTRY,
  OWN_IGNORE_ENTRY,
  SECRETS_FOLDER,
} from '../api/build-request.ts';
import type { EngineContext } from '../context.ts';
import { badParameter, messageOf, notSimulated, systemError } from '../errors.ts';
import { readBody } from '../http/body.ts';
import type { Query } from '../http/query.ts';
import type { Call } from '../http/route.ts';
import { nameFromParameters } from '../images/tag.ts';
import { fetchUrl } from './fetch-url.ts';

/** The folder of api/build-request.ts: what our client sends beside the context. */
const OWN_FOLDER = DOCKERFILE_ENTRY.split('/')[0] as string;

/** What BuildKit's own clients open to send a context. */
export const BUILDKIT_SESSIONS = 'BuildKit sessions. Build with DOCKER_BUILDKIT=0';

/** `POST /build`: its parameters and the context tar as what the builder takes. */
export async function readBuildRequest(engine: EngineContext, { query, request }: Call): Promise<BuildRequest> {
  if (query.get('remote') === 'client-session') throw notSimulated(BUILDKIT_SESSIONS);
  const url = query.get('remote');
  if (url && query.get('version') !== '2') throw notSimulated('builds from a remote context without BuildKit');
  const repository = url ? parseGitReference(url) : undefined;
  const fetched = url && !repository ? await fetchContext(engine, url) : undefined;
  const sent = contextTree(fetched?.tar ?? (await readBody(request.body)));
  const dockerfileName = query.get('dockerfile') || 'Dockerfile';
  const own = fileText(sent, DOCKERFILE_ENTRY);
  const ownIgnore = fileText(sent, OWN_IGNORE_ENTRY);
  const uploaded = query.flag('uploaded') || fetched !== undefined;
  const ours = query.get('version') === '2' && !uploaded;
  const inContext = own === undefined && !ours ? fileText(sent, dockerfileName.replace(/^\.?\//, '')) : undefined;
  const dockerfile = fetched?.dockerfile ?? own ?? inContext;
  if (dockerfile === undefined && query.get('version') !== '2')
    throw systemError(`Cannot locate specified Dockerfile: ${dockerfileName}`);
  return {
    dockerfile: dockerfile ?? '',
    ...(dockerfile === undefined && { dockerfileError: `open ${dockerfileName}: no such file or directory` }),
    ...(uploaded && { uploaded: true }),
    ...(fetched?.error !== undefined && { contextError: fetched.error }),
    ...(repository && { remote: { ...repository, url, dockerfileSent: own !== undefined } }),
    dockerfileName: own === undefined ? baseName(dockerfileName) : dockerfileName,
    context: engine.buildCache.contextLike(withoutEntry(sent, OWN_FOLDER)),
    ignore: (ownIgnore ?? fileText(sent, IGNORE_ENTRY))?.split('\n'),
    ...(ownIgnore !== undefined && { ignoreOwn: true }),
    tags: query.all('t').map((tag) => checkedTag(tag, query.get('version') === '2')),
    target: query.get('target') || undefined,
    buildArgs: withoutNulls(query.json<Record<string, string | null>>('buildargs') ?? {}),
    labels: query.json<Record<string, string>>('labels') ?? {},
    noCache: query.flag('nocache'),
    noCacheFilter: commaList(query.get('nocachefilter')),
    pull: query.flag('pull'),
    platform: query.get('platform') || undefined,
    secrets: filesOf(sent, SECRETS_FOLDER),
    contexts: { ...query.json<Record<string, string>>('buildcontexts'), ...directoriesOf(sent, CONTEXTS_FOLDER) },
    networkMode: query.get('networkmode') || undefined,
    entitlements: query.all('allow'),
    addHosts: query.all('extrahosts').flatMap(commaList),
    limits: limitsOf(query),
    exports: query.json<{ Type: string }[]>('outputs')?.map(({ Type }) => Type),
    check: query.flag('check'),
    ...(query.get('call') && { call: query.get('call') }),
  };
}

function limitsOf(query: Query): BuildRequest['limits'] {
  const shmSize = query.number('shmsize');
  const ulimits = query.json<NonNullable<NonNullable<BuildRequest['limits']>['ulimits']>>('ulimits');
  if (!shmSize && !ulimits?.length) return undefined;
  return { ...(shmSize && { shmSize }), ...(ulimits?.length && { ulimits }) };
}

/** What is at a URL given for the context: a tar, or a Dockerfile alone. */
async function fetchContext(
  engine: EngineContext,
  url: string,
): Promise<{ tar: Uint8Array; dockerfile?: string; error?: string }> {
  const nothing = new Uint8Array(0);
  try {
    const { data } = await fetchUrl(engine, url);
    return isArchive(data) ? { tar: data } : { tar: nothing, dockerfile: new TextDecoder().decode(data) };
  } catch (error) {
    return { tar: nothing, error: messageOf(error) };
  }
}

/** A tar has its magic after the first header's name and numbers. */
function isArchive(data: Uint8Array): boolean {
  return new TextDecoder().decode(data.subarray(257, 262)) === 'ustar' || (data[0] === 0x1f && data[1] === 0x8b);
}

/** A tag stays as it was given, without `:latest`: progress shows it so. What is no name is refused. */
function checkedTag(tag: string, buildKit: boolean): string {
  // BuildKit builds first, and then finds that a digest is no tag.
  if (!buildKit || !tag.includes('@')) nameFromParameters(tag, '');
  return tag;
}

function contextTree(sent: Uint8Array): DirectoryNode {
  try {
    const tar = decompress(sent);
    return tar.length < 512 ? emptyRoot : applyChangeSet(emptyRoot, changesFromTar(tar), '');
  } catch (error) {
    if (error instanceof TarError) throw badParameter(`Error reading context: ${error.message}`);
    throw error;
  }
}

function fileText(root: DirectoryNode, path: string): string | undefined {
  const node = nodeAt(root, path);
  return node?.kind === 'file' ? new TextDecoder().decode(node.data) : undefined;
}

function filesOf(root: DirectoryNode, folder: string): Record<string, Uint8Array> {
  const found: Record<string, Uint8Array> = {};
  for (const [name, node] of entriesOf(root, folder)) if (node.kind === 'file') found[name] = node.data;
  return found;
}

function directoriesOf(root: DirectoryNode, folder: string): Record<string, DirectoryNode> {
  const found: Record<string, DirectoryNode> = {};
  for (const [name, node] of entriesOf(root, folder)) if (node.kind === 'directory') found[name] = node;
  return found;
}

function entriesOf(root: DirectoryNode, folder: string): DirectoryNode['entries'] {
  const node = nodeAt(root, folder);
  return node?.kind === 'directory' ? node.entries : new Map();
}

function withoutEntry(root: DirectoryNode, name: string): DirectoryNode {
  if (!root.entries.has(name)) return root;
  const entries = new Map(root.entries);
  entries.delete(name);
  return { ...root, entries };
}

function withoutNulls(values: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null));
}

function commaList(text: string): string[] {
  return text.split(',').filter((word) => word !== '');
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
