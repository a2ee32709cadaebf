#!/usr/bin/env node
/** `npm run bench`: how fast Drydock is beside its peers, all in one run, as ratios; writes docs/bench.md. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findDocker } from '../stages/find-docker.mjs';
import { bundled } from '../support/bundle.mjs';
import { benchPage, tableRow } from './report.mjs';

const root = join(import.meta.dirname, '..', '..');
const names = ['writes', 'lookup', 'shell', 'commit', 'build'];
const wanted = process.argv.slice(2);
const load = await bundled(join(import.meta.dirname, 'node'), names, 'bench');
const { command, engine } = findDocker();

const measures = [];
const leftOut = [];
for (const name of names) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  if (name === 'build' && !engine) {
    leftOut.push('cold build beside a real Docker engine: none answers here');
    continue;
  }
  const { bench } = await load(name);
  const measure = await bench(command);
  measures.push(measure);
  console.log(tableRow(measure));
}
for (const what of leftOut) console.log(`left out: ${what}`);
if (wanted.length === 0) {
  mkdirSync(join(root, 'docs'), { recursive: true });
  writeFileSync(join(root, 'docs', 'bench.md'), benchPage(measures, leftOut));
}
process.exit(0);
