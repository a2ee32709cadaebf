import { describe, expect, it } from 'vitest';
import { checkBuildQuery, checkDockerfile, imagesNamedIn, syntaxDirective } from './build.ts';
import { checkContainer, checkExec } from './containers.ts';
import { checkUpdate } from './host-config.ts';
import { canonicalReference, checkAllowed, isPublicName } from './images.ts';
import { withoutSessionLabel } from './labels.ts';
import { checkVolume } from './mounts.ts';
import { checkNetwork } from './networks.ts';
import { defaultLimits, type Policy, Refused } from './policy.ts';
import { checkChanges, checkQuery } from './query.ts';
import { findRoute, plainPath } from './routes.ts';

const policy: Policy = {
  session: 'abc',
  workspace: { student: '/root/hello', real: '/state/abc/workspace' },
  limits: defaultLimits,
  readOnly: false,
  onlyImages: undefined,
  alsoImages: [],
  publishAnywhere: false,
  hostNetworks: ['192.168.1.5/24'],
};

const create = (hostConfig: object, more: object = {}) =>
  checkContainer(policy, { Image: 'alpine', HostConfig: hostConfig, ...more });

/** What a lesson might try, and a word of why not. */
const refused: readonly [what: string, hostConfig: object, reason: RegExp][] = [
  ['--privileged', { Privileged: true }, /privileged/],
  ['privileged in another spelling', { privileged: true }, /does not know/],
  ['--cap-add', { CapAdd: ['SYS_ADMIN'] }, /capabilities/],
  ['--cap-add NET_RAW', { CapAdd: ['NET_RAW'] }, /capabilities/],
  ['--pid host', { PidMode: 'host' }, /namespaces/],
  ['--ipc host', { IpcMode: 'host' }, /namespaces/],
  ['--uts host', { UTSMode: 'host' }, /namespaces/],
  ['--userns host', { UsernsMode: 'host' }, /namespaces/],
  ['--cgroupns host', { CgroupnsMode: 'host' }, /namespaces/],
  ['--network host', { NetworkMode: 'host' }, /namespaces/],
  ['a network namespace by path', { NetworkMode: 'ns:/proc/1/ns/net' }, /namespaces/],
  ['--device', { Devices: [{ PathOnHost: '/dev/sda' }] }, /devices/],
  ['--gpus', { DeviceRequests: [{ Count: -1 }] }, /devices/],
  ['--device-cgroup-rule', { DeviceCgroupRules: ['c *:* rwm'] }, /devices/],
  ['-v /:/host', { Binds: ['/:/host'] }, /only \/root\/hello/],
  ['-v docker.sock', { Binds: ['/var/run/docker.sock:/s'] }, /only \/root\/hello/],
  ['-v with a way out', { Binds: ['/root/hello/../../etc:/e'] }, /only \/root\/hello/],
  ['-v of a neighbour', { Binds: ['/root/hello-other:/e'] }, /only \/root\/hello/],
  ['-v of the real folder', { Binds: ['/state/abc/workspace:/e'] }, /only \/root\/hello/],
  ['-v of a relative path', { Binds: ['../x:/e'] }, /only \/root\/hello/],
  ['-v on Windows', { Binds: ['C:\\Users:/e'] }, /invalid mode/],
  ['-v with propagation', { Binds: ['/root/hello:/e:rshared'] }, /rshared/],
  ['--mount bind', { Mounts: [{ Type: 'bind', Source: '/etc', Target: '/e' }] }, /only \/root\/hello/],
  [
    '--mount with propagation',
    { Mounts: [{ Type: 'bind', Source: '/root/hello', Target: '/e', BindOptions: { Propagation: 'rshared' } }] },
    /propagation/,
  ],
  ['--mount of an image', { Mounts: [{ Type: 'image', Source: 'secret', Target: '/e' }] }, /type/],
  ['--mount of a pipe', { Mounts: [{ Type: 'npipe', Source: '\\\\.\\pipe\\docker_engine', Target: 'x' }] }, /type/],
  [
    'a volume that is a bind mount',
    {
      Mounts: [
        {
          Type: 'volume',
          Source: 'v',
          Target: '/e',
          VolumeOptions: { DriverConfig: { Name: 'local', Options: { type: 'none', o: 'bind', device: '/' } } },
        },
      ],
    },
    /any folder/,
  ],
  ['--volume-driver', { VolumeDriver: 'sshfs' }, /driver/],
  ['--security-opt seccomp', { SecurityOpt: ['seccomp=unconfined'] }, /seccomp/],
  ['--security-opt apparmor', { SecurityOpt: ['apparmor=unconfined'] }, /apparmor/],
  ['--security-opt label', { SecurityOpt: ['label=disable'] }, /label/],
  ['new privileges', { SecurityOpt: ['no-new-privileges=false'] }, /no-new-privileges/],
  ['unmasked /proc', { MaskedPaths: [] }, /hides/],
  ['writable /sys', { ReadonlyPaths: [] }, /hides/],
  ['--cgroup-parent', { CgroupParent: '/' }, /cgroup/],
  ['--runtime', { Runtime: 'kata' }, /runtime/],
  ['--sysctl', { Sysctls: { 'kernel.shmmax': '1' } }, /sysctl/],
  ['--storage-opt', { StorageOpt: { size: '1T' } }, /storage-opt/],
  ['--oom-kill-disable', { OomKillDisable: true }, /memory/],
  ['--oom-score-adj', { OomScoreAdj: -1000 }, /OomScoreAdj/],
  ['too much memory', { Memory: 2 ** 40 }, /Memory/],
  ['unlimited swap', { MemorySwap: -1 }, /MemorySwap/],
  ['too many processors', { NanoCpus: 64e9 }, /NanoCpus/],
  ['no limit of processes', { PidsLimit: -1 }, /fork bomb/],
  ['a limit that is no number', { PidsLimit: '9' }, /PidsLimit/],
  [
    '--log-driver syslog',
    { LogConfig: { Type: 'syslog', Config: { 'syslog-address': 'tcp://1.2.3.4' } } },
    /log driver|options/,
  ],
  ['--ulimit memlock', { Ulimits: [{ Name: 'memlock', Soft: 1, Hard: 1 }] }, /memlock/],
  [
    'publishing to the network',
    { PortBindings: { '80/tcp': [{ HostIp: '192.168.1.5', HostPort: '80' }] } },
    /127.0.0.1 only/,
  ],
  ['--annotation', { Annotations: { 'run.oci.handler': 'x' } }, /annotations/],
  ['a tmpfs with devices', { Tmpfs: { '/x': 'dev,suid' } }, /tmpfs/],
  ['a field nobody knows', { SomethingNew: true }, /does not know/],
];

describe('a container', () => {
  it.each(refused)('is refused: %s', (_, hostConfig, reason) => {
    expect(() => create(hostConfig)).toThrow(Refused);
    expect(() => create(hostConfig)).toThrow(reason);
  });

  it('gets limits, the label and no new privileges', () => {
    const { body } = create({});
    expect(body.Labels).toEqual({ 'drydock.session': 'abc' });
    expect(body.HostConfig).toEqual({
      Memory: defaultLimits.memory,
      MemorySwap: defaultLimits.memory,
      NanoCpus: defaultLimits.nanoCpus,
      PidsLimit: defaultLimits.pids,
      SecurityOpt: ['no-new-privileges'],
      LogConfig: { Type: 'json-file', Config: { 'max-size': '64m' } },
    });
    expect(checkContainer(policy, { Image: 'alpine' }).body.HostConfig).toEqual(body.HostConfig);
  });

  it('keeps smaller limits of its own', () => {
    expect(create({ Memory: 2 ** 26, NanoCpus: 5e8, PidsLimit: 10 }).body.HostConfig).toMatchObject({
      Memory: 2 ** 26,
      NanoCpus: 5e8,
      PidsLimit: 10,
    });
  });

  it('mounts the workspace from where it really is, without device nodes', () => {
    const { body, needs } = create({ Binds: ['/root/hello:/app', '/root/hello/src/:/src:ro', 'data:/data'] });
    expect((body.HostConfig as { Binds: string[] }).Binds).toEqual([
      '/state/abc/workspace:/app',
      '/state/abc/workspace/src:/src:ro',
      'data:/data',
    ]);
    expect(body.HostConfig).toMatchObject({ CapDrop: ['MKNOD'] });
    expect([...needs.folders]).toEqual(['', 'src']);
    expect([...needs.volumes]).toEqual(['data']);
  });

  it('publishes here and nowhere else', () => {
    const { body } = create({
      PortBindings: {
        '80/tcp': [
          { HostIp: '', HostPort: '8080' },
          { HostIp: '0.0.0.0', HostPort: '81' },
        ],
      },
    });
    expect((body.HostConfig as { PortBindings: object }).PortBindings).toEqual({
      '80/tcp': [
        { HostIp: '127.0.0.1', HostPort: '8080' },
        { HostIp: '127.0.0.1', HostPort: '81' },
      ],
    });
  });

  it('says what else it leans on', () => {
    const { needs } = create(
      { NetworkMode: 'container:web', IpcMode: 'container:web', VolumesFrom: ['db:ro'], Links: ['/cache:c'] },
      { NetworkingConfig: { EndpointsConfig: { mine: {} } } },
    );
    expect([...needs.containers].sort()).toEqual(['cache', 'db', 'web']);
    expect([...needs.networks]).toEqual(['mine']);
  });

  it('cannot take the runner’s label, an unknown field or the host’s network as an endpoint', () => {
    expect(() => create({}, { Labels: { 'drydock.session': 'other' } })).toThrow(/own/);
    expect(() => create({}, { hostconfig: { Privileged: true } })).toThrow(/does not know/);
    expect(() => create({}, { NetworkingConfig: { EndpointsConfig: { host: {} } } })).toThrow(/host/);
  });

  it('cannot be loosened later, nor by exec', () => {
    expect(() => checkUpdate(policy, { Memory: 2 ** 40 })).toThrow(Refused);
    expect(() => checkUpdate(policy, { Devices: [{}] })).toThrow(Refused);
    expect(() => checkExec({ Privileged: true })).toThrow(/privileged/);
    expect(() => checkExec({ privileged: true })).toThrow(/does not know/);
    expect(checkExec({ Cmd: ['sh'], Tty: true, Privileged: false })).toEqual({ Cmd: ['sh'], Tty: true });
  });

  it('may be given a restart policy later, and nothing else that comes with it', () => {
    expect(checkUpdate(policy, { RestartPolicy: { Name: 'always' } })).toEqual({ RestartPolicy: { Name: 'always' } });
    expect(() => checkUpdate(policy, { RestartPolicy: { Name: 'always', Other: 1 } })).toThrow(Refused);
  });

  it('publishes on the loopback address, unless who runs it opens ports to the network', () => {
    const ports = { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }] } };
    const published = (publishAnywhere: boolean) =>
      checkContainer({ ...policy, publishAnywhere }, { Image: 'a', HostConfig: ports }).body.HostConfig as object;
    expect(published(false)).toMatchObject({ PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }] } });
    expect(published(true)).toMatchObject({ PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }] } });
  });

  it('mounts nothing where the engine sees no folder', () => {
    expect(() =>
      checkContainer({ ...policy, workspace: undefined }, { Image: 'a', HostConfig: { Binds: ['/root/hello:/a'] } }),
    ).toThrow(/another machine/);
  });
});

describe('volumes and networks', () => {
  it.each([
    [{ Driver: 'nfs' }],
    [{ Driver: 'local', DriverOpts: { type: 'none', o: 'bind', device: '/etc' } }],
    [{ Name: '../x' }],
    [{ ClusterVolumeSpec: { Group: 'x' } }],
  ])('refuses the volume %j', (body) => {
    expect(() => checkVolume(policy, body)).toThrow(Refused);
  });

  it.each([
    [{ Name: 'n', Driver: 'macvlan', Options: { parent: 'eth0' } }],
    [{ Name: 'n', Driver: 'host' }],
    [{ Name: 'n', Options: { 'com.docker.network.bridge.name': 'eth0' } }],
    [{ Name: 'n', ConfigFrom: { Network: 'other' } }],
    [{ Name: 'n', Ingress: true }],
    [{ Name: 'host' }],
    [{ Name: 'n', IPAM: { Config: [{ Subnet: '192.168.0.0/16' }] } }],
    [{ Name: 'n', IPAM: { Config: [{ Subnet: '8.8.8.0/24' }] } }],
    [{ Name: 'n', IPAM: { Driver: 'custom' } }],
  ])('refuses the network %j', (body) => {
    expect(() => checkNetwork(policy, body)).toThrow(Refused);
  });

  it('labels what it lets through', () => {
    expect(checkVolume(policy, { Name: 'v', Driver: 'local', DriverOpts: {} })).toEqual({
      Name: 'v',
      Driver: 'local',
      Labels: { 'drydock.session': 'abc' },
    });
    expect(checkNetwork(policy, { Name: 'n', IPAM: { Config: [{ Subnet: '172.30.0.0/16' }] } })).toMatchObject({
      Name: 'n',
      Labels: { 'drydock.session': 'abc' },
    });
    expect(withoutSessionLabel({ Labels: { a: 'b', 'drydock.session': 'abc' } })).toEqual({ Labels: { a: 'b' } });
  });
});

describe('images', () => {
  it('knows a name in full', () => {
    expect(canonicalReference('node:22')).toBe('docker.io/library/node:22');
    expect(canonicalReference('ghcr.io/a/b')).toBe('ghcr.io/a/b:latest');
    expect(canonicalReference('UPPER')).toBeUndefined();
  });

  it('takes official images for public, and nobody’s own', () => {
    expect(isPublicName(policy, 'docker.io/library/node:22-alpine')).toBe(true);
    for (const name of ['docker.io/library/our-product:latest', 'ghcr.io/library/node:22', 'docker.io/me/node:22'])
      expect(isPublicName(policy, name)).toBe(false);
    expect(isPublicName({ ...policy, alsoImages: ['our-product'] }, 'docker.io/library/our-product:latest')).toBe(true);
  });

  it('keeps to an allow-list', () => {
    const listed = { ...policy, onlyImages: ['alpine', 'ghcr.io/school/*'] };
    checkAllowed(listed, 'docker.io/library/alpine:latest');
    checkAllowed(listed, 'ghcr.io/school/x:1');
    expect(() => checkAllowed(listed, 'docker.io/library/nginx:latest')).toThrow(/only alpine/);
    expect(() => checkAllowed(listed, 'evil.io/ghcr.io/school/x:1')).toThrow(Refused);
  });
});

describe('a build', () => {
  const query = (text: string) => checkBuildQuery(policy, new URLSearchParams(text));
  it.each([
    ['remote=http://169.254.169.254/'],
    ['remote=client-session&session=x'],
    ['session=abc'],
    ['networkmode=host'],
    ['networkmode=container:x'],
    ['cgroupparent=/'],
    ['cachefrom=["x"]'],
    ['securityopt=["seccomp=unconfined"]'],
    ['outputs=[{"Type":"oci"}]'],
    ['buildargs={"BUILDKIT_SYNTAX":"evil/frontend"}'],
    ['buildcontexts={"a":"https://example.com/x.tar"}'],
    ['buildcontexts={"a":"git://example.com/x"}'],
    ['buildcontexts={"a":"oci-layout:///etc"}'],
    ['buildcontexts={"a":"local:context"}'],
    ['buildcontexts={"a":"input:x"}'],
    ['buildcontexts=["docker-image://x"]'],
    ['buildcontexts={"a":{"b":"c"}}'],
    ['labels={"drydock.session":"other"}'],
    ['memory=999999999999'],
    ['somethingnew=1'],
  ])('is refused with %s', (text) => {
    expect(() => query(text)).toThrow(Refused);
  });

  it('carries the label', () => {
    const checked = query('t=hello&labels={"a":"b"}&remote=&cachefrom=[]');
    expect(JSON.parse(checked.get('labels')!)).toEqual({ a: 'b', 'drydock.session': 'abc' });
    expect(checked.has('remote')).toBe(false);
  });

  it.each([
    ['# syntax=evil/frontend\nFROM alpine'],
    ['#syntax = docker.io/evil/dockerfile:1\nFROM alpine'],
    ['# escape=`\n# syntax=evil\nFROM alpine'],
    ['\uFEFF# syntax=evil\nFROM alpine'],
    ['#!/usr/bin/env x\n# syntax=evil\nFROM alpine'],
    ['// syntax=evil\nFROM alpine'],
    ['FROM alpine\nADD h\\\nttp://x /x'],
    ['FROM alpine\nADD "ht"tps://x /x'],
    ['FROM alpine\nADD a github.com/x/y.git /x'],
    ['FROM alpine\nONBUILD ADD $X /x'],
    // Go's `.` and its blanks are not JavaScript's.
    ['#!x\u2028\n# syntax=evil\nFROM alpine'],
    ['# check=skip=a\u2028b\n# syntax=evil\nFROM alpine'],
    ['# check=skip=a\rb\n# syntax=evil\nFROM alpine'],
    ['#\u0085syntax=evil\nFROM alpine'],
    ['FROM alpine\nRUN --security=insecure id'],
    ['FROM alpine\nRUN --network=host id'],
    ['FROM alpine\nRUN --mount=type=ssh ssh-add -l'],
    ['FROM alpine\nRUN --mount=id=x,type=ssh ssh-add -l'],
    ['FROM alpine\nONBUILD RUN --security=insecure id'],
    ['FROM alpine\nRUN --device=vendor.com/gpu id'],
  ])('refuses the Dockerfile %j', (dockerfile) => {
    expect(() => checkDockerfile(dockerfile)).toThrow(Refused);
  });

  it('lets an ordinary Dockerfile through', () => {
    checkDockerfile('# syntax=docker/dockerfile:1\nFROM alpine\nRUN --mount=type=cache,target=/c --network=none true');
    checkDockerfile('FROM alpine\nRUNN typo');
    expect(syntaxDirective('FROM alpine\n# syntax=late')).toBeUndefined();
    // A file of the context.
    checkDockerfile('FROM alpine\nADD app-$V.tar http.txt "my file" /x/\nADD <<EOF /y\nhttp://x\nEOF');
  });

  it('finds images in a Dockerfile that cannot be read', () => {
    expect(
      imagesNamedIn(
        'FROM \\\n a/b AS x\nCOPY --from=c/d . .\nFROM x\nRUN --mount=type=bind,from=e /y\nCOPY --from=0 . .',
      ),
    ).toEqual(['a/b', 'c/d', 'e']);
  });
});

describe('a query', () => {
  it.each([
    ['commit', 'container=a&container=b'],
    ['commit', 'container=a&Container=b'],
    ['pull', 'FromSrc=-'],
    ['start', 'checkpoint-dir=/etc'],
    ['build', 'networkmode=none&networkmode=host'],
    ['build', 'networkmode=none&NETWORKMODE=host'],
  ])('of %s is refused with %s', (action, text) => {
    expect(() => checkQuery(action, text)).toThrow(Refused);
  });

  it('may say more with each name of a list', () => {
    expect(checkQuery('build', 't=a&t=b&rm=1').getAll('t')).toEqual(['a', 'b']);
    expect(checkQuery('saveImages', 'names=a&names=b').getAll('names')).toEqual(['a', 'b']);
  });

  it('changes an image in lines that are read alone', () => {
    const changes = (text: string) => checkChanges(new URLSearchParams([['changes', text]]), 'docker');
    changes('CMD ["sh"]');
    for (const text of ['ENV a=b \\', 'ENV a=b\nLABEL x=y', 'LABEL drydock.session=other', 'LABEL "dry"dock.session=x'])
      expect(() => changes(text), text).toThrow(/--change/);
  });
});

describe('routes', () => {
  it.each([
    ['POST', '/swarm/init'],
    ['GET', '/secrets'],
    ['POST', '/plugins/pull'],
    ['POST', '/session'],
    ['POST', '/grpc'],
    ['GET', '/containers/x/attach/ws'],
    ['POST', '/auth'],
    ['GET', '/containers/create'],
    ['PUT', '/containers/json'],
    ['POST', '/containers/x/y/start'],
  ])('has none for %s %s', (method, path) => {
    expect(findRoute(method, path)).toBeUndefined();
  });

  it('takes no path that another router could read otherwise', () => {
    for (const path of [
      '/v1.51/../x',
      '/containers/a%2F..%2Fb/json',
      '/containers//json',
      '/containers/%00/json',
      '/a%3Fb',
      '/%zz',
      '/containers/json/',
    ])
      expect(plainPath(path)).toBeUndefined();
    expect(plainPath('/v1.51/images/ghcr.io/a%2Fb/json')).toBe('/images/ghcr.io/a/b/json');
  });

  it('changes nothing by GET', () => {
    expect(findRoute('GET', '/images/a/b:1/json')).toMatchObject({ name: 'a/b:1', route: { reads: true } });
    expect(findRoute('POST', '/containers/prune')).toMatchObject({
      route: { action: 'pruneContainers', reads: false },
    });
  });
});
