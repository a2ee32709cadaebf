import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '../../src/engine/api/body.ts';
import type { ApiRequest } from '../../src/engine/api/door.ts';
import { readTar } from '../../src/oci/tar/reader.ts';
import { writeTar } from '../../src/oci/tar/writer.ts';
import { ask, askText } from '../../src/runner/engine/ask.ts';
import { ensureBusyboxImage } from '../support/node-image.ts';
import { RealComputer, realEngines } from './real.ts';

/** What no docker command would send: bodies, queries and archives that an engine reads otherwise than they look. */
const engines = await realEngines();
const FOREIGN = `runner-theirs-${process.pid}`;

describe.each(['docker', 'podman'] as const)('requests that a lesson must not make of a real engine: %s', (kind) => {
  const engine = engines[kind];
  const it = test.skipIf(!engine);
  let real: RealComputer;
  const door = () => engine!.door;
  const file = { kind: 'file', mode: 0o644, uid: 0, gid: 0, mtime: 0 } as const;
  const bytes = (text: string) => new TextEncoder().encode(text);

  const send = async (method: ApiRequest['method'], path: string, body?: unknown, query = '') => {
    const { status, body: answer } = await real.session.door.request({
      method,
      path,
      query,
      headers: {},
      body:
        body === undefined || body instanceof Uint8Array
          ? body
          : bytes(typeof body === 'string' ? body : JSON.stringify(body)),
    });
    return { status, text: await textOf(answer) };
  };

  beforeAll(async () => {
    if (!engine) return;
    await ensureBusyboxImage(door(), 'busybox:latest');
    const { Id } = await ask<{ Id: string }>(door(), '/containers/create', {
      method: 'POST',
      json: { Image: 'busybox', HostConfig: { NetworkMode: 'none' } },
      query: { name: FOREIGN },
    });
    await ask(door(), '/commit', {
      method: 'POST',
      json: { Env: ['SECRET=theirs'] },
      query: { container: Id, repo: FOREIGN, tag: 'v1' },
    });
    real = await RealComputer.start(engine);
  });
  afterAll(async () => {
    if (!engine) return;
    await real?.end();
    await askText(door(), `/containers/${FOREIGN}`, { method: 'DELETE', query: { force: '1' } });
    for (const tag of ['v1', 'latest'])
      await askText(door(), `/images/${FOREIGN}:${tag}`, { method: 'DELETE' }).catch(() => {});
  });

  const host = (config: object) => ({ Image: 'busybox', HostConfig: config });
  const bodies: readonly [what: string, body: unknown][] = [
    ['a key twice', '{"Image":"busybox","HostConfig":{"NetworkMode":"none"},"HostConfig":{"Privileged":true}}'],
    ['the same key in two spellings', '{"Image":"busybox","HostConfig":{"Privileged":false,"privileged":true}}'],
    ['a key with a letter Go takes for another', '{"Image":"busybox","HoſtConfig":{"Privileged":true}}'],
    ['__proto__', '{"Image":"busybox","__proto__":{"HostConfig":{"Privileged":true}}}'],
    ['GPUs', host({ DeviceRequests: [{ Driver: 'nvidia', Count: -1 }] })],
    ['rules for devices', host({ DeviceCgroupRules: ['b *:* rwm'] })],
    ['a parent for its cgroup', host({ CgroupParent: '/' })],
    ['another runtime', host({ Runtime: '/bin/sh' })],
    ['the host’s users', host({ UsernsMode: 'host' })],
    ['the host’s cgroups', host({ CgroupnsMode: 'host' })],
    ['somebody’s IPC', host({ IpcMode: `container:${FOREIGN}` })],
    ['somebody’s processes', host({ PidMode: `container:${FOREIGN}` })],
    ['somebody’s network', host({ NetworkMode: `container:${FOREIGN}` })],
    ['the host’s network by its path', host({ NetworkMode: 'ns:/proc/1/ns/net' })],
    ['a network with a way to this machine', host({ NetworkMode: 'slirp4netns:allow_host_loopback=true' })],
    ['a network of pasta’s', host({ NetworkMode: 'pasta:--map-gw' })],
    ['no mask of system calls', host({ SecurityOpt: ['seccomp=unconfined'] })],
    ['no AppArmor', host({ SecurityOpt: ['apparmor:unconfined'] })],
    ['no SELinux', host({ SecurityOpt: ['label=disable'] })],
    ['system paths laid open', host({ SecurityOpt: ['systempaths=unconfined'] })],
    ['new privileges', host({ SecurityOpt: ['no-new-privileges:false'] })],
    ['nothing masked', host({ MaskedPaths: [] })],
    ['precedence when memory is short', host({ OomScoreAdj: -1000 })],
    ['kernel memory', host({ KernelMemory: 1 << 20 })],
    ['options of storage', host({ StorageOpt: { size: '900G' } })],
    ['weights of devices', host({ BlkioWeightDevice: [{ Path: '/dev/sda', Weight: 10 }] })],
    ['a volume driver', host({ VolumeDriver: 'sshfs' })],
    ['a mount of an image', host({ Mounts: [{ Type: 'image', Source: FOREIGN, Target: '/m' }] })],
    ['a pipe', host({ Mounts: [{ Type: 'npipe', Source: '\\\\.\\pipe\\x', Target: '/m' }] })],
    ['a volume of a cluster', host({ Mounts: [{ Type: 'cluster', Source: 'x', Target: '/m' }] })],
    ['a type of mount in another spelling', host({ Mounts: [{ type: 'bind', source: '/', Target: '/m' }] })],
    [
      'a mount that comes back',
      host({ Mounts: [{ Type: 'bind', Source: '/root/work', Target: '/m', BindOptions: { Propagation: 'rshared' } }] }),
    ],
    [
      'a folder by the options of a volume',
      host({
        Mounts: [
          {
            Type: 'volume',
            Source: 'v',
            Target: '/m',
            VolumeOptions: { DriverConfig: { Name: 'local', Options: { type: 'none', o: 'bind', device: '/' } } },
          },
        ],
      }),
    ],
    ['a folder among the anonymous volumes', { Image: 'busybox', Volumes: { '/etc:/host-etc': {} } }],
    ['a folder as a tmpfs', host({ Tmpfs: { '/m': 'rbind,size=1m' } })],
    ['a tmpfs that is shared', host({ Tmpfs: { '/m': 'rw,rslave' } })],
    ['logs to an address', host({ LogConfig: { Type: 'syslog', Config: { 'syslog-address': 'udp://127.0.0.1:1' } } })],
    ['logs without an end', host({ LogConfig: { Type: 'json-file', Config: { 'max-size': '-1' } } })],
    [
      'logs in more files than are let',
      host({ LogConfig: { Type: 'local', Config: { 'max-size': '60m', 'max-file': '99' } } }),
    ],
    ['a link to somebody’s', host({ Links: [`${FOREIGN}:db`] })],
    ['somebody’s volumes', host({ VolumesFrom: [FOREIGN] })],
    ['the groups of whoever runs the engine', host({ GroupAdd: ['keep-groups'] })],
    ['a secret of a swarm', { Image: 'busybox', Secrets: [{ Source: 'x' }] }],
    ['our label in capitals', { Image: 'busybox', Labels: { 'DRYDOCK.session': 'x' } }],
    ['the host’s network as an endpoint', { Image: 'busybox', NetworkingConfig: { EndpointsConfig: { host: {} } } }],
    [
      'an endpoint’s options',
      {
        Image: 'busybox',
        NetworkingConfig: {
          EndpointsConfig: {
            bridge: { DriverOpts: { 'com.docker.network.endpoint.sysctls': 'net.ipv4.ip_forward=1' } },
          },
        },
      },
    ],
  ];
  test.skipIf(!engine).each(bodies)('creates no container with %s', async (_what, body) => {
    const before = (await ask<unknown[]>(door(), '/containers/json', { query: { all: '1' } })).length;
    const { status, text } = await send('POST', '/containers/create', body);
    expect([400, 403, 404, 409], text).toContain(status);
    expect(text).toMatch(/drydock runner: refused|No such container|not found/);
    expect((await ask<unknown[]>(door(), '/containers/json', { query: { all: '1' } })).length).toBe(before);
  });

  it('creates no network that reaches into this machine’s', async () => {
    for (const body of [
      { Name: 'n', Driver: 'host' },
      { Name: 'n', Driver: 'macvlan', Options: { parent: 'eth0' } },
      { Name: 'n', Driver: 'ipvlan' },
      { Name: 'n', driver: 'macvlan' },
      { Name: 'n', Options: { 'com.docker.network.bridge.name': 'docker0' } },
      { Name: 'n', Options: { 'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0' } },
      { Name: 'n', Scope: 'swarm' },
      { Name: 'n', Ingress: true },
      { Name: 'n', ConfigFrom: { Network: FOREIGN } },
      { Name: 'n', IPAM: { Driver: 'evil' } },
      { Name: 'n', IPAM: { Config: [{ Subnet: '127.0.0.0/16' }] } },
      { Name: 'n', IPAM: { Config: [{ Subnet: '169.254.0.0/16' }] } },
      { Name: 'host' },
    ])
      expect((await send('POST', '/networks/create', body)).text, JSON.stringify(body)).toMatch(
        /drydock runner: refused/,
      );
  });

  it('opens nothing that is not in its table, however it is written', async () => {
    for (const [method, path] of [
      ['GET', '/v1.24/swarm'],
      ['GET', '/V1.51/containers/json'],
      ['GET', '/v1.51/v1.51/containers/json'],
      ['GET', '/v1/containers/json'],
      ['GET', '//containers/json'],
      ['GET', '/containers//json'],
      ['GET', '/containers/json/'],
      ['GET', '/./containers/json'],
      ['GET', `/containers/x/../${FOREIGN}/json`],
      ['GET', `/containers/%2e%2e/images/json`],
      ['GET', `/containers/x%2f..%2f${FOREIGN}/json`],
      ['GET', `/containers/${FOREIGN}%3fall=1/json`],
      ['GET', `/containers/${FOREIGN}%00/json`],
      ['GET', `/containers/${FOREIGN}%23/json`],
      ['GET', `/containers/${FOREIGN}/attach/ws`],
      ['GET', 'http://docker/containers/json'],
      ['GET', `/containers/${'x'.repeat(70_000)}/json`],
      ['GET', '/debug/pprof/heap'],
      ['GET', '/metrics'],
      ['GET', '/libpod/info'],
      ['GET', '/v5.0.0/libpod/containers/json'],
      ['POST', '/auth'],
      ['POST', '/session'],
      ['POST', '/grpc'],
      ['GET', '/swarm/unlockkey'],
      ['GET', '/nodes'],
      ['GET', '/services'],
      ['GET', '/tasks'],
      ['GET', '/configs'],
      ['POST', '/secrets/create'],
      ['POST', '/plugins/x/enable'],
      ['POST', '/containers/x/checkpoints'],
      ['DELETE', '/containers/json'],
    ] as const) {
      const { status, text } = await send(method, path);
      expect([403, 404], `${method} ${path.slice(0, 80)}: ${text.slice(0, 200)}`).toContain(status);
      expect(text, path).toMatch(/refused|No such container/);
    }
  });

  it('lets no limit go by an update', async () => {
    const { Id } = JSON.parse((await send('POST', '/containers/create', host({ NetworkMode: 'none' }))).text) as {
      Id: string;
    };
    const limits = async () => {
      const { HostConfig } = await ask<{ HostConfig: { Memory: number; PidsLimit: number; NanoCpus: number } }>(
        door(),
        `/containers/${Id}/json`,
      );
      return [HostConfig.Memory, HostConfig.PidsLimit, HostConfig.NanoCpus];
    };
    const before = await limits();
    for (const body of [
      { PidsLimit: 0 },
      { PidsLimit: -1 },
      { pidslimit: -1 },
      { Memory: 2 ** 40 },
      { MemorySwap: -1 },
      { NanoCpus: 64e9 },
      { CpuQuota: -1 },
      { OomKillDisable: true },
      { Devices: [{ PathOnHost: '/dev/mem' }] },
    ]) {
      const { text } = await send('POST', `/containers/${Id}/update`, body);
      expect(text, JSON.stringify(body)).toMatch(/refused/);
    }
    expect(await limits()).toEqual(before);
    expect((await send('POST', `/containers/${Id}/exec`, { Cmd: ['id'], privileged: true })).text).toMatch(/refused/);
    expect((await send('POST', `/containers/${Id}/start`, host({ Privileged: true }))).status).not.toBe(200);
    await send('DELETE', `/containers/${Id}`, undefined, 'force=1');
  });

  it('connects nothing to the host’s network, whatever it is called', async () => {
    if (kind === 'podman') return;
    const { Id } = JSON.parse((await send('POST', '/containers/create', host({ NetworkMode: 'none' }))).text) as {
      Id: string;
    };
    const net = await ask<{ Id: string }>(door(), '/networks/host');
    for (const name of ['host', net.Id, net.Id.slice(0, 12)])
      expect((await send('POST', `/networks/${name}/connect`, { Container: Id })).text, name).toMatch(
        /refused: the host’s network/,
      );
    await send('DELETE', `/containers/${Id}`);
  });

  it('gives no archive of images a name of somebody’s, in whatever spelling the engine reads', async () => {
    const theirs = `${FOREIGN}:v1`;
    const id = async () => (await ask<{ Id: string }>(door(), `/images/${theirs}/json`)).Id;
    const before = await id();
    const saved = [...readTar(await archiveOf('busybox'))];
    const manifest = JSON.parse(new TextDecoder().decode(saved.find(({ path }) => path === 'manifest.json')!.data)) as [
      object,
    ];
    const without = { ...manifest[0] } as Record<string, unknown>;
    delete without.RepoTags;
    const inner = JSON.stringify(without).slice(1, -1);
    for (const text of [
      `[{${inner},"repotags":["${theirs}"]}]`,
      `[{${inner},"RepoTags":["runner-own:1"],"repoTags":["${theirs}"]}]`,
      `[{${inner},"RepoTags":["${theirs}"],"RepoTags":null}]`,
      `[{${inner},"RepoTagſ":["${theirs}"]}]`,
    ]) {
      const others = saved.filter(({ path }) => !['manifest.json', 'repositories', 'index.json'].includes(path));
      const { text: answer } = await send(
        'POST',
        '/images/load',
        writeTar([...others, { ...file, path: 'manifest.json', data: bytes(text) }]),
      );
      expect(await id(), `${text}: ${answer}`).toBe(before);
    }
    const index = JSON.parse(
      new TextDecoder().decode(saved.find(({ path }) => path === 'index.json')?.data ?? bytes('{}')),
    ) as object;
    for (const annotations of [
      `"annotations":{"io.containerd.image.name":"docker.io/library/${theirs}"},"annotations":{}`,
      `"Annotations":{"io.containerd.image.name":"docker.io/library/${theirs}"}`,
    ]) {
      const data = bytes(JSON.stringify(index).replace(/"annotations":\{[^}]*\}/, annotations));
      const archive = writeTar([
        ...saved.filter(({ path }) => path !== 'index.json'),
        { ...file, path: 'index.json', data },
      ]);
      await send('POST', '/images/load', archive);
      expect(await id()).toBe(before);
    }
    await real.run('docker rmi runner-own:1');
  });

  it('saves nobody’s image along with one’s own of the same repository', async () => {
    await real.run(`docker tag busybox ${FOREIGN}:latest`);
    const own = await send('GET', '/images/get', undefined, `names=${FOREIGN}`);
    expect(own.text).not.toContain('SECRET=theirs');
    expect(own.text).toContain(`${FOREIGN}:latest`);
    const whole = await send('GET', `/images/${FOREIGN}/get`);
    expect(whole.text).not.toContain('SECRET=theirs');
    expect((await send('GET', '/images/get', undefined, `names=${FOREIGN}:v1`)).status).toBe(404);
    expect((await send('GET', `/images/busybox,${FOREIGN}:v1/get`)).status).toBeGreaterThanOrEqual(400);
    await real.run(`docker rmi ${FOREIGN}:latest`);
  });

  it('pulls under a name it has understood', async () => {
    const strict = await RealComputer.start(engine!, { onlyImages: ['docker.io/library/busybox*'] });
    for (const query of [
      'fromImage=alpine:3&tag=latest',
      'fromImage=alpine&tag=sha512:00',
      `fromImage=alpine@sha256:${'0'.repeat(64)}&tag=latest`,
      'fromImage=alpine:latest:latest',
    ]) {
      const { body } = await strict.session.door.request({
        method: 'POST',
        path: '/images/create',
        query,
        headers: {},
        body: undefined,
      });
      expect(await textOf(body), query).toMatch(/refused|invalid (reference|tag)/);
    }
    await strict.end();
  });

  it('takes nobody’s image away that it was given under another name', async () => {
    const theirs = `${FOREIGN}:pulled`;
    const pulled = await RealComputer.start(engine!);
    // Where there is no registry to pull from there is nothing to see.
    const isThere = (await pulled.run('docker pull alpine')).exit === 0;
    if (isThere) {
      const post = (path: string, query: Record<string, string>) => askText(door(), path, { method: 'POST', query });
      await post('/images/alpine/tag', { repo: FOREIGN, tag: 'pulled' });
      await askText(door(), '/images/alpine:latest', { method: 'DELETE' }).catch(() => {});
      await pulled.run('docker pull alpine');
    }
    await pulled.end();
    if (!isThere) return;
    expect((await ask<{ RepoTags: string[] }>(door(), `/images/${theirs}/json`)).RepoTags.join()).toContain(theirs);
    await askText(door(), `/images/${theirs}/tag`, { method: 'POST', query: { repo: 'alpine', tag: 'latest' } });
    await askText(door(), `/images/${theirs}`, { method: 'DELETE' });
  });

  it('gives no name of somebody’s by a tag that takes the place of another', async () => {
    const id = async () => (await ask<{ Id: string }>(door(), `/images/${FOREIGN}:v1/json`)).Id;
    const before = await id();
    await real.run('docker create --name runner-named --network none busybox');
    const twice = `repo=${FOREIGN}:other&tag=v1`;
    for (const [method, path, query, body] of [
      ['POST', '/images/busybox/tag', twice, undefined],
      ['POST', '/images/busybox/tag', `repo=docker.io/library/${FOREIGN}:other&tag=v1`, undefined],
      ['POST', '/images/busybox/tag', `repo=${FOREIGN}&tag=v1`, undefined],
      ['POST', '/commit', `container=runner-named&${twice}`, {}],
      ['POST', '/images/create', `fromSrc=-&${twice}`, writeTar([])],
      [
        'POST',
        '/build',
        `version=2&t=${FOREIGN}:v1`,
        writeTar([{ ...file, path: 'Dockerfile', data: bytes('FROM busybox') }]),
      ],
    ] as const) {
      const { status, text } = await send(method, path, body, query);
      expect([400, 409], `${path}?${query}: ${text}`).toContain(status);
      expect(await id(), `${path}?${query}`).toBe(before);
    }
    await real.run('docker rm runner-named');
  });

  it('writes into no file of this machine, and reads none, by way of a container', async () => {
    const way = `/tmp/drydock-escape-${process.pid}`;
    await real.run('docker run -d --network none --name runner-way busybox sleep 1000');
    const link = { ...file, kind: 'symlink' } as const;
    for (const tar of [
      writeTar([
        { ...link, path: 'a', link: '/' },
        { ...file, path: `a${way}`, data: bytes('x') },
      ]),
      writeTar([{ ...file, path: `../../../../../..${way}`, data: bytes('x') }]),
      writeTar([
        { ...link, path: 'b', link: '/proc/1/root' },
        { ...file, path: `b${way}`, data: bytes('x') },
      ]),
      writeTar([{ ...file, kind: 'hardlink', path: 'c', link: '/etc/hostname' }]),
    ])
      await send('PUT', '/containers/runner-way/archive', tar, 'path=/root');
    for (const path of ['/a', '/b', '/proc/1/root', '/root/b', '/proc/self/root'])
      await send(
        'PUT',
        '/containers/runner-way/archive',
        writeTar([{ ...file, path: way.slice(1), data: bytes('x') }]),
        `path=${path}`,
      );
    expect(existsSync(way)).toBe(false);
    const secret = join(real.state, 'theirs');
    writeFileSync(secret, 'a file of this machine');
    for (const path of [
      secret,
      `/proc/1/root${secret}`,
      `/proc/self/root${secret}`,
      `/root/b${secret}`,
      `/root/a${secret}`,
    ])
      expect((await send('GET', '/containers/runner-way/archive', undefined, `path=${path}`)).text, path).not.toContain(
        'a file of this',
      );
    await real.run('docker rm -f runner-way');
  });

  it('keeps volumes without a name, and builds at once, within bounds', async () => {
    const Volumes = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`/v${index}`, {}]));
    expect((await send('POST', '/containers/create', { Image: 'busybox', Volumes })).text).toMatch(
      /refused: 100 volumes/,
    );
    const Mounts = Object.keys(Volumes).map((Target) => ({ Type: 'volume', Target }));
    expect((await send('POST', '/containers/create', host({ Mounts }))).text).toMatch(/refused: 100 volumes/);
    const builds = Array.from({ length: 12 }, (_, index) =>
      send(
        'POST',
        '/build',
        writeTar([
          { ...file, path: 'Dockerfile', data: bytes(`FROM busybox\nRUN echo ${process.pid} ${index}; sleep 3`) },
        ]),
        'version=2',
      ),
    );
    const answers = await Promise.all(builds);
    expect(answers.filter(({ text }) => /refused: one more build/.test(text)).length).toBe(4);
  });

  it('keeps our label on what is committed and imported', async () => {
    await real.run('docker create --name runner-label --network none busybox');
    for (const change of [
      ['ENV A=dry B=dock.session', 'LABEL $A$B=other'],
      ['ENV A=dry B=dock.session', 'LABEL ${A}${B}=other'],
      ['# escape=`', 'CMD echo `'],
      ['ONBUILD RUN <<EOF'],
    ]) {
      const query = new URLSearchParams({ container: 'runner-label', repo: 'runner-labelled' });
      for (const each of change) query.append('changes', each);
      const { text } = await send('POST', '/commit', {}, query.toString());
      expect(text, change.join(' / ')).toMatch(/refused: --change/);
      query.delete('container');
      query.set('fromSrc', '-');
      expect((await send('POST', '/images/create', writeTar([]), query.toString())).text, change.join(' / ')).toMatch(
        /refused: --change/,
      );
    }
    await real.run('docker rm runner-label');
  });

  it('builds on no image that would fetch from this machine’s network', async () => {
    await real.run('docker create --name runner-trigger --network none busybox');
    if (kind === 'podman') {
      const from = `COPY --from=${FOREIGN}:v1 /etc/passwd /x`;
      const words = async (line: string) => (await real.run(line)).stderr;
      expect(await words(`docker commit --change 'ONBUILD ${from}' runner-trigger`)).toMatch(
        /refused: .*ONBUILD on Podman/,
      );
      expect(await words(`printf 'FROM busybox\\nONBUILD ${from}\\n' | docker build -`)).toContain(
        'refused: ONBUILD on Podman',
      );
      const config = bytes(JSON.stringify({ config: { OnBuild: [from] } }));
      expect((await send('POST', '/images/load', writeTar([{ ...file, path: 'c', data: config }]))).text).toContain(
        'ONBUILD on Podman',
      );
      await real.run('docker rm runner-trigger');
      return;
    }
    await real.run("docker commit --change 'ONBUILD ADD http://127.0.0.1:1/x /x' runner-trigger runner-trigger-i");
    expect((await real.run("printf 'FROM runner-trigger-i\\n' | docker build -")).stderr).toContain(
      'refused: ADD http://127.0.0.1:1/x',
    );
    await real.run('docker rm runner-trigger; docker rmi runner-trigger-i');
  });

  it('joins the namespaces of the container that was looked at, whatever has its name later', async () => {
    await real.run('docker run -d --name runner-joined --network none busybox sleep 1000');
    const { Id } = JSON.parse(
      (
        await send(
          'POST',
          '/containers/create',
          host({ NetworkMode: 'container:runner-joined', PidMode: 'container:runner-joined', IpcMode: 'shareable' }),
        )
      ).text,
    ) as { Id: string };
    const { HostConfig } = await ask<{ HostConfig: { NetworkMode: string; PidMode: string } }>(
      door(),
      `/containers/${Id}/json`,
    );
    const { Id: joined } = await ask<{ Id: string }>(door(), '/containers/runner-joined/json');
    expect([HostConfig.NetworkMode, HostConfig.PidMode]).toEqual([`container:${joined}`, `container:${joined}`]);
    await real.run(`docker rm -f ${Id} runner-joined`);
  });

  it('ends no build of somebody else', async () => {
    expect((await send('POST', '/build/cancel', undefined, 'id=theirs')).status).toBe(403);
  });

  const archiveOf = async (name: string) => {
    const { body } = await door().request({
      method: 'GET',
      path: `/images/${name}/get`,
      query: '',
      headers: {},
      body: undefined,
    });
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    return new Uint8Array(Buffer.concat(chunks));
  };
});
