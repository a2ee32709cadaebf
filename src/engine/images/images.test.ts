import { describe, expect, it } from 'vitest';
import { testEngine } from '../../../test/support/engine.ts';
import { nodePlatform } from '../../../test/support/platform.ts';
import { createBuilder } from '../../build/builder.ts';
import type { SystemCalls } from '../../kernel/program.ts';
import { createLayer } from '../../oci/layer.ts';
import { createHub } from '../registries/hub.ts';
import { builtInHub } from '../registry/built-in-hub.ts';

const hub = builtInHub(() => createHub(nodePlatform()));
const lines = (text: string) =>
  text
    .trim()
    .split(/\r?\n/)
    .map((line) => JSON.parse(line));
const contextTar = (files: Record<string, string>) =>
  createLayer(
    Object.entries(files).map(([path, text]) => {
      const data = new TextEncoder().encode(text);
      return { kind: 'file' as const, path, data, size: data.length, mode: 0o644, uid: 0, gid: 0, mtime: 0 };
    }),
    nodePlatform(),
  ).tar();

const touch = (sys: SystemCalls) => {
  sys.writeFile('/made', 'by hand\n');
  return 0;
};

describe('images', () => {
  it('are pulled once, and refused in the words of Docker Hub', async () => {
    const { client } = await testEngine({}, { hub });
    const pulled = lines((await client.send('POST', '/images/create?fromImage=busybox&tag=latest')).text);
    expect(pulled[0]).toEqual({ status: 'Pulling from library/busybox', id: 'latest' });
    expect(pulled.at(-1)).toEqual({ status: 'Status: Downloaded newer image for busybox:latest' });
    const again = lines((await client.send('POST', '/images/create?fromImage=busybox&tag=latest')).text);
    expect(again.at(-1)).toEqual({ status: 'Status: Image is up to date for busybox:latest' });
    const unknown = await client.send('POST', '/images/create?fromImage=nosuch&tag=1');
    expect([unknown.status, unknown.json.message]).toEqual([
      404,
      "pull access denied for nosuch, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    ]);
    const inspect = (await client.send('GET', '/images/busybox/json')).json;
    expect(inspect.RepoTags).toEqual(['busybox:latest']);
    expect(inspect.RepoDigests[0]).toMatch(/^busybox@sha256:/);
  });

  it('are tagged, listed, untagged, and deleted with their last name', async () => {
    const { client } = await testEngine({ hello: () => 0 });
    expect((await client.send('POST', '/images/box/tag?repo=team/app&tag=1.0')).status).toBe(201);
    expect((await client.send('GET', '/images/json')).json[0].RepoTags).toEqual(['box:latest', 'team/app:1.0']);
    expect((await client.send('DELETE', '/images/box')).json).toEqual([{ Untagged: 'box:latest' }]);
    const { json } = await client.send('DELETE', '/images/team/app:1.0');
    expect(json[0]).toEqual({ Untagged: 'team/app:1.0' });
    expect(json[1].Deleted).toMatch(/^sha256:/);
    expect((await client.send('DELETE', '/images/box')).json).toEqual({ message: 'No such image: box:latest' });
    expect((await client.send('POST', '/images/box/tag?repo=UPPER')).status).toBe(400);
    // As a real engine (28.5.2) tells of the same, behind box's own tag: a tag by its name, its loss by the image's id.
    const until = ((Date.now() + 1) / 1000).toFixed(3);
    const { text } = await client.send(
      'GET',
      `/events?since=0&until=${until}&filters={"event":["tag","untag","delete"]}`,
    );
    const told = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { Deleted } = json[1];
    expect(told.slice(1).map(({ Action, Actor }) => [Action, Actor.Attributes.name])).toEqual([
      ['tag', 'team/app:1.0'],
      ['untag', Deleted],
      ['untag', Deleted],
      ['delete', Deleted],
    ]);
  });

  it('stay while a container needs them', async () => {
    const { client } = await testEngine({ hello: () => 0 });
    const run = await client.run({});
    const { status, json } = await client.send('DELETE', '/images/box');
    expect(status).toBe(409);
    expect(json.message).toMatch(
      new RegExp(
        `^conflict: unable to remove repository reference "box" \\(must force\\) - container ${run.id.slice(0, 12)} is using its referenced image [0-9a-f]{12}$`,
      ),
    );
  });

  it('survive save, deletion and load with the same id', async () => {
    const { client } = await testEngine({ hello: () => 0 });
    const { Id } = (await client.send('GET', '/images/box/json')).json;
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await client.open('GET', '/images/get?names=box')).body) chunks.push(chunk);
    await client.send('DELETE', '/images/box');
    const loaded = await client.send('POST', '/images/load', new Uint8Array(Buffer.concat(chunks)));
    expect(lines(loaded.text)).toEqual([{ stream: 'Loaded image: box:latest\n' }]);
    expect((await client.send('GET', '/images/box/json')).json.Id).toBe(Id);
    expect((await client.run({})).code).toBe(0);
  });

  it('are committed from containers', async () => {
    const { client } = await testEngine({ touch });
    const run = await client.run({ Cmd: ['touch'] });
    const changes = encodeURIComponent('ENV COLOR=red');
    const { json } = await client.send(
      'POST',
      `/commit?container=${run.id}&repo=byhand&tag=1&comment=hi&changes=${changes}`,
    );
    const [top, below] = (await client.send('GET', '/images/byhand:1/history')).json;
    expect(top).toMatchObject({ Id: json.Id, CreatedBy: 'touch', Size: 8, Comment: 'hi' });
    expect(below.Tags).toEqual(['box:latest']);
    expect((await client.send('GET', '/images/byhand:1/json')).json.Config).toMatchObject({
      Env: ['COLOR=red'],
      Cmd: ['touch'],
    });
    expect((await client.send('POST', `/commit?container=${run.id}&changes=RUN%20x`)).json).toEqual({
      message: 'RUN is not a valid change command',
    });
  });

  it("are built, by BuildKit's progress and by the classic one", async () => {
    const make = async (sys: SystemCalls) => {
      sys.writeFile('/made', 'x');
      await sys.write(1, 'making\n');
      return sys.argv[1] === 'fail' ? 3 : 0;
    };
    const { client } = await testEngine({ make }, { builder: createBuilder, hub });
    const tar = contextTar({ Dockerfile: 'FROM box\nENV A=1\nRUN ["make"]\n', a: 'x' });
    const modern = lines((await client.send('POST', '/build?version=2&uploaded=1&t=app', tar)).text);
    expect(modern.filter((message) => message.id === 'moby.image.id')).toHaveLength(1);
    const classic = lines((await client.send('POST', '/build?t=app', tar)).text);
    const text = classic.map((message) => message.stream ?? '').join('');
    expect(text).toMatch(/^Step 1\/3 : FROM box\n.*Step 2\/3 : ENV A=1\nStep 3\/3 : RUN .*\n ---> Using cache\n/s);
    expect(text).toMatch(/Successfully built [0-9a-f]{12}\nSuccessfully tagged app:latest\n$/);
    const failing = contextTar({ Dockerfile: 'FROM box\nRUN ["make", "fail"]\n' });
    const failed = lines((await client.send('POST', '/build', failing)).text).at(-1);
    expect(failed.error).toBe("The command 'make fail' returned a non-zero code: 3");
    const missing = await client.send('POST', '/build', contextTar({ x: '' }));
    expect([missing.status, missing.json.message]).toEqual([500, 'Cannot locate specified Dockerfile: Dockerfile']);
  });
});
