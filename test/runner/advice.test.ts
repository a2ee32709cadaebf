import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundled } from './bundled.ts';

/** What a student on a new machine reads when something is not there, or not as it should be: no stack, and what to do. */
let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'drydock-advice-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function drydock(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<{ code: unknown; text: string }> {
  const { PATH } = process.env;
  const child = spawn(process.execPath, [...bundled(), ...args], {
    env: { PATH, HOME: home, XDG_RUNTIME_DIR: home, ...more },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve) => child.on('exit', (code) => setImmediate(() => resolve({ code, text }))));
}

/** Something that listens, at the address that is given. */
async function at<T>(listener: RequestListener, use: (address: string) => Promise<T>): Promise<T> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const json =
  (status: number, value: unknown): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

const listeners: readonly [what: string, listener: RequestListener, says: RegExp][] = [
  [
    'a page',
    (_, response) => void response.end('<html>'),
    /no Docker or Podman engine \(without --engine the usual places/,
  ],
  ['JSON that is no version', json(200, []), /no Docker or Podman engine/],
  ['no HTTP', (request) => void request.socket.end('SSH-2.0-x\r\n'), /no Docker or Podman engine/],
  [
    'an old engine',
    json(200, { Version: '17.06.0-ce', ApiVersion: '1.30' }),
    /Docker 17\.06\.0-ce is too old: 18\.09 or newer/,
  ],
  [
    'a plugin that refuses',
    json(403, { message: 'authorization denied by plugin x' }),
    /authorization denied by plugin x/,
  ],
  [
    'a plugin that refuses all but the version',
    (request, response) =>
      request.url?.endsWith('/version')
        ? json(200, { Version: '28.0.0', ApiVersion: '1.48' })(request, response)
        : json(403, { message: 'authorization denied by plugin x' })(request, response),
    /answers, and refuses what is asked: authorization denied by plugin x/,
  ],
  [
    'an engine that wants TLS',
    (_, response) => void response.writeHead(400).end('Client sent an HTTP request to an HTTPS server.\n'),
    /it wants TLS: set DOCKER_TLS_VERIFY=1/,
  ],
];

test.each(listeners)('%s', async (_what, listener, says) => {
  await at(listener, async (address) => {
    for (const command of [['doctor'], ['runner', '--no-open', '--port', '0']]) {
      const { code, text } = await drydock([...command, '--engine', address]);
      expect(text, command[0]).toMatch(says);
      expect(text).not.toMatch(/\n\s+at |systemctl start docker/);
      expect(code).toBe(1);
    }
  });
});

test('nothing at all, and places that somebody named', async () => {
  const none = await drydock(['doctor', '--engine', `unix://${home}/none.sock`]);
  expect(none.text).toContain('there is no such socket (without --engine the usual places are looked at)');
  const closed = await drydock(['doctor'], { DOCKER_HOST: 'tcp://127.0.0.1:1' });
  expect(closed.text).toContain('nobody listens there (`unset DOCKER_HOST`, and the usual places are looked at)');
  expect((await drydock(['runner'], { DOCKER_HOST: 'tcp://127.0.0.1:1' })).text).toContain('nobody listens there');
  expect((await drydock(['doctor'], { DOCKER_HOST: 'nowhere' })).text).toContain('not the address of an engine');
  mkdirSync(join(home, '.docker'), { recursive: true });
  writeFileSync(join(home, '.docker/config.json'), '{"currentContext":"gone"}');
  expect((await drydock(['doctor'])).text).toContain(
    'docker context gone: there is no such context: `docker context ls`',
  );
  rmSync(join(home, '.docker'), { recursive: true });
});

test('a state folder that is not ours, and a cluster that is none', async () => {
  writeFileSync(join(home, 'file'), '');
  const unwritable = await drydock(['runner'], { XDG_STATE_HOME: join(home, 'file') });
  expect(unwritable).toMatchObject({
    code: 1,
    text: expect.stringContaining('set XDG_STATE_HOME to a folder of yours'),
  });
  const cluster = await drydock(['runner', '--engine', 'kubernetes://x']);
  expect(cluster).toMatchObject({
    code: 1,
    text: expect.stringContaining('`kubectl get pods` has to work here first'),
  });
  for (const { text } of [unwritable, cluster]) expect(text).not.toMatch(/\n\s+at /);
});

test('a port that is taken', async () => {
  await at(json(200, { Version: '28.0.0', ApiVersion: '1.48' }), async (address) => {
    const port = new URL(address.replace('tcp', 'http')).port;
    const { code, text } = await drydock(['runner', '--no-open', '--port', port, '--engine', address]);
    expect(text).toBe(`drydock runner: port ${port} is taken: another runner? Choose one with --port\n`);
    expect(code).toBe(1);
  });
});
