import type { Program, SystemCalls } from '../../../kernel/program.ts';
import { type Context, runCommand } from '../../commands/common/context.ts';
import { readText } from '../common/file-tree.ts';
import { cache } from './commands/cache.ts';
import type { NpmCall, NpmCommand } from './commands/command.ts';
import { config } from './commands/config.ts';
import { init } from './commands/init.ts';
import { ci, install, uninstall } from './commands/install.ts';
import { list } from './commands/list.ts';
import { run, runShort } from './commands/run.ts';
import { guarded } from './guarded.ts';
import { projectFolder } from './project.ts';
import { Settings } from './settings.ts';

const COMMANDS: Readonly<Record<string, NpmCommand>> = {
  install,
  ci,
  uninstall,
  run,
  'run-script': run,
  start: runShort('start'),
  test: runShort('test'),
  stop: runShort('stop'),
  init,
  ls: list,
  cache,
  config,
  get: (call) => config({ ...call, operands: ['get', ...call.operands] }),
  set: (call) => config({ ...call, operands: ['set', ...call.operands] }),
  root: ({ context, settings }) => {
    const folder = settings.isOn('global') ? '/usr/local/lib' : projectFolder(context.sys, settings.get('prefix'));
    context.print(`${folder}/node_modules\n`);
    return 0;
  },
  prefix: ({ context, settings }) => {
    context.print(`${settings.isOn('global') ? '/usr/local' : projectFolder(context.sys, settings.get('prefix'))}\n`);
    return 0;
  },
  exec: async (call) =>
    (await import('./npx.ts')).executePackage(call.context, call.settings, [...call.operands, ...call.settings.rest]),
};

/** Other names of commands (npm's lib/utils/cmd-list.js). */
const ALIASES: Readonly<Record<string, string>> = {
  i: 'install',
  in: 'install',
  ins: 'install',
  add: 'install',
  isntall: 'install',
  'clean-install': 'ci',
  ic: 'ci',
  'install-clean': 'ci',
  un: 'uninstall',
  unlink: 'uninstall',
  remove: 'uninstall',
  rm: 'uninstall',
  r: 'uninstall',
  rum: 'run',
  urn: 'run',
  t: 'test',
  tst: 'test',
  create: 'init',
  innit: 'init',
  list: 'ls',
  la: 'ls',
  ll: 'ls',
  c: 'config',
  x: 'exec',
};

/** Commands npm has that are not simulated. */
const REFUSED = new Set(
  `access adduser audit bugs completion dedupe deprecate diff dist-tag docs doctor edit explain explore find-dupes fund help
  help-search hook install-ci-test install-test link login logout org outdated owner pack ping pkg profile prune publish query
  rebuild repo restart sbom search shrinkwrap star stars team token unpublish unstar update upgrade version view info show whoami`.split(
    /\s+/,
  ),
);

export const npmProgram: Program = {
  name: 'npm',
  main: (sys) => runCommand(npm, sys, 'npm', sys.argv.slice(1), 'gnu'),
};

async function npm(context: Context): Promise<number> {
  const { sys } = context;
  const started = sys.now();
  const settings = new Settings(sys, context.args);
  const version = npmVersion(sys);
  const [word, ...operands] = settings.operands;
  if (settings.isOn('version') || word === 'version') {
    if (word === undefined) {
      context.print(`${version}\n`);
      return 0;
    }
  }
  if (word === undefined) {
    context.print(usageText(version));
    return settings.isOn('help') ? 0 : 1;
  }
  const name = ALIASES[word] ?? word;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name]! : undefined;
  if (!command) {
    if (REFUSED.has(name)) throw new Error(`drydock: not simulated: npm ${name}`);
    context.print(`Unknown command: "${word}"\n\nTo see a list of supported npm commands, run:\n  npm help\n`);
    return 1;
  }
  const call: NpmCall = { context, settings, operands, started, version };
  return guarded(call, () => command(call));
}

/** The npm the image has. */
function npmVersion(sys: SystemCalls): string {
  for (const folder of ['/usr/local/lib/node_modules/npm', '/usr/lib/node_modules/npm', '/usr/share/nodejs/npm']) {
    const text = readText(sys, `${folder}/package.json`);
    if (text !== undefined) return (JSON.parse(text) as { version: string }).version;
  }
  return '10.9.4';
}

function usageText(version: string): string {
  return `npm <command>

Usage:

npm install        install all the dependencies in your project
npm install <foo>  add the <foo> dependency to your project
npm test           run this project's tests
npm run <foo>      run the script named <foo>
npm <command> -h   quick help on <command>
npm -l             display usage info for all commands
npm help <term>    search for help on <term>
npm help npm       more involved overview

All commands simulated here:

    ${Object.keys(COMMANDS).sort().join(', ')}

npm@${version} /usr/local/lib/node_modules/npm
`;
}
