#!/usr/bin/env node
/**
 * `node generate-applets.mjs BUSYBOX...`: asks real busybox binaries which options their applets take and how they sum themselves
 * up, and writes common/applets.ts. An option counts when any of the binaries knows it: distributions differ.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const binaries = process.argv.slice(2);
/** Not to be tried out, or not taking options by getopt. */
const LEFT_ALONE = new Set(
  '[ addgroup adduser ash awk cal chpasswd chroot dd delgroup deluser echo expr false find halt kill killall less more mount nc passwd ping pkill printf reset sh sleep su sync test top true udhcpc umount vi watch wget yes'.split(
    ' ',
  ),
);
const here = import.meta.dirname;
const listed = readFileSync(join(here, 'commands.ts'), 'utf8');
const ours = [...listed.slice(listed.indexOf('COMMANDS')).matchAll(/^ {2}'?([\w[]+)'?[:,]/gm)].map(([, name]) => name);
const scratch = mkdtempSync(join(tmpdir(), 'applets-'));

function ask(busybox, applet, args) {
  const done = spawnSync(busybox, [applet, ...args], { cwd: scratch, input: '', encoding: 'latin1', timeout: 200 });
  return done.stdout + done.stderr;
}

const table = {};
for (const applet of ours.sort()) {
  const having = binaries.toReversed().filter((busybox) => !/applet not found/.test(ask(busybox, applet, ['--help'])));
  if (having.length === 0) continue;
  const help = ask(having[0], applet, ['--help']);
  const synopsis = /Usage: \S+ ?([^\n]*(?:\n\s*or: [^\n]*|\n\t\[[^\n]*)*)/.exec(help)?.[1]?.trimEnd();
  const entry = { synopsis };
  if (!LEFT_ALONE.has(applet)) {
    entry.letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789']
      .filter((letter) =>
        having.some((busybox) => !/invalid option|unrecognized/.test(ask(busybox, applet, [`-${letter}`]))),
      )
      .join('');
  }
  // Every letter: it does not look at its options.
  if (entry.letters?.length === 62) entry.letters = undefined;
  if (entry.synopsis !== undefined || entry.letters !== undefined) table[applet] = entry;
}
rmSync(scratch, { recursive: true });
const text = (value) =>
  `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\t', '\\t')}'`;
const rows = Object.entries(table).map(([applet, { synopsis, letters }]) => {
  const fields = [
    synopsis === undefined ? undefined : `synopsis: ${text(synopsis)}`,
    letters === undefined ? undefined : `letters: ${text(letters)}`,
  ].filter(Boolean);
  return `  ${/^\w+$/.test(applet) ? applet : text(applet)}: { ${fields.join(', ')} },`;
});
writeFileSync(
  join(here, 'common', 'applets.ts'),
  `/** Made by generate-applets.mjs: how busybox's applets sum themselves up, and the options they take. */
export interface Applet {
  readonly synopsis?: string;
  /** Undefined where options are not getopt's. */
  readonly letters?: string;
}

export const APPLETS: Readonly<Record<string, Applet>> = {
${rows.join('\n')}
};
`,
);
