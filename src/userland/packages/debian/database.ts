import type { SystemCalls } from '../../../kernel/program.ts';
import { readText } from '../common/file-tree.ts';
import type { DebianPackage } from './catalog.ts';

/** A package in /var/lib/dpkg/status. */
export interface Installed {
  readonly name: string;
  readonly version: string;
  /** kB */
  readonly size: number;
  readonly description: string;
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  /** Removed, its configuration files left: `deinstall ok config-files`. */
  readonly isGone: boolean;
  /** The stanza as it is written. */
  readonly text: string;
}

const STATUS = '/var/lib/dpkg/status';
const AUTOMATIC = '/var/lib/apt/extended_states';

export function readStatus(sys: SystemCalls): Map<string, Installed> {
  const stanzas = (readText(sys, STATUS) ?? '').split(/\n\n+/).filter((each) => each.trim() !== '');
  return new Map(stanzas.map(parseStanza).map((each) => [each.name, each]));
}

export function writeStatus(sys: SystemCalls, installed: ReadonlyMap<string, Installed>): void {
  const items = [...installed.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  sys.writeFile(STATUS, `${items.map(({ text }) => text.trimEnd()).join('\n\n')}\n\n`);
}

function parseStanza(text: string): Installed {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
  return {
    name: field('Package'),
    version: field('Version'),
    size: Number(field('Installed-Size')),
    description: field('Description'),
    depends: names(field('Depends')),
    recommends: names(field('Recommends')),
    isGone: !field('Status').endsWith(' installed'),
    text,
  };
}

function names(field: string): string[] {
  return field.split(', ').filter((each) => each !== '');
}

export function statusOf(item: DebianPackage): Installed {
  return parseStanza(
    `Package: ${item.name}\nStatus: install ok installed\nPriority: optional\nSection: ${item.section}\n` +
      `Installed-Size: ${Math.round(item.size / 1024)}\nMaintainer: Debian Developers <debian-devel@lists.debian.org>\n` +
      `Architecture: amd64\nVersion: ${item.version}\n${item.depends.length > 0 ? `Depends: ${item.depends.join(', ')}\n` : ''}` +
      `${item.recommends.length > 0 ? `Recommends: ${item.recommends.join(', ')}\n` : ''}Description: ${item.description}`,
  );
}

export function isInstalled(status: ReadonlyMap<string, Installed>, name: string): boolean {
  return status.get(name)?.isGone === false;
}

/** Packages installed only because others need them. */
export function readAutomatic(sys: SystemCalls): Set<string> {
  return new Set([...(readText(sys, AUTOMATIC) ?? '').matchAll(/^Package: (.*)$/gm)].map((match) => match[1]!));
}

export function writeAutomatic(sys: SystemCalls, names: ReadonlySet<string>): void {
  sys.writeFile(
    AUTOMATIC,
    [...names]
      .sort()
      .map((name) => `Package: ${name}\nArchitecture: amd64\nAuto-Installed: 1\n\n`)
      .join(''),
  );
}

/** The paths a package laid down: /var/lib/dpkg/info/NAME.list. */
export function readFileList(sys: SystemCalls, name: string): string[] {
  return (readText(sys, fileListPath(name)) ?? '').split('\n').filter((line) => line !== '' && line !== '/.');
}

export function fileListPath(name: string): string {
  return `/var/lib/dpkg/info/${name}.list`;
}
