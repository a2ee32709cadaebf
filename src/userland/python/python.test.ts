import { expect, test } from 'vitest';
import { testMachine } from '../../../test/support/machine.ts';
import { shellProgram } from '../shell/index.ts';
import { pythonProgram } from './program.ts';

const SLOW = 120_000;

function machine(files: Record<string, string> = {}) {
  return testMachine({
    files: { '/usr/local/include/python3.13/patchlevel.h': '#define PY_VERSION "3.13.9"\n', ...files },
    programs: [pythonProgram, shellProgram('dash')],
    executables: { '/usr/local/bin/python3.13': 'python3', '/usr/local/bin/python3': 'python3', '/bin/sh': 'dash' },
  });
}

test('the version is the installation’s', async () => {
  const { stdout, status } = await machine().run(['/usr/local/bin/python3.13', '--version']);
  expect({ stdout, status }).toEqual({ stdout: 'Python 3.13.9\n', status: 0 });
});

test(
  'runs a file with the process’s arguments, files, environment and exit status',
  async () => {
    const { stdout, stderr, status } = await machine({
      '/app/main.py': `
import os, sys, pathlib
from helper import twice
print(twice(21), sys.argv, os.environ["WHO"], sys.platform, os.getcwd(), os.getuid())
pathlib.Path("out").mkdir()
pathlib.Path("out/x.txt").write_text("héllo\\n")
print(sorted(os.listdir(".")), os.stat("out/x.txt").st_size, open("out/x.txt").read(), end="")
for failing in (lambda: open("/nothing"), lambda: os.mkdir("out"), lambda: os.kill(4000, 9), lambda: os.listdir("main.py")):
    try:
        failing()
    except OSError as error:
        print(type(error).__name__, error)
sys.exit(3)
`,
      '/app/helper.py': 'def twice(n):\n    return n * 2\n',
    }).run(['python3.13', 'main.py', 'a', '-b'], { cwd: '/app', env: { WHO: 'me', PYTHONDONTWRITEBYTECODE: '1' } });
    expect({ stdout: stdout.split('\n'), stderr, status }).toEqual({
      stdout: [
        "42 ['main.py', 'a', '-b'] me linux /app 0",
        "['helper.py', 'main.py', 'out'] 7 héllo",
        "FileNotFoundError [Errno 2] No such file or directory: '/nothing'",
        "FileExistsError [Errno 17] File exists: 'out'",
        'ProcessLookupError [Errno 3] No such process',
        "NotADirectoryError [Errno 20] Not a directory: 'main.py'",
        '',
      ],
      stderr: '',
      status: 3,
    });
  },
  SLOW,
);

test(
  'an exception nobody catches is CPython’s traceback and status 1',
  async () => {
    const { stderr, status } = await machine({ '/a.py': 'def f():\n    return 1 / 0\nf()\n' }).run([
      'python3',
      '/a.py',
    ]);
    expect({ stderr, status }).toEqual({
      stderr: `Traceback (most recent call last):
  File "/a.py", line 3, in <module>
    f()
    ~^^
  File "/a.py", line 2, in f
    return 1 / 0
           ~~^~~
ZeroDivisionError: division by zero
`,
      status: 1,
    });
  },
  SLOW,
);

test('a script that is not there', async () => {
  const { stderr, status } = await machine().run(['python3', 'no.py'], { cwd: '/tmp' });
  expect({ stderr, status }).toEqual({
    stderr: "python3: can't open file '/tmp/no.py': [Errno 2] No such file or directory\n",
    status: 2,
  });
});

test(
  'standard input is a script, and is input()',
  async () => {
    const program = await machine().run(['python3', '-'], { stdin: 'print(6 * 7)\n' });
    expect(program.stdout).toBe('42\n');
    const input = await machine().run(['python3', '-c', 'print("hello", input("name? "))'], { stdin: 'Ann\n' });
    expect(input.stdout).toBe('name? hello Ann\n');
  },
  SLOW,
);

test(
  'children, pipes and their statuses',
  async () => {
    const { stdout } = await machine().run([
      'python3',
      '-c',
      `import subprocess, os
print(subprocess.run(["sh", "-c", "read x; echo got $x; exit 5"], input="it\\n", text=True, capture_output=True))
print(os.waitstatus_to_exitcode(os.system("exit 4")))
try:
    subprocess.run(["nonesuch"])
except FileNotFoundError as error:
    print(error)
`,
    ]);
    expect(stdout.split('\n')).toEqual([
      `CompletedProcess(args=['sh', '-c', 'read x; echo got $x; exit 5'], returncode=5, stdout='got it\\n', stderr='')`,
      '4',
      "[Errno 2] No such file or directory: 'nonesuch'",
      '',
    ]);
  },
  SLOW,
);

test(
  'SIGINT interrupts an endless loop: KeyboardInterrupt, and the end by that signal',
  async () => {
    let end: unknown;
    const { stderr } = await machine({ '/loop.py': 'print("on", flush=True)\nwhile True: pass\n' }).run(async (sys) => {
      const [output, childOutput] = sys.pipe();
      const pid = sys.spawn({
        argv: ['python3', '/loop.py'],
        fds: new Map([
          [1, childOutput],
          [2, 2],
        ]),
      });
      sys.close(childOutput);
      await sys.read(output);
      sys.kill(pid, 2);
      end = await sys.wait(pid);
      return 0;
    });
    expect(end).toMatchObject({ signal: 2 });
    expect(stderr).toMatch(/^Traceback [\s\S]*\nKeyboardInterrupt\n$/);
  },
  SLOW,
);

test(
  'what is not simulated says so',
  async () => {
    const { stderr } = await machine().run([
      'python3',
      '-c',
      'import threading\ntry:\n  import curses\nexcept ImportError as e: import sys; print(e, file=sys.stderr)\nthreading.Thread(target=print).start()',
    ]);
    expect(stderr).toContain('drydock: not simulated: the curses module\n');
    expect(stderr).toMatch(/RuntimeError: drydock: not simulated: threads/);
  },
  SLOW,
);
