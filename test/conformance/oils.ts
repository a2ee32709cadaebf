import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SystemCalls } from '../../src/kernel/system-calls.ts';
import { appletNames, busyboxProgram, gnuCommandNames, gnuProgram } from '../../src/userland/commands/registry.ts';
import { type Flavour, shellProgram } from '../../src/userland/shell/index.ts';
import { testMachine } from '../support/machine.ts';
import type { Report } from './tally.ts';

interface Expected {
  status?: number;
  stdout?: string;
  stderr?: string;
}
interface Case {
  id: string;
  name: string;
  code: string;
  uses: string[];
  portable: boolean;
  expect: Expected;
  busyboxAsh?: Expected;
}

const STUDENT = { uid: 1000, gid: 1000, euid: 1000, egid: 1000, groups: [1000], capabilities: new Set<string>() };

/** Python's repr of a string, as the cases' argv.py prints it. */
function repr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replace(/[\\\n\t\r]|[^\x20-\x7e]/g, (character) => {
    const named = { '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' }[character];
    if (named) return named;
    const code = character.codePointAt(0)!;
    // A byte that is no UTF-8 (kernel/text.ts).
    if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
    return code < 0x80
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : [...Buffer.from(character)].map((byte) => `\\x${byte.toString(16)}`).join('');
  });
  return quote + (quote === "'" ? body.replaceAll("'", "\\'") : body) + quote;
}

const HELPERS: Record<string, (sys: SystemCalls) => Promise<number>> = {
  async 'argv.py'(sys) {
    await sys.write(1, `[${sys.argv.slice(1).map(repr).join(', ')}]\n`);
    return 0;
  },
  async 'printenv.py'(sys) {
    for (const name of sys.argv.slice(1)) await sys.write(1, `${sys.env.get(name) ?? 'None'}\n`);
    return 0;
  },
  async 'stdout_stderr.py'(sys) {
    const [, out = 'STDOUT', err = 'STDERR', status = '0'] = sys.argv;
    await sys.write(1, `${out}\n`);
    await sys.write(2, `${err}\n`);
    return Number(status);
  },
  async 'read_from_fd.py'(sys) {
    for (const text of sys.argv.slice(1)) {
      const fd = Number(text);
      if (sys.descriptors().includes(fd)) await sys.write(1, `${fd}: ${new TextDecoder().decode(await sys.read(fd))}`);
      else await sys.write(2, `FATAL: Error reading from fd ${fd}: [Errno 9] Bad file descriptor\n`);
      if (!sys.descriptors().includes(fd)) return 1;
    }
    return 0;
  },
};

/** What the suite's `spec/` holds for its cases, in our words: the cases name these files below $REPO_ROOT. */
const TESTDATA: Record<string, string> = {
  'spec/testdata/show-argv.sh': 'echo show-argv: "$@"\n',
  'spec/testdata/source-argv.sh': 'echo source-argv: "$@"\nlocal foo=foo_val\nshift\n',
  'spec/testdata/define-local-var-z.sh': 'local z=z\n',
  'spec/testdata/utf8-chars.txt': 'z λ 三 😘\n',
  'spec/testdata/top-level-control-flow.sh':
    'echo SUBSHELL\nfalse || (return 2)\necho BREAK\nbreak\necho CONTINUE\ncontinue\necho RETURN\nreturn\necho DONE\n',
  'spec/testdata/getopts-1523.sh':
    'while getopts abc: opt; do\n  case $opt in\n    a | b) echo "opt:$opt" ;;\n    c) echo "opt:c arg:$OPTARG" ;;\n' +
    '    *) echo "err:$opt" ;;\n  esac\ndone\nshift $((OPTIND - 1))\n[ $# -gt 0 ] && printf "arg:%s\\n" "$@"\n',
  'spec/testdata/builtin-trap-exit.sh':
    '$SH -c \'trap "echo on exit" EXIT; sleep 0.1\' &\nsleep 0.02\n$(command -v kill) -INT $!\nwait\necho status=$?\n',
  'spec/testdata/builtin-trap-int.sh':
    '$SH -c \'trap "echo int" INT; sleep 0.1\' &\nsleep 0.02\n$(command -v kill) -INT $!\nwait\necho status=$?\n',
  'spec/testdata/builtin-trap-usr1.sh':
    '$SH -c \'trap "echo usr1" USR1; sleep 0.1\' &\nsleep 0.02\n$(which kill) -USR1 $!\nwait\necho status=$?\n',
  'spec/bin/builtins-exec-here-doc-helper.sh':
    'cat >one <<EOF\none\ntwo\nEOF\nexec 6<one\nread x <&6\nread y <&6\necho "x=$x"\necho "y=$y"\nexec 6<&-\necho DONE\n',
};

/** As on the Debian where the cases were recorded: GNU commands (busybox's for its shell), all of them in /usr/bin too. */
function machine(flavour: Flavour) {
  const helpers = Object.entries(HELPERS).map(([name, main]) => ({ name, main }));
  const shells = (['busybox', 'dash', 'bash'] as const).map((each) => ({
    ...shellProgram(each),
    name: `shell/${each}`,
  }));
  const programs = gnuCommandNames().flatMap((name) => gnuProgram(name) ?? []);
  const commands: Record<string, string> = {
    ...(flavour === 'busybox'
      ? Object.fromEntries(appletNames().map((name) => [name, 'busybox']))
      : Object.fromEntries(programs.map(({ name }) => [name.slice(name.lastIndexOf('/') + 1), name]))),
    ...Object.fromEntries(helpers.map(({ name }) => [name, name])),
    sh: `shell/${flavour}`,
    dash: 'shell/dash',
    ash: 'shell/busybox',
    bash: 'shell/bash',
  };
  const executables: Record<string, string> = {};
  for (const [name, program] of Object.entries(commands)) {
    executables[`/bin/${name}`] = program;
    executables[`/usr/bin/${name}`] = program;
  }
  const files = {
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nstudent:x:1000:1000::/home/student:/bin/sh\n',
    '/etc/group': 'root:x:0:\nstudent:x:1000:\n',
    ...Object.fromEntries(Object.entries(TESTDATA).map(([path, text]) => [`/repo/${path}`, text])),
  };
  const made = testMachine({ programs: [busyboxProgram, ...programs, ...helpers, ...shells], executables, files });
  made.files.mkdir('/work', 0o777);
  made.files.chmod('/work', 0o777);
  return made;
}

/** What differs, or undefined when the case agrees. */
async function runCase(test: Case, flavour: Flavour, expected: Expected): Promise<string | undefined> {
  const { files, run } = machine(flavour);
  const name = flavour === 'busybox' ? 'ash' : flavour;
  files.mkdir('/tmp/case', 0o777);
  files.chmod('/tmp/case', 0o777);
  const env = {
    TMP: '/tmp/case',
    SH: `/bin/${name}`,
    REPO_ROOT: '/repo',
    HOME: '/home/student',
    LC_ALL: 'C.UTF-8',
    PATH: '/usr/bin:/bin',
  };
  const id = `${flavour} ${test.id}`;
  const described = (actual: unknown): string =>
    `${id}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
  const limit = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 8000).unref());
  const result = await Promise.race([
    run([name], { stdin: test.code, env, cwd: '/work', credentials: STUDENT }),
    limit,
  ]).catch(String);
  if (typeof result !== 'object') return described(result ?? 'no end within 8 s');
  const wrong = (['status', 'stdout', 'stderr'] as const).some(
    (key) => expected[key] !== undefined && expected[key] !== result[key],
  );
  if (!wrong) return undefined;
  return described({ status: result.status, stdout: result.stdout, stderr: result.stderr });
}

/** The Oils shell cases, each against what the real dash and busybox ash did. */
export async function run(dataDir: string, filter = ''): Promise<Report> {
  const cases: Case[] = JSON.parse(readFileSync(join(dataDir, 'oils/posix-cases.json'), 'utf8'));
  const failures: string[] = [];
  let total = 0;
  for (const test of cases) {
    if (filter && !test.id.includes(filter)) continue;
    const runs: [Flavour, Expected][] = [['dash', test.expect]];
    if (test.portable) runs.push(['busybox', test.expect]);
    else if (test.busyboxAsh) runs.push(['busybox', test.busyboxAsh]);
    for (const [flavour, expected] of runs) {
      total++;
      const failure = await runCase(test, flavour, expected);
      if (failure) failures.push(failure);
    }
  }
  return { name: 'oils (POSIX shell)', passed: total - failures.length, total, failures };
}
