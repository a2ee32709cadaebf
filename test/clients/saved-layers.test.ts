import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, works } from './command.ts';
import { type Client, clientOf, type Daemon, DOCKER, ENGINE, startDaemon } from './daemon.ts';

const hasSkopeo = await works('skopeo', '--version');
const IMAGE = 'drydock-clients/saved:1';

/** Modes, symlinks, hard links, owners, long names, times; whiteouts and an opaque directory in a later layer. */
const DOCKERFILE = `
FROM scratch AS files
COPY plain link top/
COPY --chown=1000:1001 dir /dir
COPY long /long
FROM scratch
COPY --from=busybox / /
COPY --from=files / /
RUN chmod 4755 /top/plain && ln /top/plain /top/hard && chown 5:6 /dir/kept && mkdir /made && touch -d '2001-02-03 04:05:06' /made
RUN rm -rf /dir/sub && mkdir /dir/sub && echo new > /dir/sub/new && rm /top/link && ln -s nowhere /top/dangling && chmod 1777 /dir
ENV A=b C="d e"
LABEL x=y
EXPOSE 80/tcp
VOLUME /data
WORKDIR /w
USER 1000
STOPSIGNAL SIGINT
HEALTHCHECK --interval=5s CMD true
CMD ["sh"]
`;

describe.skipIf(DOCKER === '')('saved layers', () => {
  let daemon: Daemon;
  let folder: string;
  let saved: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-clients-'));
    const context = join(folder, 'context');
    const long = 'n'.repeat(120);
    for (const path of ['dir/sub', `long/${long}`]) mkdirSync(join(context, path), { recursive: true });
    for (const path of ['plain', 'link', 'dir/kept', 'dir/sub/old', `long/${long}/${long}${long}`])
      writeFileSync(join(context, path), path);
    writeFileSync(join(context, 'Dockerfile'), DOCKERFILE);
    daemon = await startDaemon('busybox:latest');
    await daemon.ok('build', '-t', IMAGE, context);
    saved = join(folder, 'saved.tar');
    await daemon.ok('save', '-o', saved, IMAGE);
  });

  afterAll(async () => {
    await daemon?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const identity = (client: Client) =>
    client.ok('inspect', '-f', '{{.Id}} {{json .RootFS.Layers}} {{json .Config.Env}} {{json .Config.Labels}}', IMAGE);

  it('are what the config says: each blob is named by its own digest', async () => {
    const unpacked = join(folder, 'unpacked');
    mkdirSync(unpacked);
    await run('tar', ['xf', saved, '-C', unpacked]);
    const { stdout } = await run('sh', ['-c', 'cd blobs/sha256 && sha256sum *'], { cwd: unpacked });
    for (const line of stdout.trim().split('\n')) {
      const [digest, name] = line.split(/\s+/);
      expect(name).toBe(digest);
    }
    const layers = JSON.parse(await daemon.ok('inspect', '-f', '{{json .RootFS.Layers}}', IMAGE)) as string[];
    for (const layer of layers) expect(stdout).toContain(layer.replace('sha256:', ''));
  });

  it.skipIf(!hasSkopeo)('skopeo inspects and copies them', async () => {
    const inspected = await run('skopeo', ['inspect', `docker-archive:${saved}`]);
    expect(inspected.stderr).toBe('');
    const layers = JSON.parse(await daemon.ok('inspect', '-f', '{{json .RootFS.Layers}}', IMAGE)) as string[];
    expect((JSON.parse(inspected.stdout) as { Layers: string[] }).Layers).toEqual(layers);
    const copied = await run('skopeo', [
      '--insecure-policy',
      'copy',
      `docker-archive:${saved}`,
      `oci:${join(folder, 'oci')}:latest`,
    ]);
    expect(copied.status).toBe(0);
  });

  it('come back through docker load', async () => {
    const before = await identity(daemon);
    await daemon.ok('rmi', IMAGE);
    expect(await daemon.ok('load', '-i', saved)).toBe(`Loaded image: ${IMAGE}`);
    expect(await identity(daemon)).toBe(before);
  });

  describe.skipIf(ENGINE === '')('and a real engine', () => {
    const real = clientOf(ENGINE);

    beforeAll(async () => {
      await real.ok('load', '-i', saved);
    });

    afterAll(async () => {
      await real.docker('rmi', '-f', IMAGE, 'drydock-clients/theirs:1');
    });

    it('reports the same image ID, DiffIDs and config', async () => {
      expect(await identity(real)).toBe(await identity(daemon));
    });

    it('unpacks the same files', async () => {
      const files = await listing(daemon);
      expect(files.join('\n')).toContain(' dir/sub/new');
      expect(files.join('\n')).not.toMatch(/dir\/sub\/old|top\/link/);
      expect(await listing(real)).toEqual(files);
    });

    it('saves what loads here with the same IDs', async () => {
      const ours = await identity(daemon);
      const theirs = join(folder, 'theirs.tar');
      await real.ok('save', '-o', theirs, IMAGE);
      await daemon.ok('rmi', IMAGE);
      await daemon.ok('load', '-i', theirs);
      expect(await identity(daemon)).toBe(ours);
      expect(await listing(daemon)).toEqual(await listing(real));
    });
  });

  /** Mode, owner, size, time and link of every file the layers hold, as GNU tar reads a container's export. */
  async function listing(client: Client): Promise<string[]> {
    const container = (await client.ok('create', '--network', 'none', IMAGE)).split('\n').at(-1) ?? '';
    const exported = join(folder, `${container}.tar`);
    await client.ok('export', '-o', exported, container);
    await client.ok('rm', '-v', container);
    const { stdout } = await run('tar', ['tvf', exported, '--numeric-owner', '--full-time']);
    rmSync(exported);
    const ours = /^\S+ +\S+ +\S+ +\S+ +\S+ (top|dir|long|made|w)\//;
    return stdout.split('\n').filter((line) => ours.test(line));
  }
});
