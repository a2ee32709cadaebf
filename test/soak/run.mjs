#!/usr/bin/env node
/**
 * `node test/soak/run.mjs [SECONDS]`: containers live and die on one computer for 20 seconds (or as many as given); fails when
 * it then holds more processes, timers, ports, containers or volumes than after the first lives, or a tenth more memory.
 */
import { setFlagsFromString } from 'node:v8';
import { bundled } from '../support/bundle.mjs';

// What is measured is what Drydock holds, not the code V8 makes of it as it grows hot, a sixth of the heap by itself.
for (const compiler of ['opt', 'maglev', 'sparkplug']) setFlagsFromString(`--no-${compiler}`);

const seconds = Number(process.argv[2] ?? 20);
const load = await bundled(import.meta.dirname, ['soak'], 'soak');
const { soak } = await load('soak');
const [first, last] = await soak(seconds);
for (const what of Object.keys(first)) {
  console.log(`${what.padEnd(12)}${first[what].toFixed(0).padStart(8)}${last[what].toFixed(0).padStart(8)}`);
}
const grown = ['processes', 'timers', 'ports', 'containers', 'volumes'].filter((what) => last[what] > first[what]);
const growth = last.megabytes / first.megabytes - 1;
console.log(`memory ${growth < 0 ? '' : '+'}${(growth * 100).toFixed(1)} %`);
if (growth > 0.1) grown.push('megabytes');
for (const what of grown) console.error(`held on to: ${what}`);
process.exit(grown.length > 0 ? 1 : 0);
