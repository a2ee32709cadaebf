import type { SystemCalls } from '../../../kernel/program.ts';
import { readText } from '../common/file-tree.ts';

/** A package in /lib/apk/db/installed (wiki.alpinelinux.org/wiki/Apk_spec: one letter per field). */
export interface Installed {
  readonly name: string;
  readonly version: string;
  readonly size: number;
  readonly description: string;
  readonly depends: readonly string[];
  readonly provides: readonly string[];
  readonly files: readonly string[];
  /** The stanza as it is written. */
  readonly text: string;
}

const DATABASE = '/lib/apk/db/installed';
const WORLD = '/etc/apk/world';

export function readDatabase(sys: SystemCalls): Map<string, Installed> {
  const text = readText(sys, DATABASE) ?? '';
  const stanzas = text.split(/\n\n+/).filter((each) => each.trim() !== '');
  return new Map(stanzas.map(parseStanza).map((each) => [each.name, each]));
}

export function writeDatabase(sys: SystemCalls, installed: ReadonlyMap<string, Installed>): void {
  sys.writeFile(DATABASE, `${[...installed.values()].map(({ text }) => text.trimEnd()).join('\n\n')}\n\n`);
}

function parseStanza(text: string): Installed {
  const fields = new Map<string, string>();
  const files: string[] = [];
  let folder = '';
  for (const line of text.split('\n')) {
    const [key = '', value = ''] = [line[0], line.slice(2)];
    if (key === 'F') folder = value;
    else if (key === 'R') files.push(`${folder}/${value}`);
    else fields.set(key, value);
  }
  const words = (key: string) => (fields.get(key) ?? '').split(' ').filter((word) => word !== '');
  return {
    name: fields.get('P') ?? '',
    version: fields.get('V') ?? '',
    size: Number(fields.get('I') ?? 0),
    description: fields.get('T') ?? '',
    depends: words('D'),
    provides: words('p'),
    files,
    text,
  };
}

/** A stanza for a package that has just been installed. */
export function stanza(item: Omit<Installed, 'text' | 'provides'>): Installed {
  const lines = [
    `P:${item.name}`,
    `V:${item.version}`,
    'A:x86_64',
    `S:${Math.round(item.size * 0.42)}`,
    `I:${item.size}`,
    `T:${item.description}`,
    'U:https://alpinelinux.org/',
    `D:${item.depends.join(' ')}`,
  ];
  let folder = '';
  for (const file of [...item.files].sort()) {
    const slash = file.lastIndexOf('/');
    if (file.slice(0, slash) !== folder) lines.push(`F:${(folder = file.slice(0, slash))}`);
    lines.push(`R:${file.slice(slash + 1)}`);
  }
  return { ...item, provides: [], text: lines.join('\n') };
}

export function readWorld(sys: SystemCalls): string[] {
  return (readText(sys, WORLD) ?? '').split(/\s+/).filter((word) => word !== '');
}

export function writeWorld(sys: SystemCalls, world: readonly string[]): void {
  sys.writeFile(
    WORLD,
    [...new Set(world)]
      .sort()
      .map((word) => `${word}\n`)
      .join(''),
  );
}

/** `name>=1.2` → name and constraint. */
export function dependency(text: string): { name: string; operator: string; version: string } {
  const [, name = text, operator = '', version = ''] = /^([^<>=~]+)([<>=~]*)(.*)$/.exec(text) ?? [];
  return { name, operator, version };
}

/** "OK: 12 MiB in 20 packages" */
export function total(installed: ReadonlyMap<string, Installed>): string {
  const bytes = [...installed.values()].reduce((sum, { size }) => sum + size, 0);
  return `OK: ${Math.floor(bytes / 1024 / 1024)} MiB in ${installed.size} packages\n`;
}
