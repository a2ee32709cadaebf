#!/usr/bin/env node
// Records scenarios from a real engine (README.md). It REMOVES everything that engine has but the base images.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { normalise } from '../scenarios/tools/norm.mjs';

const HERE = path.dirname(new URL(import.meta.url).pathname);
const BASES = ['busybox:latest', 'alpine:latest', 'nginx:alpine', 'redis:alpine', 'registry:2'];

const args = process.argv.slice(2);
const wipe = take('--wipe-engine', 0);
const filter = new RegExp(take('--filter', 1) ?? '');
const bases = take('--bases', 1);
const shell = [...(take('--inside', 1) ?? '').split(' ').filter(Boolean), 'sh'];
if (wipe === undefined) {
  console.error('usage: record.mjs --wipe-engine [--filter RE] [--bases ARCHIVE] [--inside "nsenter -t PID -n"] [FOLDER ...]');
  process.exit(2);
}

// Whatever else answers to `docker` here is not to be emptied by mistake.
if (!engineName().startsWith('Docker 28.5.')) {
  console.error(`record.mjs: the engine is ${engineName()}, and sessions are recorded on Docker 28.5`);
  process.exit(1);
}

for (const folder of (args.length > 0 ? args : [HERE]).flatMap(scenarios)) {
  const name = folder.split(path.sep).slice(-2).join('/');
  if (!filter.test(name)) continue;
  const [first, second] = [record(folder), record(folder)];
  fs.writeFileSync(path.join(folder, 'expected.json'), `${JSON.stringify(first, null, 1)}\n`);
  const unsteady = first.lines.filter((line, i) => JSON.stringify(line) !== JSON.stringify(second.lines[i]));
  console.log(`${unsteady.length > 0 ? 'UNSTEADY' : 'steady  '} ${name}: ${first.lines.length} lines`);
  for (const { line } of unsteady) console.log(`  $ ${line}`);
}

function take(name, count) {
  const at = args.indexOf(name);
  if (at < 0) return undefined;
  return args.splice(at, count + 1).at(-1);
}

function scenarios(folder) {
  if (fs.existsSync(path.join(folder, 'script'))) return [path.resolve(folder)];
  const inner = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return inner.flatMap((entry) => scenarios(path.join(folder, entry.name))).sort();
}

/** All lines in one shell, as the corpus was recorded: `$?`, variables and the directory carry over. */
function record(folder) {
  clean();
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'record-'));
  const work = path.join(temporary, 'work');
  const context = path.join(folder, 'context');
  if (fs.existsSync(context)) spawnSync('cp', ['-a', context, work]);
  else fs.mkdirSync(work);
  const lines = fs
    .readFileSync(path.join(folder, 'script'), 'utf8')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() && !/^\s*#/.test(line));
  const out = (i, stream) => path.join(temporary, `${i}.${stream}`);
  const steps = lines.map((line, i) => {
    const quoted = `'${line.replaceAll("'", "'\\''")}'`;
    return `(exit $was); eval ${quoted} >${out(i, 1)} 2>${out(i, 2)}; was=$?; echo $was >${out(i, 'exit')}\n`;
  });
  fs.writeFileSync(path.join(temporary, 'all'), `was=0\n${steps.join('')}`);
  spawnSync(shell[0], [...shell.slice(1), path.join(temporary, 'all')], {
    cwd: work,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC', HOME: '/root' },
  });
  const read = (i, stream) => fs.readFileSync(out(i, stream), 'utf8');
  const rows = lines.map((line, i) => ({
    line,
    stdout: read(i, 1),
    stderr: read(i, 2),
    exit: Number(read(i, 'exit')),
  }));
  fs.rmSync(temporary, { recursive: true });
  return { engine: engineName(), bases: BASES, lines: normalise(rows, [work]) };
}

function clean() {
  docker('rm', '-f', '-v', ...words(docker('ps', '-aq')));
  const keep = new Set(words(docker('image', 'inspect', '-f', '{{.Id}}', ...BASES)));
  for (const name of words(docker('images', '--format', '{{.Repository}}:{{.Tag}}'))) {
    if (!BASES.includes(name) && !name.includes('<none>')) docker('rmi', '-f', name);
  }
  for (const id of words(docker('images', '-aq', '--no-trunc'))) if (!keep.has(id)) docker('rmi', '-f', id);
  docker('volume', 'prune', '-af');
  docker('network', 'prune', '-f');
  docker('builder', 'prune', '-af');
  if (bases && keep.size < BASES.length) docker('load', '-i', bases);
}

function engineName() {
  const version = docker('version', '--format', '{{.Server.Version}}').trim().replace(/\+.*/, '');
  return `Docker ${version}`;
}

function docker(...command) {
  return spawnSync('docker', command, { encoding: 'utf8' }).stdout;
}

function words(text) {
  return text.split(/\s+/).filter(Boolean);
}
