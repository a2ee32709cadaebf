#!/usr/bin/env node
/**
 * `node test/soak/run.mjs [SECONDS]`: containers live and die on one computer for 20 seconds (or as many as given); fails when
 * it then holds more processes, timers, ports, containers or volumes than after the first lives, or more memory by far.
 */
import { bundled } from '../support/bundle.mjs';

const seconds = Number(process.argv[2] ?? 20);
const load = await bundled(import.meta.dirname, ['soak'], 'soak');
const { soak } = await load('soak');
const [first, last] = await soak(seconds);
for (const what of Object.keys(first)) {
  console.log(`${what.padEnd(12)}${first[what].toFixed(0).padStart(8)}${last[what].toFixed(0).padStart(8)}`);
}
const grown = ['processes', 'timers', 'ports', 'containers', 'volumes'].filter((what) => last[what] > first[what]);
const perLife = ((last.megabytes - first.megabytes) / Math.max(1, last.rounds - first.rounds)) * 1024;
console.log(`${perLife.toFixed(1)} KiB of memory a life`);
if (perLife > 64) grown.push('megabytes');
for (const what of grown) console.error(`held on to: ${what}`);
process.exit(grown.length > 0 ? 1 : 0);
