import type { Program } from '../../../kernel/program.ts';
import { type Context, runCommand } from '../../commands/common/context.ts';
import { makeDirectories } from '../common/file-tree.ts';
import { Cache } from './cache.ts';
import { parseSpecifier } from './commands/specifier.ts';
import { NpmFailure } from './failure.ts';
import { guarded } from './guarded.ts';
import { projectFolder } from './project.ts';
import { binFolders, shellWord, waitForChild } from './scripts.ts';
import { Settings } from './settings.ts';
import { fromRegistry, idealTree } from './tree/ideal.ts';
import { reify } from './tree/reify.ts';

export const npxProgram: Program = {
  name: 'npx',
  main: (sys) => runCommand(npx, sys, 'npx', sys.argv.slice(1), 'gnu'),
};

function npx(context: Context): Promise<number> {
  const settings = new Settings(context.sys, context.args, 1);
  return guarded({ context, settings }, () =>
    executePackage(context, settings, [...settings.operands, ...settings.rest]),
  );
}

/** `npx COMMAND ARG…`: a command of the project, else of a package fetched for this run. */
export async function executePackage(context: Context, settings: Settings, words: readonly string[]): Promise<number> {
  const { sys } = context;
  const [first, ...args] = words;
  if (first === undefined) throw new Error('drydock: not simulated: npx without a command');
  const { name, range } = parseSpecifier(settings.get('package') ?? first);
  const folder = projectFolder(sys, undefined);
  const path = [...binFolders(folder)];
  let command = settings.get('package') === undefined ? name : first;
  if (range !== '' || !onPath(context, command, path)) {
    const about = fromRegistry(name, range);
    const commands = Object.keys(about.bin ?? {});
    if (settings.get('package') === undefined) {
      const bare = name.slice(name.lastIndexOf('/') + 1);
      command = commands.includes(bare) || commands.length !== 1 ? bare : commands[0]!;
    }
    if (!commands.includes(command)) {
      throw new NpmFailure([`could not determine executable to run`]);
    }
    const home = `${settings.cache}/_npx/${name.replace('/', '+')}@${about.version}`;
    if (sys.isatty(0) && !settings.isOn('yes') && !sys.exists(home)) {
      throw new Error(`drydock: not simulated: npx's question before it fetches ${name} (use npx -y)`);
    }
    if (!sys.exists(home)) {
      if (!settings.isOn('yes'))
        context.out.text(
          `npm warn exec The following package was not found and will be installed: ${name}@${about.version}\n`,
          2,
        );
      makeDirectories(sys, home);
      const tree = idealTree({ dependencies: { [name]: about.version } }, new Map());
      await reify(sys, home, [...tree.descendants()], new Cache(sys, settings.cache), {
        offline: settings.isOn('offline'),
      });
    }
    path.unshift(`${home}/node_modules/.bin`);
  }
  await context.out.flush();
  const line = [command, ...args].map(shellWord).join(' ');
  const env = new Map(sys.env).set(
    'PATH',
    `${path.join(':')}:${sys.env.get('PATH') ?? '/usr/local/bin:/usr/bin:/bin'}`,
  );
  return waitForChild(context, sys.spawn({ argv: ['sh', '-c', line], env }), folder, line);
}

function onPath({ sys }: Context, command: string, first: readonly string[]): boolean {
  return [...first, ...(sys.env.get('PATH') ?? '').split(':')].some((folder) => sys.exists(`${folder}/${command}`));
}
