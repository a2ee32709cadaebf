import { beforeEach, describe, expect, it } from 'vitest';
import { FakeEngine, type Files, request } from '../../test/support/build-services.ts';
import { nodeAt } from '../kernel/fs/tree.ts';
import type { TreeNode } from '../kernel/fs/types.ts';
import type { Image } from '../oci/image.ts';
import { createBuilder } from './builder.ts';
import type { BuildError } from './errors.ts';
import type { BuildOutcome, BuildRequest } from './types.ts';

const builder = createBuilder();
let engine: FakeEngine;

beforeEach(() => {
  engine = new FakeEngine();
  engine.addImage('docker.io/library/busybox:latest', {
    'bin/sh': 'sh',
    'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n',
    'etc/group': 'root:x:0:\nusers:x:100:\n',
    tmp: null,
  });
});

function build(dockerfile: string, files?: Files, more?: Partial<BuildRequest>): Promise<BuildOutcome> {
  engine.statuses.length = 0;
  return builder.build(request(dockerfile, files, more), engine.services(), (status) => engine.statuses.push(status));
}

async function failure(dockerfile: string, files?: Files): Promise<BuildError> {
  return build(dockerfile, files).then(
    () => Promise.reject(new Error('it did not fail')),
    (error: BuildError) => error,
  );
}

const at = (image: Image, path: string): TreeNode | undefined => nodeAt(image.root, path);
const text = (image: Image, path: string): string => {
  const node = at(image, path);
  return node?.kind === 'file' ? new TextDecoder().decode(node.data) : '';
};

describe('a build', () => {
  it('makes an image with BuildKit’s config and history', async () => {
    engine.command = () => ({ files: { x: 'made' } });
    const { image } = await build(
      'FROM busybox\nENV A=1\nWORKDIR /app\nRUN echo $A > /x\nCOPY a.txt .\nCMD ["cat", "/x"]\n',
      {
        'a.txt': 'hi',
      },
    );
    expect(text(image, 'app/a.txt')).toBe('hi');
    expect(text(image, 'x')).toBe('made');
    expect(image.config.config).toMatchObject({
      Cmd: ['cat', '/x'],
      WorkingDir: '/app',
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'A=1'],
    });
    expect(image.config.history.slice(1).map((entry) => [entry.created_by, entry.empty_layer ?? false])).toEqual([
      ['ENV A=1', true],
      ['WORKDIR /app', false],
      ['RUN /bin/sh -c echo $A > /x # buildkit', false],
      ['COPY a.txt . # buildkit', false],
      ['CMD ["cat" "/x"]', true],
    ]);
    expect(engine.vertexes()).toEqual([
      '[1/4] FROM docker.io/library/busybox:latest => done',
      '[2/4] WORKDIR /app => done',
      '[3/4] RUN echo 1 > /x => done',
      '[4/4] COPY a.txt . => done',
      'exporting to image => done',
    ]);
  });

  it('lets others have their turn between its steps, however short they are', async () => {
    let turns = 0;
    let building = true;
    const turn = () => {
      turns += 1;
      if (building) setImmediate(turn);
    };
    setImmediate(turn);
    await build(`FROM busybox\n${Array.from({ length: 60 }, (_, i) => `RUN echo ${i}\n`).join('')}`);
    building = false;
    expect(turns).toBeGreaterThanOrEqual(60);
  });

  it('reuses everything the second time, down to the image id', async () => {
    const dockerfile = 'FROM busybox\nRUN echo\nCOPY a.txt /\nENV X=1\n';
    const first = await build(dockerfile, { 'a.txt': 'hi' });
    const second = await build(dockerfile, { 'a.txt': { text: 'hi', mtime: 5000 } });
    expect(second.image.id).toBe(first.image.id);
    expect(second.record.steps.map((step) => step.state)).toEqual(['CACHED', 'CACHED', 'CACHED', 'METADATA-ONLY']);
  });

  it('runs again from the first change on', async () => {
    const dockerfile = 'FROM busybox\nWORKDIR /a\nCOPY . .\nRUN one\n';
    await build(dockerfile, { 'a.txt': '1', 'b.txt': '1' });
    const { record } = await build(dockerfile, { 'a.txt': '2', 'b.txt': '1' });
    expect(record.steps.map((step) => [step.state, step.why])).toEqual([
      ['CACHED', ''],
      ['CACHED', ''],
      ['RAN', 'a.txt changed'],
      ['RAN', 'a step it builds on runs again'],
    ]);
    expect(record.steps[3]!.causes).toEqual([{ kind: 'parent-changed', step: 2 }]);
  });

  it('skips unused stages and copies between stages by content', async () => {
    engine.command = ({ argv }) => (argv.at(-1)!.includes('gen') ? { files: { 'out/f': 'same' } } : {});
    const dockerfile = (comment: string): string =>
      `FROM busybox AS unused\nRUN fail\nFROM busybox AS gen\nRUN gen ${comment}\nFROM busybox\nCOPY --from=gen /out /in/\n`;
    const { image, record } = await build(dockerfile('1'));
    expect(text(image, 'in/f')).toBe('same');
    expect(record.steps.map((step) => step.state)).toEqual(['SKIPPED', 'SKIPPED', 'CACHED', 'RAN', 'CACHED', 'RAN']);
    const again = await build(dockerfile('2'));
    expect(again.record.steps.at(-1)!.state).toBe('CACHED');
    expect(engine.vertexes()).toContain('[stage-2 2/2] COPY --from=gen /out /in/ => CACHED');
  });

  it('keeps good steps when a later one fails', async () => {
    engine.command = ({ argv }) => ({ exit: argv.at(-1) === 'bad "x"' ? 3 : 0 });
    const error = await failure('FROM busybox\nRUN good\nRUN bad "x"\nRUN never\n');
    expect(error.reason).toBe(
      'failed to solve: process "/bin/sh -c bad \\"x\\"" did not complete successfully: exit code: 3',
    );
    expect(error.excerpt).toBe(
      'Dockerfile:3\n--------------------\n   1 |     FROM busybox\n   2 |     RUN good\n   3 | >>> RUN bad "x"\n   4 |     RUN never\n   5 |     \n--------------------',
    );
    const { record } = engine.cache.builds().at(-1)!;
    expect(record.steps.map((step) => step.state)).toEqual(['CACHED', 'RAN', 'FAILED', 'NOT-REACHED']);
    engine.command = () => ({});
    const { record: next } = await build('FROM busybox\nRUN good\nRUN bad "x"\nRUN never\n');
    expect(next.steps.map((step) => step.state)).toEqual(['CACHED', 'CACHED', 'RAN', 'RAN']);
  });

  it('says what a COPY cannot find', async () => {
    const error = await failure('FROM busybox\nCOPY nothing.txt /x\n');
    expect(error.reason).toMatch(
      /^failed to solve: failed to compute cache key: failed to calculate checksum of ref [\w-]+::\w+: "\/nothing.txt": not found$/,
    );
    expect(engine.vertexes().at(-1)).toMatch(/^\[2\/2\] COPY .* => error: failed to calculate checksum of ref/);
  });

  it('fails before anything runs on what it cannot read', async () => {
    expect((await failure('FROM busybox\nRUNN x\n')).reason).toBe(
      'failed to solve: dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)',
    );
    expect((await failure('')).reason).toBe('failed to solve: the Dockerfile cannot be empty');
    expect((await failure('FROM nope\n')).message).toContain(
      'nope: failed to resolve source metadata for docker.io/library/nope:latest: pull access denied',
    );
  });

  it('gives the build arguments in force to the commands after them', async () => {
    const dockerfile = 'FROM busybox\nRUN above\nARG V=1\nRUN below\n';
    await build(dockerfile);
    const { record } = await build(dockerfile, {}, { buildArgs: { V: '2' } });
    expect(record.steps.map((step) => step.state)).toEqual(['CACHED', 'CACHED', 'METADATA-ONLY', 'RAN']);
    expect(record.steps[3]!.causes).toEqual([{ kind: 'argument-changed', name: 'V', before: '1', after: '2' }]);
    expect(engine.ran.at(-1)!.env).toContain('V=2');
  });

  it('runs triggers of the base image first', async () => {
    engine.addImage('docker.io/library/onbase:latest', {}, { OnBuild: ['COPY . /src', 'RUN make'] });
    const { image } = await build('FROM onbase\nCMD ["x"]\n', { f: '1' });
    expect(text(image, 'src/f')).toBe('1');
    expect(image.config.config.OnBuild).toBeUndefined();
    expect(engine.vertexes()).toContain('[2/3] ONBUILD COPY . /src => done');
  });
});

describe('copying', () => {
  const files = { 'src/a.sh': 'a', 'src/b/c.sh': 'c', 'one.txt': '1', 'two.txt': '2' };
  const image = async (line: string, more = ''): Promise<Image> =>
    (await build(`FROM busybox\n${more}${line}\n`, files)).image;

  it('puts the contents of a directory', async () => {
    expect(text(await image('COPY src /d'), 'd/b/c.sh')).toBe('c');
    expect(text(await image('COPY src /d/'), 'd/a.sh')).toBe('a');
  });

  it('tells files from directories by the trailing slash', async () => {
    expect(text(await image('COPY one.txt /x'), 'x')).toBe('1');
    expect(text(await image('COPY one.txt /x/'), 'x/one.txt')).toBe('1');
    expect(text(await image('COPY one.txt /tmp'), 'tmp/one.txt')).toBe('1');
    expect(text(await image('COPY one.txt two.txt /x'), 'x')).toBe('2');
  });

  it('expands wildcards, and none is no error', async () => {
    const all = await image('COPY *.txt none* /t/');
    expect([text(all, 't/one.txt'), text(all, 't/two.txt')]).toEqual(['1', '2']);
    expect(at(await image('COPY *.jpg /x/'), 'x')).toBeUndefined();
  });

  it('owns by name or number, and silently by root', async () => {
    expect(at(await image('COPY --chown=nobody:users one.txt /'), 'one.txt')).toMatchObject({ uid: 65534, gid: 100 });
    expect(at(await image('COPY --chown=12 src /d'), 'd')).toMatchObject({ uid: 12, gid: 12 });
    expect(at(await image('COPY --chown=who one.txt /'), 'one.txt')).toMatchObject({ uid: 0, gid: 0 });
  });

  it('changes modes, keeps parents, leaves things out', async () => {
    expect(at(await image('COPY --chmod=750 one.txt /'), 'one.txt')).toMatchObject({ mode: 0o750 });
    const newer = await build('# syntax=docker/dockerfile:1\nFROM busybox\nCOPY --parents src/b/c.sh /p/\n', files);
    expect(text(newer.image, 'p/src/b/c.sh')).toBe('c');
    const excluded = await image('COPY --exclude=b src /e');
    expect([text(excluded, 'e/a.sh'), at(excluded, 'e/b')]).toEqual(['a', undefined]);
  });

  it('writes here-documents', async () => {
    const made = await image('COPY <<EOF /conf\nv=$V\n\\$HOME\nEOF', 'ARG V=7\n');
    expect(text(made, 'conf')).toBe('v=7\n$HOME\n');
  });

  it('fetches URLs for ADD only', async () => {
    engine.urls.set('http://h/d/p.html', { data: new TextEncoder().encode('page'), lastModified: 86_400_000 });
    expect(at(await image('ADD http://h/d/p.html /w/'), 'w/p.html')).toMatchObject({ mode: 0o600, mtime: 86_400_000 });
    expect((await failure('FROM busybox\nCOPY http://h/x /\n')).reason).toBe(
      "failed to solve: source can't be a URL for COPY",
    );
  });
});

describe('a source that is missing', () => {
  it('fails the build while steps above it still run', async () => {
    const services = engine.services();
    const run: typeof services.run = async ({ cancelled }) => {
      await cancelled;
      return { kind: 'exit', code: 137 };
    };
    const slow = { ...services, run };
    const wanted = request('FROM busybox\nRUN slow\nRUN later\nCOPY nofile .\n', { a: '1' });
    const error = await builder
      .build(wanted, slow, (status) => engine.statuses.push(status))
      .catch((reason: BuildError) => reason);
    expect(error).toMatchObject({
      reason: expect.stringMatching(/failed to compute cache key: .*"\/nofile": not found$/),
    });
    const ended = engine.statuses.flatMap(({ vertexes = [] }) => vertexes).filter((vertex) => vertex.error);
    expect(ended.map(({ name, error: why }) => [name, why === 'context canceled'])).toEqual([
      ['[4/4] COPY nofile .', false],
      ['[2/4] RUN slow', true],
    ]);
    expect(
      engine.cache
        .builds()
        .at(-1)
        ?.record.steps.map(({ state }) => state),
    ).toEqual(['CACHED', 'NOT-REACHED', 'NOT-REACHED', 'FAILED']);
  });
});

describe('a plan', () => {
  it('predicts what the build then does', async () => {
    const dockerfile = 'FROM busybox\nWORKDIR /a\nCOPY package.json .\nRUN install\nCOPY . .\nCMD ["x"]\n';
    const knowledge = {
      cache: engine.cache,
      platform: engine.platform,
      localImage: (name: string) => engine.images.get(name),
    };
    const predict = (files: Files): string[] =>
      builder.plan(request(dockerfile, files), knowledge).steps.map((step) => step.prediction);
    const first = { 'package.json': '{}', 'app.js': '1' };
    expect(predict(first)).toEqual(['HIT', 'MISS', 'MISS', 'MISS', 'MISS', 'METADATA-ONLY']);
    await build(dockerfile, first);
    expect(predict(first)).toEqual(['HIT', 'HIT', 'HIT', 'HIT', 'HIT', 'METADATA-ONLY']);
    const changed = { ...first, 'app.js': '2' };
    const plan = builder.plan(request(dockerfile, changed), knowledge);
    expect(plan.steps[4]).toMatchObject({ prediction: 'MISS', why: 'app.js changed' });
    expect([plan.hits, plan.misses]).toEqual([4, 1]);
  });

  it('tells what was never built from what runs again and what failed', async () => {
    const knowledge = {
      cache: engine.cache,
      platform: engine.platform,
      localImage: (name: string) => engine.images.get(name),
    };
    const dockerfile = 'FROM busybox\nCOPY a .\nRUN fail\nRUN after\nCMD ["node", "a"]\n';
    const why = (files: Files): string[] =>
      builder.plan(request(dockerfile, files), knowledge).steps.map((step) => step.why);
    const never = 'it has not been built before';
    expect(why({ a: '1' })).toEqual(['', never, never, never, '']);
    engine.command = ({ argv }) => (argv.at(-1) === 'fail' ? { exit: 1 } : {});
    await failure(dockerfile, { a: '1' });
    expect(why({ a: '1' })).toEqual(['', '', 'it failed last time', never, '']);
    expect(why({ a: '2' })).toEqual(['', 'a changed', 'a step it builds on runs again', never, '']);
    expect(builder.plan(request(dockerfile, {}), knowledge).steps[4]!.name).toBe('CMD ["node", "a"]');
  });

  it('says where a Dockerfile cannot be read', () => {
    const knowledge = { cache: engine.cache, platform: engine.platform, localImage: () => undefined };
    const plan = builder.plan(request('FROM busybox\nXYZZY\n'), knowledge);
    expect(plan.error).toEqual({ message: 'dockerfile parse error on line 2: unknown instruction: XYZZY', line: 2 });
    expect(plan.steps).toHaveLength(2);
  });
});
