#!/usr/bin/env node
/**
 * All of Drydock's tests, in the order in which they are cheap. `npm test -- STAGE…` runs some of them.
 * What cannot run on this machine is left out and named; nothing is left out in silence.
 */
import { kept, shared } from './stages/run-command.mjs';
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

const stages = { types, lint, unit: architectureAndUnit, conformance, scenarios, lessons, runner, clients, browser };
/** The companion mostly waits for a real engine, which these do not touch: they run at the same time. */
const besideRunner = ['conformance', 'scenarios', 'lessons'];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in stages));
if (unknown.length > 0) {
  console.error(`no such stage: ${unknown.join(', ')} (there are: ${Object.keys(stages).join(', ')})`);
  process.exit(2);
}
const chosen = Object.keys(stages).filter((name) => wanted.length === 0 || wanted.includes(name));

const total = { passed: 0, failed: 0, skipped: 0 };
const leftOut = [];
const rows = {};

async function stage(name, out) {
  out.say(`\n=== ${name}`);
  const started = Date.now();
  const result = await stages[name](out).catch((error) => ({ passed: 0, failed: 1, skipped: 0, leftOut: [], error }));
  if (result.error) out.say(String(result.error.stack ?? result.error));
  out.printed();
  for (const key of Object.keys(total)) total[key] += result[key];
  leftOut.push(...result.leftOut);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  rows[name] = `${name.padEnd(12)} ${result.failed > 0 ? 'FAILED' : 'ok    '} ${seconds.padStart(6)} s`;
}

let companion;
for (const name of chosen) {
  if (besideRunner.includes(name) && chosen.includes('runner')) companion ??= stage('runner', kept());
  if (name !== 'runner') await stage(name, shared());
  else await (companion ?? stage('runner', shared()));
}

console.log(`\n${chosen.map((name) => rows[name]).join('\n')}`);
if (leftOut.length > 0) console.log(`\nLeft out on this machine:\n${leftOut.map((each) => `  - ${each}`).join('\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);
