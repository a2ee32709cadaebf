import type { GitCheckout } from '../../build/types.ts';
import { treeFromEntries } from '../../kernel/fs/apply-change-set.ts';
import type { Change, DirectoryNode } from '../../kernel/fs/types.ts';
import { gitDirectory } from './git-directory.ts';
import type { Repository } from './repository.ts';

/** A commit's files as `git checkout` writes them under umask 022, with or without a `.git` of their own. */
export function checkOut(repository: Repository, id: string, { now, keep }: GitCheckout): DirectoryNode | undefined {
  const commit = repository.commits.get(peeled(repository, id));
  if (!commit) return undefined;
  const common = { uid: 0, gid: 0, mtime: now };
  const changes = new Map<string, Change>();
  const folder = (path: string) => {
    if (path === '' || changes.has(path)) return;
    folder(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    changes.set(path, { kind: 'directory', path, mode: 0o755, ...common });
  };
  const put = (path: string, data: Uint8Array, mode: number) => {
    folder(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    changes.set(path, { kind: 'file', path, data, size: data.length, mode, ...common });
  };
  for (const { path, mode, object } of commit.files) {
    if (mode !== '120000') {
      put(path, object.content, mode === '100755' ? 0o755 : 0o644);
      continue;
    }
    folder(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    const target = new TextDecoder().decode(object.content);
    changes.set(path, { kind: 'symlink', path, target, mode: 0o777, ...common });
  }
  if (keep) {
    const tag = repository.tags.get(id);
    const { files, folders } = gitDirectory(commit, { ...keep, ...(tag && { tag }), now });
    for (const path of folders) folder(`.git/${path}`);
    for (const [path, { data, mode }] of files) put(`.git/${path}`, data, mode);
  }
  return { ...treeFromEntries([...changes.values()]), mtime: now };
}

/** The commit an object is, or a tag names. */
export function peeled({ refs, tags }: Repository, id: string): string {
  if (!tags.has(id)) return id;
  const name = [...refs].find(([, object]) => object === id)?.[0];
  return refs.get(`${name}^{}`) ?? id;
}
