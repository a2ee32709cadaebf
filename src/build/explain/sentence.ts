import type { MissCause } from '../../engine/api/drydock.ts';

/** The first cause as one plain sentence. */
export function sentence(causes: readonly MissCause[]): string {
  const [cause] = causes;
  if (!cause) return '';
  switch (cause.kind) {
    case 'first-build':
      return 'it has not been built before';
    case 'instruction-changed':
      return `the instruction changed from “${cause.before}” to “${cause.after}”`;
    case 'files-changed':
      return filesSentence(cause.files);
    case 'argument-changed':
      if (cause.before === undefined) return `${cause.name} is now set to ${cause.after}`;
      if (cause.after === undefined) return `${cause.name} is no longer set`;
      return `${cause.name} changed from ${cause.before} to ${cause.after}`;
    case 'base-changed':
      return `the base image changed from ${cause.before} to ${cause.after}`;
    case 'parent-changed':
      return 'a step it builds on runs again';
    case 'no-cache':
      return 'the cache was not to be used';
    case 'failed-before':
      return 'it failed last time';
    case 'pruned':
      return 'its result is no longer in the cache';
  }
}

const VERBS = {
  added: 'was added',
  removed: 'was removed',
  content: 'changed',
  mode: 'has other permissions',
  owner: 'has another owner',
  type: 'is now something else',
};

function filesSentence(files: Extract<MissCause, { kind: 'files-changed' }>['files']): string {
  const [first, ...rest] = files;
  if (!first) return 'files changed';
  if (rest.length === 0) return `${first.path} ${VERBS[first.change]}`;
  const more = rest.length === 1 ? 'one other file differs' : `${rest.length} other files differ`;
  return `${first.path} ${VERBS[first.change]}, and ${more}`;
}
