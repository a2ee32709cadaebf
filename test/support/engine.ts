import type { ApiRequest, ApiResponse, DuplexStream } from '../../src/engine/api/door.ts';
import { createEngine, type Engine, type EngineOptions } from '../../src/engine/engine.ts';
import { executableBytes } from '../../src/kernel/executable.ts';
import type { Change } from '../../src/kernel/fs/types.ts';
import { createLayer } from '../../src/oci/layer.ts';
import { type Main, testMachine } from './machine.ts';

/** An engine over a test machine with one image, `box`, whose programs are functions. */
export async function testEngine(programs: Record<string, Main>, options: Partial<EngineOptions> = {}) {
  const machine = testMachine({ programs });
  const engine = createEngine({ kernel: machine.kernel, ...options });
  const client = new Client(engine);
  const metadata = { uid: 0, gid: 0, mtime: 1_700_000_000_000 };
  const file = (path: string, text: string | Uint8Array, mode = 0o644): Change => {
    const data = typeof text === 'string' ? new TextEncoder().encode(text) : text;
    return { kind: 'file', path, data, size: data.length, mode, ...metadata };
  };
  const changes: Change[] = [
    ...['bin', 'etc', 'tmp', 'root', 'home'].map(
      (path): Change => ({ kind: 'directory', path, mode: 0o755, ...metadata }),
    ),
    file('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000::/home:/bin/sh\n'),
    file('etc/group', 'root:x:0:\nstaff:x:50:ann\n'),
    ...Object.keys(programs).map((name) => file(`bin/${name}`, executableBytes(name), 0o755)),
  ];
  const tar = createLayer(changes, machine.kernel.platform).tar();
  await client.send('POST', '/images/create?fromSrc=-&repo=box&changes=CMD%20[%22hello%22]', tar);
  return { machine, engine, client };
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of an API under test
  readonly json: any;
  readonly response: ApiResponse;
}

/** A client that speaks to the door as HTTP clients do. */
export class Client {
  constructor(private readonly engine: Engine) {}

  async send(method: ApiRequest['method'], url: string, body?: unknown): Promise<Answer> {
    const response = await this.open(method, url, body);
    const text = await textOf(response.body);
    return { status: response.status, text, json: parse(text), response };
  }

  open(method: ApiRequest['method'], url: string, body?: unknown, closed?: Promise<void>): Promise<ApiResponse> {
    const [path = '', query = ''] = url.split(/\?(.*)/s);
    const raw = body instanceof Uint8Array;
    return this.engine.door.request({
      method,
      path,
      query,
      headers: body === undefined ? {} : { 'content-type': raw ? 'application/x-tar' : 'application/json' },
      body: body === undefined ? undefined : raw ? body : new TextEncoder().encode(JSON.stringify(body)),
      closed,
    });
  }

  /** `docker run`: create, attach, wait, start. */
  async run(
    config: object,
    name = '',
  ): Promise<{ id: string; code: number; stdout: string; stderr: string; start: Answer }> {
    const created = await this.send('POST', `/containers/create?name=${name}`, {
      Image: 'box',
      AttachStdout: true,
      AttachStderr: true,
      ...config,
    });
    if (created.status !== 201) throw new Error(created.text);
    const id = created.json.Id as string;
    const attached = await this.open('POST', `/containers/${id}/attach?stream=1&stdout=1&stderr=1&stdin=1`);
    const waiting = this.send('POST', `/containers/${id}/wait?condition=next-exit`);
    const start = await this.send('POST', `/containers/${id}/start`);
    if (start.status !== 204) return { id, code: -1, stdout: '', stderr: '', start };
    const [stdout, stderr] = await demultiplex(attached.stream as DuplexStream);
    return { id, code: (await waiting).json.StatusCode, stdout, stderr, start };
  }

  /** `docker exec`. */
  async exec(id: string, config: object): Promise<{ stdout: string; stderr: string; code: number }> {
    const created = await this.send('POST', `/containers/${id}/exec`, {
      AttachStdout: true,
      AttachStderr: true,
      ...config,
    });
    if (created.status !== 201) throw new Error(created.text);
    const started = await this.open('POST', `/exec/${created.json.Id}/start`, {});
    const [stdout, stderr] = await demultiplex(started.stream as DuplexStream);
    return { stdout, stderr, code: (await this.send('GET', `/exec/${created.json.Id}/json`)).json.ExitCode };
  }
}

export async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

export async function demultiplex(stream: DuplexStream): Promise<[string, string]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream.input) chunks.push(chunk);
  const all = Buffer.concat(chunks);
  const out: [string, string] = ['', ''];
  for (let at = 0; at + 8 <= all.length; ) {
    const length = all.readUInt32BE(at + 4);
    const index = all[at] === 2 ? 1 : 0;
    out[index] += all.subarray(at + 8, at + 8 + length).toString();
    at += 8 + length;
  }
  return out;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
