import { editDistance } from '../../../edit-distance.ts';
import { NpmFailure } from '../failure.ts';
import { projectFolder, readManifest } from '../project.ts';
import { runEvent } from '../scripts.ts';
import type { NpmCall, NpmCommand } from './command.ts';

const LIFECYCLE = new Set(
  ['test', 'start', 'stop', 'restart', 'install', 'publish', 'prepare', 'pack', 'version', 'uninstall'].flatMap(
    (name) => [name, `pre${name}`, `post${name}`],
  ),
);

/** `npm run [SCRIPT [-- ARG…]]` */
export const run: NpmCommand = (call) => {
  const [event, ...args] = call.operands;
  return event === undefined ? listScripts(call) : runNamed(call, event, args);
};

/** `npm start`, `npm test` and their like. */
export const runShort =
  (event: string): NpmCommand =>
  (call) =>
    runNamed(call, event, call.operands);

async function runNamed(call: NpmCall, event: string, args: readonly string[]): Promise<number> {
  const { context, settings } = call;
  const folder = projectFolder(context.sys, settings.get('prefix'));
  const manifest = readManifest(context.sys, folder);
  if (manifest.scripts?.[event] === undefined) {
    if (event === 'start' && context.sys.exists(`${folder}/server.js`))
      manifest.scripts = { ...manifest.scripts, start: 'node server.js' };
    else if (settings.isOn('if-present')) return 0;
    else throw missingScript(event, manifest.scripts ?? {});
  }
  return runEvent(context, settings, folder, manifest, event, [...args, ...settings.rest]);
}

function missingScript(event: string, scripts: Readonly<Record<string, string>>): NpmFailure {
  const alike: string[] = [];
  if (event === 'start')
    alike.push('  npm star # Mark your favorite packages', '  npm stars # View packages marked as favorites');
  for (const name of Object.keys(scripts)) {
    if (editDistance(name, event) * 3 <= event.length)
      alike.push(`  npm run ${name} # run the "${name}" package script`);
  }
  const many = alike.length > 1 ? 'Did you mean one of these?' : 'Did you mean this?';
  return new NpmFailure([
    `Missing script: "${event}"`,
    '',
    ...(alike.length > 0 ? [many, ...alike, ''] : []),
    'To see a list of scripts, run:',
    '  npm run',
  ]);
}

function listScripts({ context, settings }: NpmCall): number {
  const folder = projectFolder(context.sys, settings.get('prefix'));
  const { name = '', version, scripts = {} } = readManifest(context.sys, folder);
  const id = version === undefined ? name : `${name}@${version}`;
  const show = ([event, command]: [string, string]) => `  ${event}\n    ${command}\n`;
  const all = Object.entries(scripts);
  const lifecycle = all.filter(([event]) => LIFECYCLE.has(event));
  const others = all.filter(([event]) => !LIFECYCLE.has(event));
  if (lifecycle.length > 0) context.print(`Lifecycle scripts included in ${id}:\n${lifecycle.map(show).join('')}`);
  if (others.length > 0) {
    const head =
      lifecycle.length > 0 ? 'available via `npm run-script`:' : `Scripts available in ${id} via \`npm run-script\`:`;
    context.print(`${head}\n${others.map(show).join('')}`);
  }
  return 0;
}
