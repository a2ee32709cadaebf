import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WorkspaceMirror } from './workspace.ts';

/** Milliseconds in which a removal by path alone has lost files outside, on a machine that had much else to do. */
const LONG = 8000;

/** As a container that has the workspace mounted could: a folder, and a link in its place, as fast as it goes. */
const SWAPPER = `
const fs = require('node:fs');
const [root, victim] = process.argv.slice(1);
const [sub, aside] = [root + '/d/sub', root + '/aside'];
const names = Array.from({ length: 30 }, (_, index) => 'f' + index);
const quietly = (act) => { try { act(); } catch {} };
process.stdout.write('x');
for (;;) {
  quietly(() => fs.mkdirSync(sub, { recursive: true }));
  for (const name of names) quietly(() => fs.writeFileSync(sub + '/' + name, ''));
  quietly(() => fs.renameSync(sub, aside));
  quietly(() => fs.symlinkSync(victim, sub));
  quietly(() => fs.unlinkSync(sub));
  quietly(() => fs.rmSync(aside, { recursive: true }));
}
`;

test('what is removed is in the workspace, whatever takes its place meanwhile', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-mirror-'));
  const [root, victim] = [join(folder, 'workspace'), join(folder, 'victim')];
  mkdirSync(victim);
  const precious = Array.from({ length: 30 }, (_, index) => join(victim, `f${index}`));
  const mirror = new WorkspaceMirror(root);
  const swapper = spawn(process.execPath, ['-e', SWAPPER, root, victim], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => swapper.stdout.once('data', resolve));
  const until = performance.now() + LONG;
  let lost = 0;
  while (performance.now() < until) {
    for (const path of precious) writeFileSync(path, '');
    try {
      mirror.apply(new Uint8Array(), ['d']);
    } catch {
      // It is not to be had, and that is all.
    }
    lost += precious.filter((path) => !existsSync(path)).length;
  }
  swapper.kill();
  await new Promise((resolve) => swapper.on('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
  expect(lost).toBe(0);
}, 30_000);
