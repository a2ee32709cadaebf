import { isErrno } from '../../../kernel/errno.ts';
import type { Program } from '../../../kernel/program.ts';
import { type Context, Exit, runCommand } from '../../commands/common/context.ts';
import { add } from './add.ts';
import { alpineCatalog } from './catalog.ts';
import { readDatabase, total } from './database.ts';
import { remove } from './delete.ts';
import { info, list, search } from './info.ts';
import { ApkOptions } from './options.ts';
import { fetchIndexes, repositories } from './repository.ts';

const VERSION = 'apk-tools 2.14.9, compiled for x86_64.';

export type ApkCommand = (context: Context, options: ApkOptions) => number | Promise<number>;

const COMMANDS: Readonly<Record<string, ApkCommand>> = {
  add,
  del: remove,
  info,
  list,
  search,
  update: async (context, options) => {
    const complete = await fetchIndexes(context, !options.has('no-cache'), options.isQuiet);
    for (const { url, name } of complete ? repositories(context.sys) : []) {
      context.print(
        `v3.22.2-${name === 'main' ? 41 : 57}-g${name === 'main' ? '8a1ca5a6d33' : 'e2f8f33c1cd'} [${url}]\n`,
      );
    }
    if (complete) context.print(`OK: ${alpineCatalog().size} distinct packages available\n`);
    else
      context.print(
        `${repositories(context.sys).length} unavailable, 0 stale; ${readDatabase(context.sys).size} distinct packages available\n`,
      );
    return complete ? 0 : 2;
  },
  upgrade: async (context, options) => {
    if (!(await fetchIndexes(context, !options.has('no-cache'), options.isQuiet))) return 1;
    context.print(total(readDatabase(context.sys)));
    return 0;
  },
  fix: (context) => {
    context.print(total(readDatabase(context.sys)));
    return 0;
  },
  cache: (context, options) => {
    if (options.operands[0] !== 'clean')
      throw new Error(`drydock: not simulated: apk cache ${options.operands[0] ?? ''}`);
    for (const { name } of context.sys.readdir('/var/cache/apk')) context.sys.unlink(`/var/cache/apk/${name}`);
    return 0;
  },
};

export const apkProgram: Program = {
  name: 'apk',
  main: (sys) => runCommand(apk, sys, 'apk', sys.argv.slice(1), 'gnu'),
};

async function apk(context: Context): Promise<number> {
  const options = new ApkOptions(context.args);
  if (options.has('version')) {
    context.print(`${VERSION}\n`);
    return 0;
  }
  if (options.has('print-arch')) {
    context.print('x86_64\n');
    return 0;
  }
  const name = options.command;
  if (name === undefined) {
    context.print(
      `${VERSION}\n\nusage: apk [<OPTIONS>...] COMMAND [<ARGUMENTS>...]\n\nSimulated here: ${Object.keys(COMMANDS).sort().join(', ')}; ${alpineCatalog().size} packages.\n`,
    );
    return 1;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name]! : undefined;
  if (!command) {
    context.out.text(
      /^(audit|dot|fetch|index|manifest|policy|stats|verify|version)$/.test(name)
        ? `drydock: not simulated: apk ${name}\n`
        : `ERROR: '${name}' is not an apk command. See 'apk --help'.\n`,
      2,
    );
    return 1;
  }
  if (['add', 'del', 'update', 'upgrade', 'fix'].includes(name) && !context.sys.access('/lib/apk/db/installed', 'w')) {
    context.out.text(
      'ERROR: Unable to lock database: Permission denied\nERROR: Failed to open apk database: Permission denied\n',
      2,
    );
    return 99;
  }
  try {
    return await command(context, options);
  } catch (error) {
    if (error instanceof Exit || isErrno(error) || !(error instanceof Error) || !error.message.startsWith('drydock:'))
      throw error;
    context.out.text(`${error.message}\n`, 2);
    return 1;
  }
}
