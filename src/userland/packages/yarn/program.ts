import type { Program } from '../../../kernel/program.ts';
import { type Context, runCommand } from '../../commands/common/context.ts';
import { readText, removeTree } from '../common/file-tree.ts';
import { NpmFailure } from '../npm/failure.ts';
import { projectFolder } from '../npm/project.ts';
import { cacheFolder } from './cache.ts';
import { add, install, remove } from './install.ts';
import { YarnFailure } from './output.ts';
import { runScriptNamed } from './run.ts';

export const YARN_VERSION = '1.22.22';

/** One call of yarn: its command, operands and flags. */
export interface YarnCall {
  readonly context: Context;
  readonly command: string;
  readonly operands: readonly string[];
  readonly flags: ReadonlySet<string>;
  readonly folder: string;
}

type YarnCommand = (call: YarnCall) => number | Promise<number>;

const COMMANDS: Readonly<Record<string, YarnCommand>> = {
  install,
  add,
  remove,
  run: (call) => runScriptNamed(call),
  init: (call) => {
    const { context, flags } = call;
    if (!flags.has('yes'))
      throw new YarnFailure('drydock: not simulated: the questions of yarn init; yarn init -y asks none');
    context.out.text(
      'warning The yes flag has been set. This will automatically answer yes to all questions, which may have security implications.\n',
      2,
    );
    const name = context.sys.cwd().replace(/^.*\//, '') || 'app';
    context.sys.writeFile(
      'package.json',
      `${JSON.stringify({ name, version: '1.0.0', main: 'index.js', license: 'MIT' }, null, 2)}\n`,
    );
    context.print('success Saved package.json\n');
    return 0;
  },
  cache: ({ context, operands }) => {
    if (operands[0] !== 'clean') throw new YarnFailure(`drydock: not simulated: yarn cache ${operands[0] ?? ''}`);
    removeTree(context.sys, cacheFolder(context.sys));
    context.print('success Cleared cache.\n');
    return 0;
  },
};

/** Commands yarn has that are not simulated. */
const REFUSED = new Set(
  `access audit autoclean bin check config create dedupe exec generate-lock-entry global help import info licenses link list login logout node
  outdated owner pack policies publish tag team unlink unplug upgrade upgrade-interactive version versions why workspace workspaces`.split(
    /\s+/,
  ),
);
const SHORT: Readonly<Record<string, string>> = {
  D: 'dev',
  E: 'exact',
  P: 'peer',
  O: 'optional',
  s: 'silent',
  y: 'yes',
  v: 'version',
  h: 'help',
};
const VALUED = new Set([
  'network-timeout',
  'registry',
  'cache-folder',
  'cwd',
  'modules-folder',
  'network-concurrency',
  'mutex',
]);

/** yarn 1, the classic one. */
export const yarnProgram: Program = {
  name: 'yarn',
  main: (sys) => runCommand(yarn, sys, 'yarn', sys.argv.slice(1), 'gnu'),
};

async function yarn(context: Context): Promise<number> {
  const { sys } = context;
  const started = sys.now();
  const flags = new Set<string>();
  const words: string[] = [];
  const queue = [...context.args];
  while (queue.length > 0) {
    const word = queue.shift()!;
    // What follows a script's name is the script's.
    const isScript = words[0] === 'run' ? words.length > 1 : words.length > 0 && !Object.hasOwn(COMMANDS, words[0]!);
    if (isScript) words.push(word);
    else if (/^--./.test(word)) {
      const [name = '', value] = word.slice(2).split(/=(.*)/s);
      if (VALUED.has(name) && value === undefined) queue.shift();
      if (name === 'cwd') throw new Error('drydock: not simulated: yarn --cwd');
      flags.add(name === 'prod' ? 'production' : name);
    } else if (/^-[A-Za-z]+$/.test(word)) for (const letter of word.slice(1)) flags.add(SHORT[letter] ?? letter);
    else if (word !== '--') words.push(word);
  }
  if (flags.has('version') && words.length === 0) {
    context.print(`${YARN_VERSION}\n`);
    return 0;
  }
  const first = words[0] ?? 'install';
  const isCommand = Object.hasOwn(COMMANDS, first);
  if (!isCommand && REFUSED.has(first)) {
    context.out.text(`drydock: not simulated: yarn ${first}\n`, 2);
    return 1;
  }
  if (first === 'cache' && words[1] === 'dir') {
    context.print(`${cacheFolder(sys)}\n`);
    return 0;
  }
  const command = isCommand ? first : 'run';
  const call: YarnCall = {
    context,
    command,
    operands: isCommand ? words.slice(1) : words,
    flags,
    folder: projectFolder(sys, undefined),
  };
  const isSilent = flags.has('silent');
  if (!isSilent) context.print(`yarn ${command} v${YARN_VERSION}\n`);
  return finish(call, () => COMMANDS[command]!(call), started);
}

async function finish(call: YarnCall, command: () => number | Promise<number>, started: number): Promise<number> {
  const { context, flags } = call;
  const isSilent = flags.has('silent');
  try {
    const manifest = readText(context.sys, `${call.folder}/package.json`);
    if (
      manifest !== undefined &&
      !/"license"\s*:/.test(manifest) &&
      !/"private"\s*:\s*true/.test(manifest) &&
      call.command !== 'init'
    )
      context.out.text('warning package.json: No license field\n', 2);
    const status = await command();
    if (status === 0 && !isSilent) {
      const mark = context.sys.isatty(1) ? '✨  ' : '';
      context.print(`${mark}Done in ${((context.sys.now() - started) / 1000).toFixed(2)}s.\n`);
    }
    return status;
  } catch (error) {
    const failed = asFailure(error);
    if (!failed) throw error;
    await context.out.flush();
    context.out.text(`${failed.message.startsWith('drydock:') ? '' : 'error '}${failed.message}\n`, 2);
    if (!isSilent)
      context.print(
        `info Visit https://yarnpkg.com/en/docs/cli/${call.command} for documentation about this command.\n`,
      );
    return failed.status;
  }
}

/** Failures of the registry, in yarn's words. */
function asFailure(error: unknown): YarnFailure | undefined {
  if (error instanceof YarnFailure) return error;
  if (error instanceof NpmFailure) {
    const text = error.lines.join('\n');
    const [, missing] = /^404 {2}'(@?[^@]+)@/m.exec(text) ?? [];
    if (missing !== undefined) return new YarnFailure(`Couldn't find package "${missing}" on the "npm" registry.`);
    const [, name, range] = /No matching version found for (@?[^@]+)@(.*)\.$/m.exec(text) ?? [];
    if (name !== undefined) return new YarnFailure(`Couldn't find any versions for "${name}" that matches "${range}"`);
    if (text.includes('EAI_AGAIN')) return new YarnFailure('getaddrinfo EAI_AGAIN registry.yarnpkg.com');
    return new YarnFailure(error.lines.at(-1) ?? '');
  }
  return error instanceof Error && error.message.startsWith('drydock:') ? new YarnFailure(error.message) : undefined;
}
