import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { parseAddress } from '../../src/runner/engine/address.ts';
import { identify } from '../../src/runner/engine/find.ts';
import { ensureBusyboxImage } from '../support/node-image.ts';
import { RealComputer, realEngines } from './real.ts';

const folder = mkdtempSync(join(tmpdir(), 'drydock-remote-'));
const running: ChildProcess[] = [];
const { PATH } = process.env;

afterEach(() => {
  process.env.PATH = PATH;
});
afterAll(async () => {
  for (const child of running) {
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

function has(program: string): boolean {
  return spawnSync('which', [program]).status === 0;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** A lesson’s first steps on an engine far away: build, run, attach, follow; and no folder of this machine in it. */
async function walk(address: string, certificates?: string, publishes = false): Promise<void> {
  const engine = await identify(parseAddress(address, certificates));
  await ensureBusyboxImage(engine.door, 'busybox:latest');
  const real = await RealComputer.start(engine);
  try {
    await real.run('printf "FROM busybox\\nCOPY f /f\\n" > Dockerfile && echo from afar > f');
    expect(await real.run('docker build -q -t runner-remote .')).toMatchObject({ stderr: '', exit: 0 });
    expect(await real.run('docker run --rm --network none runner-remote cat /f')).toMatchObject({
      stdout: 'from afar\n',
    });
    expect(await real.run('echo typed | docker run --rm -i --network none busybox cat')).toMatchObject({
      stdout: 'typed\n',
    });
    if (!publishes) return;
    await real.run(
      "docker run -d -p 18097:8000 busybox sh -c 'mkdir /www; echo hello from afar > /www/index.html; exec httpd -f -p 8000 -h /www'",
    );
    await expect
      .poll(async () => (await real.run('curl -s localhost:18097')).stdout, { timeout: 20_000 })
      .toBe('hello from afar\n');
  } finally {
    await real.end();
  }
}

describe('an engine that is reached over ssh', async () => {
  const { docker: engine } = await realEngines();
  const able = engine?.address.kind === 'socket' && has('sshd') && has('ssh') && userInfo().uid === 0;
  const socket = engine?.address.kind === 'socket' ? engine.address.path : '';

  test.skipIf(!able)('serves a session through `docker system dial-stdio`', async () => {
    const port = await freePort();
    const own = join(folder, 'ssh');
    mkdirSync(join(own, 'bin'), { recursive: true });
    for (const key of ['host', 'client'])
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(own, key)]);
    const settings = {
      'sshd.conf': `Port ${port}\nListenAddress 127.0.0.1\nHostKey ${own}/host\nAuthorizedKeysFile ${own}/client.pub\nStrictModes no\nPidFile none\nUsePAM no\nSetEnv DOCKER_HOST=unix://${socket}\n`,
      'ssh.conf': `Host 127.0.0.1\n  IdentityFile ${own}/client\n  IdentitiesOnly yes\n  UserKnownHostsFile ${own}/known\n  StrictHostKeyChecking accept-new\n`,
      // The real ssh, which finds the key in no home of anybody's.
      'bin/ssh': `#!/bin/sh\nexec ${execFileSync('which', ['ssh'], { encoding: 'utf8' }).trim()} -F ${own}/ssh.conf "$@"\n`,
    };
    for (const [name, text] of Object.entries(settings)) writeFileSync(join(own, name), text);
    chmodSync(join(own, 'bin', 'ssh'), 0o755);
    mkdirSync('/run/sshd', { recursive: true });
    const sshd = execFileSync('which', ['sshd'], { encoding: 'utf8' }).trim();
    running.push(spawn(sshd, ['-D', '-f', join(own, 'sshd.conf')], { stdio: 'ignore' }));
    process.env.PATH = `${join(own, 'bin')}:${PATH}`;
    const address = `ssh://${userInfo().username}@127.0.0.1:${port}`;
    await expect
      .poll(() => identify(parseAddress(address)).then(({ kind }) => kind, String), { timeout: 20_000 })
      .toBe('docker');
    await walk(address, undefined, true);
    expect(() => parseAddress(`ssh://-oProxyCommand=id@127.0.0.1:${port}`)).toThrow();
  });
});

describe('an engine that is reached over TLS', () => {
  const able = has('dockerd') && has('openssl') && userInfo().uid === 0;

  test.skipIf(!able)('serves a session to who has the certificate, and nobody else', async () => {
    const port = await freePort();
    const certificates = join(folder, 'tls');
    mkdirSync(certificates);
    makeCertificates(certificates);
    const at = (name: string) => join(certificates, name);
    const data = join(folder, 'engine');
    const args = [
      ...['--host', `tcp://127.0.0.1:${port}`, '--tlsverify', '--tlscacert', at('ca.pem')],
      ...['--tlscert', at('server-cert.pem'), '--tlskey', at('server-key.pem')],
      ...['--data-root', join(data, 'data'), '--exec-root', join(data, 'exec'), '--pidfile', join(data, 'pid')],
      ...['--iptables=false', '--ip-forward=false', '--bridge=none'],
    ];
    mkdirSync(data);
    // As in .ci/engine: its cgroups where it looks for them.
    const mounts = 'mountpoint -q /sys/fs/cgroup || mount -t cgroup2 cgroup2 /sys/fs/cgroup || true';
    running.push(
      spawn('unshare', ['--mount', 'sh', '-c', `${mounts}; exec dockerd "$@"`, 'dockerd', ...args], {
        stdio: 'ignore',
      }),
    );
    const address = `tcp://127.0.0.1:${port}`;
    await expect
      .poll(() => identify(parseAddress(address, certificates)).then(({ kind }) => kind, String), { timeout: 30_000 })
      .toBe('docker');
    await walk(address, certificates);
    await expect(identify(parseAddress(address))).rejects.toThrow();
    const other = join(folder, 'other');
    mkdirSync(other);
    makeCertificates(other);
    await expect(identify(parseAddress(address, other))).rejects.toThrow(/certificate/);
  });
});

/** As docs.docker.com/engine/security/protect-access has it, with less ceremony. */
function makeCertificates(into: string): void {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: into, stdio: 'pipe' });
  openssl(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=drydock test ca'],
    ...['-keyout', 'ca-key.pem', '-out', 'ca.pem'],
  );
  for (const [name, usage] of [
    ['server-', 'serverAuth'],
    ['', 'clientAuth'],
  ] as const) {
    openssl(
      ...['req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${usage}`],
      ...['-keyout', `${name}key.pem`, '-out', `${name}csr.pem`],
    );
    writeFileSync(join(into, 'ext'), `subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=${usage}\n`);
    openssl(
      ...['x509', '-req', '-days', '2', '-in', `${name}csr.pem`, '-CA', 'ca.pem', '-CAkey', 'ca-key.pem'],
      ...['-CAcreateserial', '-extfile', 'ext', '-out', `${name}cert.pem`],
    );
  }
}
