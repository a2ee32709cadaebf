import type { SystemCalls } from '../../../kernel/program.ts';
import { readText } from '../common/file-tree.ts';

/** npm's short options for longer ones (@npmcli/config's shorthands). */
const SHORTHANDS: Readonly<Record<string, readonly string[]>> = {
  g: ['--global'],
  D: ['--save-dev'],
  S: ['--save'],
  P: ['--save-prod'],
  E: ['--save-exact'],
  O: ['--save-optional'],
  f: ['--force'],
  y: ['--yes'],
  s: ['--loglevel', 'silent'],
  q: ['--loglevel', 'warn'],
  d: ['--loglevel', 'info'],
  v: ['--version'],
  h: ['--help'],
  a: ['--all'],
  l: ['--long'],
  C: ['--prefix'],
  w: ['--workspace'],
};
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  silent: ['--loglevel', 'silent'],
  quiet: ['--loglevel', 'warn'],
  verbose: ['--loglevel', 'verbose'],
  'no-save': ['--save=false'],
  'no-audit': ['--audit=false'],
  'no-fund': ['--fund=false'],
  'no-package-lock': ['--package-lock=false'],
  'no-progress': ['--progress=false'],
  'no-bin-links': ['--bin-links=false'],
  'no-update-notifier': ['--update-notifier=false'],
};
/** Options that take the next word. */
const VALUED = new Set(
  'omit include only loglevel prefix cache registry workspace depth call package tag userconfig fetch-retries'.split(
    ' ',
  ),
);

/** npm's configuration: command line, then environment (`npm_config_*`), then .npmrc files. */
export class Settings {
  readonly operands: string[] = [];
  /** What follows `--`. */
  readonly rest: string[] = [];
  readonly #given = new Map<string, string[]>();
  readonly #sys: SystemCalls;

  constructor(sys: SystemCalls, args: readonly string[], stopAtOperand = 0) {
    this.#sys = sys;
    this.#parse(args, stopAtOperand);
  }

  /** `stopAtOperand`: after so many operands everything is an operand (npx's command has options of its own). */
  #parse(args: readonly string[], stopAtOperand: number): void {
    const queue = [...args];
    while (queue.length > 0) {
      const word = queue.shift()!;
      if (stopAtOperand > 0 && this.operands.length >= stopAtOperand) this.operands.push(word);
      else if (word === '--') {
        this.rest.push(...queue.splice(0));
      } else if (word.startsWith('--')) {
        const [, name = '', value] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
        const alias = ALIASES[name];
        if (alias && value === undefined) queue.unshift(...alias);
        else this.#add(name, value ?? (VALUED.has(name) ? (queue.shift() ?? '') : 'true'));
      } else if (word.length > 1 && word.startsWith('-')) {
        const expanded = [...word.slice(1)].map((letter) => SHORTHANDS[letter] ?? [`--${letter}`]);
        queue.unshift(...expanded.flat());
      } else this.operands.push(word);
    }
  }

  #add(name: string, value: string): void {
    this.#given.set(name, [...(this.#given.get(name) ?? []), value]);
  }

  /** The last value given anywhere. */
  get(name: string): string | undefined {
    return this.#given.get(name)?.at(-1) ?? this.#environment(name) ?? this.#file(name);
  }

  all(name: string): readonly string[] {
    const given = this.#given.get(name);
    if (given) return given;
    const elsewhere = this.#environment(name) ?? this.#file(name);
    return elsewhere === undefined ? [] : elsewhere.split(/[\s,]+/);
  }

  isOn(name: string, byDefault = false): boolean {
    const value = this.get(name);
    return value === undefined ? byDefault : value !== 'false' && value !== '0';
  }

  wasGiven(name: string): boolean {
    return this.#given.has(name);
  }

  /** NODE_ENV=production leaves devDependencies out, as --omit=dev does. */
  get omitsDev(): boolean {
    if (this.all('include').includes('dev')) return false;
    if (this.all('omit').includes('dev') || this.isOn('production') || this.get('only') === 'production') return true;
    return this.#sys.env.get('NODE_ENV') === 'production';
  }

  get isSilent(): boolean {
    return this.get('loglevel') === 'silent';
  }

  get cache(): string {
    return this.get('cache') ?? `${this.#sys.env.get('HOME') ?? '/root'}/.npm`;
  }

  get userConfig(): string {
    return this.get('userconfig') ?? `${this.#sys.env.get('HOME') ?? '/root'}/.npmrc`;
  }

  #environment(name: string): string | undefined {
    const key = `npm_config_${name.replaceAll('-', '_')}`;
    const value = this.#sys.env.get(key) ?? this.#sys.env.get(key.toUpperCase());
    return value === '' ? undefined : value;
  }

  #file(name: string): string | undefined {
    if (name === 'userconfig') return undefined;
    for (const path of [`${this.#sys.cwd()}/.npmrc`, this.userConfig]) {
      const value = readSetting(readable(this.#sys, path), name);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}

function readable(sys: SystemCalls, path: string): string {
  return sys.access(path, 'r') ? (readText(sys, path) ?? '') : '';
}

/** A key of an ini file such as .npmrc. */
export function readSetting(text: string, name: string): string | undefined {
  for (const line of text.split('\n')) {
    const [, key, value = ''] = /^\s*([^#;=\s]+)\s*(?:=\s*(.*?))?\s*$/.exec(line) ?? [];
    if (key === name) return value === '' ? 'true' : value;
  }
  return undefined;
}
