import type { DirectoryNode } from '../../kernel/fs/types.ts';
import { VertexError } from '../errors.ts';
import { findNode } from './source-tree.ts';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * `user[:group]`, by name or number, looked up in the image's own /etc/passwd and /etc/group. A name that is not
 * there means root, without a word: that is what BuildKit does.
 */
export function lookUpOwner(root: DirectoryNode, text: string): Owner {
  const colon = text.indexOf(':');
  const user = colon < 0 ? text : text.slice(0, colon);
  const group = colon < 0 ? '' : text.slice(colon + 1);
  const numeric = /^\d+$/;
  const entry = numeric.test(user) ? undefined : records(root, 'etc/passwd').find((fields) => fields[0] === user);
  const uid = numeric.test(user) ? Number(user) : Number(entry?.[2] ?? 0);
  const ownGroup = numeric.test(user) ? uid : Number(entry?.[3] ?? 0);
  if (group === '') return { uid, gid: ownGroup };
  if (numeric.test(group)) return { uid, gid: Number(group) };
  const entryOfGroup = records(root, 'etc/group').find((fields) => fields[0] === group);
  return { uid, gid: Number(entryOfGroup?.[2] ?? 0) };
}

/** Where nothing is below yet (`FROM scratch`), BuildKit can look no name up. */
export function refuseNames(text: string): void {
  if (text.split(':').some((name) => name !== '' && !/^\d+$/.test(name)))
    throw new VertexError('invalid user index: -1');
}

function records(root: DirectoryNode, path: string): string[][] {
  const found = findNode(root, path);
  if (found?.node.kind !== 'file') return [];
  return new TextDecoder()
    .decode(found.node.data)
    .split('\n')
    .map((line) => line.split(':'));
}
