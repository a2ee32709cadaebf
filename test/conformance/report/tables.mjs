/** Every module beside run.mjs that exports `run(dataDir)` is a table of public test data. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundled } from '../../support/bundle.mjs';

const modules = join(import.meta.dirname, '..');

/** Runs the tables one after another, by name; one that cannot be run counts as one row that fails. `only`: modules' names. */
export async function* runTables(data, only = []) {
  const names = readdirSync(modules)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .filter((name) => only.length === 0 || only.includes(name))
    .sort();
  const load = await bundled(modules, names, 'conformance');
  for (const name of names) {
    const { run } = await load(name);
    if (run) yield await run(data).catch((error) => ({ name, passed: 0, total: 1, failures: [String(error)] }));
  }
}
