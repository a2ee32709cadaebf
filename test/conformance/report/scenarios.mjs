/** The sessions recorded on a real Docker (test/scenarios), replayed on the simulated one. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
/** What the recordings found present locally. */
const IMAGES = 'busybox:latest,alpine:latest,nginx:alpine,redis:alpine,registry:2';

/** The comparer's report: `lines` [agreeing, all], and `results` by scenario. */
export function compareScenarios() {
  const report = join(root, '.cache', 'scenarios.json');
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(report, { force: true });
  const comparer = join(root, 'test', 'scenarios', 'tools', 'scenario.mjs');
  const adapter = `node '${join(root, 'src', 'bin', 'drydock.mjs')}' sim --images ${IMAGES}`;
  const args = [comparer, 'compare', '--adapter', adapter, '--j', '2', '--quiet', '--report', report];
  spawnSync('node', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  return JSON.parse(readFileSync(report, 'utf8'));
}
