import { zlibSync } from 'fflate';
import type { GitCheckout } from '../../build/types.ts';
import { indexFile } from './index-file.ts';
import { type GitObject, stored } from './objects.ts';
import type { Commit } from './repository.ts';

interface GitDirectory {
  readonly folders: readonly string[];
  readonly files: ReadonlyMap<string, { readonly data: Uint8Array; readonly mode: number }>;
}

type Kept = NonNullable<GitCheckout['keep']> & { readonly tag?: GitObject; readonly now: number };

/**
 * The `.git` of a shallow checkout, as BuildKit has git make it: one commit, HEAD detached. Without the samples of
 * hooks and the ignore file that come with an installed git.
 */
export function gitDirectory(commit: Commit, { remote, ref, tag, now }: Kept): GitDirectory {
  const encoder = new TextEncoder();
  const files = new Map<string, { data: Uint8Array; mode: number }>();
  const put = (path: string, text: string) => files.set(path, { data: encoder.encode(text), mode: 0o644 });
  const { id } = commit.object;
  put('HEAD', `${id}\n`);
  put('config', configFile(remote));
  put('description', "Unnamed repository; edit this file 'description' to name the repository.\n");
  files.set('index', { data: indexFile(commit.files, now), mode: 0o644 });
  put('logs/HEAD', '');
  put('shallow', `${id}\n`);
  for (const object of tag ? [tag, ...commit.objects] : commit.objects) {
    const path = `objects/${object.id.slice(0, 2)}/${object.id.slice(2)}`;
    files.set(path, { data: zlibSync(stored(object)), mode: 0o444 });
  }
  const name = ref.replace(/^refs\/(heads|tags)\//, '');
  if (tag || ref.startsWith('refs/tags/')) put(`refs/tags/${name}`, `${tag?.id ?? id}\n`);
  else if (ref.startsWith('refs/heads/')) {
    put(`refs/heads/${name}`, `${id}\n`);
    put(`refs/tags/${name}`, `${id}\n`);
    put(`logs/refs/heads/${name}`, '');
  }
  return { files, folders: ['hooks', 'info', 'objects/info', 'objects/pack', 'refs/heads', 'refs/tags', 'logs/refs'] };
}

function configFile(remote: string): string {
  return `[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = false
\tlogallrefupdates = true
[remote "origin"]
\turl = ${remote}
\tfetch = +refs/heads/*:refs/remotes/origin/*
`;
}
