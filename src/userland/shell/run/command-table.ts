import type { SystemCalls } from '../../../kernel/system-calls.ts';

interface Entry {
  path: string;
  hits: number;
  /** Looked up again at its next use: the directory has changed since (dash, busybox). */
  stale: boolean;
}

/** dash's hash table has this many lists, which `hash` prints one after another. */
const LISTS = 31;

/** Where commands were found in PATH (POSIX, hash): a name is looked up once until PATH changes. */
export class CommandTable {
  private readonly entries: Map<string, Entry>;

  constructor(entries: Iterable<[string, Entry]> = []) {
    this.entries = new Map(entries);
  }

  clone(): CommandTable {
    return new CommandTable([...this.entries].map(([name, entry]) => [name, { ...entry }]));
  }

  clear(): void {
    this.entries.clear();
  }

  delete(name: string): void {
    this.entries.delete(name);
  }

  get(name: string): string | undefined {
    const entry = this.entries.get(name);
    return entry && !entry.stale ? entry.path : undefined;
  }

  /** The file of a command about to run; undefined when there is none to remember. */
  use(sys: SystemCalls, name: string, path: string): string | undefined {
    const entry = this.remember(sys, name, path);
    if (entry) entry.hits++;
    return entry?.path;
  }

  remember(sys: SystemCalls, name: string, path: string): Entry | undefined {
    const known = this.entries.get(name);
    if (known && !known.stale) return known;
    const file = findInPath(sys, name, path);
    if (file === undefined) {
      this.entries.delete(name);
      return undefined;
    }
    const entry = { path: file, hits: known?.hits ?? 0, stale: false };
    this.entries.set(name, entry);
    return entry;
  }

  /** After `cd` relative directories of PATH lead elsewhere. */
  directoryChanged(): void {
    for (const entry of this.entries.values()) entry.stale = true;
  }

  /** In the order of dash's lists. */
  list(): Entry[] {
    const listOf = (name: string): number => {
      let sum = name.charCodeAt(0) << 4;
      for (let at = 0; at < name.length; at++) sum += name.charCodeAt(at);
      return (sum & 0x7fff) % LISTS;
    };
    return [...this.entries].sort(([left], [right]) => listOf(left) - listOf(right)).map(([, entry]) => entry);
  }
}

/** The file a command name stands for, or undefined. */
export function findInPath(sys: SystemCalls, name: string, path: string): string | undefined {
  if (name.includes('/')) return isRunnable(sys, name) ? name : undefined;
  for (const directory of path.split(':')) {
    const file = directory ? `${directory.replace(/\/$/, '')}/${name}` : `./${name}`;
    if (isRunnable(sys, file)) return file;
  }
  return undefined;
}

function isRunnable(sys: SystemCalls, file: string): boolean {
  try {
    return sys.stat(file).kind === 'file' && sys.access(file, 'x');
  } catch {
    return false;
  }
}
