import { describe, expect, it } from 'vitest';
import { Client, testEngine } from '../../../test/support/engine.ts';
import { testMachine } from '../../../test/support/machine.ts';
import { createBuilder } from '../../build/builder.ts';
import type { SystemCalls } from '../../kernel/program.ts';
import type { Digest } from '../../oci/image.ts';
import { createEngine } from '../engine.ts';

const programs = {
  touch: (sys: SystemCalls) => {
    sys.writeFile(sys.argv[1] as string, 'x');
    sys.unlink('/etc/group');
    return 0;
  },
  hello: async (sys: SystemCalls) => {
    await sys.write(1, 'hello\n');
    return 0;
  },
  nap: async (sys: SystemCalls) => {
    await sys.sleep(60_000);
    return 0;
  },
};

describe('a saved engine', () => {
  it('comes back with images, containers, logs, volumes and networks; what ran has exited with 255', async () => {
    const { client, engine } = await testEngine(programs, { builder: createBuilder });
    await client.run({ Cmd: ['touch', '/made'] }, 'writer');
    await client.run({ Cmd: ['hello'] }, 'speaker');
    await client.send('POST', '/networks/create', { Name: 'net' });
    await client.send('POST', '/containers/create?name=up', {
      Image: 'box',
      Cmd: ['nap'],
      HostConfig: { Binds: ['vol:/v'] },
    });
    await client.send('POST', '/containers/up/start');
    const state = engine.save();
    const document = JSON.parse(JSON.stringify(state.document));
    const restored = createEngine({
      kernel: testMachine({ programs }).kernel,
      restore: { document, blob: (digest: Digest) => state.blobs.get(digest)!() },
    });
    const again = new Client(restored);
    const images = (await again.send('GET', '/images/json')).json;
    expect(images).toEqual((await client.send('GET', '/images/json')).json);
    const changes = (await again.send('GET', '/containers/writer/changes')).json;
    expect(changes).toEqual((await client.send('GET', '/containers/writer/changes')).json);
    expect((await again.send('GET', '/containers/speaker/logs?stdout=1')).text).toContain('hello\n');
    expect((await again.send('GET', '/containers/up/json')).json.State).toMatchObject({
      Status: 'exited',
      ExitCode: 255,
    });
    expect((await again.send('GET', '/volumes/vol')).status).toBe(200);
    expect((await again.send('GET', '/networks/net')).json.IPAM.Config[0].Subnet).toBe('172.18.0.0/16');
    expect(new Set(restored.save().blobs.keys())).toEqual(new Set(state.blobs.keys()));
    await client.send('DELETE', '/containers/up?force=1');
  });
});
