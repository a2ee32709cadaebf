import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { works } from './command.ts';
import { type Daemon, DOCKER, startDaemon } from './daemon.ts';

const hasCompose = await works(DOCKER, 'compose', 'version');
const hasBuildx = await works(DOCKER, 'buildx', 'version');

const COMPOSE = `
name: drydock-clients
services:
  web:
    image: registry:2
    volumes: ["data:/data"]
    healthcheck: { test: ["CMD", "true"], interval: 1s }
  cli:
    image: busybox
    command: sleep 1000
    stop_grace_period: 0s
    depends_on: { web: { condition: service_healthy } }
  app:
    build: app
    stop_grace_period: 0s
volumes: { data: {} }
`;

describe.skipIf(!hasCompose && !hasBuildx)('plugins of the docker command', () => {
  let daemon: Daemon;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-clients-'));
    mkdirSync(join(folder, 'app'));
    writeFileSync(join(folder, 'compose.yaml'), COMPOSE);
    writeFileSync(join(folder, 'app', 'Dockerfile'), 'FROM busybox\nRUN echo built > /b\nCMD cat /b; sleep 1000\n');
    daemon = await startDaemon('busybox:latest,registry:2');
  });

  afterAll(async () => {
    await daemon?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.skipIf(!hasCompose)('compose: up, ps, logs, exec, run, down', async () => {
    const compose = (...args: string[]) => daemon.ok('compose', '-f', join(folder, 'compose.yaml'), ...args);
    await compose('up', '-d');
    expect((await compose('ps', '--services', '--status', 'running')).split('\n').sort()).toEqual([
      'app',
      'cli',
      'web',
    ]);
    expect(await compose('logs', '--no-color', 'app')).toMatch(/app-1 +\| built/);
    expect(await compose('exec', '-T', 'cli', 'wget', '-qO-', 'http://web:5000/v2/_catalog')).toBe(
      '{"repositories":[]}',
    );
    expect(await compose('run', '--rm', 'cli', 'echo', 'once')).toBe('once');
    await compose('up', '-d');
    await compose('down', '-v', '--rmi', 'local', '-t', '0');
    expect(await daemon.ok('ps', '-aq')).toBe('');
    expect(await daemon.ok('volume', 'ls', '-q')).toBe('');
    expect(await daemon.ok('network', 'ls', '-q', '--filter', 'type=custom')).toBe('');
  });

  it.skipIf(!hasBuildx)('buildx is told how to build instead', async () => {
    const env = { ...daemon.env };
    delete env.DOCKER_BUILDKIT;
    const { status, stderr } = await daemon.dockerWith({ env }, 'build', join(folder, 'app'));
    expect(status).toBe(1);
    expect(stderr).toContain('drydock: not simulated: the gRPC API of BuildKit. Build with DOCKER_BUILDKIT=0');
  });
});
