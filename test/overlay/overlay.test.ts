import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { random } from './operations.ts';
import { type Round, simulate } from './simulated.ts';

const ROUNDS = 20;
const OPERATIONS = 1000;
const SEED = Number(process.env.OVERLAY_SEED ?? 1);

/** The same rounds on the kernel's overlayfs; null only tries whether it can be mounted. */
function onKernel(rounds: unknown): ReturnType<typeof spawnSync> {
  const driver = join(import.meta.dirname, 'kernel-overlay.py');
  return spawnSync('unshare', ['-m', 'python3', driver], {
    input: JSON.stringify(rounds),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
}

const trial = onKernel(null);
const possible = trial.status === 0;
if (!possible) {
  const reason = trial.error?.message ?? String(trial.stderr).trim().split('\n').at(-1);
  console.warn(`test/overlay is skipped: an overlayfs cannot be mounted here (${reason}). Root on Linux is needed.`);
}

describe.skipIf(!possible)(`the kernel's overlayfs (seed ${SEED})`, () => {
  test(`answers ${ROUNDS * OPERATIONS} random operations over 1 to ${ROUNDS} layers as we do`, {
    timeout: 60_000,
  }, () => {
    const ours = simulate(random(SEED), ROUNDS, OPERATIONS);
    const run = onKernel(ours.map((round) => round.operations));
    expect(run.status, String(run.stderr)).toBe(0);
    const theirs = JSON.parse(String(run.stdout)) as Omit<Round, 'operations'>[];
    ours.forEach((round, number) => {
      const kernel = theirs[number]!;
      const at = round.results.findIndex(
        (result, i) => JSON.stringify(sorted(result)) !== JSON.stringify(sorted(kernel.results[i])),
      );
      const history = round.operations.slice(Math.max(0, at - 3), at + 1).map((operation) => JSON.stringify(operation));
      const where = `round ${number}, operation ${at}:\n${history.join('\n')}`;
      if (at >= 0) expect(round.results[at], where).toEqual(kernel.results[at]);
      expect(round.merged, `merged tree after round ${number}`).toEqual(kernel.merged);
      expect(round.upper, `upper directory after round ${number}`).toEqual(kernel.upper);
    });
  });
});

/** With its keys in order, so that equal answers print alike. */
function sorted(answer: unknown): unknown {
  if (answer === null || typeof answer !== 'object' || Array.isArray(answer)) return answer;
  return Object.fromEntries(Object.entries(answer).sort(([a], [b]) => (a < b ? -1 : 1)));
}
