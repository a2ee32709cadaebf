import { isErrno } from '../../../kernel/errno.ts';
import type { Program, SystemCalls } from '../../../kernel/program.ts';
import { type Context, runCommand } from '../../commands/common/context.ts';
import { makeDirectories, readText } from '../common/file-tree.ts';
import { cache } from './commands/cache.ts';
import type { NpmCall, NpmCommand } from './commands/command.ts';
import { config } from './commands/config.ts';
import { init } from './commands/init.ts';
import { ci, install, uninstall } from './commands/install.ts';
import { list } from './commands/list.ts';
import { run, runShort } from './commands/run.ts';
import { failure, NpmFailure } from './failure.ts';
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

/** Runs a command and tells a failure as npm does, with the log it leaves. */
export async function guarded(
  call: Pick<NpmCall, 'context' | 'settings'>,
  command: () => number | Promise<number>,
): Promise<number> {
  const { context, settings } = call;
  try {
    return await command();
  } catch (error) {
    const failed = asFailure(error);
    if (!failed) throw error;
    await context.out.flush();
    if (settings.isSilent) return failed.status;
    const lines = [...failed.lines, ...logLines(context.sys, settings, failed.lines)];
    context.out.text(lines.map((line) => `npm error${line === '' ? '' : ` ${line}`}\n`).join(''), 2);
    return failed.status;
  }
}

const ERRNO: Readonly<Record<string, readonly [number, string]>> = {
  EACCES: [-13, 'permission denied'],
  EPERM: [-1, 'operation not permitted'],
  EROFS: [-30, 'read-only file system'],
  ENOSPC: [-28, 'no space left on device'],
  ENOENT: [-2, 'no such file or directory'],
  ENOTDIR: [-20, 'not a directory'],
  EBUSY: [-16, 'resource busy or locked'],
  EISDIR: [-21, 'illegal operation on a directory'],
};

function asFailure(error: unknown): NpmFailure | undefined {
  if (error instanceof NpmFailure) return error;
  if (isErrno(error)) {
    const [number, words] = ERRNO[error.code] ?? [-5, error.message];
    const path = error.path ?? '';
    const doing = /\.(json|js|lock)$/.test(path) ? 'open' : 'mkdir';
    return failure.system(error.code, number, doing, path, words);
  }
  if (error instanceof Error && error.message.startsWith('drydock: not simulated'))
    return new NpmFailure([error.message]);
  return undefined;
}

/** Writes the debug log npm leaves in its cache folder, and answers the lines that say where it is. */
function logLines(sys: SystemCalls, settings: Settings, lines: readonly string[]): string[] {
  const folder = `${settings.cache}/_logs`;
  const path = `${folder}/${new Date(sys.now()).toISOString().replace(/[:.]/g, '_')}-debug-0.log`;
  try {
    makeDirectories(sys, folder);
    sys.writeFile(path, lines.map((line, at) => `${at} error ${line}\n`).join(''), { mode: 0o600 });
    return [`A complete log of this run can be found in: ${path}`];
  } catch {
    return [
      `Log files were not written due to an error writing to the directory: ${folder}`,
      'You can rerun the command with `--loglevel=verbose` to see the logs in your terminal',
    ];
  }
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
