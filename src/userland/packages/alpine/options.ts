const VALUED = new Set([
  'virtual',
  'repository',
  'root',
  'arch',
  'keys-dir',
  'cache-dir',
  'cache-max-age',
  'repositories-file',
  'wait',
]);
const SHORT: Readonly<Record<string, string>> = {
  t: 'virtual',
  X: 'repository',
  p: 'root',
  q: 'quiet',
  v: 'verbose',
  V: 'version',
  U: 'update-cache',
  u: 'upgrade',
  l: 'latest',
  e: 'installed',
  a: 'all',
  L: 'contents',
  d: 'description',
  s: 'simulate',
  R: 'depends',
  r: 'rdepends',
  w: 'webpage',
  W: 'who-owns',
  I: 'installed',
  x: 'exact',
};

/** The options of apk: they may stand anywhere; letters are the same for all commands but `list -I`. */
export class ApkOptions {
  readonly command: string | undefined;
  readonly operands: string[] = [];
  readonly #given = new Map<string, string>();

  constructor(args: readonly string[]) {
    const queue = [...args];
    const words: string[] = [];
    while (queue.length > 0) {
      const word = queue.shift()!;
      if (word === '--') words.push(...queue.splice(0));
      else if (word.startsWith('--')) {
        const [, name = '', value] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
        this.#given.set(name, value ?? (VALUED.has(name) ? (queue.shift() ?? '') : ''));
      } else if (word.startsWith('-') && word.length > 1) {
        for (let at = 1; at < word.length; at++) {
          const name = SHORT[word[at]!] ?? word[at]!;
          if (!VALUED.has(name)) this.#given.set(name, '');
          else {
            this.#given.set(name, word.slice(at + 1) || (queue.shift() ?? ''));
            break;
          }
        }
      } else words.push(word);
    }
    [this.command, ...this.operands] = words;
  }

  has(name: string): boolean {
    return this.#given.has(name);
  }

  get(name: string): string | undefined {
    return this.#given.get(name);
  }

  get isQuiet(): boolean {
    return this.has('quiet');
  }
}
