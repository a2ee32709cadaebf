#!/usr/bin/env node
/**
 * All of Drydock's tests, in the order in which they are cheap. `npm test -- STAGE…` runs some of them.
 * What cannot run on this machine is left out and named; nothing is left out in silence.
 */
import {
  architectureAndUnit,
  browser,
  clients,
  conformance,
  lessons,
  lint,
  runner,
  scenarios,
  types,
} from './stages/stages.mjs';

const stages = { types, lint, unit: architectureAndUnit, conformance, scenarios, lessons, clients, runner, browser };

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in stages));
if (unknown.length > 0) {
  console.error(`no such stage: ${unknown.join(', ')} (there are: ${Object.keys(stages).join(', ')})`);
  process.exit(2);
}

const total = { passed: 0, failed: 0, skipped: 0 };
const leftOut = [];
const rows = [];
for (const [name, run] of Object.entries(stages)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n=== ${name}`);
  const started = Date.now();
  const result = await run().catch((error) => ({ passed: 0, failed: 1, skipped: 0, leftOut: [], error }));
  if (result.error) console.error(result.error);
  for (const key of Object.keys(total)) total[key] += result[key];
  leftOut.push(...result.leftOut);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  rows.push(`${name.padEnd(12)} ${result.failed > 0 ? 'FAILED' : 'ok    '} ${seconds.padStart(6)} s`);
}

console.log(`\n${rows.join('\n')}`);
if (leftOut.length > 0) console.log(`\nLeft out on this machine:\n${leftOut.map((each) => `  - ${each}`).join('\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);
