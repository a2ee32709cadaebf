import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './command.ts';
import { type Daemon, DOCKER, startDaemon } from './daemon.ts';

describe.skipIf(DOCKER === '')('the real docker command', () => {
  let daemon: Daemon;
  let folder: string;
  const ok = (...args: string[]) => daemon.ok(...args);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-clients-'));
    daemon = await startDaemon('busybox:latest,alpine:latest');
  });

  afterAll(async () => {
    await daemon?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('version, info', async () => {
    expect(await ok('version', '--format', '{{.Server.Version}} {{.Server.Os}}/{{.Server.Arch}}')).toMatch(
      /^28\.\d+\.\d+ linux\/amd64$/,
    );
    expect(await ok('info', '--format', '{{.Driver}} {{.Images}} {{.OperatingSystem}}')).toBe('overlay2 2 Drydock');
    expect(await ok('info')).toContain('Storage Driver: overlay2');
  });

  it('images, history, inspect, tag, rmi', async () => {
    expect((await ok('images', '--format', '{{.Repository}}:{{.Tag}}')).split('\n').sort()).toEqual([
      'alpine:latest',
      'busybox:latest',
    ]);
    expect(await ok('history', '-q', 'busybox')).toBe(await ok('images', '-q', 'busybox'));
    await ok('tag', 'busybox', 'example.com:5000/mine/box:1');
    expect(JSON.parse(await ok('inspect', '-f', '{{json .RepoTags}}', 'busybox'))).toContain(
      'example.com:5000/mine/box:1',
    );
    expect(await ok('rmi', 'example.com:5000/mine/box:1')).toBe('Untagged: example.com:5000/mine/box:1');
    expect(await daemon.docker('rmi', 'nosuch')).toMatchObject({ status: 1 });
  });

  it('run: output on both streams, exit codes, environment', async () => {
    const both = await daemon.docker(
      'run',
      '--rm',
      '-e',
      'A=b c',
      'busybox',
      'sh',
      '-c',
      'echo $A; echo no >&2; exit 3',
    );
    expect(both).toEqual({ status: 3, stdout: 'b c\n', stderr: 'no\n' });
    expect((await daemon.docker('run', '--rm', 'busybox', 'nosuch')).status).toBe(127);
    expect((await daemon.docker('run', '--rm', 'busybox', '/etc')).status).toBe(126);
    expect((await daemon.docker('run', '--rm', 'busybox', 'sh', '-c', 'sleep 100 & kill -9 $!; wait $!')).status).toBe(
      137,
    );
  });

  it('create, start, exec, stop, restart, kill, wait, rename, pause, rm', async () => {
    const id = await ok('create', '--name', 'life', 'busybox', 'sh', '-c', 'echo begun; exec sleep 1000');
    expect(await ok('ps', '-a', '--no-trunc', '--format', '{{.ID}} {{.Status}}')).toBe(`${id} Created`);
    expect(await ok('start', 'life')).toBe('life');
    expect(
      (await daemon.docker('exec', '-w', '/tmp', '-e', 'X=1', 'life', 'sh', '-c', 'pwd; echo $X; exit 7')).status,
    ).toBe(7);
    expect(await ok('exec', '-u', '1000:1000', 'life', 'id', '-u')).toBe('1000');
    await ok('pause', 'life');
    expect(await ok('ps', '--format', '{{.Status}}')).toMatch(/^Up .* \(Paused\)$/);
    expect((await daemon.docker('exec', 'life', 'true')).stderr).toContain('is paused');
    await ok('unpause', 'life');
    await ok('rename', 'life', 'renamed');
    await ok('restart', '-t', '0', 'renamed');
    const waiting = ok('wait', 'renamed');
    await ok('kill', 'renamed');
    expect(await waiting).toBe('137');
    expect(await ok('logs', 'renamed')).toBe('begun\nbegun');
    expect((await daemon.docker('rm', 'renamed')).status).toBe(0);
    expect(await ok('ps', '-aq')).toBe('');
  });

  it('start -a, logs -f, attach', async () => {
    await ok(
      'create',
      '--name',
      'speaks',
      'busybox',
      'sh',
      '-c',
      'for i in 1 2 3; do echo $i; sleep 0.2; done; exit 5',
    );
    expect(await daemon.docker('start', '-a', 'speaks')).toMatchObject({ status: 5, stdout: '1\n2\n3\n' });
    await ok('start', 'speaks');
    const [followed, attached] = await Promise.all([
      daemon.docker('logs', '-f', 'speaks'),
      daemon.docker('attach', 'speaks'),
    ]);
    expect(followed.stdout).toBe('1\n2\n3\n1\n2\n3\n');
    expect(attached.status).toBe(5);
    expect(await ok('logs', '--tail', '1', '-t', 'speaks')).toMatch(/^\d{4}-\d\d-\d\dT\S+Z 3$/);
    await ok('rm', 'speaks');
  });

  it('diff, cp both ways, tar streams, commit, export, import', async () => {
    await ok(
      'run',
      '--name',
      'box',
      'busybox',
      'sh',
      '-c',
      'echo new > /tmp/new; rm /etc/group; echo x >> /etc/passwd',
    );
    expect((await ok('diff', 'box')).split('\n').sort()).toEqual([
      'A /tmp/new',
      'C /etc',
      'C /etc/passwd',
      'C /tmp',
      'D /etc/group',
    ]);
    const file = join(folder, 'file');
    writeFileSync(file, 'from here', { mode: 0o640 });
    await ok('cp', file, 'box:/root/there');
    await ok('cp', 'box:/root/there', join(folder, 'back'));
    expect(readFileSync(join(folder, 'back'), 'utf8')).toBe('from here');
    const tar = await daemon.dockerBinary({}, 'cp', 'box:/tmp/new', '-');
    expect((await run('tar', ['xO'], { input: tar.stdout })).stdout).toBe('new\n');
    expect((await daemon.dockerWith({ input: tar.stdout }, 'cp', '-', 'box:/home')).status).toBe(0);
    expect((await daemon.docker('cp', 'box:/nosuch', folder)).stderr).toMatch(
      /Could not find the file \/nosuch in container|No such container:path/,
    );
    await ok('commit', '-m', 'words', '-c', 'CMD ["cat","/home/new","/root/there"]', 'box', 'committed');
    expect(await ok('run', '--rm', 'committed')).toBe('new\nfrom here');
    const root = join(folder, 'root.tar');
    await ok('export', '-o', root, 'box');
    await ok('import', '-c', 'CMD ["cat","/tmp/new"]', root, 'imported:1');
    expect(await ok('run', '--rm', 'imported:1')).toBe('new');
    await ok('rm', 'box');
    await ok('rmi', 'committed', 'imported:1');
  });

  it('top, stats, port, update, events', async () => {
    const since = String(Math.floor(Date.now() / 1000) - 1);
    await ok('run', '-d', '--name', 'watched', '-p', '18080:80', 'busybox', 'sleep', '1000');
    expect(await ok('top', 'watched')).toMatch(/UID +PID +PPID .*\n.*sleep 1000/);
    expect(await ok('stats', '--no-stream', '--format', '{{.Name}} {{.PIDs}}', 'watched')).toBe('watched 1');
    expect(await ok('port', 'watched', '80')).toContain('0.0.0.0:18080');
    await ok('rm', '-f', 'watched');
    const until = String(Math.ceil(Date.now() / 1000));
    const events = await ok('events', '--since', since, '--until', until, '--format', '{{.Type}} {{.Action}}');
    expect(events.split('\n').filter((line) => line.startsWith('container'))).toEqual(
      expect.arrayContaining([
        'container create',
        'container start',
        'container kill',
        'container die',
        'container destroy',
      ]),
    );
  });

  it('volume, network, system, prune', async () => {
    expect(await ok('volume', 'create', 'data')).toBe('data');
    await ok('run', '--rm', '-v', 'data:/d', 'busybox', 'sh', '-c', 'echo kept > /d/f');
    expect(await ok('run', '--rm', '-v', 'data:/d:ro', 'busybox', 'cat', '/d/f')).toBe('kept');
    expect(await ok('volume', 'inspect', '-f', '{{.Driver}} {{.Mountpoint}}', 'data')).toBe(
      'local /var/lib/docker/volumes/data/_data',
    );
    expect(await ok('volume', 'ls', '-q')).toBe('data');
    await ok('volume', 'rm', 'data');
    await ok('network', 'create', 'net');
    await ok('run', '-d', '--name', 'one', '--network', 'net', '--network-alias', 'uno', 'busybox', 'sleep', '1000');
    expect(await ok('run', '--rm', '--network', 'net', 'busybox', 'nslookup', 'uno')).toContain('uno');
    await ok('network', 'connect', 'bridge', 'one');
    expect(await ok('network', 'inspect', '-f', '{{range .Containers}}{{.Name}}{{end}}', 'net')).toBe('one');
    expect((await daemon.docker('network', 'rm', 'net')).stderr).toContain('has active endpoints');
    await ok('rm', '-f', 'one');
    await ok('network', 'rm', 'net');
    expect(await ok('system', 'df')).toMatch(/^TYPE +TOTAL +ACTIVE +SIZE +RECLAIMABLE\nImages +2 /);
    await ok('create', 'busybox');
    expect(await ok('system', 'prune', '-f')).toMatch(
      /Deleted Containers:\n[0-9a-f]{64}\n[\s\S]*Total reclaimed space: /,
    );
    for (const kind of ['container', 'image', 'volume', 'network']) await ok(kind, 'prune', '-f');
  });

  it('build, through the classic API', async () => {
    const context = join(folder, 'context');
    await run('mkdir', ['-p', context]);
    writeFileSync(join(context, 'server.js'), '1');
    writeFileSync(
      join(context, 'Dockerfile'),
      'FROM busybox\nARG WHO=nobody\nCOPY server.js /app/\nRUN echo "for $WHO"\nCMD ["cat", "/app/server.js"]\n',
    );
    const build = () => ok('build', '-t', 'built:1', '--build-arg', 'WHO=me', context);
    const first = await build();
    expect(first).toContain('Step 4/5 : RUN echo "for $WHO"\n ---> Running in ');
    expect(first).toContain('\nfor me\n');
    expect(first).toMatch(/Successfully built [0-9a-f]{12}\nSuccessfully tagged built:1$/);
    expect(await build()).toContain('Step 4/5 : RUN echo "for $WHO"\n ---> Using cache\n');
    expect(await ok('build', '-q', context)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await ok('run', '--rm', 'built:1')).toBe('1');
  });

  it('left nothing running and is still there', async () => {
    expect(await ok('ps', '-aq')).toBe('');
    expect(daemon.process.output.trim().split('\n')).toHaveLength(1);
  });
});
