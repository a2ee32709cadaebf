import { jsonLines, textOf } from '../../engine/api/body.ts';
import type { SolveStatus } from '../../engine/api/solve-status.ts';
import { messageIn } from '../engine/ask.ts';
import { openBuildSession } from './build-session.ts';
import type { RunBuild } from './builds.ts';
import { readTrace } from './trace.ts';

interface BuildMessage {
  readonly id?: string;
  readonly aux?: unknown;
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
}

/** Builds with the engine's BuildKit, which fetches what it needs from a session of ours, as it does from buildx. */
export const buildKit: RunBuild = async ({ session, build, query, emit, receive, closed }) => {
  const { engine } = session;
  const contents = {
    folders: { context: build.context, dockerfile: build.dockerfileFolder },
    secrets: build.secrets,
    ...(query.has('outputs') && { receive }),
  };
  const opened = await openBuildSession(engine, contents, session.id);
  try {
    const parameters = new URLSearchParams(query);
    parameters.delete('uploaded');
    parameters.delete('nocachefilter');
    parameters.set('version', '2');
    parameters.set('dockerfile', build.request.dockerfileName);
    parameters.set('remote', 'client-session');
    parameters.set('session', opened.id);
    const response = await engine.door.request({
      method: 'POST',
      path: `/v${engine.api}/build`,
      query: parameters.toString(),
      headers: {},
      body: undefined,
      closed,
    });
    if (response.status >= 300) throw new Error(messageIn(await textOf(response.body)));
    let image: string | undefined;
    for await (const { id, aux, error, errorDetail } of jsonLines<BuildMessage>(response.body)) {
      if (id === 'moby.buildkit.trace') emit(asNamed(readTrace(aux as string), query.getAll('t')));
      else if (id === 'moby.image.id') image = (aux as { ID: string }).ID;
      else if (error !== undefined) throw new Error(errorDetail?.message ?? error);
    }
    return image;
  } finally {
    opened.close();
  }
};

/** A name given without a tag: `POST /build` adds `:latest` before BuildKit sees it, buildx does not, and its progress shows which. */
function asNamed(status: SolveStatus, names: readonly string[]): SolveStatus {
  const asGiven = (id: string) => {
    const short = /^naming to (.+):latest$/.exec(id)?.[1];
    return short && names.some((name) => short === name || short.endsWith(`/${name}`)) ? `naming to ${short}` : id;
  };
  return status.statuses
    ? { ...status, statuses: status.statuses.map((each) => ({ ...each, id: asGiven(each.id) })) }
    : status;
}
