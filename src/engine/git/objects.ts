import { concat } from '../../kernel/bytes.ts';
import { sha1 } from './sha1.ts';

/** `git cat-file`: what the object database holds under an id. */
export interface GitObject {
  readonly id: string;
  readonly type: 'blob' | 'tree' | 'commit' | 'tag';
  readonly content: Uint8Array;
}

export interface TreeEntry {
  /** `100644`, `100755`, `120000` (symbolic link) or `40000` (directory). */
  readonly mode: string;
  readonly name: string;
  readonly id: string;
}

export interface Person {
  readonly name: string;
  readonly email: string;
  /** Seconds since the epoch; UTC. */
  readonly when: number;
}

const encoder = new TextEncoder();

/** An object as it is hashed and stored: a header, then the content. */
export function stored({ type, content }: Pick<GitObject, 'type' | 'content'>): Uint8Array {
  return concat([encoder.encode(`${type} ${content.length}\0`), content]);
}

function objectOf(type: GitObject['type'], content: Uint8Array): GitObject {
  return { id: sha1(stored({ type, content })), type, content };
}

export function blobOf(content: Uint8Array): GitObject {
  return objectOf('blob', content);
}

/** Entries are sorted as git sorts them: a directory as if its name ended with a slash. */
export function treeOf(entries: readonly TreeEntry[]): GitObject {
  const key = ({ mode, name }: TreeEntry) => (mode === '40000' ? `${name}/` : name);
  const sorted = [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return objectOf(
    'tree',
    concat(sorted.flatMap(({ mode, name, id }) => [encoder.encode(`${mode} ${name}\0`), bytesOf(id)])),
  );
}

export function commitOf(commit: {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly message: string;
}): GitObject {
  const { tree, parents, author, message } = commit;
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${signature(author)}`,
    `committer ${signature(author)}`,
    '',
    message,
    '',
  ];
  return objectOf('commit', encoder.encode(lines.join('\n')));
}

/** An annotated tag. */
export function tagOf(tag: {
  readonly object: string;
  readonly name: string;
  readonly tagger: Person;
  readonly message: string;
}): GitObject {
  const { object, name, tagger, message } = tag;
  const lines = [`object ${object}`, 'type commit', `tag ${name}`, `tagger ${signature(tagger)}`, '', message, ''];
  return objectOf('tag', encoder.encode(lines.join('\n')));
}

function signature({ name, email, when }: Person): string {
  return `${name} <${email}> ${when} +0000`;
}

/** An id as the twenty bytes it stands for. */
export function bytesOf(id: string): Uint8Array {
  return Uint8Array.from(id.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
