import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '../../src/engine/api/body.ts';
import { writeTar } from '../../src/oci/tar/writer.ts';
import { ask } from '../../src/runner/engine/ask.ts';
import { defaultLimits, type Limits } from '../../src/runner/policy/policy.ts';
import { ensureBusyboxImage } from '../support/node-image.ts';
import { RealComputer, realEngines } from './real.ts';

const engines = await realEngines();
const MIB = 2 ** 20;

/** Limits that no engine keeps by itself: what goes over them is ended, and its terminal says why. */
describe.each(['docker', 'podman'] as const)('what goes over a limit on a real engine: %s', (kind) => {
  const engine = engines[kind];
  const it = test.skipIf(!engine);
  let real: RealComputer | undefined;
  const withLimits = async (limits: Partial<Limits>) => {
    real = await RealComputer.start(engine!, { limits: { ...defaultLimits, ...limits } });
    return real;
  };
  const fill = (path: string, mib: number) => `dd if=/dev/zero of=${path} bs=1M count=${mib} 2>/dev/null`;

  beforeAll(async () => {
    if (engine) await ensureBusyboxImage(engine.door, 'busybox:latest');
  });
  afterEach(async () => {
    await real?.end();
    real = undefined;
  });

  it('a container that runs for ever, with whoever looks at it', async () => {
    const computer = await withLimits({ seconds: 4 });
    const reason = /^drydock runner: ended [0-9a-f]{12}: it has run for 4 seconds \(--hours\)$/m;
    const run = await computer.run(
      "docker run --network none --name runner-late busybox sh -c 'echo begun; sleep 1000'",
    );
    expect(run).toMatchObject({ stdout: 'begun\n', exit: 137 });
    expect(run.stderr).toMatch(reason);
    expect((await computer.run('docker logs runner-late')).stderr).toMatch(reason);
    await computer.run('docker run -d --network none --name runner-late-2 busybox sleep 1000');
    const executed = await computer.run('docker exec runner-late-2 sleep 1000');
    expect(executed.exit).not.toBe(0);
    expect(executed.stderr).toMatch(reason);
    // A pause is no way out, and neither is a restart policy.
    if (kind === 'docker') {
      await computer.run(
        'docker run -d --network none --name runner-late-3 busybox sleep 1000; docker pause runner-late-3',
      );
      await computer.run(
        "docker run -d --network none --restart always --name runner-late-4 busybox sh -c 'sleep 1; exit 1'",
      );
      await expect
        .poll(async () => (await computer.run('docker ps -q --filter name=runner-late')).stdout, { timeout: 40_000 })
        .toBe('');
    }
  });

  it('a build that takes for ever', async () => {
    const computer = await withLimits({ buildSeconds: 3 });
    const before = performance.now();
    const built = await computer.run(
      `printf 'FROM busybox\\nRUN echo ${Math.random()}; sleep 1000\\n' > Dockerfile && docker build .`,
    );
    expect(built.exit).toBe(1);
    expect(built.stderr).toContain(
      'drydock runner: the build was ended: it took longer than 3 seconds (--build-minutes)',
    );
    expect(performance.now() - before).toBeLessThan(20_000);
  });

  it('a writable layer, also of a container that does not run', async () => {
    const computer = await withLimits({ disk: 20 * MIB });
    const run = await computer.run(
      `docker run --network none --name runner-wide busybox sh -c '${fill('/f', 40)}; sleep 1000'`,
    );
    expect(run.exit).toBe(137);
    expect(run.stderr).toMatch(
      /ended [0-9a-f]{12}: its writable layer holds 4\d(\.\d+)?MiB and may hold 20MiB \(--disk\)/,
    );
    expect((await computer.run('docker start runner-wide')).stderr).toContain('its writable layer holds');
    await computer.run(`docker create --network none --name runner-copied busybox; ${fill('large', 30)}`);
    await computer.run('docker cp large runner-copied:/1');
    expect((await computer.run('docker cp large runner-copied:/2')).stderr).toContain(
      'refused: its writable layer holds',
    );
  });

  it('volumes', async () => {
    const computer = await withLimits({ sessionDisk: 60 * MIB });
    const run = await computer.run(
      `docker run --rm --network none -v runner-deep:/v busybox sh -c '${fill('/v/f', 100)}; while true; do sleep 1; echo more >> /v/f; done'`,
    );
    expect(run.exit).toBe(137);
    expect(run.stderr).toMatch(
      /this session holds 1\d\d(\.\d+)?MiB on disk and may hold 60MiB \(--session-disk\), and it went on writing/,
    );
    for (const line of [
      'docker volume create other',
      'docker build .',
      'docker pull busybox',
      'docker import - x < /dev/null',
    ])
      expect((await computer.run(`echo FROM busybox > Dockerfile; ${line}`)).stderr, line).toMatch(
        /refused: this session holds/,
      );
    // Who tidies up is let.
    expect(await computer.run('docker run --rm --network none -v runner-deep:/v busybox rm /v/f')).toMatchObject({
      stderr: '',
      exit: 0,
    });
    expect(await computer.run('docker volume create other')).toMatchObject({ exit: 0 });
  });

  it('the workspace', async () => {
    const computer = await withLimits({ sessionDisk: 60 * MIB });
    const run = await computer.run(
      `docker run --rm --network none -v $PWD:/w busybox sh -c '${fill('/w/f', 50)}; sleep 5; while true; do sleep 1; ${fill('/w/$RANDOM', 5)}; done'`,
    );
    expect(run.exit).toBe(137);
    expect(run.stderr).toMatch(/--session-disk\), and it went on writing/);
    const post = async (mib: number) => {
      const data = new Uint8Array(mib * MIB);
      const body = writeTar([{ path: 'large', kind: 'file', mode: 0o644, uid: 0, gid: 0, mtime: 0, data }]);
      const answer = await computer.session.door.request({
        method: 'POST',
        path: '/drydock/workspace',
        query: '',
        headers: {},
        body,
      });
      return { status: answer.status, text: await textOf(answer.body) };
    };
    expect(await post(5)).toMatchObject({ status: 403, text: expect.stringContaining('--session-disk') });
    await computer.run("docker run --rm --network none -v $PWD:/w busybox sh -c 'rm /w/*'");
    expect(await post(5)).toMatchObject({ status: 200 });
  });

  // Docker's folder may be on another machine, or in a root of its own.
  test.skipIf(!engine || kind === 'docker')(
    'what a step of a build writes, by what is free on the engine’s disk',
    async () => {
      const computer = await withLimits({ sessionDisk: 60 * MIB });
      const built = await computer.run(
        `printf 'FROM busybox\\nRUN ${fill('/f', 300)}; sleep 1000\\n' > Dockerfile && docker build .`,
      );
      expect(built.exit).toBe(1);
      expect(built.stderr).toMatch(
        /the build was ended: there is \S+ less free on the engine’s disk than when it began/,
      );
    },
  );

  test.skipIf(!engine || kind === 'podman')('what builds leave', async () => {
    const computer = await withLimits({ sessionDisk: 60 * MIB });
    const build = (mib: number) =>
      computer.run(
        `printf 'FROM busybox\\nRUN echo ${Math.random()}; ${fill('/f', mib)}\\nRUN rm /f\\n' > Dockerfile && docker build -q .`,
      );
    expect(await build(40)).toMatchObject({ exit: 0 });
    expect(await build(40)).toMatchObject({ exit: 0 });
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect((await build(1)).stderr).toContain('refused: this session holds');
    await computer.run('docker image prune -af; docker builder prune -af');
    expect(await build(1)).toMatchObject({ exit: 0 });
    // What the engine had before is nobody's to pay for.
    const bases = await ask<{ Size: number }>(engine!.door, '/images/busybox/json');
    expect(bases.Size).toBeGreaterThan(0);
  });
});
