import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '../../src/engine/api/body.ts';
import { SECRETS_FOLDER } from '../../src/engine/api/build-request.ts';
import { writeTar } from '../../src/oci/tar/writer.ts';
import { addressText } from '../../src/runner/engine/address.ts';
import { ask, askText } from '../../src/runner/engine/ask.ts';
import type { FoundEngine } from '../../src/runner/engine/find.ts';
import { ensureBusyboxImage } from '../support/node-image.ts';
import { bundled } from './bundled.ts';
import { connectTo } from './client.ts';
import { labelled, RealComputer, realEngines } from './real.ts';

const engines = await realEngines();
const FOREIGN = `runner-foreign-${process.pid}`;

describe.each(['docker', 'podman'] as const)('what a lesson must not do on a real engine: %s', (kind) => {
  const engine = engines[kind];
  const it = test.skipIf(!engine);
  let real: RealComputer;
  const door = () => engine!.door;
  const filters = JSON.stringify({ label: [`owner=${FOREIGN}`] });

  /** Everything of somebody else's, as the engine has it. */
  const foreignState = async () => {
    const container = await ask<{ Id: string; State: object }>(door(), `/containers/${FOREIGN}/json`);
    return {
      container: [container.Id, container.State],
      changes: await askText(door(), `/containers/${FOREIGN}/changes`),
      image: (await ask<{ Id: string; RepoTags: string[] }>(door(), `/images/${FOREIGN}/json`)).RepoTags,
      volume: (await ask<{ CreatedAt: string }>(door(), `/volumes/${FOREIGN}`)).CreatedAt,
      network: (await ask<{ Id: string; Containers: object }>(door(), `/networks/${FOREIGN}`)).Containers,
      base: (await ask<{ Id: string }>(door(), '/images/busybox:latest/json')).Id,
    };
  };

  beforeAll(async () => {
    if (!engine) return;
    await ensureBusyboxImage(door(), 'busybox:latest');
    const post = (path: string, json: unknown, query: Record<string, string> = {}) =>
      ask<{ Id: string }>(door(), path, { method: 'POST', json, query });
    const Labels = { owner: FOREIGN };
    await post('/volumes/create', { Name: FOREIGN, Labels });
    await post('/networks/create', { Name: FOREIGN, Driver: 'bridge', Labels }).catch(() =>
      post('/networks/create', { Name: FOREIGN, Driver: 'null', Labels }),
    );
    const made = await post(
      '/containers/create',
      {
        Image: 'busybox',
        Cmd: ['sleep', '100000'],
        Labels,
        HostConfig: { NetworkMode: 'none', Binds: [`${FOREIGN}:/v`] },
      },
      { name: FOREIGN },
    );
    await askText(door(), `/containers/${made.Id}/start`, { method: 'POST' });
    await post('/commit', { Labels }, { container: made.Id, repo: FOREIGN });
    real = await RealComputer.start(engine);
  });

  afterAll(async () => {
    if (!engine) return;
    await real?.end();
    for (const { Id } of await ask<{ Id: string }[]>(door(), '/containers/json', { query: { all: '1', filters } }))
      await askText(door(), `/containers/${Id}`, { method: 'DELETE', query: { force: '1' } });
    for (const path of [`/images/${FOREIGN}`, `/volumes/${FOREIGN}`, `/networks/${FOREIGN}`])
      await askText(door(), path, { method: 'DELETE' }).catch(() => {});
  });

  /** Commands, and what the refusal says. Whatever they are, nothing of anybody else's changes. */
  const attempts: readonly [line: string, answer: RegExp][] = [
    ['docker run --privileged busybox true', /refused: --privileged/],
    ['docker run --cap-add SYS_ADMIN busybox true', /refused: added capabilities/],
    ['docker run --pid host busybox true', /refused: host/],
    ['docker run --network host busybox true', /refused: --network host/],
    ['docker run --ipc host busybox true', /refused: host/],
    ['docker run --uts host busybox true', /refused: host/],
    ['docker run --userns host busybox true', /refused: --userns/],
    ['docker run --device /dev/mem busybox true', /refused: --device/],
    ['docker run --security-opt seccomp=unconfined busybox true', /refused: --security-opt/],
    ['docker run -v /:/host busybox true', /refused: the bind mount of \//],
    ['docker run -v /var/run/docker.sock:/s busybox true', /refused: the bind mount/],
    ['docker run --mount type=bind,src=/etc,dst=/e busybox true', /refused: the bind mount/],
    [
      'docker run --mount type=volume,src=x,dst=/e,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/etc busybox true',
      /refused: options of a volume driver/,
    ],
    ['docker volume create -o type=none -o o=bind -o device=/ evil', /refused: options of a volume driver/],
    ['docker volume create -d sshfs evil', /refused: a volume driver/],
    ['docker network create -d macvlan evil', /refused: a network driver/],
    [`docker run --volumes-from ${FOREIGN} busybox true`, /No such container/],
    [`docker run --network container:${FOREIGN} busybox true`, /No such container/],
    [`docker run --pid container:${FOREIGN} busybox true`, /No such container/],
    [`docker run --network ${FOREIGN} busybox true`, /not found/],
    [`docker run -v ${FOREIGN}:/v busybox true`, /not of this session/],
    [`docker run ${FOREIGN} true`, /pull access denied|Unable to find image|no such host|lookup|registry/],
    [`docker volume create ${FOREIGN}`, /not of this session/],
    [`docker exec ${FOREIGN} true`, /No such container/],
    [`docker exec --privileged ${FOREIGN} true`, /No such container/],
    [`docker logs ${FOREIGN}`, /No such container/],
    [`docker inspect ${FOREIGN}`, /[Nn]o such object/],
    [`docker rm -f ${FOREIGN}; false`, /No such container/],
    [`docker stop ${FOREIGN}`, /No such container/],
    [`docker kill ${FOREIGN}`, /No such container/],
    [`docker cp ${FOREIGN}:/etc/passwd x`, /No such container/],
    [`docker diff ${FOREIGN}`, /No such container/],
    [`docker commit ${FOREIGN} mine`, /No such container/],
    [`docker export ${FOREIGN} -o x`, /No such container/],
    [`docker rename ${FOREIGN} mine`, /No such container/],
    [`docker update --memory 64m ${FOREIGN}`, /No such container/],
    [`docker network connect ${FOREIGN} ${FOREIGN}`, /not found|No such/],
    [`docker network rm ${FOREIGN}`, /not found/],
    [`docker volume rm ${FOREIGN}`, /no such volume/],
    [`docker rmi ${FOREIGN}`, /No such image/],
    ['docker rmi busybox', /was on this engine before this session/],
    [`docker tag busybox ${FOREIGN}`, /not of this session/],
    [`docker save ${FOREIGN} -o x`, /No such image/],
    [`docker history ${FOREIGN}`, /No such image/],
    [`docker push ${FOREIGN}`, /No such image|does not exist/],
    ['docker push busybox', /not of this session/],
    ['docker import http://127.0.0.1:1/x.tar', /refused: an import from an address/],
    ['docker run --memory 900g busybox true', /refused: Memory/],
    ['docker run --pids-limit -1 busybox true', /refused: --pids-limit/],
    ['docker run --label drydock.session=other busybox true', /runner’s own/],
  ];

  it('shows nothing of anybody else’s', async () => {
    for (const line of [
      'docker ps -aq',
      'docker images -q',
      'docker volume ls -q',
      'docker network ls --filter type=custom -q',
    ])
      expect(await real.run(line)).toMatchObject({ stdout: '' });
    expect((await real.run("docker info --format '{{.Containers}}'")).stdout).toBe('0\n');
    expect((await real.run("docker network inspect bridge none --format '{{json .Containers}}'")).stdout).not.toContain(
      FOREIGN,
    );
  });

  test.skipIf(!engine).each(attempts)('refuses: %s', async (line, answer) => {
    const before = await foreignState();
    const result = await real.run(line);
    expect(result.exit).not.toBe(0);
    expect(result.stdout + result.stderr).toMatch(answer);
    expect(await foreignState()).toEqual(before);
  });

  it('prunes what is its own and nothing else', async () => {
    const before = await foreignState();
    for (const what of ['container', 'image -a', 'network', 'volume -a', 'builder -a'])
      await real.run(`docker ${what.replace(' ', ' prune -f ')}${what.includes(' ') ? '' : ' prune -f'}`);
    await real.run('docker system prune -af --volumes');
    expect(await foreignState()).toEqual(before);
  });

  it('refuses to build from, copy from or mount somebody’s image, entitlements, ssh keys and foreign frontends', async () => {
    const dockerfiles = [
      `FROM ${FOREIGN}`,
      `FROM busybox\\nCOPY --from=${FOREIGN} /etc/passwd /x`,
      `FROM busybox\\nRUN --mount=type=bind,from=${FOREIGN},target=/m cat /m/etc/passwd`,
      `ARG BASE=${FOREIGN}\\nFROM \${BASE}`,
      `FROM busybox\\nBROKEN\\nFROM ${FOREIGN}`,
      '# syntax=evil/frontend\\nFROM busybox',
      'FROM busybox\\nRUN --security=insecure id',
      'FROM busybox\\nRUN --network=host id',
      'FROM busybox\\nRUN --mount=type=ssh ssh-add -l',
      'FROM busybox\\nADD http://127.0.0.1:1/x /x',
      'FROM busybox\\nADD git@127.0.0.1:x.git /x',
      'FROM busybox\\nONBUILD ADD ["https://localhost/x", "/x"]',
      'FROM busybox\\nARG A=http://127.0.0.1:1\\nADD $A /x',
      'FROM busybox\\nARG A=tp://127.0.0.1:1\\nADD ht"${A}" /x',
    ];
    for (const [index, dockerfile] of dockerfiles.entries()) {
      await real.run(`mkdir -p evil${index} && printf '${dockerfile}\\n' > evil${index}/Dockerfile`);
      const result = await real.run(`docker build evil${index}`);
      expect(result.exit, dockerfile).toBe(1);
      expect(result.stderr, dockerfile).toMatch(/drydock runner: refused|not simulated/);
    }
    await real.run(`printf 'FROM busybox\\n' > Dockerfile`);
    expect((await real.run(`docker build -t ${FOREIGN} .`)).stderr).toContain('not of this session');
    expect((await real.run('docker build --network host .')).stderr).toContain('refused: docker build --network host');
  });

  it('takes no secret whose name would say where on this machine it is', async () => {
    const file = { kind: 'file', mode: 0o644, uid: 0, gid: 0, mtime: 0 } as const;
    const data = new TextEncoder().encode('FROM busybox\nRUN --mount=type=secret,id=t cat /run/secrets/t\n');
    const body = writeTar([
      { ...file, path: 'Dockerfile', data },
      { ...file, path: `${SECRETS_FOLDER}t,src=../hostname`, data },
    ]);
    const request = { method: 'POST', path: '/build', query: 'version=2&nocache=1', headers: {}, body } as const;
    const answer = await textOf((await real.session.door.request(request)).body);
    // BuildKit asks for a secret by its name, whatever stands in it: none is named t.
    expect(answer).toMatch(kind === 'podman' ? /refused: the secret/ : /exit code: 1/);
  });

  it('refuses an archive that would take somebody’s name', async () => {
    const manifest = JSON.stringify([{ Config: 'c', RepoTags: [`${FOREIGN}:latest`], Layers: [] }]);
    const data = new TextEncoder().encode(manifest);
    const file = { kind: 'file', mode: 0o644, uid: 0, gid: 0, mtime: 0 } as const;
    const load = (body: Uint8Array) =>
      real.session.door.request({ method: 'POST', path: '/images/load', query: '', headers: {}, body });
    expect((await load(writeTar([{ ...file, path: 'manifest.json', data }]))).status).toBe(409);
    expect((await load(writeTar([{ ...file, path: './manifest.json', data }]))).status).toBe(409);
    const linked = writeTar([
      { ...file, path: 'm', data },
      { ...file, kind: 'symlink', path: 'manifest.json', link: 'm' },
    ]);
    expect((await load(linked)).status).toBe(403);
    // An engine cleans names, and follows the links that it has unpacked.
    for (const way of ['a/../manifest.json', '../manifest.json', 'd/manifest.json'])
      expect(
        (
          await load(
            writeTar([
              { ...file, kind: 'symlink', path: 'd', link: '.' },
              { ...file, path: way, data },
            ]),
          )
        ).status,
        way,
      ).toBe(403);
    expect(
      (
        await load(
          writeTar([
            { ...file, path: 'manifest.json', data: new Uint8Array() },
            { ...file, path: 'manifest.json', data },
          ]),
        )
      ).status,
    ).not.toBe(200);
  });

  it('lets nobody take the name of a frontend, nor other labels than the session’s', async () => {
    for (const name of ['docker/dockerfile:1', 'docker.io/docker/dockerfile', 'docker/dockerfile-upstream:x']) {
      expect((await real.run(`docker tag busybox ${name}`)).stderr, name).toMatch(/refused: the name/);
      expect((await real.run(`printf 'FROM busybox\\n' | docker build -t ${name} -`)).stderr, name).toMatch(
        /refused: the name/,
      );
    }
    await real.run('docker create --name runner-mine-c --network none busybox');
    for (const change of ['LABEL drydock.session=other', 'LABEL "drydock".session=x', 'ENV a=b \\'])
      expect((await real.run(`docker commit --change '${change}' runner-mine-c runner-mine-i`)).stderr, change).toMatch(
        /refused: --change/,
      );
    await real.run('docker rm runner-mine-c');
  });

  it('reads a query as the engine does', async () => {
    const ask = (method: 'GET' | 'POST', path: string, query: string) =>
      real.session.door.request({ method, path, query, headers: {}, body: undefined });
    const own = (await real.run('docker create --network none busybox')).stdout.trim();
    for (const [method, path, query] of [
      ['POST', '/commit', `container=${own}&container=${FOREIGN}&repo=x`],
      ['POST', '/commit', `container=${own}&Container=${FOREIGN}&repo=x`],
      ['POST', '/images/create', 'FROMSRC=http://127.0.0.1:1/x.tar&repo=x'],
      ['POST', '/containers/prune', 'Filters={}'],
      ['POST', '/containers/prune', 'filters={}&FILTERS={}'],
      ['POST', '/volumes/prune', 'filters={}&filters={}'],
      ['POST', '/build', 'networkmode=default&networkmode=host'],
      ['POST', '/build', 'networkmode=default&NetworkMode=host'],
      ['POST', `/containers/${own}/start`, 'checkpoint=c&checkpoint-dir=/etc'],
      ['GET', `/containers/${own}/json`, 'unknown=1'],
    ] as const)
      expect((await ask(method, path, query)).status, `${path}?${query}`).toBe(403);
    await real.run(`docker rm ${own}`);
  });

  it('speaks another protocol with nobody, whatever a request is to become', async () => {
    const container = (await real.run('docker create --network none busybox')).stdout.trim();
    for (const path of ['/containers/json', `/containers/${container}/json`, '/version']) {
      const { status, stream } = await real.session.door.request({
        method: 'GET',
        path,
        query: '',
        headers: { upgrade: 'h2c', connection: 'Upgrade, HTTP2-Settings', 'http2-settings': 'AAMAAABk' },
        body: undefined,
      });
      expect([status, stream], path).toEqual([200, undefined]);
    }
    await real.run(`docker rm -f ${container}`);
  });

  it('keeps a container’s logs, and its networks, within bounds', async () => {
    const id = (await real.run('docker create --network none busybox')).stdout.trim();
    const made = await ask<{ HostConfig: { LogConfig: { Config: Record<string, string> } } }>(
      door(),
      `/containers/${id}/json`,
    );
    // Podman's API does not tell.
    if (kind === 'docker') expect(made.HostConfig.LogConfig.Config).toEqual({ 'max-size': '64m' });
    await real.run(`docker rm ${id}`);
    expect((await real.run('docker run --log-opt max-size=10g busybox true')).stderr).toMatch(/refused: more logs/);
    expect((await real.run('docker network create --subnet 10.0.0.0/8 evil')).stderr).toMatch(/refused: the subnet/);
    expect((await real.run('docker network create --ipv6 --subnet 2001:db8::/64 evil')).stderr).toMatch(
      /refused: the subnet/,
    );
    expect((await real.run('docker network create --subnet 8.8.8.0/24 evil')).stderr).toMatch(/refused: the subnet/);
  });

  it('finds things whose names are in the API’s own words', async () => {
    await real.run('docker network create net; docker create --name con --network none busybox');
    expect((await real.run("docker network inspect -f '{{.Name}}' net")).stdout).toBe('net\n');
    expect((await real.run("docker inspect -f '{{.Name}}' con")).stdout).toBe('/con\n');
    await real.run('docker network rm net; docker rm con');
  });

  it('takes no context and no workspace with a way out', async () => {
    const file = { kind: 'file', mode: 0o644, uid: 0, gid: 0, mtime: 0, data: new Uint8Array(1) } as const;
    const outside = join(real.state, 'outside');
    const send = (path: string, body: Uint8Array, query = '') =>
      real.session.door.request({ method: 'POST', path, query, headers: {}, body });
    for (const path of ['../outside', '/etc/outside', 'a/../../outside', '../../../outside']) {
      const tar = writeTar([{ ...file, path }]);
      expect((await send('/drydock/workspace', tar)).status, path).toBe(400);
      await expect(
        send('/build', tar, 'version=2').then(({ status }) => {
          if (status >= 400) throw new Error('refused');
        }),
        path,
      ).rejects.toThrow();
    }
    const climb = writeTar([
      { ...file, kind: 'symlink', path: 'way', link: real.state },
      { ...file, path: 'way/outside' },
    ]);
    expect((await send('/drydock/workspace', climb)).status).toBe(403);
    const hard = writeTar([{ ...file, kind: 'hardlink', path: 'h', link: '/etc/passwd' }]);
    expect((await send('/drydock/workspace', hard)).status).toBe(400);
    expect(
      (await send('/drydock/workspace', new Uint8Array(0), `removed=${encodeURIComponent('["../../x"]')}`)).status,
    ).toBe(400);
    expect(existsSync(outside)).toBe(false);
  });

  it('follows no link that a container put into the workspace', async () => {
    await real.run('mkdir -p sub && echo inside > sub/f && rm -f way');
    await real.run("docker run --rm --network none -v $PWD:/w busybox sh -c 'rm -rf /w/sub; ln -s /etc /w/sub'");
    const mounted = await real.run('docker run --rm --network none -v $PWD/sub:/e busybox cat /e/hostname');
    expect(mounted.exit).not.toBe(0);
    expect(mounted.stderr).toMatch(/is a link|a link or a file/);
    // A container that writes above a folder keeps it from being mounted.
    await real.run('rm -rf sub; mkdir -p deep/er');
    await real.run('docker run -d --network none --name runner-writer -v $PWD:/w busybox sleep 1000');
    expect((await real.run('docker run --rm --network none -v $PWD/deep/er:/e busybox true')).stderr).toContain(
      'may write above it',
    );
    await real.run('docker rm -f runner-writer');
    expect((await real.run('docker run --rm --network none -v $PWD/deep/er:/e busybox true')).exit).toBe(0);
  });

  it('lets nothing become a link that an engine mounts again by itself', async () => {
    const words = async (line: string) => (await real.run(line)).stderr;
    await real.run('mkdir -p held/deep && echo 1 > held/file');
    const run = 'docker run -d --network none --restart always --name runner-held';
    expect(await words(`${run} -v $PWD/held:/h -v $PWD/held/deep:/d busybox sleep 1000`)).toMatch(/may be links/);
    await real.run(
      'docker rm -f runner-held; docker create --name runner-held-w --network none -v $PWD:/w busybox sleep 1000',
    );
    expect(await real.run(`${run} -v $PWD/held/file:/f busybox sleep 1000`)).toMatchObject({ exit: 0 });
    // By a container, by docker cp into one that does not run, by the student's own hand.
    expect(await words('docker start runner-held-w')).toMatch(/refused: the workspace for writing/);
    expect(await words('ln -s /etc/shadow link && docker cp link runner-held-w:/w/held/file')).toMatch(
      /refused: the workspace for writing/,
    );
    await real.run('rm link held/file; ln -s /etc/hostname held/file');
    expect(await words('docker start runner-held-w')).toMatch(/refused: (a link at held\/file|the workspace)/);
    await real.run('rm held/file; docker rm -f runner-held runner-held-w; echo 1 > held/file');
    // Then it is a file as any other.
    expect((await real.run('docker run --rm --network none -v $PWD:/w busybox cat /w/held/file')).stdout).toBe('1\n');
  });

  it('mounts what it looked at: nothing in the workspace changes between', async () => {
    const { door } = real.session;
    const ask = async (method: 'POST', path: string, query: string, body?: Uint8Array) =>
      door.request({ method, path, query, headers: {}, body });
    const common = { mode: 0o755, uid: 0, gid: 0, mtime: 0 } as const;
    const folder = writeTar([{ ...common, kind: 'directory', path: 'swapped' }]);
    const link = writeTar([{ ...common, kind: 'symlink', path: 'swapped', link: '/etc' }]);
    await ask('POST', '/drydock/workspace', '', folder);
    await real.run(
      "docker create --network none --name runner-swapped -v $PWD/swapped:/s busybox sh -c 'ls /s | grep -c passwd'",
    );
    let swaps = 0;
    let over = false;
    const swapping = (async () => {
      while (!over) {
        for (const tar of [link, folder])
          await textOf((await ask('POST', '/drydock/workspace', 'removed=["swapped"]', tar)).body);
        swaps++;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    for (let round = 0; round < 20; round++) await ask('POST', '/containers/runner-swapped/start', '');
    over = true;
    await swapping;
    expect(swaps).toBeGreaterThan(5);
    expect((await real.run('docker logs runner-swapped')).stdout).not.toMatch(/[1-9]/);
    await real.run('docker rm -f runner-swapped');
  });

  it('gives a container with the workspace no way to make a device of this machine', async () => {
    expect((await real.run('docker run --rm --network none -v $PWD:/w busybox mknod /w/disk b 8 0')).exit).not.toBe(0);
  });

  it('answers nothing that is not in its table, and takes no body in another spelling', async () => {
    const ask404 = (method: 'GET' | 'POST', path: string, body?: object) =>
      real.session.door.request({
        method,
        path,
        query: '',
        headers: {},
        body: body && new TextEncoder().encode(JSON.stringify(body)),
      });
    for (const [method, path] of [
      ['POST', '/swarm/init'],
      ['POST', '/session'],
      ['POST', '/grpc'],
      ['GET', '/secrets'],
      ['POST', '/plugins/pull'],
      ['GET', `/containers/..%2f${FOREIGN}/json`],
      ['GET', `/v1.51/containers/x/../${FOREIGN}/json`],
    ] as const)
      expect((await ask404(method, path)).status, path).toBe(403);
    const spelled = await ask404('POST', '/containers/create', { Image: 'busybox', hostconfig: { privileged: true } });
    expect(spelled.status).toBe(403);
  });

  it('keeps two students apart', async () => {
    const other = await RealComputer.start(engine!);
    await real.run(
      'docker run -d --network none --name runner-mine busybox sleep 1000; docker volume create runner-mine-v',
    );
    expect((await other.run('docker ps -aq; docker volume ls -q')).stdout).toBe('');
    expect((await other.run('docker rm -f runner-mine')).stderr).toContain('No such container');
    expect((await other.run('docker run --rm -v runner-mine-v:/v busybox true')).stderr).toContain(
      'not of this session',
    );
    await other.end();
    expect((await real.run("docker ps --format '{{.Names}}'")).stdout).toContain('runner-mine');
  });

  it('keeps to its quota', async () => {
    const { defaultLimits } = await import('../../src/runner/policy/policy.ts');
    const small = await RealComputer.start(engine!, {
      limits: { ...defaultLimits, containers: 2, volumes: 1, networks: 0 },
    });
    await small.run(
      'docker create --network none busybox; docker create --network none busybox; docker volume create one',
    );
    expect((await small.run('docker create busybox')).stderr).toContain('there are 2 already');
    expect((await small.run('docker volume create two')).stderr).toContain('there are 1 already');
    expect((await small.run('docker network create n')).stderr).toContain('there are 0 already');
    await small.end();
  });

  it('changes nothing with --read-only', async () => {
    const reader = await RealComputer.start(engine!, { readOnly: true });
    for (const line of ['docker run busybox true', 'docker volume create x', 'docker pull busybox', 'docker build .'])
      expect((await reader.run(`echo FROM busybox > Dockerfile; ${line}`)).stderr).toMatch(/read-only/);
    expect((await reader.run('docker ps -a')).exit).toBe(0);
    await reader.end();
  });
});

describe.each(['docker', 'podman'] as const)('a runner that is killed on a real engine: %s', (kind) => {
  const engine = engines[kind];
  const it = test.skipIf(!engine);
  it('leaves nothing once the next one has started', async () => {
    await ensureBusyboxImage(engine!.door, 'busybox:latest');
    const state = mkdtempSync(join(tmpdir(), 'drydock-killed-'));
    const env = { ...process.env, XDG_STATE_HOME: state };
    const first = await startCommand(engine!, env);
    const { door, close } = await connectTo(first.link);
    const post = async (path: string, body: object, query = '') => {
      const response = await door.request({
        method: 'POST',
        path,
        query,
        headers: { 'content-type': 'application/json' },
        body: new TextEncoder().encode(JSON.stringify(body)),
      });
      let text = '';
      for await (const chunk of response.body) text += new TextDecoder().decode(chunk);
      return { status: response.status, text };
    };
    const created = await post('/containers/create', {
      Image: 'busybox',
      Cmd: ['sleep', '100000'],
      Volumes: { '/anonymous': {} },
      HostConfig: { NetworkMode: 'none', Binds: ['runner-killed:/v'] },
    });
    expect(created.status).toBe(201);
    const { Id } = JSON.parse(created.text) as { Id: string };
    await post(`/containers/${Id}/start`, {});
    const { Mounts } = await ask<{ Mounts: { Name: string }[] }>(engine!.door, `/containers/${Id}/json`);
    // A build in the middle of a step.
    const dockerfile = new TextEncoder().encode(`FROM busybox\nRUN echo ${Math.random()} && sleep 300\n`);
    const context = writeTar([
      { path: 'Dockerfile', kind: 'file', mode: 0o644, uid: 0, gid: 0, mtime: 0, data: dockerfile },
    ]);
    const building = await door.request({
      method: 'POST',
      path: '/build',
      query: 'version=2&t=runner-killed',
      headers: {},
      body: context,
    });
    const lines = building.body[Symbol.asyncIterator]();
    for (let text = ''; !text.includes('] RUN echo'); ) {
      const { done, value } = await lines.next();
      if (done) throw new Error(`the build is over already: ${text}`);
      text += new TextDecoder().decode(value);
    }
    first.process.kill('SIGKILL');
    await first.ended;
    close();
    expect(readdirSync(join(state, 'drydock', 'sessions')).length).toBeGreaterThan(0);

    const second = await startCommand(engine!, env);
    expect(second.output()).toContain('left behind');
    await expect.poll(() => find(engine!.door, `/containers/${Id}/json`)).toBe(false);
    for (const { Name } of Mounts) expect(await find(engine!.door, `/volumes/${Name}`), Name).toBe(false);
    expect(await find(engine!.door, '/images/runner-killed/json')).toBe(false);
    second.process.kill('SIGTERM');
    await second.ended;
    expect(readdirSync(join(state, 'drydock', 'sessions'))).toEqual([]);
    rmSync(state, { recursive: true, force: true });
  });

  it('is cleaned up after by `drydock runner clean`', async () => {
    const state = mkdtempSync(join(tmpdir(), 'drydock-clean-'));
    const { Id } = await ask<{ Id: string }>(engine!.door, '/containers/create', {
      method: 'POST',
      json: { Image: 'busybox', Labels: { 'drydock.session': 'feedfacefeedface' } },
    });
    // Only when nobody else's runner works on this engine: clean takes all that carries the label.
    const others = (await labelled(engine!)).filter((id) => id !== Id);
    if (others.length > 0) {
      await askText(engine!.door, `/containers/${Id}`, { method: 'DELETE' });
      return;
    }
    const child = spawn(process.execPath, [...bundled(), 'runner', 'clean', '--engine', addressText(engine!.address)], {
      env: { ...process.env, XDG_STATE_HOME: state },
    });
    const code = await new Promise((resolve) => child.on('exit', resolve));
    expect(code).toBe(0);
    expect(await find(engine!.door, `/containers/${Id}/json`)).toBe(false);
    rmSync(state, { recursive: true, force: true });
  });
});

async function find(door: FoundEngine['door'], path: string): Promise<boolean> {
  return askText(door, path).then(
    () => true,
    () => false,
  );
}

/** `drydock runner`, once it has printed its link. */
async function startCommand(
  engine: FoundEngine,
  env: NodeJS.ProcessEnv,
): Promise<{ process: ChildProcess; link: string; ended: Promise<unknown>; output(): string }> {
  const child = spawn(
    process.execPath,
    [...bundled(), 'runner', '--no-open', '--port', '0', '--engine', addressText(engine.address)],
    { env },
  );
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const link = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /http:\/\/\S+#runner=\S+/.exec(text)?.[0];
      if (found) resolve(found);
    });
    void ended.then(() => reject(new Error(text)));
  });
  return { process: child, link, ended, output: () => text };
}
