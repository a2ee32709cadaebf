import type { Context } from '../../commands/common/context.ts';
import { removeTree } from '../common/file-tree.ts';
import { alpineCatalog, findPackage } from './catalog.ts';
import { dependency, type Installed, readDatabase, readWorld, total, writeDatabase, writeWorld } from './database.ts';
import type { ApkOptions } from './options.ts';
import { printTriggers } from './triggers.ts';

/** `apk del PKG…`: leaves the world, and with it everything nothing else in the world needs. */
export function remove(context: Context, options: ApkOptions): number {
  const { sys } = context;
  const installed = readDatabase(sys);
  const names = options.operands.map((name) => (installed.has(name) ? name : (findPackage(name)?.name ?? name)));
  const world = readWorld(sys).filter(
    (word) => !options.operands.includes(word) && !names.includes(dependency(word).name),
  );
  const needed = closure(world, installed);
  for (const name of names.filter((each) => needed.has(each))) {
    const by = world.filter((word) => closure([word], installed).has(name));
    context.out.text(
      `World updated, but the following packages are not removed due to:\n  ${name}: ${by.join(' ')}\n\n`,
      1,
    );
  }
  // Only what this repository installed can go: the packages of the image are what the image is.
  // What needs others goes before them.
  const gone = [...installed.values()]
    .filter(
      ({ name, description }) =>
        !needed.has(name) && (alpineCatalog().has(name) || description === 'virtual meta package'),
    )
    .reverse();
  for (const [at, item] of gone.entries()) {
    context.print(`(${at + 1}/${gone.length}) Purging ${item.name} (${item.version})\n`);
    for (const file of item.files) removeTree(sys, `/${file}`);
    installed.delete(item.name);
    restoreApplets(context, item);
  }
  writeDatabase(sys, installed);
  writeWorld(sys, world);
  printTriggers(context, gone, installed);
  context.print(total(installed));
  return 0;
}

/** The names the world needs, followed through dependencies and what provides them. */
function closure(world: readonly string[], installed: ReadonlyMap<string, Installed>): Set<string> {
  const providers = new Map<string, string>();
  for (const { name, provides } of installed.values()) {
    for (const each of provides) providers.set(dependency(each).name, name);
  }
  const needed = new Set<string>();
  const queue = world.map((word) => dependency(word).name);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const item =
      installed.get(name) ?? installed.get(findPackage(name)?.name ?? '') ?? installed.get(providers.get(name) ?? '');
    if (!item || needed.has(item.name)) continue;
    needed.add(item.name);
    queue.push(...item.depends.map((each) => dependency(each).name));
  }
  return needed;
}

/** busybox's trigger puts its links back where a package's command stood. */
function restoreApplets({ sys }: Context, item: Installed): void {
  for (const file of item.files) {
    const name = file.slice(file.lastIndexOf('/') + 1);
    const isApplet = /^(s?bin|usr\/s?bin)\//.test(file) && APPLETS.has(name);
    if (isApplet && !sys.exists(`/${file}`)) sys.symlink('/bin/busybox', `/${file}`);
  }
}

/** Commands of packages that stand in the place of busybox's. */
const APPLETS = new Set(
  `wget grep egrep fgrep sed tar find xargs awk less tree nc ping nslookup ps free top pgrep pkill uptime watch unzip ip ifconfig route
  netstat arp vi strings patch file setsid mount flock xxd clear reset unxz xzcat arping`.split(/\s+/),
);
