import { Refused } from '../policy/policy.ts';
import { openBuildSession } from './build-session.ts';
import type { RunBuild } from './builds.ts';
import { solve } from './control.ts';
import { contextFolder, exporterOf, frontendAttributes } from './frontend.ts';

/** The API of Docker 23: one before leaves out named contexts and limits of processes without a word. */
const MODERN = 42;

/** Builds with the engine's BuildKit, which fetches what it needs from a session of ours, as it does from buildx. */
export const buildKit: RunBuild = async ({ session, build, query, emit, receive, closed }) => {
  const { engine } = session;
  const attributes = frontendAttributes(session.id, query, build);
  const [, minor = 0] = engine.api.split('.').map(Number);
  const unknown = [...attributes.keys()].find((name) => name.startsWith('context:') || name === 'ulimit');
  if (minor < MODERN && unknown !== undefined) {
    const flag = unknown === 'ulimit' ? '--ulimit of a build' : '--build-context';
    throw new Refused(`${flag} on Docker ${engine.version}: its builder does not know it, Docker 23 does`);
  }
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
