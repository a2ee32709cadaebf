import { randomBytes } from 'node:crypto';
import { jsonLines, textOf } from '../../engine/api/body.ts';
import type { Vertex } from '../../engine/api/solve-status.ts';
import { writeTar } from '../../oci/tar/writer.ts';
import { find, messageIn } from '../engine/ask.ts';
import { Refused } from '../policy/policy.ts';
import { readUlimits, ulimitText } from '../policy/ulimits.ts';
import type { RunBuild } from './builds.ts';

interface ClassicMessage {
  readonly stream?: string;
  readonly error?: string;
}

/**
 * Podman builds with Buildah, which tells of its steps in lines: `STEP 2/3: RUN …`, `--> Using cache 4f…`, `--> 8a…`. Each step
 * is told on as a vertex, so that it is shown as BuildKit's are.
 */
export const buildPodman: RunBuild = async ({ session, build, query, emit, closed }) => {
  if (query.has('outputs')) throw new Refused('docker build --output on Podman: its API sends no files');
  const { engine } = session;
  const name = build.request.dockerfileName;
  const files = [...build.context];
  for (const file of build.dockerfileFolder) if (!files.some(({ path }) => path === file.path)) files.push(file);
  const parameters = new URLSearchParams(query);
  const secrets: string[] = [];
  for (const [id, data] of build.secrets) {
    // In the engine's list of options a comma would begin another: where to take the secret from.
    if (!/^[\w.-]+$/.test(id))
      throw new Refused(`the secret ${JSON.stringify(id)}: on Podman its id is letters, digits, . _ -`);
    const path = `podman-build-secret-${randomBytes(8).toString('hex')}`;
    files.push({ path, kind: 'file', mode: 0o400, uid: 0, gid: 0, mtime: 0, data });
    secrets.push(`id=${id},src=${path}`);
  }
  // As podman's own client sends them: the engine moves them out of the context before it builds.
  if (secrets.length > 0) parameters.set('secrets', JSON.stringify(secrets));
  for (const unknown of ['uploaded', 'nocachefilter', 'version']) parameters.delete(unknown);
  // Docker's API has them as objects, Podman's as they are written.
  const ulimits = readUlimits(query).map(ulimitText);
  if (ulimits.length > 0) parameters.set('ulimits', JSON.stringify(ulimits));
  parameters.set('dockerfile', name);
  parameters.set('layers', 'true');
  const response = await engine.door.request({
    method: 'POST',
    path: `/v${engine.api}/build`,
    query: parameters.toString(),
    headers: { 'content-type': 'application/x-tar' },
    body: writeTar(files),
    closed,
  });
  if (response.status >= 300) throw new Error(messageIn(await textOf(response.body)));
  const steps = new Steps((vertex) => emit({ vertexes: [vertex] }));
  let image: string | undefined;
  for await (const { stream = '', error } of jsonLines<ClassicMessage>(response.body)) {
    if (error !== undefined) {
      steps.end(error);
      throw new Error(error.trim());
    }
    for (const line of stream.split('\n').filter((each) => each !== '')) {
      const [, built] = /^Successfully built ([0-9a-f]+)$/.exec(line) ?? [];
      if (built) image = built;
      else if (!steps.take(line)) {
        const data = Buffer.from(`${line}\n`).toString('base64');
        const vertex = steps.current?.digest;
        if (vertex) emit({ logs: [{ vertex, stream: 1, data, timestamp: new Date().toISOString() }] });
      }
    }
  }
  steps.end();
  // Short in the message.
  return image && (await find<{ Id: string }>(engine.door, `/images/${image}/json`))?.Id;
};

class Steps {
  current: Vertex | undefined;
  readonly #tell: (vertex: Vertex) => void;
  #stage = '';

  constructor(tell: (vertex: Vertex) => void) {
    this.#tell = tell;
  }

  /** Whether a line was about a step. */
  take(line: string): boolean {
    const step = /^(?:\[(\d+)\/(\d+)\] )?STEP (\d+)\/(\d+): (.*)$/.exec(line);
    if (step) {
      this.end();
      const [, , stages, number, count, text = ''] = step;
      const stage = /^FROM\s+.*\sAS\s+(\S+)$/i.exec(text)?.[1];
      if (/^FROM\s/i.test(text)) this.#stage = stage ?? (stages ? `stage-${Number(step[1]) - 1}` : '');
      const label = this.#stage === '' ? '' : `${this.#stage} `;
      const digest = `step ${this.#stage} ${number}`;
      this.current = { digest, name: `[${label}${number}/${count}] ${text}`, started: new Date().toISOString() };
      this.#tell(this.current);
      return true;
    }
    if (/^--> Using cache /.test(line) && this.current) this.current.cached = true;
    return /^(--> |COMMIT|Successfully tagged)/.test(line);
  }

  end(error?: string): void {
    if (!this.current) return;
    this.#tell({ ...this.current, completed: new Date().toISOString(), ...(error !== undefined && { error }) });
    this.current = undefined;
  }
}
