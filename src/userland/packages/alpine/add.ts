import type { Context } from '../../commands/common/context.ts';
import { type AlpinePackage, alpineCatalog, findPackage } from './catalog.ts';
import { compareAlpine } from './compare.ts';
import {
  dependency,
  type Installed,
  readDatabase,
  readWorld,
  stanza,
  total,
  writeDatabase,
  writeWorld,
} from './database.ts';
import type { ApkOptions } from './options.ts';
import { fetchIndexes, hasIndexes } from './repository.ts';
import { printTriggers } from './triggers.ts';
import { unpack } from './unpack.ts';

const PER_PACKAGE = 8;

/** `apk add [--no-cache] [--virtual NAME] PKG…` */
export async function add(context: Context, options: ApkOptions): Promise<number> {
  const { sys } = context;
  const keep = !options.has('no-cache');
  let available = true;
  if (!keep || options.has('update-cache') || options.has('update') || !hasIndexes(sys)) {
    available = await fetchIndexes(context, keep, options.isQuiet);
  }
  const installed = readDatabase(sys);
  const virtual = options.get('virtual');
  const problems = options.operands.flatMap((wanted) => unsatisfiable(wanted, installed, available, virtual));
  if (problems.length > 0) {
    context.out.text(`ERROR: unable to select packages:\n${problems.join('')}`, 2);
    if (available && problems.some((line) => line.includes('no such package'))) {
      context.out.text(
        `drydock: not simulated: the whole Alpine repository; this one holds ${alpineCatalog().size} packages\n`,
        2,
      );
    }
    return problems.length;
  }
  const order = installOrder(options.operands, installed);
  if (virtual !== undefined) order.push(virtualPackage(virtual, options.operands, sys.now()));
  if (options.has('simulate')) {
    for (const [at, item] of order.entries()) {
      context.print(`(${at + 1}/${order.length}) Installing ${item.name} (${item.version})\n`);
    }
    return 0;
  }
  for (const [at, item] of order.entries()) {
    if (!options.isQuiet) context.print(`(${at + 1}/${order.length}) Installing ${item.name} (${item.version})\n`);
    await context.out.flush();
    await sys.sleep(PER_PACKAGE);
    const files = item.name === virtual ? [] : unpack(sys, item);
    installed.set(item.name, stanza({ ...item, files }));
  }
  writeDatabase(sys, installed);
  writeWorld(sys, [...readWorld(sys), ...(virtual === undefined ? options.operands : [virtual])]);
  if (!options.isQuiet) {
    printTriggers(context, order, installed);
    context.print(total(installed));
  }
  return 0;
}

function virtualPackage(name: string, operands: readonly string[], now: number): AlpinePackage {
  const date = new Date(now).toISOString();
  const version = `${date.slice(0, 10).replaceAll('-', '')}.${date.slice(11, 19).replaceAll(':', '')}`;
  return {
    name,
    version,
    size: 0,
    depends: operands,
    commands: [],
    description: 'virtual meta package',
    repository: 'main',
  };
}

/** Why a package cannot be had, as apk words it. */
function unsatisfiable(
  wanted: string,
  installed: ReadonlyMap<string, Installed>,
  available: boolean,
  virtual?: string,
): string[] {
  const { name, operator, version } = dependency(wanted);
  const who = virtual === undefined ? `world[${wanted}]` : `${virtual}-0[${wanted}]`;
  const here = installed.get(name) ?? (available ? findPackage(name) : undefined);
  if (!here) return [`  ${name} (no such package):\n    required by: ${who}\n`];
  if (!holds(here.version, operator, version)) return [`  ${here.name}-${here.version}:\n    breaks: ${who}\n`];
  return [];
}

function holds(version: string, operator: string, wanted: string): boolean {
  if (operator === '') return true;
  if (operator.includes('~'))
    return (
      version === wanted ||
      version.startsWith(`${wanted}.`) ||
      version.startsWith(`${wanted}-`) ||
      version.startsWith(wanted)
    );
  const order = compareAlpine(version, wanted);
  return (
    (operator.includes('=') && order === 0) ||
    (operator.includes('<') && order < 0) ||
    (operator.includes('>') && order > 0)
  );
}

/** Dependencies before what needs them, by name among equals. */
function installOrder(operands: readonly string[], installed: ReadonlyMap<string, Installed>): AlpinePackage[] {
  const order: AlpinePackage[] = [];
  const seen = new Set<string>();
  const visit = (name: string) => {
    const item = findPackage(dependency(name).name);
    if (!item || seen.has(item.name) || installed.has(item.name)) return;
    seen.add(item.name);
    for (const each of [...item.depends].sort()) visit(each);
    order.push(item);
  };
  for (const operand of [...operands].sort()) visit(operand);
  return order;
}
