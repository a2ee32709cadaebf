import { type Manifest, readManifestIfAny } from '../npm/project.ts';
import { binFolders, scriptEnvironment, shellWord, waitForChild } from '../npm/scripts.ts';
import { YarnFailure } from './output.ts';
import type { YarnCall } from './program.ts';

/** `yarn run SCRIPT [ARG…]`, and `yarn SCRIPT`: a script of the project with what goes before and after it, or a command of a package. */
export async function runScriptNamed(call: YarnCall): Promise<number> {
  const { context, operands, folder } = call;
  const manifest = readManifestIfAny(context.sys, folder) ?? {};
  const [name, ...args] = operands;
  if (name === undefined) {
    list(call, manifest);
    return 0;
  }
  const scripts = manifest.scripts ?? {};
  const bin = binFolders(folder)
    .map((each) => `${each}/${name}`)
    .find((path) => context.sys.exists(path));
  const command = scripts[name] ?? bin ?? (name === 'env' ? 'env' : undefined);
  if (command === undefined) throw new YarnFailure(`Command "${name}" not found.`);
  const words = args.map(shellWord).join(' ');
  for (const event of [`pre${name}`, name, `post${name}`]) {
    const line = event === name ? [command, words].filter((each) => each !== '').join(' ') : scripts[event];
    if (line === undefined) continue;
    const status = await runScript(call, manifest, event, line);
    if (status !== 0) throw new YarnFailure(`Command failed with exit code ${status}.`, status);
  }
  return 0;
}

/** One command line, in a shell that finds the packages' commands. */
export async function runScript(call: YarnCall, manifest: Manifest, event: string, command: string): Promise<number> {
  const { context, flags, folder } = call;
  if (!flags.has('silent')) context.print(`$ ${command}\n`);
  await context.out.flush();
  const env = scriptEnvironment(context, folder, manifest, event, command);
  env.set('npm_execpath', '/usr/local/bin/yarn');
  env.set('npm_config_user_agent', 'yarn/1.22.22 npm/? node/v22.21.1 linux x64');
  return waitForChild(context, context.sys.spawn({ argv: ['sh', '-c', command], cwd: folder, env }), folder, command);
}

function list({ context, folder }: YarnCall, manifest: Manifest): void {
  const bin = `${folder}/node_modules/.bin`;
  const commands = context.sys.exists(bin) ? context.sys.readdir(bin).map(({ name }) => name) : [];
  if (commands.length > 0)
    context.print(`info Commands available from binary scripts: ${commands.sort().join(', ')}\n`);
  else context.out.text('error There are no binary scripts available.\n', 2);
  const scripts = Object.entries(manifest.scripts ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  if (scripts.length === 0) context.out.text('error There are no scripts specified inside package.json.\n', 2);
  else
    context.print(
      `info Project commands\n${scripts.map(([name, command]) => `   - ${name}\n      ${command}\n`).join('')}`,
    );
  context.out.text('error No command specified.\n', 2);
}
