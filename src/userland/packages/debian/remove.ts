import { removeTree } from '../common/file-tree.ts';
import type { AptCall } from './call.ts';
import { debianCatalog } from './catalog.ts';
import { confirmed } from './confirm.ts';
import {
  fileListPath,
  type Installed,
  isInstalled,
  readAutomatic,
  readFileList,
  readStatus,
  writeAutomatic,
  writeStatus,
} from './database.ts';
import { bytesText, wrapped } from './format.ts';
import { codename } from './lists.ts';

/** `apt-get remove`, `purge` and `autoremove`. */
export async function remove(call: AptCall, how: 'remove' | 'purge' | 'autoremove'): Promise<number> {
  const { context, options } = call;
  const { sys } = context;
  const status = readStatus(sys);
  const automatic = readAutomatic(sys);
  const catalog = debianCatalog(codename(sys));
  const isPurge = how === 'purge' || options.has('purge');
  context.print('Reading package lists...\nBuilding dependency tree...\nReading state information...\n');
  const unknown = options.operands.filter((name) => !status.has(name) && !catalog.has(name));
  if (unknown.length > 0) {
    for (const name of unknown) context.out.text(`E: Unable to locate package ${name}\n`, 2);
    return 100;
  }
  for (const name of options.operands.filter((each) => !isInstalled(status, each))) {
    context.print(`Package '${name}' is not installed, so not removed\n`);
  }
  const wanted = new Set(options.operands.filter((name) => isInstalled(status, name)));
  const essential = [...wanted].filter((name) => /^Essential: yes$/m.test(status.get(name)!.text));
  if (essential.length > 0) {
    context.out.text(
      'E: Removing essential system-critical packages is not permitted. This might break the system.\n',
      2,
    );
    return 100;
  }
  // What depends on a package goes with it.
  for (let grown = true; grown; ) {
    grown = false;
    for (const item of status.values()) {
      if (item.isGone || wanted.has(item.name) || !item.depends.some((each) => wanted.has(each))) continue;
      wanted.add(item.name);
      grown = true;
    }
  }
  const spare = unneeded(status, automatic, wanted);
  if (how === 'autoremove' || options.has('autoremove')) for (const name of spare) wanted.add(name);
  else if (spare.length > 0) {
    context.print(
      `The following ${spare.length === 1 ? 'package was' : 'packages were'} automatically installed and ${spare.length === 1 ? 'is' : 'are'} no longer required:\n${wrapped(spare)}`,
    );
    context.print(`Use 'apt autoremove' to remove ${spare.length === 1 ? 'it' : 'them'}.\n`);
  }
  const names = [...wanted].sort();
  if (names.length > 0)
    context.print(
      `The following packages will be REMOVED:\n${wrapped(names.map((name) => (isPurge ? `${name}*` : name)))}`,
    );
  context.print(`0 upgraded, 0 newly installed, ${names.length} to remove and 0 not upgraded.\n`);
  if (names.length === 0) return 0;
  const freed = names.reduce((sum, name) => sum + status.get(name)!.size * 1024, 0);
  context.print(`After this operation, ${bytesText(freed)} disk space will be freed.\n`);
  if (!(await confirmed(call))) return 1;
  context.print(`(Reading database ... ${6_089 + 41 * status.size} files and directories currently installed.)\n`);
  for (const name of names) {
    const { version } = status.get(name)!;
    context.print(`Removing ${name} (${version}) ...\n`);
    for (const file of readFileList(sys, name)) if (isPurge || !file.startsWith('/etc/')) removeTree(sys, file);
    const leaves = !isPurge && readFileList(sys, name).some((file) => file.startsWith('/etc/'));
    if (leaves) status.set(name, gone(status.get(name)!));
    else {
      status.delete(name);
      removeTree(sys, fileListPath(name));
    }
    automatic.delete(name);
  }
  writeStatus(sys, status);
  writeAutomatic(sys, automatic);
  return 0;
}

function gone(item: Installed): Installed {
  return { ...item, isGone: true, text: item.text.replace(/^Status: .*$/m, 'Status: deinstall ok config-files') };
}

/** Automatically installed packages nothing that stays depends on or recommends. */
function unneeded(
  status: ReadonlyMap<string, Installed>,
  automatic: ReadonlySet<string>,
  leaving: ReadonlySet<string>,
): string[] {
  const needed = new Set<string>();
  const queue = [...status.values()]
    .filter(({ name, isGone }) => !isGone && !automatic.has(name) && !leaving.has(name))
    .map(({ name }) => name);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    const item = status.get(name);
    if (item) queue.push(...item.depends, ...item.recommends);
  }
  return [...automatic].filter((name) => isInstalled(status, name) && !needed.has(name) && !leaving.has(name)).sort();
}
