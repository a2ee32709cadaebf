#!/usr/bin/env node
/**
 * `npm run bench`: how fast Drydock is beside its peers, all in one run, as ratios, and what it asks of a browser; writes
 * docs/bench.md. `npm run bench -- NAME…` runs some of them and writes nothing.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../stages/find-chromium.mjs';
import { findDocker } from '../stages/find-docker.mjs';
import { bundled } from '../support/bundle.mjs';
import { benchPage, isMet, tableRow } from './report.mjs';

const root = join(import.meta.dirname, '..', '..');
const names = [
  'writes',
  'lookup',
  'shell',
  'pipe',
  'files',
  'commit',
  'large-layer',
  'parse',
  'plan',
  'start',
  'http',
  'build',
  'door',
];
const wanted = process.argv.slice(2);
const isWanted = (name) => wanted.length === 0 || wanted.includes(name);

const measures = [];
const leftOut = [];
const take = (measure) => {
  measures.push(measure);
  console.log(tableRow(measure));
};

const { command, engine } = findDocker();
const load = await bundled(join(import.meta.dirname, 'node'), names, 'bench');
for (const name of names.filter(isWanted)) {
  if (name === 'build' && !engine) leftOut.push('cold build beside a real Docker engine: none answers here');
  else if (name === 'door' && !engine) leftOut.push('the companion beside a real Docker engine: none answers here');
  else for (const measure of [await (await load(name)).bench(command, engine)].flat()) take(measure);
}
if (isWanted('chromium')) {
  const chromium = findChromium();
  if (chromium) {
    const page = await bundled(join(import.meta.dirname, 'chromium'), ['bench'], 'bench-chromium');
    for await (const limit of (await page('bench')).bench(root, chromium)) take(limit);
  } else leftOut.push('everything in a browser: no Chromium here');
}

for (const what of leftOut) console.log(`left out: ${what}`);
if (wanted.length === 0) {
  mkdirSync(join(root, 'docs'), { recursive: true });
  writeFileSync(join(root, 'docs', 'bench.md'), benchPage(measures, leftOut, otherWork()));
}
/** What the machine did beside: the benches themselves keep less than two processors busy. */
function otherWork() {
  const load = loadavg()[0];
  const cores = availableParallelism();
  return load > Math.max(cores, 2) ? `load ${load.toFixed(1)} on ${cores} processors` : undefined;
}

process.exit(measures.every(isMet) ? 0 : 1);
