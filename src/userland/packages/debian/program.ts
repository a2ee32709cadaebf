import type { Program } from '../../../kernel/program.ts';
import { type Context, runCommand } from '../../commands/common/context.ts';
import { basename } from '../../commands/common/paths.ts';
import type { AptCall } from './call.ts';
import { debianCatalog } from './catalog.ts';
import { isInstalled, readStatus } from './database.ts';
import { install } from './install.ts';
import { codename, hasLists, update } from './lists.ts';
import { AptOptions } from './options.ts';
import { remove } from './remove.ts';

const VERSIONS: Readonly<Record<string, string>> = {
  bookworm: '2.6.1',
  trixie: '3.0.3',
  noble: '2.8.3',
  jammy: '2.4.14',
};

/** apt-get, apt and apt-cache: one program under three names, as far as their words go. */
export const aptProgram: Program = {
  name: 'apt-get',
  main: (sys) =>
    runCommand((context) => apt(context, basename(sys.argv[0] ?? 'apt-get')), sys, 'apt-get', sys.argv.slice(1), 'gnu'),
};

const CHANGING = new Set([
  'install',
  'reinstall',
  'remove',
  'purge',
  'autoremove',
  'auto-remove',
  'autopurge',
  'upgrade',
  'dist-upgrade',
  'full-upgrade',
]);
const STATE = 'Reading package lists...\nBuilding dependency tree...\nReading state information...\n';

async function apt(context: Context, name: string): Promise<number> {
  const options = new AptOptions(context.args);
  const { sys } = context;
  const version = VERSIONS[codename(sys)]!;
  if (options.has('version')) {
    context.print(`apt ${version} (amd64)\n`);
    return 0;
  }
  const command = options.command;
  if (command === undefined) {
    context.print(`apt ${version} (amd64)\nUsage: ${name} [options] command\n`);
    return name === 'apt' ? 1 : 0;
  }
  if (name === 'apt' && !sys.isatty(1)) {
    context.out.text('\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n', 2);
  }
  if (CHANGING.has(command) && !sys.access('/var/lib/dpkg/status', 'w')) {
    context.out.text(
      'E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\n' +
        'E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?\n',
      2,
    );
    return 100;
  }
  return run({ context, options }, name, command);
}

async function run(call: AptCall, name: string, command: string): Promise<number> {
  const { context } = call;
  const { sys } = context;
  switch (command) {
    case 'update': {
      if (!sys.access('/var/lib/apt/lists', 'w') && sys.exists('/var/lib/apt/lists')) {
        context.print('Reading package lists...\n');
        context.out.text(
          'E: Could not open lock file /var/lib/apt/lists/lock - open (13: Permission denied)\nE: Unable to lock directory /var/lib/apt/lists/\n',
          2,
        );
        return 100;
      }
      const status = await update(context);
      if (hasLists(sys)) context.print('Reading package lists...\n');
      if (name === 'apt' && status === 0)
        context.print('Building dependency tree...\nReading state information...\nAll packages are up to date.\n');
      return status;
    }
    case 'install':
      return install(call);
    case 'remove':
      return remove(call, 'remove');
    case 'purge':
      return remove(call, 'purge');
    case 'autoremove':
    case 'auto-remove':
      return remove(call, 'autoremove');
    case 'upgrade':
    case 'dist-upgrade':
    case 'full-upgrade':
      context.print(`${STATE}Calculating upgrade...\n0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n`);
      return 0;
    case 'clean':
    case 'autoclean':
      for (const entry of sys.exists('/var/cache/apt/archives') ? sys.readdir('/var/cache/apt/archives') : []) {
        if (entry.name.endsWith('.deb')) sys.unlink(`/var/cache/apt/archives/${entry.name}`);
      }
      return 0;
    case 'check':
      context.print(STATE);
      return 0;
    case 'search':
    case 'show':
    case 'policy':
    case 'list':
      return query(call, command);
    default:
      context.out.text(
        /^(source|build-dep|download|changelog|edit-sources|reinstall|satisfy|depends|rdepends|autopurge)$/.test(
          command,
        )
          ? `drydock: not simulated: ${name} ${command}\n`
          : `E: Invalid operation ${command}\n`,
        2,
      );
      return 100;
  }
}

/** apt search, show, policy and list --installed. */
function query({ context, options }: AptCall, command: string): number {
  const { sys } = context;
  const status = readStatus(sys);
  const known = hasLists(sys) ? debianCatalog(codename(sys)) : undefined;
  if (command === 'list') {
    context.print('Listing...\n');
    for (const { name, version, isGone } of status.values())
      if (!isGone) context.print(`${name}/now ${version} amd64 [installed,local]\n`);
    return 0;
  }
  if (command === 'search') {
    for (const item of known?.values() ?? []) {
      if (options.operands.every((word) => `${item.name} ${item.description}`.includes(word)))
        context.print(`${item.name} - ${item.description}\n`);
    }
    return 0;
  }
  let failed = 0;
  for (const name of options.operands) {
    const item = known?.get(name);
    if (command === 'policy') {
      if (!item && !status.has(name)) continue;
      const current = isInstalled(status, name) ? status.get(name)!.version : '(none)';
      context.print(`${name}:\n  Installed: ${current}\n  Candidate: ${item?.version ?? current}\n`);
    } else if (item) {
      context.print(
        `Package: ${name}\nVersion: ${item.version}\nInstalled-Size: ${Math.round(item.size / 1024)}\nArchitecture: amd64\n` +
          `Depends: ${item.depends.join(', ')}\n${item.recommends.length > 0 ? `Recommends: ${item.recommends.join(', ')}\n` : ''}` +
          `Description: ${item.description}\nSection: ${item.section}\nSize: ${item.archive}\n\n`,
      );
    } else {
      context.out.text(`E: No packages found\n`, 2);
      failed = 100;
    }
  }
  return failed;
}
