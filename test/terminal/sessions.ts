/** The directory a session runs in, and the home in its environment. */
export const WORK = '/tmp/terminal-session';

export const ENVIRONMENT = { HOME: WORK, PWD: WORK, TERM: 'xterm', LC_ALL: 'C.UTF-8', TZ: 'UTC' };

/** A program on a terminal and what is typed into it. */
export interface Session {
  readonly name: string;
  /** Whose programs: busybox's applets, or Debian's. */
  readonly system: 'busybox' | 'gnu';
  readonly argv: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly columns: number;
  readonly rows: number;
  readonly steps: readonly Step[];
}
export type Step = string | { readonly resize: readonly [columns: number, rows: number] };

const NUMBERS = Array.from({ length: 60 }, (_, i) => `line ${i + 1}\n`).join('');
const POEM = 'The quick brown fox\njumps over\n\tthe lazy dog\n\nand sleeps (under a tree) until\nmorning.\n';

const VI: readonly [string, readonly Step[]][] = [
  ['opens', ['']],
  ['moves', ['j', 'w', '$', 'k', '0', 'G', 'gg', '3l', 'H', 'L', 'M', 'e', 'b', 'fo', ';', '^']],
  ['inserts', ['i', 'abc', '\x1b', 'A', ' end\rnew', '\x1b', 'o', 'below\x1b', 'O', 'above\x1b']],
  ['deletes', ['dd', 'x', '3x', 'dw', 'D', 'J', 'p', 'P', 'yyp', '2dd', 'd$']],
  ['searches', ['/o', '\r', 'n', 'N', '?the\r', '/nowhere\r']],
  [
    'colon commands',
    [':', 'set nu\r', ':3\r', ':$\r', ':s/o/0/g\r', ':%s/e/E/g\r', ':nonsense\r', ':w\r', ':w other\r'],
  ],
  ['writes and quits', ['x', ':q\r', ':wq\r']],
  ['changes', ['cwnew\x1b', 'r!', '~', 'C', 'rest\x1b', '.', 'cc', 'line\x1b', 'R', 'over\x1b', '>>', '<<']],
  ['undoes', ['x', 'x', 'u', 'u', 'u']],
  ['ZZ', ['ix\x1b', 'ZZ']],
  ['ctrl keys', ['\x07', '\x0c', '\x06', '\x02']],
  ['resizes', [{ resize: [50, 8] }, 'j', { resize: [30, 12] }]],
];

const LESS: readonly Step[] = [
  ' ',
  'b',
  'j',
  'k',
  'd',
  'u',
  'G',
  'g',
  '/line 3',
  '\r',
  'n',
  'N',
  '?1\r',
  '20g',
  '=',
  '\r',
  'q',
];

const at = (columns: number, rows: number) => ({ columns, rows });

const EDITING: readonly [string, readonly Step[]][] = [
  ['types', ['echo hello', '\r', 'echo a; echo b\r']],
  ['moves and deletes', ['echo abc def', '\x01', '\x05', '\x02', '\x08', '\x7f', '\x04', '\x0b', '\x15', '\r']],
  ['kills and yanks', ['echo one two three', '\x17', '\x17', '\x19', '\r', 'echo x\x01\x0b', '\x19\x19\r']],
  ['history', ['echo 1\r', 'echo 2\r', '\x1b[A', '\x1b[A', '\x1b[B', '\x1b[B', '\x10', '\x0e', '\r']],
  ['reverse search', ['echo apple\r', 'echo banana\r', '\x12', 'app', '\r', '\x12', 'ban', '\x1b[C', '\r']],
  ['completes a path', ['cat al', '\t', '\r', 'cat be', '\t', '\t', 'n', '\t', '\r', 'ls di\t', '\t', '\r']],
  ['completes a command', ['whoa', '\t', '\r', 'ech\t', 'x\r']],
  ['completes nothing', ['cat zzz', '\t', '\t', '\x15\r']],
  ['long lines wrap', ['echo aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd', '\x01', '\x05', '\x7f\x7f', '\r']],
  ['clears the screen', ['echo hi\r', 'echo x', '\x0c', '\r']],
  ['interrupts', ['echo abc', '\x03', 'echo $?\r', '\x03', 'sleep 30\r', '\x03', 'echo $?\r']],
  [
    'continues lines',
    ['echo "a\r', 'b"\r', 'if true\r', 'then echo yes\r', 'fi\r', 'cat <<E\r', 'x\r', 'E\r', 'echo a \\\r', 'b\r'],
  ],
  ['history of several lines', ['for i in 1 2\r', 'do echo $i\r', 'done\r', '\x1b[A', '\r']],
  ['words', ['echo one two', '\x1bb', '\x1bd', '\x1bf', '\r']],
  ['ctrl-d', ['abc', '\x04', '\x15', '\x04']],
  ['errors', ['nosuch\r', 'echo )\r', 'cd /nowhere\r', 'echo $?\r', './dir\r', 'cat nofile\r']],
  ['resizes', ['echo aaaaaaaaaabbbbbbbbbb', { resize: [60, 10] }, 'c', '\r', 'stty size\r']],
];

const JOBS: readonly [string, readonly Step[]][] = [
  ['stops and goes on', ['sleep 30\r', '\x1a', 'jobs\r', 'fg\r', '\x03', 'jobs\r', 'echo done\r']],
  ['background', ['sleep 0.4 &\r', 'jobs\r', '', '', '\r', 'jobs\r']],
  ['kill %1', ['sleep 30 &\r', 'kill %1\r', '\r', 'jobs\r']],
  ['bg', ['sleep 30\r', '\x1a', 'bg\r', 'jobs\r', 'fg\r', '\x03', 'fg\r']],
  [
    'several',
    [
      'sleep 31 &\r',
      'sleep 32 &\r',
      'jobs\r',
      'fg %1\r',
      '\x03',
      'jobs\r',
      'kill %2\r',
      '\r',
      'fg\r',
      'bg\r',
      'kill %9\r',
    ],
  ],
  ['pipelines', ['sleep 30 | cat\r', '\x03', 'sleep 30 | cat\r', '\x1a', 'jobs\r', 'fg\r', '\x03', 'jobs\r']],
  ['quit', ['sleep 30\r', '\x1c', 'echo $?\r']],
  ['cat', ['cat\r', 'ab\x7fc\r', '\x04', 'cat\r', 'x\x15y\r', '\x03']],
  ['exit with stopped jobs', ['sleep 30\r', '\x1a', 'exit\r', 'exit\r']],
  ['read', ['read x\r', 'abc\x7f\x7f1\r', 'echo $x\r', 'read y\r', '\x03', 'echo $?\r']],
];

const files = { alpha: 'A\n', 'beta one': '1\n', beta2: '2\n', 'dir/inner': 'i\n' };
const PROMPT: readonly Step[] = ["PS1='> '\r"];

export const SESSIONS: readonly Session[] = [
  ...VI.map(([name, steps]) => ({
    name: `busybox vi ${name}`,
    system: 'busybox' as const,
    argv: ['vi', 'f'],
    files: { f: name.startsWith('ctrl') ? NUMBERS : POEM },
    steps,
    ...at(60, 10),
  })),
  {
    name: 'busybox vi a new file',
    system: 'busybox',
    argv: ['vi', 'new'],
    steps: ['ihello\x1b', ':wq\r'],
    ...at(40, 10),
  },
  { name: 'busybox less', system: 'busybox', argv: ['less', 'f'], files: { f: NUMBERS }, steps: LESS, ...at(60, 10) },
  { name: 'less', system: 'gnu', argv: ['less', 'f'], files: { f: NUMBERS }, steps: LESS, ...at(60, 10) },
  {
    name: 'less of a short file',
    system: 'gnu',
    argv: ['less', 'f'],
    files: { f: POEM },
    steps: ['j', ' ', '/fox\r', 'q'],
    ...at(60, 12),
  },
  {
    name: 'busybox less of a short file',
    system: 'busybox',
    argv: ['less', 'f'],
    files: { f: POEM },
    steps: ['j', ' ', '/fox\r', 'q'],
    ...at(60, 12),
  },
  {
    name: 'less resizes',
    system: 'gnu',
    argv: ['less', 'f'],
    files: { f: NUMBERS },
    steps: [{ resize: [40, 6] }, ' ', { resize: [20, 12] }, 'q'],
    ...at(60, 10),
  },
  {
    name: 'busybox less resizes',
    system: 'busybox',
    argv: ['less', 'f'],
    files: { f: NUMBERS },
    steps: [{ resize: [40, 6] }, ' ', { resize: [20, 12] }, 'q'],
    ...at(60, 10),
  },
  {
    name: 'less options',
    system: 'gnu',
    argv: ['less', '-N', 'f'],
    files: { f: NUMBERS },
    steps: ['-S', '\r', '-N', 'j', 'F', '\x03', '-i', 'q'],
    ...at(60, 10),
  },
  {
    name: 'less two files',
    system: 'gnu',
    argv: ['less', 'f', 'g'],
    files: { f: NUMBERS, g: POEM },
    steps: [':n', ':p', ':n', ':n', 'q'],
    ...at(60, 10),
  },
  { name: 'less no file', system: 'gnu', argv: ['less', 'nofile'], steps: [], ...at(60, 10) },
  { name: 'busybox less no file', system: 'busybox', argv: ['less', 'nofile'], steps: [], ...at(60, 10) },
  {
    name: 'more',
    system: 'gnu',
    argv: ['more', 'f'],
    files: { f: NUMBERS },
    steps: [' ', '\r', ' ', 'q'],
    ...at(60, 10),
  },
  {
    name: 'nano opens',
    system: 'gnu',
    argv: ['nano', 'f'],
    files: { f: POEM },
    steps: ['\x1b[B', 'abc', '\r', '\x7f', '\x0b', '\x15', '\x05', '\x01'],
    ...at(80, 16),
  },
  {
    name: 'nano saves',
    system: 'gnu',
    argv: ['nano', 'f'],
    files: { f: POEM },
    steps: ['abc', '\x0f', '\r', '\x18'],
    ...at(80, 16),
  },
  { name: 'nano a new file', system: 'gnu', argv: ['nano', 'new'], steps: ['hi', '\x18', 'y', '\r'], ...at(80, 16) },
  {
    name: 'nano without a name',
    system: 'gnu',
    argv: ['nano'],
    steps: ['hi', '\x0f', 'name', '\r', '\x18'],
    ...at(80, 16),
  },
  {
    name: 'nano refuses and cancels',
    system: 'gnu',
    argv: ['nano', 'f'],
    files: { f: POEM },
    steps: ['x', '\x18', '\x03', '\x18', 'n'],
    ...at(80, 16),
  },
  {
    name: 'nano searches',
    system: 'gnu',
    argv: ['nano', 'f'],
    files: { f: POEM },
    steps: ['\x17', 'the\r', '\x17\r', '\x17', 'nowhere\r', '\x03', '\x18'],
    ...at(80, 16),
  },
  {
    name: 'nano replaces',
    system: 'gnu',
    argv: ['nano', 'f'],
    files: { f: POEM },
    steps: ['\x1c', 'o\r', '0\r', 'y', 'a', '\x18', 'n'],
    ...at(80, 16),
  },
  {
    name: 'nano help and resize',
    system: 'gnu',
    argv: ['nano', 'f'],
    files: { f: NUMBERS },
    steps: ['\x16', '\x19', { resize: [60, 12] }, '\x1f', '5\r', '\x18'],
    ...at(80, 16),
  },
  ...EDITING.map(([name, steps]) => ({
    name: `ash ${name}`,
    system: 'busybox' as const,
    argv: ['ash'],
    files,
    steps: [...PROMPT, ...steps],
    ...at(30, 14),
  })),
  ...EDITING.map(([name, steps]) => ({
    name: `bash ${name}`,
    system: 'gnu' as const,
    argv: ['bash', '--norc'],
    files,
    steps: [...PROMPT, ...steps],
    ...at(30, 14),
  })),
  ...EDITING.filter(([name]) => /types|interrupts|continues|ctrl-d|errors|history$/.test(name)).map(
    ([name, steps]) => ({
      name: `dash ${name}`,
      system: 'gnu' as const,
      argv: ['dash'],
      files,
      steps: [...PROMPT, ...steps],
      ...at(30, 14),
    }),
  ),
  ...(['ash', 'bash', 'dash'] as const).flatMap((shell) =>
    JOBS.map(([name, steps]) => ({
      name: `${shell} jobs: ${name}`,
      system: shell === 'ash' ? ('busybox' as const) : ('gnu' as const),
      argv: shell === 'bash' ? ['bash', '--norc'] : [shell],
      files,
      steps: [...PROMPT, ...steps],
      ...at(60, 20),
    })),
  ),
  { name: 'watch', system: 'gnu', argv: ['watch', '-n', '1', 'echo', 'hi'], steps: ['\x03'], ...at(60, 10) },
  {
    name: 'busybox watch',
    system: 'busybox',
    argv: ['watch', '-n', '1', 'echo', 'hi'],
    steps: ['\x03'],
    ...at(50, 10),
  },
];
