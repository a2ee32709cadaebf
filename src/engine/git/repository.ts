import { blobOf, commitOf, type GitObject, type Person, type TreeEntry, tagOf, treeOf } from './objects.ts';

/** Files by path; null takes one away. */
export type Edits = Readonly<
  Record<string, string | { readonly text: string; readonly executable: true } | { readonly link: string } | null>
>;

/** A repository as it is written down here: what each commit changed. */
export interface RepositoryHistory {
  readonly author: Omit<Person, 'when'>;
  readonly defaultBranch: string;
  readonly commits: readonly {
    /** The branch it is made on; a new one begins where `from` (or the last commit) stands. */
    readonly branch: string;
    readonly from?: string;
    readonly when: number;
    readonly message: string;
    readonly edits: Edits;
    /** Names it gets besides; with a message, an annotated tag. */
    readonly tags?: Readonly<Record<string, { readonly message: string } | 'lightweight'>>;
  }[];
}

/** A file of a commit. */
export interface CommittedFile {
  readonly path: string;
  readonly mode: string;
  readonly object: GitObject;
}

export interface Commit {
  readonly object: GitObject;
  readonly subject: string;
  /** By path, in the order of an index. */
  readonly files: readonly CommittedFile[];
  /** All its tree objects, itself and its blobs. */
  readonly objects: readonly GitObject[];
}

/** A repository with the objects and refs git would have made of its history. */
export interface Repository {
  /** `refs/heads/main` */
  readonly head: string;
  /** By full name; `refs/tags/v1^{}` is what an annotated tag points to. Sorted. */
  readonly refs: ReadonlyMap<string, string>;
  readonly commits: ReadonlyMap<string, Commit>;
  readonly tags: ReadonlyMap<string, GitObject>;
}

const encoder = new TextEncoder();

export function repositoryOf(history: RepositoryHistory): Repository {
  const commits = new Map<string, Commit>();
  const tags = new Map<string, GitObject>();
  const refs = new Map<string, string>();
  const files = new Map<string, ReadonlyMap<string, CommittedFile>>();
  let last: string | undefined;
  for (const { branch, from, when, message, edits, tags: named = {} } of history.commits) {
    const parent = refs.get(`refs/heads/${branch}`) ?? (from === undefined ? last : refs.get(`refs/heads/${from}`));
    const author = { ...history.author, when };
    const content = edited((parent && files.get(parent)) || new Map(), edits);
    const objects: GitObject[] = [];
    const tree = writeTree([...content.values()], objects);
    const object = commitOf({ tree: tree.id, parents: parent ? [parent] : [], author, message });
    const sorted = [...content.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    commits.set(object.id, { object, subject: message.split('\n')[0]!, files: sorted, objects: [object, ...objects] });
    files.set(object.id, content);
    last = object.id;
    refs.set(`refs/heads/${branch}`, object.id);
    for (const [name, kind] of Object.entries(named)) {
      if (kind === 'lightweight') {
        refs.set(`refs/tags/${name}`, object.id);
        continue;
      }
      const tag = tagOf({ object: object.id, name, tagger: author, message: kind.message });
      tags.set(tag.id, tag);
      refs.set(`refs/tags/${name}`, tag.id);
      refs.set(`refs/tags/${name}^{}`, object.id);
    }
  }
  const sorted = new Map([...refs].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { head: `refs/heads/${history.defaultBranch}`, refs: sorted, commits, tags };
}

function edited(before: ReadonlyMap<string, CommittedFile>, edits: Edits): Map<string, CommittedFile> {
  const after = new Map(before);
  for (const [path, edit] of Object.entries(edits)) {
    if (edit === null) {
      after.delete(path);
      continue;
    }
    const [mode, text] =
      typeof edit === 'string'
        ? ['100644', edit]
        : 'link' in edit
          ? ['120000', edit.link]
          : (['100755', edit.text] as const);
    after.set(path, { path, mode, object: blobOf(encoder.encode(text)) });
  }
  return after;
}

/** The tree object of files, with those of the folders below it and the blobs put into `objects`. */
function writeTree(files: readonly CommittedFile[], objects: GitObject[], prefix = ''): GitObject {
  const folders = new Map<string, CommittedFile[]>();
  const entries: TreeEntry[] = [];
  for (const file of files) {
    const name = file.path.slice(prefix.length);
    const slash = name.indexOf('/');
    if (slash < 0) {
      entries.push({ mode: file.mode, name, id: file.object.id });
      objects.push(file.object);
    } else {
      const folder = name.slice(0, slash);
      folders.set(folder, [...(folders.get(folder) ?? []), file]);
    }
  }
  for (const [name, inside] of folders)
    entries.push({ mode: '40000', name, id: writeTree(inside, objects, `${prefix}${name}/`).id });
  const tree = treeOf(entries);
  objects.push(tree);
  return tree;
}
