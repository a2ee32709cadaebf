import type { VertexStatus } from '../../../engine/api/solve-status.ts';
import type { Cli } from '../../cli.ts';
import { registryAuth } from '../../client/credentials.ts';
import { familiarName, parseReference, withDefaultTag } from '../../client/reference.ts';
import { messageOf } from '../../errors.ts';
import type { BuildDisplay } from '../../progress/build/display.ts';
import type { JsonMessage } from '../../progress/json-messages.ts';

/** `--push`: each name as a step of its own, pushed as `docker push` does. Answers what went wrong. */
export async function pushAll(cli: Cli, display: BuildDisplay, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const failure = await push(cli, display, name);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

async function push(cli: Cli, display: BuildDisplay, name: string): Promise<string | undefined> {
  const now = () => new Date(cli.host.now()).toISOString();
  const vertex = { digest: `push ${name}`, name: `pushing ${name} with docker`, started: now() };
  await display.update({ vertexes: [vertex] });
  const layers = new Map<string, VertexStatus>();
  let failure: string | undefined;
  try {
    const reference = withDefaultTag(parseReference(name));
    const messages = cli.engine.messages<JsonMessage>('POST', `/images/${familiarName(reference)}/push`, {
      query: { tag: reference.tag },
      headers: registryAuth(cli, reference.domain),
    });
    for await (const { id, error, errorDetail, progressDetail } of messages) {
      failure ??= errorDetail?.message ?? error;
      // What has no progress is about the whole.
      if (!id || !progressDetail) continue;
      const { current = 0, total } = progressDetail;
      const started = layers.get(id)?.started ?? now();
      const status = { id: `pushing layer ${id}`, vertex: vertex.digest, current, total, timestamp: now(), started };
      layers.set(id, status);
      await display.update({ statuses: [status] });
    }
  } catch (error) {
    failure = messageOf(error);
  }
  const completed = now();
  await display.update({
    statuses: [...layers.values()].map((status) => ({ ...status, timestamp: completed, completed })),
    vertexes: [{ ...vertex, completed, ...(failure !== undefined && { error: failure }) }],
  });
  return failure;
}
