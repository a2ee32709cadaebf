/** The given scenarios run again, on the simulated engine and on a real one that answers now, behind the companion's policy. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
const corpus = join('test', 'scenarios', 'corpus');
/** What the recordings found present locally (test/scenarios/README.md); others they pulled. */
const PRESENT = ['busybox:latest', 'alpine:latest', 'nginx:alpine', 'redis:alpine', 'registry:2'];
const NAMES = /(?<![\w./@-])(?:busybox|alpine|nginx|redis|registry|hello-world)(?::[\w.-]+)?(?![\w/-])/g;

/** What `drydock parity` tells of each script. One that needs an image which the engine neither has nor can pull is left out. */
export async function compareLive(engine) {
  const { Version: version } = await ask(engine, '/version');
  const available = new Map();
  const has = async (image) => {
    if (!available.has(image)) available.set(image, await isAvailable(engine, image));
    return available.get(image);
  };
  const scripts = readdirSync(join(root, corpus)).flatMap((category) =>
    readdirSync(join(root, corpus, category)).map((name) => join(corpus, category, name)),
  );
  const able = [];
  const leftOut = [];
  for (const folder of scripts) {
    const missing = [];
    for (const image of imagesIn(folder)) if (!(await has(image))) missing.push(image);
    if (missing.length === 0) able.push(join(folder, 'script'));
    else leftOut.push({ id: idOf(folder), missing });
  }
  const images = [];
  for (const image of PRESENT) if (await ask(engine, `/images/${image}/json`)) images.push(image);
  const command = join(root, 'src', 'bin', 'drydock.mjs');
  const options = ['--json', '--publish-anywhere', '--engine', engine, '--images', images.join(',')];
  const { stdout } = spawnSync('node', [command, 'parity', ...options, ...able], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const reports = stdout.split('\n').filter(Boolean).map(JSON.parse);
  if (reports.length !== able.length) throw new Error(`${able.length} scripts were to be run, ${reports.length} were`);
  return {
    version,
    lines: [sum(reports, 'agree'), sum(reports, 'lines')],
    scenarios: [able.length, scripts.length],
    leftOut,
    differences: reports.flatMap(({ name, differences }) =>
      differences.map(({ line, what }) => ({ id: idOf(name.replace(/\/script$/, '')), line, what })),
    ),
  };
}

function idOf(folder) {
  return folder.split('/').slice(-2).join('/');
}

/** Base images that a scenario names: in its commands, and in the Dockerfiles of its context. */
function imagesIn(folder) {
  const context = join(root, folder, 'context');
  const files = existsSync(context) ? readdirSync(context, { recursive: true, withFileTypes: true }) : [];
  const dockerfiles = files.filter((file) => file.isFile() && /Dockerfile/i.test(file.name));
  const froms = dockerfiles
    .flatMap((file) => readFileSync(join(file.parentPath, file.name), 'utf8').split('\n'))
    .filter((line) => /^\s*FROM\s|--from=/i.test(line));
  const commands = readFileSync(join(root, folder, 'script'), 'utf8')
    .split('\n')
    .filter((line) => /\bdocker (run|create|pull|tag|save|image|history|inspect|push)\b|FROM /.test(line));
  const names = [...froms, ...commands].join('\n').match(NAMES) ?? [];
  return new Set(
    names.map((name) =>
      name.includes(':') ? name : (PRESENT.find((each) => each.startsWith(`${name}:`)) ?? `${name}:latest`),
    ),
  );
}

/** Here, or to be pulled. */
async function isAvailable(engine, image) {
  return Boolean((await ask(engine, `/images/${image}/json`)) ?? (await ask(engine, `/distribution/${image}/json`)));
}

/** Undefined when the engine has no such thing. */
function ask(engine, path) {
  const { protocol, hostname, port, pathname } = new URL(engine);
  const place = protocol === 'unix:' ? { socketPath: pathname } : { host: hostname, port };
  return new Promise((resolve, reject) => {
    const call = request({ ...place, path, headers: { host: 'docker' } }, async (response) => {
      const chunks = await all(response);
      resolve(response.statusCode < 300 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined);
    });
    call.on('error', reject);
    call.end();
  });
}

async function all(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

function sum(reports, key) {
  return reports.reduce((total, report) => total + report[key], 0);
}
