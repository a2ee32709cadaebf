import { describe, expect, it } from 'vitest';
import { parseGitReference } from './git-reference.ts';

/** After BuildKit's dfgitutil/git_ref_test.go. */
describe('parseGitReference', () => {
  it.each([
    ['https://github.com/moby/buildkit.git', ['https://github.com/moby/buildkit.git', '', '']],
    ['https://github.com/moby/buildkit.git#v1:sub/dir', ['https://github.com/moby/buildkit.git', 'v1', 'sub/dir']],
    ['https://github.com/moby/buildkit.git#:a/../../b/./c', ['https://github.com/moby/buildkit.git', '', 'b/c']],
    ['https://user:pw@github.com/moby/buildkit.git', ['https://user:pw@github.com/moby/buildkit.git', '', '']],
    ['git@github.com:moby/buildkit#baz/qux:quux/quuz', ['git@github.com:moby/buildkit', 'baz/qux', 'quux/quuz']],
    ['ssh://root@subdomain.example.hostname:2222/repo', ['ssh://root@subdomain.example.hostname:2222/repo', '', '']],
    ['https://github.com/moby/buildkit.git?ref=v1&subdir=/x', ['https://github.com/moby/buildkit.git', 'v1', '/x']],
    ['https://github.com/moby/buildkit.git?tag=v1', ['https://github.com/moby/buildkit.git', 'refs/tags/v1', '']],
    ['https://github.com/moby/buildkit.git?branch=b', ['https://github.com/moby/buildkit.git', 'refs/heads/b', '']],
  ])('%s', (text, [remote, ref, subdirectory]) => {
    expect(parseGitReference(text)).toMatchObject({ remote, ref, subdirectory });
  });

  it.each([
    './foo.git',
    'github.com/moby/buildkit',
    'https://github.com/moby/buildkit',
    'https://github.com/moby/buildkit?.git',
    'foo',
    '.git',
    '',
  ])('%s is none', (text) => {
    expect(parseGitReference(text)).toBeUndefined();
  });

  it.each([
    ['?ref=', 'query "ref" has no value'],
    ['?ref=a&ref=b', 'query "ref" has multiple values'],
    ['?ref=dev#main', 'ref conflicts: "main" vs "dev"'],
    ['?subdir=a#:b', 'subdir conflicts: "b" vs "a"'],
    ['?tag=a&branch=b', 'branch conflicts with tag'],
    ['?keep-git-dir=perhaps', 'invalid keep-git-dir value: "perhaps"'],
    ['?invalid=1', 'unexpected query "invalid"'],
  ])('%s is refused', (options, message) => {
    expect(() => parseGitReference(`https://github.com/moby/buildkit.git${options}`)).toThrow(message);
  });
});
