import { type Signal, signalName } from '../../../kernel/process/signals.ts';
import type { Context } from '../../commands/common/context.ts';
import { NpmFailure } from './failure.ts';
import { type Manifest, manifestPath } from './project.ts';
import type { Settings } from './settings.ts';

const FORWARDED: readonly Signal[] = [2, 15];

/** Runs the script `event` of a package with `pre` and `post` around it (@npmcli/run-script). Answers the first failing status. */
export async function runEvent(
  context: Context,
  settings: Settings,
  folder: string,
  manifest: Manifest,
  event: string,
  args: readonly string[] = [],
): Promise<number> {
  const around = settings.isOn('ignore-scripts') ? [event] : [`pre${event}`, event, `post${event}`];
  for (const name of around) {
    const command = manifest.scripts?.[name];
    if (command === undefined) continue;
    const status = await runScript(
      context,
      settings,
      folder,
      manifest,
      name,
      name === event ? withArguments(command, args) : command,
    );
    if (status !== 0) return status;
  }
  return 0;
}

/** Runs one command line of a package as npm does: in a shell, with node_modules/.bin first in PATH. */
export async function runScript(
  context: Context,
  settings: Settings,
  folder: string,
  manifest: Manifest,
  event: string,
  command: string,
): Promise<number> {
  const { sys } = context;
  if (!settings.isSilent) {
    const id =
      manifest.name === undefined
        ? ''
        : `${manifest.name}${manifest.version === undefined ? '' : `@${manifest.version}`} `;
    context.print(`\n> ${id}${event}\n> ${command.replaceAll('\n', '\n> ')}\n\n`);
  }
  await context.out.flush();
  return waitForChild(
    context,
    sys.spawn({
      argv: ['sh', '-c', command],
      cwd: folder,
      env: scriptEnvironment(context, folder, manifest, event, command),
    }),
    folder,
    command,
  );
}

/** Waits for a child, handing on the signals npm hands on. */
export async function waitForChild(context: Context, pid: number, folder: string, command: string): Promise<number> {
  const { sys } = context;
  const before = FORWARDED.map((signal) => [signal, sys.signal(signal, () => sys.kill(pid, signal))] as const);
  const result = await sys.wait(pid);
  for (const [signal, action] of before) sys.signal(signal, action);
  if (!result || !('code' in result || 'signal' in result)) return 1;
  if ('code' in result) return result.code;
  throw new NpmFailure([
    `path ${folder}`,
    'command failed',
    `signal ${signalName(result.signal) ?? result.signal}`,
    `command sh -c ${command}`,
  ]);
}

/** What a script of a package finds in its environment. */
export function scriptEnvironment(
  context: Context,
  folder: string,
  manifest: Manifest,
  event: string,
  command: string,
): Map<string, string> {
  const { sys } = context;
  const env = new Map(sys.env);
  env.set('PATH', `${binFolders(folder).join(':')}:${sys.env.get('PATH') ?? '/usr/local/bin:/usr/bin:/bin'}`);
  env.set('INIT_CWD', sys.cwd());
  env.set('npm_lifecycle_event', event);
  env.set('npm_lifecycle_script', command);
  env.set('npm_package_json', manifestPath(folder));
  env.set('npm_command', 'run-script');
  env.set('npm_execpath', '/usr/local/lib/node_modules/npm/bin/npm-cli.js');
  env.set('npm_node_execpath', '/usr/local/bin/node');
  env.set('NODE', '/usr/local/bin/node');
  if (manifest.name !== undefined) env.set('npm_package_name', manifest.name);
  if (manifest.version !== undefined) env.set('npm_package_version', manifest.version);
  return env;
}

/** node_modules/.bin of a folder and of all above it. */
export function binFolders(folder: string): string[] {
  const folders: string[] = [];
  for (let at = folder === '/' ? '' : folder; ; at = at.slice(0, at.lastIndexOf('/'))) {
    folders.push(`${at}/node_modules/.bin`);
    if (at === '') return folders;
  }
}

function withArguments(command: string, args: readonly string[]): string {
  return [command, ...args.map(shellWord)].join(' ');
}

export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
