import { PassThrough, Readable } from 'node:stream';
import Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTar } from '../../src/docker-cli/archive/tar-reader.ts';
import { tarEnd, tarEntry } from '../../src/docker-cli/archive/tar-writer.ts';
import { type Daemon, startDaemon } from './daemon.ts';

/** What a stream says until it ends. */
async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

function tarOf(files: Readonly<Record<string, string>>): Buffer {
  const parts = Object.entries(files).flatMap(([name, text]) => {
    const data = new TextEncoder().encode(text);
    return tarEntry({ name, kind: 'file', mode: 0o644, uid: 0, gid: 0, size: data.length, mtime: 0 }, data);
  });
  return Buffer.concat([...parts, tarEnd()]);
}

describe('dockerode', () => {
  let daemon: Daemon;
  let docker: Docker;

  beforeAll(async () => {
    daemon = await startDaemon('busybox:latest');
    const { hostname, port } = new URL(daemon.host);
    docker = new Docker({ host: hostname, port: Number(port), protocol: 'http' });
  });

  afterAll(async () => {
    await daemon?.stop();
  });

  /** Both streams of a connection without a tty, until it ends. */
  async function streamsOf(stream: NodeJS.ReadableStream): Promise<{ stdout: string; stderr: string }> {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    docker.modem.demuxStream(stream, stdout, stderr);
    stream.on('end', () => {
      stdout.end();
      stderr.end();
    });
    const [out, err] = await Promise.all([textOf(stdout), textOf(stderr)]);
    return { stdout: out, stderr: err };
  }

  it('ping, version, info, df', async () => {
    expect(String(await docker.ping())).toBe('OK');
    expect((await docker.version()).ApiVersion).toBe('1.51');
    expect((await docker.info()).Driver).toBe('overlay2');
    expect((await docker.df()).Images).toHaveLength(1);
  });

  it('lifecycle: create, start, inspect, pause, rename, restart, stop, wait, remove', async () => {
    const container = await docker.createContainer({
      Image: 'busybox',
      name: 'life',
      Cmd: ['sleep', '1000'],
      Labels: { part: 'one' },
      StopTimeout: 0,
    });
    await container.start();
    expect((await container.inspect()).State.Running).toBe(true);
    await expect(container.start()).rejects.toMatchObject({ statusCode: 304 });
    await container.pause();
    expect((await container.inspect()).State.Status).toBe('paused');
    await container.unpause();
    await container.rename({ name: 'renamed' });
    await container.restart({ t: 0 });
    const [row] = await docker.listContainers({ filters: { label: ['part=one'] } });
    expect(row).toMatchObject({ Id: container.id, Names: ['/renamed'], State: 'running' });
    expect((await container.top()).Processes).toHaveLength(1);
    const ended = container.wait();
    await container.stop({ t: 0 });
    expect(await ended).toMatchObject({ StatusCode: 137 });
    await container.remove();
    await expect(container.inspect()).rejects.toMatchObject({ statusCode: 404, reason: 'no such container' });
  });

  it('run: output on a stream, the status at the end', async () => {
    const output = new PassThrough();
    const text = textOf(output);
    const [data, container] = await docker.run('busybox', ['sh', '-c', 'echo out; echo err >&2; exit 3'], output, {
      Tty: false,
    });
    output.end();
    expect(data).toMatchObject({ StatusCode: 3 });
    expect(
      (await text)
        .replace(/[^\n -~]/g, '')
        .trim()
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual(['out', 'err']);
    await container.remove();
  });

  it('attach: what goes in comes out', async () => {
    const container = await docker.createContainer({
      Image: 'busybox',
      Cmd: ['cat'],
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
    });
    const stream = await container.attach({ stream: true, hijack: true, stdin: true, stdout: true, stderr: true });
    const said = streamsOf(stream);
    await container.start();
    stream.write('through\n');
    stream.end();
    await container.wait();
    expect((await said).stdout).toBe('through\n');
    await container.remove();
  });

  it('attach on a terminal: echo, resize', async () => {
    const container = await docker.createContainer({ Image: 'busybox', Cmd: ['sh'], Tty: true, OpenStdin: true });
    const stream = await container.attach({ stream: true, hijack: true, stdin: true, stdout: true, stderr: true });
    const said = textOf(stream);
    await container.start();
    await container.resize({ h: 33, w: 77 });
    stream.write('stty size; exit\n');
    await container.wait();
    expect(await said).toContain('33 77');
    await container.remove();
  });

  it('exec: streams, environment, exit code', async () => {
    const container = await docker.createContainer({ Image: 'busybox', Cmd: ['sleep', '1000'], StopTimeout: 0 });
    await container.start();
    const exec = await container.exec({
      Cmd: ['sh', '-c', 'cat; echo $X >&2; exit 4'],
      Env: ['X=1'],
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
    });
    const stream = await exec.start({ hijack: true, stdin: true });
    const said = streamsOf(stream);
    stream.write('given');
    stream.end();
    expect(await said).toEqual({ stdout: 'given', stderr: '1\n' });
    expect((await exec.inspect()).ExitCode).toBe(4);
    await container.remove({ force: true });
  });

  it('logs: all, the last, followed', async () => {
    const container = await docker.createContainer({
      Image: 'busybox',
      Cmd: ['sh', '-c', 'echo 1; echo 2; sleep 0.3; echo 3'],
    });
    await container.start();
    const followed = await container.logs({ follow: true, stdout: true, stderr: true });
    expect(await streamsOf(followed)).toEqual({ stdout: '1\n2\n3\n', stderr: '' });
    const all = await container.logs({ stdout: true, tail: 1 });
    expect(all.subarray(8).toString()).toBe('3\n');
    await container.remove();
  });

  it('stats: once, and as a stream', async () => {
    const container = await docker.createContainer({ Image: 'busybox', Cmd: ['sleep', '1000'], StopTimeout: 0 });
    await container.start();
    const once = await container.stats({ stream: false });
    expect(once.pids_stats?.current).toBe(1);
    const stream = (await container.stats({ stream: true })) as unknown as Readable;
    for await (const chunk of stream) {
      expect(JSON.parse(String(chunk).split('\n')[0]!)).toMatchObject({ id: container.id });
      break;
    }
    stream.destroy();
    await container.remove({ force: true });
  });

  it('events: of a container, by filter', async () => {
    const stream = (await docker.getEvents({
      filters: { type: ['container'], event: ['create', 'die', 'destroy'] },
    })) as Readable;
    const seen: string[] = [];
    const watching = (async () => {
      for await (const chunk of stream)
        for (const line of String(chunk).trim().split('\n')) {
          seen.push((JSON.parse(line) as { Action: string }).Action);
          if (seen.at(-1) === 'destroy') return;
        }
    })();
    const container = await docker.createContainer({ Image: 'busybox', Cmd: ['true'] });
    await container.start();
    await container.wait();
    await container.remove();
    await watching;
    stream.destroy();
    expect(seen).toEqual(['create', 'die', 'destroy']);
  });

  it('archives: put, stat, get, export, changes', async () => {
    const container = await docker.createContainer({ Image: 'busybox', Cmd: ['cat', '/put/a'] });
    await container.putArchive(tarOf({ 'put/a': 'contents\n' }), { path: '/' });
    const stat = (await container.infoArchive({ path: '/put/a' })) as unknown as { headers: Record<string, string> };
    const header = Buffer.from(stat.headers['x-docker-container-path-stat'] ?? '', 'base64').toString();
    expect(JSON.parse(header)).toMatchObject({ name: 'a', size: 9 });
    const names: string[] = [];
    for await (const entry of readTar(
      (await container.getArchive({ path: '/put' })) as unknown as AsyncIterable<Uint8Array>,
    ))
      names.push(entry.name);
    expect(names).toEqual(['put/', 'put/a']);
    expect(await container.changes()).toEqual(expect.arrayContaining([{ Kind: 1, Path: '/put/a' }]));
    const exported = await container.export();
    let size = 0;
    for await (const chunk of exported) size += chunk.length;
    expect(size % 512).toBe(0);
    await container.remove();
  });

  it('volumes and networks', async () => {
    const volume = await docker.createVolume({ Name: 'kept', Labels: { a: 'b' } });
    expect((await docker.listVolumes({ filters: { label: ['a=b'] } })).Volumes.map(({ Name }) => Name)).toEqual([
      'kept',
    ]);
    const network = await docker.createNetwork({ Name: 'net', Driver: 'bridge' });
    const container = await docker.createContainer({
      Image: 'busybox',
      name: 'member',
      Cmd: ['sleep', '1000'],
      HostConfig: { Binds: ['kept:/kept'] },
      StopTimeout: 0,
    });
    await container.start();
    await network.connect({ Container: 'member' });
    expect(Object.values((await network.inspect()).Containers as Record<string, { Name: string }>)[0]?.Name).toBe(
      'member',
    );
    await network.disconnect({ Container: 'member' });
    await expect(docker.getVolume('kept').remove()).rejects.toMatchObject({ statusCode: 409 });
    await container.remove({ force: true });
    await volume.remove();
    await network.remove();
    expect((await docker.pruneNetworks()).NetworksDeleted ?? []).toEqual([]);
  });

  it('images: build, inspect, history, tag, commit, save, load, remove', async () => {
    const context = tarOf({ Dockerfile: 'FROM busybox\nLABEL x=y\nCOPY f /f\nCMD cat /f\n', f: 'built\n' });
    const stream = await docker.buildImage(Readable.from(context), { t: 'mine' });
    const messages = await new Promise<{ stream?: string; error?: string }[]>((resolve, reject) => {
      docker.modem.followProgress(stream, (error, output) => (error ? reject(error) : resolve(output)));
    });
    expect(messages.map(({ stream: text = '' }) => text).join('')).toContain('Successfully tagged mine:latest');
    const image = docker.getImage('mine');
    expect((await image.inspect()).Config.Labels).toEqual({ x: 'y' });
    expect((await image.history()).length).toBeGreaterThan(1);
    await image.tag({ repo: 'other', tag: '1' });
    const container = await docker.createContainer({ Image: 'mine' });
    const committed = (await container.commit({ repo: 'committed' })) as { Id: string };
    expect((await docker.getImage('committed').inspect()).Id).toBe(committed.Id);
    await container.remove();
    const saved: Buffer[] = [];
    for await (const chunk of await image.get()) saved.push(Buffer.from(chunk));
    await docker.getImage('other:1').remove();
    await docker.getImage('committed').remove();
    await image.remove();
    await textOf(await docker.loadImage(Readable.from(Buffer.concat(saved))));
    expect((await docker.listImages({ filters: { reference: ['mine'] } })).length).toBe(1);
    await docker.getImage('mine').remove();
    await expect(image.inspect()).rejects.toMatchObject({ statusCode: 404 });
  });

  it('pull: progress, and a refusal', async () => {
    const stream = await docker.pull('alpine:latest');
    const messages = await new Promise<{ status?: string }[]>((resolve, reject) => {
      docker.modem.followProgress(stream, (error, output) => (error ? reject(error) : resolve(output)));
    });
    expect(messages.at(-1)?.status).toBe('Status: Downloaded newer image for alpine:latest');
    await expect(docker.pull('nosuch/image')).rejects.toMatchObject({ statusCode: 404 });
  });
});
