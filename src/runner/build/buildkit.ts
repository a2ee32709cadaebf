import { Refused } from '../policy/policy.ts';
import { openBuildSession } from './build-session.ts';
import type { RunBuild } from './builds.ts';
import { solve } from './control.ts';
import { contextFolder, exporterOf, frontendAttributes } from './frontend.ts';

/** An engine before Docker 23 leaves out a named context without a word, and takes what has that name elsewhere. */
const NAMED_CONTEXTS_SINCE = 42;

/** Builds with the engine's BuildKit, which fetches what it needs from a session of ours, as it does from buildx. */
export const buildKit: RunBuild = async ({ session, build, query, emit, receive, closed }) => {
  const { engine } = session;
  const attributes = frontendAttributes(session.id, query, build);
  const [, minor = 0] = engine.api.split('.').map(Number);
  if (minor < NAMED_CONTEXTS_SINCE && [...attributes.keys()].some((name) => name.startsWith('context:')))
    throw new Refused(`--build-context on Docker ${engine.version}: its builder does not know it, Docker 23 does`);
  const named = [...build.contexts].map(([name, files]) => [contextFolder(name), files] as const);
  const contents = {
    folders: { context: build.context, dockerfile: build.dockerfileFolder, ...Object.fromEntries(named) },
    secrets: build.secrets,
    ...(query.has('outputs') && { receive }),
  };
  const opened = await openBuildSession(engine, contents, session.id);
  try {
    const request = { session: opened.id, attributes, exporter: exporterOf(query) };
    const answer = await solve(engine, request, emit, closed);
    return answer.get('containerimage.digest') || answer.get('containerimage.config.digest');
  } finally {
    opened.close();
  }
};
