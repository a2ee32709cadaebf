import type { Context } from '../../commands/common/context.ts';
import { alpineCatalog, findPackage } from './catalog.ts';
import { readDatabase } from './database.ts';
import type { ApkOptions } from './options.ts';
import { fetchIndexes, hasIndexes } from './repository.ts';

/** `apk info [-e] [-a] [-L] [PKG…]` */
export function info(context: Context, options: ApkOptions): number {
  const installed = readDatabase(context.sys);
  if (options.operands.length === 0) {
    for (const { name, version, description } of installed.values()) {
      context.print(options.has('verbose') ? `${name}-${version} - ${description}\n` : `${name}\n`);
    }
    return 0;
  }
  if (options.has('who-owns')) return whoOwns(context, options.operands);
  let status = 0;
  for (const operand of options.operands) {
    const item = installed.get(operand) ?? (options.has('installed') ? undefined : findPackage(operand));
    if (!item) {
      status = 1;
      continue;
    }
    const title = `${item.name}-${item.version}`;
    if (options.has('installed')) {
      context.print(`${item.name}\n`);
      continue;
    }
    const all = options.has('all');
    const one = ['contents', 'depends', 'description', 'webpage'].some((name) => options.has(name));
    if (all || options.has('description') || !one) context.print(`${title} description:\n${item.description}\n\n`);
    if (all || options.has('webpage') || !one) context.print(`${title} webpage:\nhttps://alpinelinux.org/\n\n`);
    if (all || !one) context.print(`${title} installed size:\n${sizeText(item.size)}\n\n`);
    if (all || options.has('depends'))
      context.print(`${title} depends on:\n${item.depends.map((each) => `${each}\n`).join('')}\n`);
    if ((all || options.has('contents')) && 'files' in item) {
      context.print(`${title} contains:\n${item.files.map((each) => `${each}\n`).join('')}\n`);
    }
  }
  return status;
}

function whoOwns(context: Context, paths: readonly string[]): number {
  let status = 0;
  for (const path of paths) {
    const owner = [...readDatabase(context.sys).values()].find(({ files }) => files.includes(path.replace(/^\//, '')));
    if (owner) context.print(`${path} is owned by ${owner.name}-${owner.version}\n`);
    else {
      context.out.text(`ERROR: ${path}: Could not find owner package\n`, 2);
      status = 1;
    }
  }
  return status;
}

function sizeText(bytes: number): string {
  if (bytes >= 10_000 * 1024) return `${Math.floor(bytes / 1024 / 1024)} MiB`;
  return `${Math.floor(bytes / 1024)} KiB`;
}

/** `apk list [--installed] [PATTERN…]` */
export async function list(context: Context, options: ApkOptions): Promise<number> {
  const installed = readDatabase(context.sys);
  const items = options.has('installed') ? [...installed.values()] : [...alpineCatalog().values()];
  for (const item of items) {
    if (options.operands.length > 0 && !options.operands.some((pattern) => matches(item.name, pattern))) continue;
    context.print(
      `${item.name}-${item.version} x86_64 {${item.name}} (MIT)${installed.has(item.name) ? ' [installed]' : ''}\n`,
    );
  }
  return 0;
}

/** `apk search [-e] PATTERN…` */
export async function search(context: Context, options: ApkOptions): Promise<number> {
  const keep = !options.has('no-cache');
  if ((!keep || !hasIndexes(context.sys)) && !(await fetchIndexes(context, keep, options.isQuiet))) return 1;
  for (const item of alpineCatalog().values()) {
    const isMeant = (pattern: string) =>
      options.has('installed') || options.has('exact')
        ? item.name === pattern
        : matches(item.name, pattern) || item.name.includes(pattern);
    if (options.operands.length > 0 && !options.operands.some(isMeant)) continue;
    context.print(`${item.name}-${item.version}${options.has('verbose') ? ` - ${item.description}` : ''}\n`);
  }
  return 0;
}

function matches(name: string, pattern: string): boolean {
  return new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(name);
}
