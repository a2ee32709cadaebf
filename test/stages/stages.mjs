import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './find-chromium.mjs';
import { findDocker } from './find-docker.mjs';
import { root, run } from './run-command.mjs';

const cache = join(root, '.cache');
const bin = (name) => join(root, 'node_modules', '.bin', name);

/** Lines of the given scenarios that must agree with the recorded Docker. */
const SCENARIO_FLOOR = 0.97;

function one(passed, leftOut = []) {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0, leftOut };
}

export async function types(out) {
  const sources = await run(out, bin('tsc'), ['-b']);
  const tests = await run(out, bin('tsc'), ['-p', 'test']);
  return one(sources && tests);
}

export async function lint(out) {
  return one(await run(out, bin('biome'), ['check', '.']));
}

export async function architectureAndUnit(out) {
  return vitest(out, 'unit', ['run']);
}

export async function browser(out) {
  const chromium = findChromium({ install: true });
  if (!chromium)
    return {
      passed: 0,
      failed: 0,
      skipped: 1,
      leftOut: ['browser tests: no Chromium here, and none could be installed'],
    };
  const { bridged } = findDocker();
  return vitest(out, 'browser', ['run', '--config', 'test/browser/vitest.config.ts'], {
    CHROMIUM: chromium,
    ENGINE: bridged ?? '',
  });
}

export async function clients(out) {
  const { command, engine } = findDocker();
  const leftOut = [];
  if (!command) leftOut.push('real clients: no docker command here');
  if (!engine) leftOut.push('comparison with a real engine: none answers here');
  const result = await vitest(out, 'clients', ['run', '--config', 'test/clients/vitest.config.ts'], {
    DOCKER: command ?? '',
    ENGINE: engine ?? '',
  });
  return { ...result, leftOut: [...result.leftOut, ...leftOut] };
}

export async function runner(out) {
  const { engine, bridged } = findDocker();
  const leftOut = [];
  if (!engine) leftOut.push('the runner with a real Docker: none answers here');
  else if (!bridged) leftOut.push('the runner with a real Docker: the containers of this one have no bridge network');
  if (!process.env.PODMAN_SOCKET) leftOut.push('the runner with a real Podman: $PODMAN_SOCKET names none');
  const result = await vitest(out, 'runner', ['run', '--config', 'test/runner/vitest.config.ts'], {
    ENGINE: bridged ?? '',
  });
  return { ...result, leftOut: [...result.leftOut, ...leftOut] };
}

export async function conformance(out) {
  const data = process.env.CONFORMANCE_DATA ?? join(root, '..', 'shared', 'conformance');
  if (!existsSync(data))
    return { passed: 0, failed: 0, skipped: 1, leftOut: [`conformance: no data at $CONFORMANCE_DATA`] };
  return one(await run(out, 'node', ['test/conformance/run.mjs', '--check']));
}

export async function lessons(out) {
  return one(await run(out, 'node', ['src/bin/drydock.mjs', 'lesson', 'check']));
}

export async function scenarios(out) {
  const corpus = await compared(
    out,
    'scenarios',
    'the recorded Docker',
    'busybox:latest,alpine:latest,nginx:alpine,redis:alpine,registry:2',
  );
  const compose = await compared(
    out,
    'compose',
    'the recorded docker compose',
    'busybox:latest,alpine:latest,nginx:alpine',
    ['test/recordings/compose'],
  );
  return one(corpus && compose);
}

/** Replays recorded sessions on a simulated computer with these images; do enough of their lines agree? */
async function compared(out, name, what, images, folders = []) {
  mkdirSync(cache, { recursive: true });
  const report = join(cache, `${name}.json`);
  const adapter = `node ${join(root, 'src/bin/drydock.mjs')} sim --images ${images}`;
  const tool = 'test/scenarios/tools/scenario.mjs';
  await run(out, 'node', [
    tool,
    'compare',
    '--adapter',
    adapter,
    '--j',
    '2',
    '--quiet',
    '--report',
    report,
    ...folders,
  ]);
  const { lines } = JSON.parse(readFileSync(report, 'utf8'));
  const share = lines[0] / lines[1];
  out.say(
    `${name}: ${lines[0]} of ${lines[1]} lines agree with ${what} (${(100 * share).toFixed(1)}%, at least ${100 * SCENARIO_FLOOR}% wanted)`,
  );
  return share >= SCENARIO_FLOOR;
}

/** Runs vitest and counts what it ran. */
async function vitest(out, name, args, env = {}) {
  mkdirSync(cache, { recursive: true });
  const output = join(cache, `${name}.json`);
  await run(out, bin('vitest'), [...args, '--reporter=default', '--reporter=json', `--outputFile.json=${output}`], {
    env: { ...process.env, ...env },
  });
  const {
    numPassedTests,
    numFailedTests,
    numPendingTests,
    numTotalTestSuites,
    numPassedTestSuites,
    success,
    testResults,
  } = JSON.parse(readFileSync(output, 'utf8'));
  const skipped = testResults
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.status === 'skipped' || test.status === 'pending');
  const broken =
    !success && numFailedTests === 0 ? Math.max(1, numTotalTestSuites - numPassedTestSuites) : numFailedTests;
  return {
    passed: numPassedTests,
    failed: broken,
    skipped: numPendingTests,
    leftOut: skipped.map((test) => test.fullName),
  };
}
