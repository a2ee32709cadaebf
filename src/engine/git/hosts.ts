import type { GitRemote } from '../../build/types.ts';
import { checkOut, peeled } from './checkout.ts';
import { helloWeb } from './repositories/hello-web.ts';
import { services } from './repositories/services.ts';
import { type Repository, type RepositoryHistory, repositoryOf } from './repository.ts';

/** Host → path → its history. */
const HOSTS: Readonly<Record<string, Readonly<Record<string, RepositoryHistory>>>> = {
  'github.com': {
    '/drydock-examples/hello-web.git': helloWeb,
    '/drydock-examples/services.git': services,
  },
};

const made = new Map<RepositoryHistory, Repository>();

/** The repository behind a URL. Fails with what git prints on standard error when it cannot be reached. */
export function gitRemote(remote: string): GitRemote {
  const [, scheme = '', host = '', path = ''] = /^(\w+):\/\/([^/]+)(\/.*)$/.exec(remote) ?? [];
  const repositories = Object.hasOwn(HOSTS, host) ? HOSTS[host]! : undefined;
  if (scheme === 'http' || scheme === 'https') {
    if (!repositories) throw new Error(`fatal: unable to access '${remote}/': Could not resolve host: ${host}`);
    // GitHub asks for a password where there is nothing, and git may not ask anybody here.
    if (!Object.hasOwn(repositories, path))
      throw new Error(`fatal: could not read Username for '${scheme}://${host}': terminal prompts disabled`);
  }
  const history = repositories && Object.hasOwn(repositories, path) ? repositories[path] : undefined;
  if (scheme !== 'https' || !history)
    throw new Error(`drydock: not simulated: git from ${remote} (only repositories over https:// can be reached)`);
  let repository = made.get(history);
  if (!repository) made.set(history, (repository = repositoryOf(history)));
  return remoteOf(repository);
}

function remoteOf(repository: Repository): GitRemote {
  return {
    head: repository.head,
    refs: repository.refs,
    commit(id) {
      const commit = repository.commits.get(peeled(repository, id));
      return commit && { id: commit.object.id, subject: commit.subject, isTag: repository.tags.has(id) };
    },
    checkOut: (id, options) => checkOut(repository, id, options),
  };
}
