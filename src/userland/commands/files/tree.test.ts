import { expect, test } from 'vitest';
import { testMachine } from '../../../../test/support/machine.ts';
import { runCommand } from '../common/context.ts';
import { tree } from './tree.ts';

const machine = testMachine({
  programs: {
    tree: (sys) => runCommand(tree, sys, 'tree', sys.argv.slice(1), 'gnu'),
    'busybox-tree': (sys) => runCommand(tree, sys, 'tree', sys.argv.slice(1), 'busybox'),
  },
  files: { '/t/a/b/f2': '', '/t/a/f1': '', '/t/.hid': '', '/t/.h/x': '', '/t/c/x.txt': '' },
});
machine.files.symlink('a/f1', '/t/lnk');
machine.files.chmod('/t/c/x.txt', 0o755);
const utf8 = { cwd: '/', env: { LANG: 'C.UTF-8' } };

/** As tree 2.1.0 drew the same folder. */
test.each([
  [
    [],
    't\n├── a\n│   ├── b\n│   │   └── f2\n│   └── f1\n├── c\n│   └── x.txt\n└── lnk -> a/f1\n\n4 directories, 4 files\n',
  ],
  [['-L', '1'], 't\n├── a\n├── c\n└── lnk -> a/f1\n\n3 directories, 1 file\n'],
  [['-d'], 't\n├── a\n│   └── b\n└── c\n\n4 directories\n'],
  [['-I', 'f2|c'], 't\n├── a\n│   ├── b\n│   └── f1\n└── lnk -> a/f1\n\n3 directories, 2 files\n'],
  [['-P', '*.txt'], 't\n├── a\n│   └── b\n└── c\n    └── x.txt\n\n4 directories, 1 file\n'],
  [['-F', '-L', '1'], 't/\n├── a/\n├── c/\n└── lnk -> a/f1\n\n3 directories, 1 file\n'],
  [['-i', '-f', '--noreport', '-d'], 't\nt/a\nt/a/b\nt/c\n'],
  [['--prune', '-P', 'f2'], 't\n└── a\n    └── b\n        └── f2\n\n3 directories, 1 file\n'],
  [['--charset', 'ascii', '-L', '1'], 't\n|-- a\n|-- c\n`-- lnk -> a/f1\n\n3 directories, 1 file\n'],
])('tree %j', async (args, expected) => {
  expect(await machine.run(['tree', ...args, 't'], utf8)).toMatchObject({ stdout: expected, status: 0 });
});

test('without a locale the lines are ASCII, as in a Debian container', async () => {
  const { stdout } = await machine.run(['tree', '-L', '1', 't'], { cwd: '/' });
  expect(stdout).toBe('t\n|-- a\n|-- c\n`-- lnk -> a/f1\n\n3 directories, 1 file\n');
});

test('what is no folder', async () => {
  expect(await machine.run(['tree', '/nosuch'])).toMatchObject({
    stdout: '/nosuch  [error opening dir]\n\n0 directories, 0 files\n',
    status: 2,
  });
});
