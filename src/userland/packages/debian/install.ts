import { isOnline } from '../common/online.ts';
import type { AptCall } from './call.ts';
import { type DebianPackage, debianCatalog } from './catalog.ts';
import { confirmed } from './confirm.ts';
import { isInstalled, readAutomatic, readStatus, statusOf, writeAutomatic, writeStatus } from './database.ts';
import { bytesText, rateText, wrapped } from './format.ts';
import { archiveOf, codename, hasLists } from './lists.ts';
import { unpack } from './unpack.ts';

const PER_PACKAGE = 6;

/** `apt-get install [-y] [--no-install-recommends] PKG[=VERSION]…` */
export async function install(call: AptCall): Promise<number> {
  const { context, options } = call;
  const { sys } = context;
  const catalog = debianCatalog(codename(sys));
  const known = hasLists(sys) ? catalog : new Map<string, DebianPackage>();
  const status = readStatus(sys);
  const names: string[] = [];
  const errors: string[] = [];
  let outside = false;
  for (const operand of options.operands) {
    const [name = '', version] = operand.split('=');
    const item = known.get(name);
    if (!item && !isInstalled(status, name)) {
      errors.push(`E: Unable to locate package ${name}\n`);
      outside ||= known.size > 0;
    } else if (
      version !== undefined &&
      version !== (item ?? status.get(name))!.version &&
      !matchesVersion((item ?? status.get(name))!.version, version)
    ) {
      errors.push(`E: Version '${version}' for '${name}' was not found\n`);
    } else names.push(name);
  }
  context.print('Reading package lists...\nBuilding dependency tree...\nReading state information...\n');
  if (errors.length > 0) {
    context.out.text(errors.join(''), 2);
    if (outside)
      context.out.text(`drydock: not simulated: the whole archive; this one holds ${catalog.size} packages\n`, 2);
    return 100;
  }
  for (const name of names.filter((each) => isInstalled(status, each))) {
    context.print(`${name} is already the newest version (${status.get(name)!.version}).\n`);
  }
  const [order, left] = closure(
    names,
    known,
    (name) => isInstalled(status, name),
    options.has('install-recommends', true),
  );
  const sorted = [...order].map(({ name }) => name).sort();
  const additional = sorted.filter((name) => !names.includes(name));
  if (additional.length > 0)
    context.print(`The following additional packages will be installed:\n${wrapped(additional)}`);
  if (left.length > 0) context.print(`Recommended packages:\n${wrapped(left)}`);
  if (order.length > 0) context.print(`The following NEW packages will be installed:\n${wrapped(sorted)}`);
  context.print(`0 upgraded, ${order.length} newly installed, 0 to remove and 0 not upgraded.\n`);
  if (order.length === 0) return 0;
  const archive = order.reduce((sum, item) => sum + item.archive, 0);
  context.print(`Need to get ${bytesText(archive)} of archives.\n`);
  context.print(
    `After this operation, ${bytesText(order.reduce((sum, item) => sum + item.size, 0))} of additional disk space will be used.\n`,
  );
  if (options.has('simulate')) return simulate(call, order);
  if (additional.length > 0 && !(await confirmed(call))) return 1;
  if (!isOnline(sys)) return cannotFetch(call, order);
  await fetchArchives(call, order, archive);
  if (options.has('download-only')) return 0;
  await layDown(call, order, status);
  const automatic = readAutomatic(sys);
  for (const name of additional) automatic.add(name);
  for (const name of names) automatic.delete(name);
  writeAutomatic(sys, automatic);
  return 0;
}

function matchesVersion(version: string, pattern: string): boolean {
  return pattern.endsWith('*') && version.startsWith(pattern.slice(0, -1));
}

/** What has to be installed, dependencies first; and what is recommended but left out. */
function closure(
  names: readonly string[],
  known: ReadonlyMap<string, DebianPackage>,
  isThere: (name: string) => boolean,
  withRecommends: boolean,
): [DebianPackage[], string[]] {
  const order: DebianPackage[] = [];
  const seen = new Set<string>();
  const left = new Set<string>();
  const visit = (name: string) => {
    const item = known.get(name);
    if (!item || seen.has(name) || isThere(name)) return;
    seen.add(name);
    for (const each of item.depends) visit(each);
    order.push(item);
    for (const each of item.recommends) {
      if (withRecommends) visit(each);
      else if (known.has(each) && !isThere(each)) left.add(each);
    }
  };
  for (const name of names) visit(name);
  return [order, [...left].filter((name) => !seen.has(name)).sort()];
}

function simulate({ context }: AptCall, order: readonly DebianPackage[]): number {
  for (const word of ['Inst', 'Conf'])
    for (const { name, version } of order) context.print(`${word} ${name} (${version} [amd64])\n`);
  return 0;
}

function cannotFetch({ context }: AptCall, order: readonly DebianPackage[]): number {
  const [url = ''] = archiveOf(context.sys).split(' ');
  const host = url.split('/')[2];
  order.forEach(({ name, version }, at) => {
    context.print(
      `Err:${at + 1} ${archiveOf(context.sys)} ${name} amd64 ${version}\n  Temporary failure resolving '${host}'\n`,
    );
  });
  for (const { name, version } of order) {
    context.out.text(
      `E: Failed to fetch ${url}/pool/main/${name[0]}/${name}/${name}_${version}_amd64.deb  Temporary failure resolving '${host}'\n`,
      2,
    );
  }
  context.out.text('E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?\n', 2);
  return 100;
}

async function fetchArchives({ context }: AptCall, order: readonly DebianPackage[], total: number): Promise<void> {
  const { sys } = context;
  const started = sys.now();
  for (const [at, { name, version, archive }] of order.entries()) {
    context.print(`Get:${at + 1} ${archiveOf(sys)} ${name} amd64 ${version} [${bytesText(archive)}]\n`);
  }
  await context.out.flush();
  await sys.sleep(60 + PER_PACKAGE * order.length);
  if (!sys.exists('/usr/bin/apt-extracttemplates')) {
    context.out.text('debconf: delaying package configuration, since apt-utils is not installed\n', 2);
  }
  context.print(`Fetched ${bytesText(total)} in ${rateText(total, sys.now() - started)}\n`);
}

async function layDown(
  { context }: AptCall,
  order: readonly DebianPackage[],
  status: ReturnType<typeof readStatus>,
): Promise<void> {
  const { sys } = context;
  for (const [at, item] of order.entries()) {
    const name = item.section.includes('libs') ? `${item.name}:amd64` : item.name;
    context.print(`Selecting previously unselected package ${name}.\n`);
    if (at === 0)
      context.print(`(Reading database ... ${6_089 + 41 * status.size} files and directories currently installed.)\n`);
    const archive = `${item.name}_${item.version.replace(':', '%3a')}_amd64.deb`;
    context.print(
      `Preparing to unpack .../${order.length > 1 ? `${String(at).padStart(String(order.length - 1).length, '0')}-` : 'archives/'}${archive} ...\n`,
    );
    context.print(`Unpacking ${name} (${item.version}) ...\n`);
    await context.out.flush();
    unpack(sys, item);
    status.set(item.name, statusOf(item));
    const pause = sys.checkpoint();
    if (pause) await pause;
  }
  writeStatus(sys, status);
  for (const item of order) {
    context.print(
      `Setting up ${item.section.includes('libs') ? `${item.name}:amd64` : item.name} (${item.version}) ...\n`,
    );
    if (item.name === 'ca-certificates')
      context.print('Updating certificates in /etc/ssl/certs...\n142 added, 0 removed; done.\n');
  }
  if (order.some(({ section }) => section.includes('libs'))) {
    context.print(`Processing triggers for libc-bin (${status.get('libc-bin')?.version ?? ''}) ...\n`);
  }
}
