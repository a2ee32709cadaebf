import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { serve } from '../../src/bin/daemon/serve.ts';
import { nodePlatform } from '../../src/bin/node-platform.ts';
import { textOf } from '../../src/engine/api/body.ts';
import { createComputer } from '../../src/host/computer.ts';
import { identify } from '../../src/runner/engine/find.ts';
import { defaultLimits } from '../../src/runner/policy/policy.ts';
import { type Runner, startRunner } from '../../src/runner/serve/runner.ts';
import { connectTo, connectWith, keyFor } from './client.ts';

/** The doors that are closed, on a runner with the simulated engine behind it. */
let runner: Runner;
let state: string;
let address: string;
let engine: Awaited<ReturnType<typeof serve>>;
const ORIGIN = 'https://drydock.example';

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'drydock-serve-'));
  writeFileSync(join(state, 'secret.txt'), 'hush');
  const computer = await createComputer({ platform: nodePlatform(), images: ['busybox'], folder: 'work', files: [] });
  engine = await serve(computer.door, 0);
  runner = await startRunner({
    engine: await identify({ kind: 'tcp', host: '127.0.0.1', port: engine.port }),
    platform: nodePlatform(),
    stateFolder: state,
    limits: defaultLimits,
    port: 0,
    allowOrigins: [ORIGIN],
    students: 7,
    page: join(import.meta.dirname, '..', '..', 'public'),
  });
  address = `127.0.0.1:${runner.port}`;
});
afterAll(async () => {
  await runner.close();
  engine.close();
  rmSync(state, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

function call(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: runner.port, method, path, headers }, async (response) =>
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text: await textOf(response) }),
    );
    request.on('error', reject);
    request.end(body);
  });
}

test('a name that leads here and is not ours gets nothing', async () => {
  for (const host of ['evil.example', 'evil.example:80', `localhost.evil.example:${runner.port}`, '127.0.0.1'])
    for (const path of ['/', '/drydock/session']) expect((await call('GET', path, { host })).status).toBe(421);
  expect((await call('GET', '/favicon.svg', { host: `localhost:${runner.port}` })).status).toBe(200);
});

test('a page of another origin gets no key and learns nothing', async () => {
  const body = JSON.stringify({ token: runner.tokens[0] });
  for (const origin of [
    'https://evil.example',
    'null',
    `http://127.0.0.1:${runner.port + 1}`,
    `https://drydock.example.evil`,
    'https://drydock.example:8443',
    'http://drydock.example',
  ]) {
    const answer = await call('POST', '/drydock/session', { origin }, body);
    expect(answer.status).toBe(403);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  }
  expect((await call('POST', '/drydock/session', {}, body)).status).toBe(403);
});

test('an allowed page is let through by its browser, also from the internet to this machine', async () => {
  const answer = await call('OPTIONS', '/drydock/session', {
    origin: ORIGIN,
    'access-control-request-method': 'POST',
    'access-control-request-private-network': 'true',
  });
  expect(answer.status).toBe(204);
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': ORIGIN,
    'access-control-allow-private-network': 'true',
    vary: 'Origin',
  });
  expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
});

test('nothing changes by GET, and nothing else is to be had', async () => {
  expect((await call('GET', '/drydock/session', { origin: ORIGIN })).status).toBe(405);
  for (const method of ['PUT', 'DELETE', 'POST'])
    expect((await call(method, '/', { origin: ORIGIN })).status).toBe(405);
  expect((await call('GET', '/containers/json')).text).not.toContain('[');
});

test('the page’s folder is all that is served', async () => {
  for (const path of [
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/%2e%2e%2f%2e%2e%2fetc/passwd',
    '//etc/passwd',
    '/%00',
    '/%zz',
  ])
    expect((await call('GET', path)).status, path).toBe(404);
});

test('a token works once; a wrong one, a long body and a slow one do not', async () => {
  expect((await call('POST', '/drydock/session', { origin: ORIGIN }, '{"token":"wrong"}')).status).toBe(401);
  expect((await call('POST', '/drydock/session', { origin: ORIGIN }, '{"token":{}}')).status).toBe(401);
  expect((await call('POST', '/drydock/session', { origin: ORIGIN }, 'no json')).status).toBe(401);
  expect((await call('POST', '/drydock/session', { origin: ORIGIN }, 'x'.repeat(100_000))).status).toBe(413);
  await keyFor(address, runner.tokens[0]!);
  await expect(keyFor(address, runner.tokens[0]!)).rejects.toThrow('401');
});

test('a slow body is not waited for', async () => {
  const socket = connect(runner.port, '127.0.0.1');
  socket.write(
    `POST /drydock/session HTTP/1.1\r\nHost: ${address}\r\nOrigin: ${ORIGIN}\r\nContent-Length: 100\r\n\r\n{`,
  );
  const closed = new Promise<string>((resolve) => socket.on('close', () => resolve('closed')));
  socket.on('error', () => {});
  socket.resume();
  expect(await closed).toBe('closed');
});

/** Bytes as they are on a connection, and all that comes back. */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(runner.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
    socket.setTimeout(2000, () => socket.destroy());
    socket.write(text);
  });
}

const statusesOf = (answer: string) => [...answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status));

test('a request that two readers could read in two ways is read by none', async () => {
  const line = 'POST /drydock/session HTTP/1.1\r\n';
  const asked = `${line}Host: ${address}\r\nOrigin: ${ORIGIN}\r\n`;
  const inner = `GET / HTTP/1.1\r\nHost: ${address}\r\n\r\n`;
  for (const [what, text] of Object.entries({
    'a length and chunks': `${asked}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner}`,
    'two lengths': `${asked}Content-Length: 0\r\nContent-Length: 50\r\n\r\n${inner}`,
    'a length that is none': `${asked}Content-Length: +5\r\n\r\n{"a"}`,
    'a name with a space': `${asked}Content-Length : 5\r\n\r\n{"a"}`,
    'a folded header': `${asked}X: a\r\n Content-Length: 5\r\n\r\n{"a"}`,
    'chunks in another word': `${asked}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
    'no host': `${line}Origin: ${ORIGIN}\r\n\r\n`,
    'HTTP/2 from the start': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'headers without an end': `${asked}X: ${'x'.repeat(64 << 10)}\r\n\r\n`,
    'a tunnel': `CONNECT ${address} HTTP/1.1\r\nHost: ${address}\r\n\r\n`,
  })) {
    const statuses = statusesOf(await raw(text));
    expect(statuses.length, what).toBeLessThanOrEqual(1);
    expect(statuses[0] ?? 400, what).toBeGreaterThanOrEqual(400);
  }
});

test('a name that is ours is one name, and an origin one origin', async () => {
  const ask = async (...headers: string[]) =>
    statusesOf(await raw(`OPTIONS /drydock/session HTTP/1.1\r\n${headers.join('\r\n')}\r\nConnection: close\r\n\r\n`));
  expect(await ask(`Host: ${address}`, `Origin: ${ORIGIN}`)).toEqual([204]);
  expect(await ask(`HOST: ${address}`, `oRiGiN: ${ORIGIN}`)).toEqual([204]);
  expect(await ask(`Host: evil.example`, `Host: ${address}`, `Origin: ${ORIGIN}`)).not.toEqual([204]);
  for (const origin of [
    'null',
    'https://drydock.example.evil',
    'https://drydock.example:443',
    'HTTPS://DRYDOCK.EXAMPLE',
    'http://drydock.example',
    `${ORIGIN}/`,
    `${ORIGIN} null`,
  ])
    expect(await ask(`Host: ${address}`, `Origin: ${origin}`), origin).toEqual([403]);
  expect(await ask(`Host: ${address}`, `Origin: ${ORIGIN}`, 'Origin: https://evil.example')).not.toEqual([204]);
  for (const host of [
    `[::1]:${runner.port}.evil.example`,
    `127.0.0.1:${runner.port}@evil.example`,
    '127.0.0.1',
    `127.1:${runner.port}`,
    `0.0.0.0:${runner.port}`,
  ])
    expect(await ask(`Host: ${host}`, `Origin: ${ORIGIN}`), host).toEqual([421]);
});

test('no address that a page can ask a connection of ends the runner', async () => {
  for (const target of [
    '//',
    '///',
    '//[',
    'http://[',
    'http://:x/',
    '*',
    '/%',
    '/drydock/door?%',
    '/drydock/door//',
    '/drydock/doors',
  ])
    for (const origin of ['https://evil.example', ORIGIN]) {
      const answer = await raw(
        `GET ${target} HTTP/1.1\r\nHost: ${address}\r\nOrigin: ${origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      );
      expect(statusesOf(answer)[0] ?? 400, target).toBeGreaterThanOrEqual(400);
    }
  for (const target of [
    '//',
    'http://evil.example/drydock/session',
    '/../drydock/session',
    '/drydock/%73ession',
    '/drydock//session',
  ])
    expect(
      statusesOf(
        await raw(
          `POST ${target} HTTP/1.1\r\nHost: ${address}\r\nOrigin: ${ORIGIN}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
        ),
      ),
      target,
    ).not.toEqual([200]);
  // Two requests at once are two requests: neither is let in by the other.
  const first = `GET /favicon.svg HTTP/1.1\r\nHost: ${address}\r\n\r\n`;
  expect(statusesOf(await raw(`${first}GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`))).toEqual([
    200, 421,
  ]);
  // Another method in a header is no other method.
  expect((await call('GET', '/drydock/session', { origin: ORIGIN, 'x-http-method-override': 'POST' })).status).toBe(
    405,
  );
  for (const host of [
    `localhost.:${runner.port}`,
    `127.0.0.1.:${runner.port}`,
    `[::ffff:127.0.0.1]:${runner.port}`,
    `localhost:0${runner.port}`,
    `2130706433:${runner.port}`,
  ])
    expect((await call('GET', '/', { host })).status, host).toBe(421);
  expect((await call('GET', '/favicon.svg', { host: `LOCALHOST:${runner.port}` })).status).toBe(200);
});

test('a student has so many sessions and no more', async () => {
  const key = await keyFor(address, runner.tokens[6]!);
  const open = [];
  for (let i = 0; i < 20; i++) {
    const socket = new WebSocket(`ws://${address}/drydock/door?workspace=/root/w${i}`, ['drydock', `key.${key}`], {
      origin: ORIGIN,
    });
    open.push(
      new Promise<string>((resolve) => {
        socket.on('open', () =>
          setTimeout(() => {
            resolve('open');
            socket.terminate();
          }, 300),
        );
        socket.on('close', (_code, reason) => resolve(reason.toString()));
        socket.on('error', () => {});
      }),
    );
  }
  const ends = await Promise.all(open);
  expect(ends.filter((end) => end === 'open').length).toBe(8);
  expect(ends.at(-1)).toMatch(/sessions/);
});

test('a connection needs the key, our name and an allowed origin', async () => {
  const key = await keyFor(address, runner.tokens[1]!);
  const attempt = (path: string, protocols: string[], options: object) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(`ws://${address}${path}`, protocols, options);
      socket.on('open', () => {
        socket.terminate();
        resolve('open');
      });
      socket.on('unexpected-response', (request, response) => {
        request.destroy();
        resolve(String(response.statusCode));
      });
      socket.on('error', () => {});
    });
  const door = '/drydock/door?workspace=/root/work';
  const right = ['drydock', `key.${key}`];
  expect(await attempt(door, right, { origin: 'https://evil.example' })).toBe('403');
  expect(await attempt(door, right, {})).toBe('403');
  expect(await attempt(door, right, { origin: ORIGIN, headers: { host: 'evil.example' } })).toBe('421');
  expect(await attempt(door, ['drydock', 'key.wrong'], { origin: ORIGIN })).toBe('401');
  expect(await attempt(door, ['drydock'], { origin: ORIGIN })).toBe('401');
  expect(await attempt('/drydock/door', right, { origin: ORIGIN })).toBe('400');
  expect(await attempt('/drydock/door?workspace=/etc', right, { origin: ORIGIN })).toBe('400');
  expect(await attempt('/drydock/door?workspace=/root/..', right, { origin: ORIGIN })).toBe('400');
  expect(await attempt('/other', right, { origin: ORIGIN })).toBe('404');
  expect(await attempt(door, right, { origin: ORIGIN })).toBe('open');
});

test('the docker command’s requests go through it; sessions of two students are apart', async () => {
  const one = await connectTo(`http://x/#runner=${address}/${runner.tokens[2]}`);
  const other = await connectTo(`http://x/#runner=${address}/${runner.tokens[3]}`);
  const ask = async (door: typeof one.door, method: 'GET' | 'POST', path: string, body?: object) => {
    const bytes = body && new TextEncoder().encode(JSON.stringify(body));
    const headers: Record<string, string> = body ? { 'content-type': 'application/json' } : {};
    const response = await door.request({ method, path, query: 'all=1', headers, body: bytes });
    return { status: response.status, text: await textOf(response.body) };
  };
  const made = await ask(one.door, 'POST', '/containers/create', { Image: 'busybox', Cmd: ['sleep', '100'] });
  expect(made.status).toBe(201);
  const { Id } = JSON.parse(made.text) as { Id: string };
  expect(JSON.parse((await ask(one.door, 'GET', '/containers/json')).text)).toMatchObject([{ Id, Labels: {} }]);
  expect((await ask(other.door, 'GET', '/containers/json')).text.trim()).toBe('[]');
  expect((await ask(other.door, 'GET', `/containers/${Id}/json`)).status).toBe(404);
  expect((await ask(other.door, 'POST', `/containers/${Id}/start`)).status).toBe(404);
  one.close();
  other.close();
});

test('who sends no frames, or too large ones, is cut off', async () => {
  const key = await keyFor(address, runner.tokens[4]!);
  for (const message of ['text', new Uint8Array(3), new Uint8Array(2 << 20)]) {
    const { socket } = await connectWith(address, key);
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    socket.send(message);
    expect([1003, 1006, 1008, 1009]).toContain(await closed);
  }
});

test('a thousand connections do not keep it from who is there, nor from coming back', async () => {
  const key = await keyFor(address, runner.tokens[5]!);
  const { door, close } = await connectWith(address, key);
  const idle: Socket[] = [];
  for (let i = 0; i < 1000; i++) {
    const socket = connect(runner.port, '127.0.0.1');
    socket.on('error', () => {});
    idle.push(socket);
  }
  const response = await door.request({ method: 'GET', path: '/_ping', query: '', headers: {}, body: undefined });
  expect(response.status).toBe(200);
  close();
  for (const socket of idle) socket.destroy();
  const comesBack = async () => {
    const again = await connectWith(address, key);
    again.close();
    return true;
  };
  await expect.poll(() => comesBack().catch(() => false), { timeout: 20_000 }).toBe(true);
});

test('what the first link’s page shows reaches all others, and no other page can show anything', async () => {
  const lecture = await startRunner({
    engine: () => Promise.reject(new Error('none is needed')),
    platform: nodePlatform(),
    stateFolder: state,
    limits: defaultLimits,
    port: 0,
    allowOrigins: [],
    students: 3,
    page: undefined,
  });
  const [teacher, ...others] = await Promise.all(
    lecture.tokens.map((token) => keyFor(`127.0.0.1:${lecture.port}`, token)),
  );
  const join = async (key: string) => {
    const heard: string[] = [];
    const socket = new WebSocket(`ws://127.0.0.1:${lecture.port}/drydock/class`, ['drydock', `key.${key}`], {
      origin: `http://127.0.0.1:${lecture.port}`,
    });
    socket.on('message', (data: Buffer) => heard.push(data.toString()));
    await new Promise((open, refused) => socket.once('open', open).once('error', refused));
    return { socket, heard };
  };
  await expect(join('not-a-key')).rejects.toThrow('401');
  const there = await join(others[0]!);
  const showing = await join(teacher!);
  showing.socket.send('{"shown":"one"}');
  await expect.poll(() => there.heard).toEqual(['{"teaches":false}', '{"shown":"one"}']);
  const late = await join(others[1]!);
  await expect.poll(() => late.heard).toEqual(['{"teaches":false}', '{"shown":"one"}']);
  const closed = new Promise<number>((over) => late.socket.once('close', over));
  late.socket.send('{"shown":"mine"}');
  expect(await closed).toBe(1008);
  showing.socket.close();
  await expect.poll(() => there.heard.at(-1)).toBe('{"shown":null}');
  expect(there.heard).not.toContain('{"shown":"mine"}');
  expect(showing.heard).toEqual(['{"teaches":true}']);
  await lecture.close();
});
