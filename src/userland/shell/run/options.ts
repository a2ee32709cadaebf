/** The options of `set`, by their long names. */
export interface Options {
  allexport: boolean;
  errexit: boolean;
  monitor: boolean;
  noclobber: boolean;
  noexec: boolean;
  noglob: boolean;
  nounset: boolean;
  verbose: boolean;
  xtrace: boolean;
  interactive: boolean;
  stdin: boolean;
  notify: boolean;
  ignoreeof: boolean;
  emacs: boolean;
  vi: boolean;
  nolog: boolean;
  pipefail: boolean;
  privileged: boolean;
  physical: boolean;
  hashall: boolean;
  braceexpand: boolean;
  histexpand: boolean;
  errtrace: boolean;
  functrace: boolean;
  keyword: boolean;
  onecmd: boolean;
  posix: boolean;
  history: boolean;
  debug: boolean;
  'interactive-comments': boolean;
}
export type OptionName = keyof Options;

export const LETTERS: Record<string, OptionName> = {
  a: 'allexport',
  e: 'errexit',
  m: 'monitor',
  C: 'noclobber',
  n: 'noexec',
  f: 'noglob',
  u: 'nounset',
  v: 'verbose',
  x: 'xtrace',
  i: 'interactive',
  s: 'stdin',
  b: 'notify',
  I: 'ignoreeof',
  E: 'emacs',
  V: 'vi',
};
/** In the order of `$-`. */
const BASH_LETTERS: Record<string, OptionName> = {
  a: 'allexport',
  b: 'notify',
  e: 'errexit',
  f: 'noglob',
  h: 'hashall',
  i: 'interactive',
  k: 'keyword',
  m: 'monitor',
  n: 'noexec',
  p: 'privileged',
  t: 'onecmd',
  u: 'nounset',
  v: 'verbose',
  x: 'xtrace',
  B: 'braceexpand',
  C: 'noclobber',
  E: 'errtrace',
  H: 'histexpand',
  P: 'physical',
  T: 'functrace',
  s: 'stdin',
};

export function lettersOf(flavour: string): Record<string, OptionName> {
  return flavour === 'bash' ? BASH_LETTERS : LETTERS;
}

const ASH: OptionName[] = [
  'errexit',
  'noglob',
  'ignoreeof',
  'interactive',
  'monitor',
  'noexec',
  'stdin',
  'xtrace',
  'verbose',
  'noclobber',
  'allexport',
  'notify',
  'nounset',
];
const NAMES: Record<string, OptionName[]> = {
  dash: [
    ...ASH.slice(0, 9),
    'vi',
    'emacs',
    'noclobber',
    'allexport',
    'notify',
    'nounset',
    'privileged',
    'nolog',
    'debug',
  ],
  busybox: [...ASH.filter((name) => name !== 'interactive' && name !== 'stdin'), 'errtrace', 'vi', 'pipefail'],
  bash: [
    'allexport',
    'braceexpand',
    'emacs',
    'errexit',
    'errtrace',
    'functrace',
    'hashall',
    'histexpand',
    'history',
    'ignoreeof',
    'interactive-comments',
    'keyword',
    'monitor',
    'noclobber',
    'noexec',
    'noglob',
    'nolog',
    'notify',
    'nounset',
    'onecmd',
    'physical',
    'pipefail',
    'posix',
    'privileged',
    'verbose',
    'vi',
    'xtrace',
  ],
};

/** The names `set -o` knows, in the order it prints them. */
export function optionNames(flavour: string): OptionName[] {
  return NAMES[flavour]!;
}

export function defaultOptions(flavour: string): Options {
  const options = Object.fromEntries(NAMES.bash!.map((name) => [name, false])) as unknown as Options;
  options.stdin = false;
  options.nolog = false;
  options.debug = false;
  options.interactive = false;
  if (flavour === 'bash') {
    options.braceexpand = true;
    options.hashall = true;
    options['interactive-comments'] = true;
  }
  return options;
}
