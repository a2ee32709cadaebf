import type { GitRemote } from '../types.ts';

/** What git says after a checkout that names no branch. */
export const ADVICE_ON_DETACHED_HEAD = `Note: switching to 'FETCH_HEAD'.

You are in 'detached HEAD' state. You can look around, make experimental
changes and commit them, and you can discard any commits you make in this
state without impacting any branches by switching back to a branch.

If you want to create a new branch to retain commits you create, you may
do so (now or later) by using -c with the switch command. Example:

  git switch -c <new-branch-name>

Or undo this operation with:

  git switch -

Turn off this advice by setting config variable advice.detachedHead to false
`.split('\n');

/** What `git fetch` of one ref prints, and remembers in `fetched`: nothing of what is there already. */
export function fetchMessages(url: string, ref: string, { refs }: GitRemote, fetched: Set<string>): string[] {
  const lines: string[] = [];
  const line = (what: string, name: string, to: string) =>
    lines.push(` * ${`[new ${what}]`.padEnd(17)} ${name.padEnd(10)} -> ${to}`);
  if (/^[0-9a-f]{40}$/.test(ref)) {
    if (fetched.has(ref)) return [];
    lines.push(` * branch            ${ref} -> FETCH_HEAD`);
    for (const name of refs.keys()) {
      const tag = /^refs\/tags\/([^^]+)$/.exec(name)?.[1];
      if (tag && !fetched.has(name)) line('tag', tag, tag);
      if (tag) fetched.add(name);
    }
    fetched.add(ref);
  } else {
    const branch = ref.replace(/^refs\/heads\//, '');
    const tag = ref.replace(/^refs\/tags\//, '');
    const name = refs.has(`refs/heads/${branch}`) ? `refs/heads/${branch}` : `refs/tags/${tag}`;
    if (fetched.has(name)) return [];
    if (name.startsWith('refs/heads/')) {
      line('branch', branch, ref);
      line('branch', branch, `origin/${branch}`);
    } else line('tag', tag, tag);
    fetched.add(name);
  }
  return [`From ${url.replace(/\.git$/, '')}`, ...lines];
}
