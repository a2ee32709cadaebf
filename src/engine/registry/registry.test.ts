import { describe, expect, it } from 'vitest';
import { testEngine } from '../../../test/support/engine.ts';
import { registryProgram } from './server/program.ts';

const lines = (text: string) =>
  text
    .trim()
    .split(/\r?\n/)
    .map((line) => JSON.parse(line));

describe('a registry container', () => {
  it('takes what is pushed, answers its API, and gives it back', async () => {
    const { client, machine } = await testEngine({ registry: (sys) => registryProgram.main(sys) });
    const config = {
      Image: 'box',
      Cmd: ['registry', 'serve', '/etc/passwd'],
      HostConfig: { PortBindings: { '5000/tcp': [{ HostIp: '', HostPort: '5000' }] } },
    };
    await client.send('POST', '/containers/create?name=registry', config);
    expect((await client.send('POST', '/containers/registry/start')).status).toBe(204);
    await client.send('POST', '/images/box/tag?repo=localhost:5000/app&tag=1');
    const pushed = lines((await client.send('POST', '/images/localhost:5000/app/push?tag=1')).text);
    expect(pushed.map((message) => message.status)).toEqual([
      'The push refers to repository [localhost:5000/app]',
      'Preparing',
      'Pushing',
      'Pushing',
      'Pushed',
      expect.stringMatching(/^1: digest: sha256:[0-9a-f]{64} size: \d+$/),
      undefined,
    ]);
    const again = lines((await client.send('POST', '/images/localhost:5000/app/push?tag=1')).text);
    expect(again[2].status).toBe('Layer already exists');
    const connection = await machine.kernel.host.network.connect('127.0.0.1', 5000);
    await connection.write(
      new TextEncoder().encode('GET /v2/app/tags/list HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'),
    );
    let text = '';
    for (let bytes = await connection.read(); bytes.length > 0; bytes = await connection.read())
      text += new TextDecoder().decode(bytes);
    expect(text).toMatch(/\r\n\r\n\{"name":"app","tags":\["1"\]\}\n$/);
    await client.send('DELETE', '/images/localhost:5000/app:1');
    const pulled = lines((await client.send('POST', '/images/create?fromImage=localhost:5000/app&tag=1')).text);
    expect(pulled[0]).toEqual({ status: 'Pulling from app', id: '1' });
    expect(pulled[1].status).toBe('Already exists');
    const missing = await client.send('POST', '/images/create?fromImage=localhost:5000/app&tag=2');
    expect([missing.status, missing.json.message]).toEqual([
      404,
      'manifest for localhost:5000/app:2 not found: manifest unknown: manifest unknown',
    ]);
    const refused = await client.send('POST', '/images/create?fromImage=localhost:5999/app&tag=2');
    expect(refused.json.message).toBe(
      'Get "http://localhost:5999/v2/": dial tcp 127.0.0.1:5999: connect: connection refused',
    );
    await client.send('POST', '/containers/registry/stop');
    expect((await client.send('GET', '/containers/registry/json')).json.State.ExitCode).toBe(2);
  });
});
