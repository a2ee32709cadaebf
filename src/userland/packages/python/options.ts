/** What a `pip` command line asks for. */
export interface PipOptions {
  readonly command: string | undefined;
  readonly args: readonly string[];
  readonly requirementFiles: readonly string[];
  readonly flags: ReadonlySet<string>;
  /** `--format`, `--root-user-action` … */
  readonly values: ReadonlyMap<string, string>;
}

const SHORT: Readonly<Record<string, string>> = {
  '-r': '--requirement',
  '-q': '--quiet',
  '-U': '--upgrade',
  '-y': '--yes',
  '-h': '--help',
  '-V': '--version',
  '-t': '--target',
  '-c': '--constraint',
  '-i': '--index-url',
  '-f': '--files',
  '-o': '--outdated',
  '-v': '--verbose',
  '-e': '--editable',
};
const FLAGS = new Set(
  `--quiet --upgrade --yes --help --version --no-cache-dir --break-system-packages --no-input --disable-pip-version-check --user
  --no-deps --force-reinstall --ignore-installed --pre --outdated --files --verbose --no-warn-script-location --dry-run --no-compile
  --compile --prefer-binary --no-build-isolation --no-color --no-python-version-warning --isolated --all --no-binary-flag`.split(
    /\s+/,
  ),
);
const VALUES = new Set(
  `--requirement --format --root-user-action --progress-bar --timeout --retries --index-url --extra-index-url --trusted-host
  --cache-dir --only-binary --no-binary --upgrade-strategy --constraint --target --editable --python --exclude`.split(
    /\s+/,
  ),
);

/** The options, or pip's complaint about one. */
export function parseOptions(words: readonly string[]): PipOptions | { readonly unknown: string } {
  const args: string[] = [];
  const requirementFiles: string[] = [];
  const flags = new Set<string>();
  const values = new Map<string, string>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    if (!word.startsWith('-') || word === '-') {
      args.push(word);
      continue;
    }
    const joined = /^-[rtcie].+/.test(word) ? [word.slice(0, 2), word.slice(2)] : word.split(/=(.*)/s);
    const name = SHORT[joined[0]!] ?? joined[0]!;
    if (/^-q+$/.test(word)) flags.add('--quiet');
    else if (VALUES.has(name)) {
      const value = joined[1] ?? words[++at] ?? '';
      if (name === '--requirement') requirementFiles.push(value);
      else values.set(name, value);
    } else if (FLAGS.has(name)) flags.add(name);
    else return { unknown: word };
  }
  return { command: args[0], args: args.slice(1), requirementFiles, flags, values };
}
