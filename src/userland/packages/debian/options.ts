const SHORT: Readonly<Record<string, string>> = {
  y: 'yes',
  q: 'quiet',
  s: 'simulate',
  d: 'download-only',
  f: 'fix-broken',
  V: 'verbose-versions',
  v: 'version',
  h: 'help',
};
const LONG: Readonly<Record<string, string>> = {
  'assume-yes': 'yes',
  'dry-run': 'simulate',
  'just-print': 'simulate',
  'auto-remove': 'autoremove',
};

/** apt's options, which may stand anywhere: letters, `--no-NAME`, and `-o Section::Name=value`. */
export class AptOptions {
  readonly command: string | undefined;
  readonly operands: string[];
  readonly #given = new Map<string, boolean>();

  constructor(args: readonly string[]) {
    const words: string[] = [];
    for (let at = 0; at < args.length; at++) {
      const arg = args[at]!;
      if (/^-[otca]$/.test(arg)) this.#configure(args[++at] ?? '');
      else if (arg.startsWith('-o')) this.#configure(arg.slice(2));
      else if (arg.startsWith('--')) {
        const [name = '', value] = arg.slice(2).split('=');
        const isOff = name.startsWith('no-');
        const plain = isOff ? name.slice(3) : name;
        this.#given.set(LONG[plain] ?? plain, isOff ? false : !/^(no|false|0)$/.test(value ?? ''));
      } else if (arg.startsWith('-') && arg.length > 1) {
        for (const letter of arg.slice(1)) if (SHORT[letter]) this.#given.set(SHORT[letter]!, true);
      } else words.push(arg);
    }
    [this.command, ...this.operands] = words as [string | undefined, ...string[]];
  }

  #configure(setting: string): void {
    const [, value] = /^APT::Install-Recommends=(.*)$/i.exec(setting) ?? [];
    if (value !== undefined) this.#given.set('install-recommends', !/^("?)(0|false|no)\1$/.test(value));
    if (/^APT::Get::Assume-Yes=(1|true|"true")$/i.test(setting)) this.#given.set('yes', true);
  }

  has(name: string, byDefault = false): boolean {
    return this.#given.get(name) ?? byDefault;
  }
}
