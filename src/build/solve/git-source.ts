import { nodeAt } from '../../kernel/fs/tree.ts';
import type { DirectoryNode } from '../../kernel/fs/types.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { Digest } from '../../oci/image.ts';
import { VertexError } from '../errors.ts';
import type { GitOperation } from '../graph.ts';
import type { GitRemote, GitSources } from '../types.ts';
import { ADVICE_ON_DETACHED_HEAD, fetchMessages } from './git-messages.ts';
import { randomId } from './random-id.ts';
import { digestOfText } from './vertex-digest.ts';

interface Services {
  readonly git: GitSources;
  readonly platform: Platform;
}

/** What a build takes of a repository. `isNew` says that no earlier build had it checked out. */
export interface GitTree {
  readonly root: DirectoryNode;
  readonly key: Digest;
  readonly isNew: boolean;
}

/** Which object a reference names, and under which full name. */
interface Found {
  readonly id: string;
  readonly name: string;
}

type Tell = (line: string) => void;

const KEY_FAILED = 'failed to load cache key: ';
const isCommit = (text: string) => /^[0-9a-f]{40}$/.test(text);

/** BuildKit's git source: which commit a reference names, then the files of that commit. `tell` hears what git prints. */
export function gitSource(operation: GitOperation, services: Services, tell: Tell): GitTree {
  const { reference, keepGitDirectory } = operation;
  if (reference.overSsh) throw new VertexError('unset ssh forward key default');
  const found = resolve(operation, services, tell);
  const { remote, subdirectory } = reference;
  const kept = keepGitDirectory ? `.git#${found.name}` : '';
  const name = `${found.id}${kept}${subdirectory && `:${subdirectory}`}`;
  const key = digestOfText(`git ${name}`, services.platform);
  const known = services.git.checkouts.get(name);
  if (known) return { root: known, key, isNew: false };
  const repository = reach(services, remote, 'failed to fetch remote', '', tell);
  tellFetch(operation, repository, services, tell);
  verify(operation, repository, tell);
  const root = checkOut(operation, repository, found, services, tell);
  services.git.checkouts.set(name, root);
  return { root, key, isNew: true };
}

/** What decides the cache key. A full commit id is taken at its word, the repository then not even asked. */
function resolve({ reference, checksum, keepGitDirectory }: GitOperation, services: Services, tell: Tell): Found {
  if (!/^[a-fA-F0-9]*$/.test(checksum))
    throw new VertexError(`invalid checksum ${checksum} for Git URL, expected hex commit hash`, KEY_FAILED);
  if (isCommit(reference.ref)) return { id: reference.ref, name: reference.ref };
  if (isCommit(checksum)) return { id: checksum, name: reference.ref };
  const { ref } = reference;
  const failed = ref ? 'failed to fetch remote' : 'error fetching default branch for repository';
  const repository = reach(services, reference.remote, failed, KEY_FAILED, tell);
  const wanted = ref || defaultBranch(repository, tell);
  const listed = [...repository.refs].filter(([name]) => matches(name, wanted));
  for (const [name, id] of listed) tell(`${id}\t${name}`);
  const name = [`refs/${bare(wanted)}`, `refs/heads/${wanted}`, `refs/tags/${wanted}`].find((each) =>
    repository.refs.has(each),
  );
  if (!name) throw new VertexError(`repository does not contain ref ${wanted}, output: ""`, KEY_FAILED);
  const object = repository.refs.get(name)!;
  const commit = repository.refs.get(`${name}^{}`);
  if (checksum && !object.startsWith(checksum) && !commit?.startsWith(checksum))
    throw new VertexError(`expected checksum to match ${checksum}, got ${commit ?? object}`, KEY_FAILED);
  return { id: (!keepGitDirectory && commit) || object, name };
}

function reach({ git }: Services, url: string, failed: string, prefix: string, tell: Tell): GitRemote {
  try {
    return git.remote(url);
  } catch (error) {
    const { message } = error as Error;
    if (message.startsWith('drydock: ')) throw error;
    for (const line of message.split('\n')) tell(line);
    throw new VertexError(`${failed} ${url}: git stderr:\n${message}\n: exit status 128`, prefix);
  }
}

function defaultBranch({ head, refs }: GitRemote, tell: Tell): string {
  tell(`ref: ${head}\tHEAD`);
  tell(`${refs.get(head)}\tHEAD`);
  return bare(head).replace(/^heads\//, '');
}

const bare = (name: string) => name.replace(/^refs\//, '');

/** As `git ls-remote URL PATTERN PATTERN^{}` chooses: the last parts of a name. */
function matches(name: string, wanted: string): boolean {
  const plain = name.replace(/\^\{\}$/, '');
  return plain === wanted || plain.endsWith(`/${wanted}`);
}

function tellFetch({ reference }: GitOperation, repository: GitRemote, { git, platform }: Services, tell: Tell): void {
  const { remote, ref } = reference;
  let fetched = git.fetched.get(remote);
  if (!fetched) {
    tell(`Initialized empty Git repository in ${overlay(platform)}/`);
    git.fetched.set(remote, (fetched = new Set()));
  }
  const wanted = ref || defaultBranch(repository, tell);
  for (const line of fetchMessages(remote, wanted, repository, fetched)) tell(line);
}

/** A checksum is compared with what was fetched, too. */
function verify({ reference, checksum }: GitOperation, repository: GitRemote, tell: Tell): void {
  if (!checksum) return;
  const id = idOf(reference.ref, repository);
  tell(id);
  if (!id.startsWith(checksum)) throw new VertexError(`expected checksum to match ${checksum}, got ${id}`);
}

function idOf(ref: string, { head, refs }: GitRemote): string {
  if (isCommit(ref)) return ref;
  const names = ref ? [`refs/${bare(ref)}`, `refs/heads/${ref}`, `refs/tags/${ref}`] : [head];
  return names.map((name) => refs.get(name)).find((id) => id !== undefined) ?? ref;
}

function checkOut(
  { reference, keepGitDirectory }: GitOperation,
  repository: GitRemote,
  { id, name }: Found,
  { platform }: Services,
  tell: Tell,
): DirectoryNode {
  const { remote, ref, subdirectory } = reference;
  const keeps = keepGitDirectory && subdirectory === '';
  const commit = repository.commit(id);
  const now = platform.now();
  const root = repository.checkOut(id, { now, ...(keeps && { keep: { remote, ref: isCommit(name) ? '' : name } }) });
  if (!commit || !root) {
    const reason = `fatal: unable to read tree (${id})`;
    tell(reason);
    throw new VertexError(`failed to checkout remote ${remote}: git stderr:\n${reason}\n: exit status 128`);
  }
  if (keeps) {
    tell(`Initialized empty Git repository in ${overlay(platform)}/.git/`);
    tell(commit.isTag ? 'tag' : 'commit');
    tell(`From file://${overlay(platform)}`);
    const short = bare(name)
      .replace(/^(heads|tags)\//, '')
      .padEnd(10);
    const line = isCommit(ref)
      ? ` * branch            refs/buildkit/${randomId(platform)} -> FETCH_HEAD`
      : ` * [new tag]         ${short} -> ${short.trimEnd()}`;
    for (let times = name.startsWith('refs/heads/') ? 2 : 1; times > 0; times--) tell(line);
    for (const each of ADVICE_ON_DETACHED_HEAD) tell(each);
    tell(`HEAD is now at ${commit.id.slice(0, 7)} ${commit.subject}`);
  }
  return subdirectory === '' ? root : folderOf(root, subdirectory);
}

function overlay(platform: Platform): string {
  return `/var/lib/docker/overlay2/${randomId(platform)}/diff`;
}

function folderOf(root: DirectoryNode, subdirectory: string): DirectoryNode {
  const failed = `invalid subdir /${subdirectory}: `;
  const names = subdirectory.split('/');
  for (const [i] of names.entries()) {
    const path = names.slice(0, i + 1).join('/');
    const node = nodeAt(root, path);
    if (!node) throw new VertexError(`${failed}failed to lstat "${path}": statat ${path}: no such file or directory`);
    if (node.kind !== 'directory')
      throw new VertexError(`${failed}git subpath "/${subdirectory}" contains non-directory "${path}"`);
  }
  return nodeAt(root, subdirectory) as DirectoryNode;
}
