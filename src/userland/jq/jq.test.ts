import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testMachine } from '../../../test/support/machine.ts';
import { runCommand } from '../commands/common/context.ts';
import { jq } from './jq.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const input = readFileSync(join(fixtures, 'input.json'), 'utf8');

const machine = testMachine({
  programs: { jq: (sys) => runCommand(jq, sys, 'jq', sys.argv.slice(1), 'gnu') },
  files: { '/f.jq': '# a comment\n.a + $x', '/data.json': '{"a":1}' },
});

/** Filters, each with what jq 1.6 prints for it (`jq -c FILTER` of Debian 12). */
const filters = readFileSync(join(fixtures, 'filters.txt'), 'utf8')
  .split(/^%% /m)
  .slice(1)
  .map((entry) => [entry.slice(0, entry.indexOf('\n')), entry.slice(entry.indexOf('\n') + 1)] as const);

test.each(filters)('%s', async (filter, expected) => {
  expect(await machine.run(['jq', '-c', filter], { stdin: input })).toMatchObject({
    stdout: expected,
    stderr: '',
    status: 0,
  });
});

test.each([
  [['.'], '{"a":[1,{"b":[]}]}', '{\n  "a": [\n    1,\n    {\n      "b": []\n    }\n  ]\n}\n', '', 0],
  [['--tab', '.'], '[1]', '[\n\t1\n]\n', '', 0],
  [['-S', '-c', '.'], '{"b":1,"a":2}', '{"a":2,"b":1}\n', '', 0],
  [['-C', '-c', '.'], '[1]', '\x1b[1;39m[\x1b[0;39m1\x1b[0m\x1b[1;39m\x1b[1;39m]\x1b[0m\n', '', 0],
  [['-r', '.a'], '{"a":"x"}', 'x\n', '', 0],
  [['-j', '.a'], '{"a":"x"}', 'x', '', 0],
  [['-n', '--arg', 'v', '1', '$v'], '', '"1"\n', '', 0],
  [['-n', '--argjson', 'v', '1', '$v'], '', '1\n', '', 0],
  [['-nc', '$ARGS.positional', '--args', 'a', 'b'], '', '["a","b"]\n', '', 0],
  [['-s', '-c', '.'], '1 2 3', '[1,2,3]\n', '', 0],
  [['-R', '.'], 'a\nb', '"a"\n"b"\n', '', 0],
  [['-e', '.a'], '{"a":null}', 'null\n', '', 1],
  [['.a', '/data.json'], '', '1\n', '', 0],
  [['--argjson', 'x', '2', '-f', '/f.jq', '/data.json'], '', '3\n', '', 0],
  [['.'], '{"a":1,}', '', 'jq: parse error: Expected another key-value pair at line 1, column 8\n', 2],
  [['.'], '[1 2]', '', 'jq: parse error: Expected separator between values at line 1, column 5\n', 2],
  [['.'], "{'a':1}", '', 'jq: parse error: Invalid numeric literal at line 1, column 5\n', 2],
  [['.'], '[1', '', 'jq: parse error: Unfinished JSON term at EOF at line 1, column 2\n', 2],
  [['.a | keys'], '{"a":1}\n', '', 'jq: error (at <stdin>:1): number (1) has no keys\n', 5],
  [['nope'], '1', '', 'jq: error: nope/0 is not defined at <top-level>, line 1:\nnope\njq: 1 compile error\n', 3],
  [['.', '/none'], '', '', 'jq: error: Could not open /none: No such file or directory\n', 2],
] as const)('jq %j', async (args, stdin, stdout, stderr, status) => {
  expect(await machine.run(['jq', ...args], { stdin })).toMatchObject({ stdout, stderr, status });
});
