#!/usr/bin/env node
/**
 * `npm run conformance`: how much of what Drydock answers agrees with public test data and with sessions recorded on a
 * real engine; writes docs/fidelity.md. `--check` writes nothing, leaves the recorded sessions to their own stage of
 * `npm test`, and fails when a table has fallen below its floor. With names of modules here (`docker-cli`) only those tables are
 * run, all their differences are told, and nothing is written. `--live unix:///…` runs the scenarios on a real engine instead, and
 * writes what came of it to fixtures/live.json, from which docs/fidelity.md has it until the next time.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fidelityPage, withLive } from './report/fidelity.mjs';
import { compareLive } from './report/live.mjs';
import { compareScenarios } from './report/scenarios.mjs';
import { runTables } from './report/tables.mjs';

const root = join(import.meta.dirname, '..', '..');
const data = process.env.CONFORMANCE_DATA ?? join(root, '..', 'shared', 'conformance');
const args = process.argv.slice(2);
const check = args.includes('--check');
const liveAt = args.indexOf('--live');
const engine = liveAt >= 0 ? args.splice(liveAt, 2)[1] : undefined;
const only = args.filter((each) => !each.startsWith('--'));
if (args.some((each) => each.startsWith('--') && each !== '--check') || (liveAt >= 0 && !engine)) {
  console.error('usage: node test/conformance/run.mjs [--check] [--live ENGINE] [TABLE...]');
  process.exit(2);
}
if (only.length > 0) {
  for await (const { name, passed, total, failures } of runTables(data, only)) {
    for (const failure of failures) console.log(`  ${failure}`);
    console.log(line(name, passed, total));
  }
  process.exit(0);
}
const page = join(root, 'docs', 'fidelity.md');
const lastLive = join(import.meta.dirname, 'fixtures', 'live.json');
if (engine) {
  const live = await compareLive(engine);
  for (const { id, missing } of live.leftOut) console.log(`left out: ${id}: this engine has no ${missing.join(', ')}`);
  for (const { id, line: typed, what } of live.differences) console.log(`  ${id}: ${typed}: ${what.join(', ')}`);
  console.log(line(`live on ${live.version}`, ...live.lines));
  writeFileSync(lastLive, `${JSON.stringify(live, undefined, 1)}\n`);
  writeFileSync(page, withLive(readFileSync(page, 'utf8'), live));
  process.exit(0);
}
const floors = JSON.parse(readFileSync(join(import.meta.dirname, 'floors.json'), 'utf8'));

const leftOut = [];
const tables = [];
if (existsSync(data)) {
  for await (const table of runTables(data)) {
    tables.push(table);
    console.log(line(table.name, table.passed, table.total));
  }
} else leftOut.push('public test data: none at $CONFORMANCE_DATA');

let scenarios;
if (check) leftOut.push('recorded scenarios: the stage `scenarios` of npm test runs them');
else {
  scenarios = compareScenarios();
  console.log(line('recorded scenarios', ...scenarios.lines));
}

const live = existsSync(lastLive) ? JSON.parse(readFileSync(lastLive, 'utf8')) : undefined;
leftOut.push('scenarios on a real engine: --live ENGINE runs them');

for (const what of leftOut) console.log(`left out: ${what}`);
const fallen = below();
for (const { name, share, floor } of fallen) {
  console.error(`${name}: ${percent(share)} agree, at least ${percent(floor)} wanted (test/conformance/floors.json)`);
}
if (!check && tables.length > 0) {
  mkdirSync(join(root, 'docs'), { recursive: true });
  const made = fidelityPage(tables, scenarios);
  writeFileSync(page, live ? withLive(made, live) : made);
}

const all = [...tables.map(({ passed, total }) => [passed, total]), ...(scenarios ? [scenarios.lines] : [])];
console.log(`${sum(all, 0)} of ${sum(all, 1)} agree`);
process.exit(fallen.length > 0 ? 1 : 0);

/** What agrees less than it must; a table that has vanished agrees with nothing. */
function below() {
  const shares = new Map(tables.map(({ name, passed, total }) => [name, total > 0 ? passed / total : 0]));
  if (scenarios) shares.set('recorded scenarios', scenarios.lines[0] / scenarios.lines[1]);
  return Object.entries(floors)
    .filter(([name]) => (name === 'recorded scenarios' ? scenarios : tables.length > 0))
    .map(([name, floor]) => ({ name, floor, share: shares.get(name) ?? 0 }))
    .filter(({ share, floor }) => share < floor);
}

function line(name, passed, total) {
  return `${name.padEnd(24)} ${`${passed}/${total}`.padStart(12)} ${percent(total > 0 ? passed / total : 0).padStart(7)}`;
}

function percent(share) {
  return `${(100 * share).toFixed(1)}%`;
}

function sum(pairs, index) {
  return pairs.reduce((total, pair) => total + pair[index], 0);
}
