/** The given scenarios run again, on the simulated engine and on a real one that answers now, behind the companion's policy. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
const corpus = join('test', 'scenarios', 'corpus');

/** What `drydock parity` tells of each script; those that name an image which this engine has not are left out. */
export function compareLive(engine) {
  const docker = (...args) =>
    spawnSync('docker', args, { encoding: 'utf8', env: { ...process.env, DOCKER_HOST: engine } });
  const images = docker('images', '--format', '{{.Repository}}:{{.Tag}}').stdout.split('\n').filter(Boolean);
  const missing = ['busybox', 'alpine', 'nginx', 'redis', 'registry', 'hello-world'].filter(
    (name) => !images.some((image) => image.startsWith(`${name}:`)),
  );
  const scripts = readdirSync(join(root, corpus)).flatMap((category) =>
    readdirSync(join(root, corpus, category)).map((name) => join(corpus, category, name, 'script')),
  );
  const able = scripts.filter((path) => !missing.some((name) => readFileSync(join(root, path), 'utf8').includes(name)));
  const command = join(root, 'src', 'bin', 'drydock.mjs');
  const args = [command, 'parity', '--json', '--engine', engine, '--images', images.join(','), ...able];
  const { stdout } = spawnSync('node', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const reports = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return {
    version: docker('version', '--format', '{{.Server.Version}}').stdout.trim(),
    lines: [sum(reports, 'agree'), sum(reports, 'lines')],
    scenarios: [able.length, scripts.length],
    missing,
    differences: reports.flatMap(({ name, differences }) =>
      differences.map(({ line, what }) => ({ id: name.split('/').slice(-3, -1).join('/'), line, what })),
    ),
  };
}

function sum(reports, key) {
  return reports.reduce((total, report) => total + report[key], 0);
}
