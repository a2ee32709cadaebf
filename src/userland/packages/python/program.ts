import { isErrno } from '../../../kernel/errno.ts';
import type { Program, SystemCalls } from '../../../kernel/program.ts';
import { removeTree } from '../common/file-tree.ts';
import { Cache } from './cache.ts';
import { canonicalName } from './catalog.ts';
import { afterwards, notice, type PipContext } from './context.ts';
import { environmentOf, type Installed, installed } from './environment.ts';
import { install } from './install.ts';
import { uninstallFiles } from './install-files.ts';
import { managedError } from './managed.ts';
import { parseOptions } from './options.ts';

/** `pip`: installs the packages of the catalog. */
export const pipProgram: Program = { name: 'pip', main: run };

const USAGE = `
Usage:   
  pip <command> [options]

Commands:
  install                     Install packages.
  uninstall                   Uninstall packages.
  freeze                      Output installed packages in requirements format.
  list                        List installed packages.
  show                        Show information about installed packages.
  check                       Verify installed packages have compatible dependencies.
  cache                       Inspect and manage pip's wheel cache.
  help                        Show help for commands.
`;

const COMMANDS: Readonly<Record<string, (context: PipContext) => Promise<number>>> = {
  install,
  uninstall,
  list,
  freeze,
  show,
  check,
  cache,
};

async function run(sys: SystemCalls): Promise<number> {
  const options = parseOptions(sys.argv.slice(1));
  const complain = async (text: string) => sys.write(2, text);
  if ('unknown' in options) {
    await complain(`${USAGE}\nno such option: ${options.unknown}\n`);
    return 2;
  }
  const environment = environmentOf(sys);
  if (options.flags.has('--version')) {
    await sys.write(1, `pip ${environment.pipVersion} from ${environment.pipFolder} (python ${environment.minor})\n`);
    return 0;
  }
  if (options.command === undefined || options.command === 'help' || options.flags.has('--help')) {
    await sys.write(1, USAGE);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, options.command) ? COMMANDS[options.command] : undefined;
  if (!command) {
    await complain(`ERROR: unknown command "${options.command}"\n`);
    return 1;
  }
  const quiet = options.flags.has('--quiet');
  const say = async (text: string) => {
    if (!quiet) await sys.write(1, text);
  };
  try {
    return await command({ sys, environment, options, say, complain });
  } catch (error) {
    if (!isErrno(error)) throw error;
    await complain(
      `ERROR: Could not install packages due to an OSError: ${error.message}${error.path ? `: '${error.path}'` : ''}\n\n`,
    );
    return 1;
  }
}

async function uninstall(context: PipContext): Promise<number> {
  const { sys, environment, options, say, complain } = context;
  if (environment.managedBy && !options.flags.has('--break-system-packages')) {
    await complain(managedError(environment));
    return 1;
  }
  if (options.args.length === 0) {
    await complain('ERROR: You must give at least one requirement to uninstall (see "pip help uninstall")\n');
    return 1;
  }
  for (const name of options.args) {
    const found = installed(sys, environment).find((each) => each.name === canonicalName(name));
    if (!found) {
      await complain(`WARNING: Skipping ${name} as it is not installed.\n`);
      continue;
    }
    await say(
      `Found existing installation: ${found.written} ${found.version}\nUninstalling ${found.written}-${found.version}:\n`,
    );
    if (!options.flags.has('--yes')) {
      await say(
        `  Would remove:\n    ${found.folder.replace(/[^/]*$/, '')}${found.name}/*\n    ${found.folder}/*\nProceed (Y/n)? `,
      );
      const answer = new TextDecoder()
        .decode(await sys.read(0))
        .trim()
        .toLowerCase();
      if (answer !== '' && answer !== 'y') continue;
    }
    uninstallFiles(sys, environment.sitePackages, found.folder);
    await say(`  Successfully uninstalled ${found.written}-${found.version}\n`);
  }
  await afterwards(context, true);
  return 0;
}

async function list(context: PipContext): Promise<number> {
  const { sys, environment, options } = context;
  const all = installed(sys, environment);
  const format = options.values.get('--format') ?? 'columns';
  if (format === 'json') {
    const rows = all.map(
      ({ name, version }) => `{"name": ${JSON.stringify(name)}, "version": ${JSON.stringify(version)}}`,
    );
    await sys.write(1, `[${rows.join(', ')}]\n`);
  } else if (format === 'freeze') await sys.write(1, all.map(pinned).join(''));
  else {
    const rows = [['Package', 'Version'] as const, ...all.map(({ written, version }) => [written, version] as const)];
    const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
    const lines = rows.map(([name, version]) => `${name.padEnd(widths[0]!)} ${version}`);
    lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join(' '));
    await sys.write(1, lines.map((line) => `${line.trimEnd()}\n`).join(''));
  }
  await notice(context, options.flags.has('--disable-pip-version-check'));
  return 0;
}

const pinned = ({ written, version }: Installed) => `${written}==${version}\n`;

async function freeze({ sys, environment, options }: PipContext): Promise<number> {
  const own = options.flags.has('--all') ? [] : ['pip', 'setuptools', 'wheel'];
  const all = installed(sys, environment).filter(({ name }) => !own.includes(name));
  await sys.write(1, all.map(pinned).join(''));
  return 0;
}

async function show({ sys, environment, options, complain }: PipContext): Promise<number> {
  const all = installed(sys, environment);
  const needs = (each: Installed) => each.requires.map((text) => canonicalName(/^[\w.-]+/.exec(text)![0])).sort();
  const missing = options.args.filter((name) => !all.some((each) => each.name === canonicalName(name)));
  if (missing.length > 0) await complain(`WARNING: Package(s) not found: ${missing.join(', ')}\n`);
  const found = all.filter(({ name }) => options.args.map(canonicalName).includes(name));
  const blocks = found.map((each) => {
    const users = all.filter((other) => needs(other).includes(each.name)).map(({ written }) => written);
    const location = each.folder.slice(0, each.folder.lastIndexOf('/'));
    return `Name: ${each.written}\nVersion: ${each.version}\nSummary: ${each.summary}\nHome-page: \nAuthor: \nAuthor-email: \nLicense: \nLocation: ${location}\nRequires: ${needs(each).join(', ')}\nRequired-by: ${users.join(', ')}\n`;
  });
  await sys.write(1, blocks.join('---\n'));
  return found.length > 0 ? 0 : 1;
}

async function check({ sys, environment, complain }: PipContext): Promise<number> {
  const all = installed(sys, environment);
  const names = new Set(all.map(({ name }) => name));
  const lines = all.flatMap((each) =>
    each.requires
      .map((text) => canonicalName(/^[\w.-]+/.exec(text)![0]))
      .filter((name) => !names.has(name))
      .map((name) => `${each.name} ${each.version} requires ${name}, which is not installed.\n`),
  );
  if (lines.length > 0) await complain(lines.join(''));
  else await sys.write(1, 'No broken requirements found.\n');
  return lines.length > 0 ? 1 : 0;
}

async function cache({ sys, options, complain, say }: PipContext): Promise<number> {
  const { folder } = new Cache(sys, options);
  if (folder === undefined) {
    await complain('ERROR: pip cache commands can not function since cache is disabled.\n');
    return 1;
  }
  if (options.args[0] === 'dir') await sys.write(1, `${folder}\n`);
  else if (options.args[0] === 'purge') {
    const there = sys.exists(`${folder}/http-v2`);
    if (there) removeTree(sys, `${folder}/http-v2`);
    if (!there) await complain('WARNING: No matching packages\n');
    await say(`Files removed: ${there ? 'all' : 0}\n`);
  } else {
    await complain(`drydock: not simulated: pip cache ${options.args[0] ?? ''}\n`);
    return 1;
  }
  return 0;
}
