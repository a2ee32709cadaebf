import { describe, expect, it } from 'vitest';
import { textOf } from '../body.ts';
import type { ApiRequest, EngineDoor } from '../door.ts';
import { remoteDoor } from './client.ts';
import { type Channel, decodeFrame, encodeFrame, FRAME } from './frames.ts';
import { serveDoor } from './server.ts';

const encoder = new TextEncoder();

/** Two ends of a connection; messages arrive in a later turn, as over a real one. */
function connection(): { near: Channel; far: Channel; cut(): void } {
  const ends = [0, 1].map(() => ({ message: [] as ((bytes: Uint8Array) => void)[], close: [] as (() => void)[] }));
  const end = (own: number): Channel => ({
    send: (bytes) => queueMicrotask(() => ends[1 - own]!.message.forEach((listener) => void listener(bytes))),
    onMessage: (listener) => void ends[own]!.message.push(listener),
    onClose: (listener) => void ends[own]!.close.push(listener),
  });
  return {
    near: end(0),
    far: end(1),
    cut: () => ends.forEach(({ close }) => void close.forEach((each) => void each())),
  };
}

function joined(door: EngineDoor, maxStreams = 100) {
  const { near, far, cut } = connection();
  const violations: string[] = [];
  serveDoor(door, far, { maxStreams, onViolation: (reason) => violations.push(reason) });
  return { door: remoteDoor(near), near, cut, violations };
}

const ask = (path: string, more: Partial<ApiRequest> = {}): ApiRequest => ({
  method: 'GET',
  path,
  query: '',
  headers: {},
  body: undefined,
  ...more,
});

describe('a door over the wire', () => {
  it('carries requests, answers and their order', async () => {
    const { door } = joined({
      async request({ path, query, headers, body }) {
        const sent = body ? await textOf(body as AsyncIterable<Uint8Array>) : '';
        return { status: 201, headers: { 'x-a': headers.b ?? '' }, body: bytes(`${path}?${query} ${sent}`) };
      },
    });
    const response = await door.request(
      ask('/x', { query: 'q=1', headers: { b: 'c' }, body: encoder.encode('hello') }),
    );
    expect(response.status).toBe(201);
    expect(response.headers).toEqual({ 'x-a': 'c' });
    expect(await textOf(response.body)).toBe('/x?q=1 hello');
  });

  it('holds a fast side up at the pace of a slow one, and loses nothing', async () => {
    let written = 0;
    const chunk = new Uint8Array(1 << 18).fill(7);
    const { door } = joined({
      request: async () => ({
        status: 200,
        headers: {},
        body: (async function* () {
          for (let i = 0; i < 40; i++) {
            written += chunk.length;
            yield chunk;
          }
        })(),
      }),
    });
    const { body } = await door.request(ask('/big'));
    for (let turn = 0; turn < 1000; turn++) await Promise.resolve();
    expect(written).toBeLessThan(3 << 20);
    let total = 0;
    for await (const part of body) total += part.length;
    expect(total).toBe(40 << 18);
  });

  it('carries a hijacked connection, half-closed first', async () => {
    const { door } = joined({
      async request() {
        const typed: Uint8Array[] = [];
        let over = () => {};
        const ended = new Promise<void>((resolve) => {
          over = resolve;
        });
        return {
          status: 101,
          headers: {},
          body: bytes(''),
          stream: {
            input: (async function* () {
              await ended;
              yield encoder.encode(`echo ${typed.map((each) => new TextDecoder().decode(each)).join('')}`);
            })(),
            write: async (each) => void typed.push(each),
            end: over,
            close: over,
          },
        };
      },
    });
    const { stream } = await door.request(ask('/attach', { method: 'POST' }));
    await stream!.write(encoder.encode('one '));
    await stream!.write(encoder.encode('two'));
    stream!.end();
    expect(await textOf(stream!.input)).toBe('echo one two');
  });

  it('tells the engine when the caller hangs up, and the caller when the engine fails or the connection goes', async () => {
    let hungUp = false;
    const { door, cut } = joined({
      async request({ path, closed }) {
        if (path === '/fails') throw new Error('no engine');
        void closed?.then(() => {
          hungUp = true;
        });
        return {
          status: 200,
          headers: {},
          body: (async function* () {
            await new Promise(() => {});
          })(),
        };
      },
    });
    await expect(door.request(ask('/fails'))).rejects.toThrow('no engine');
    let hangUp = () => {};
    await door.request(
      ask('/events', {
        closed: new Promise<void>((resolve) => {
          hangUp = resolve;
        }),
      }),
    );
    hangUp();
    await expect.poll(() => hungUp).toBe(true);
    const following = await door.request(ask('/events'));
    const read = textOf(following.body);
    cut();
    await expect(read).rejects.toThrow('closed');
    await expect(door.request(ask('/events'))).rejects.toThrow('closed');
  });

  it('refuses what is no frame, more at once than is allowed, and more bytes than there was credit for', async () => {
    const never: EngineDoor = { request: () => new Promise(() => {}) };
    const { door, near, violations } = joined(never, 1);
    void door.request(ask('/one'));
    await expect(door.request(ask('/two'))).rejects.toThrow('too many');
    near.send(new Uint8Array(2));
    near.send(encodeFrame(FRAME.REQUEST, 9, encoder.encode('{"method":"TRACE"}')));
    const head = { method: 'POST', path: '/x', query: '', headers: {}, body: true };
    const other = joined(never);
    other.near.send(encodeFrame(FRAME.REQUEST, 1, encoder.encode(JSON.stringify(head))));
    for (let i = 0; i < 20; i++) other.near.send(encodeFrame(FRAME.DATA, 1, new Uint8Array(1 << 18)));
    await expect.poll(() => violations).toEqual(['no frame', 'no request']);
    expect(other.violations[0]).toBe('more data than there was credit for');
  });

  it('reads back what it writes', () => {
    expect(decodeFrame(encodeFrame(FRAME.DATA, 0xfffffffe, encoder.encode('x')))).toEqual({
      kind: FRAME.DATA,
      stream: 0xfffffffe,
      payload: encoder.encode('x'),
    });
  });
});

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  if (text !== '') yield encoder.encode(text);
}
