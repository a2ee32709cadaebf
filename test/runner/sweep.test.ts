import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addressText } from '../../src/runner/engine/address.ts';
import { askText } from '../../src/runner/engine/ask.ts';
import { ensureBusyboxImage } from '../support/node-image.ts';
import { sweepLeftovers } from '../support/sweep.ts';
import { bundled } from './bundled.ts';
import { RealComputer, realEngines } from './real.ts';

const engines = await realEngines();

describe.each(['docker', 'podman'] as const)('before the tests on a real engine: %s', (kind) => {
  const engine = engines[kind];
  test.skipIf(!engine)('what a killed run left is removed, and what is in use stays', async () => {
    await ensureBusyboxImage(engine!.door, 'busybox:latest');
    const there = (path: string) =>
      askText(engine!.door, path).then(
        () => true,
        () => false,
      );
    const real = await RealComputer.start(engine!);
    await real.run('docker create --name sweep-live --network none busybox; docker volume create sweep-live');
    // A run of lines on a real engine (`drydock record`), killed in the middle.
    const script = join(import.meta.dirname, 'fixtures', 'never-ends');
    const killed = spawn(process.execPath, [...bundled(), 'record', '--engine', addressText(engine!.address), script]);
    await expect.poll(() => there('/containers/sweep-killed/json'), { timeout: 60_000 }).toBe(true);
    killed.kill('SIGKILL');
    await new Promise((resolve) => killed.on('exit', resolve));
    expect(await there('/volumes/sweep-killed')).toBe(true);
    await sweepLeftovers(engine!);
    expect(await there('/containers/sweep-killed/json')).toBe(false);
    expect(await there('/volumes/sweep-killed')).toBe(false);
    expect(await there('/images/sweep-killed/json')).toBe(false);
    expect(await there('/containers/sweep-live/json')).toBe(true);
    expect(await there('/volumes/sweep-live')).toBe(true);
    expect(existsSync(real.state)).toBe(true);
    await real.end();
  });
});
