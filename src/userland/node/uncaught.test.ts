import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { testMachine } from '../../../test/support/machine.ts';
import { nodeProgram } from './program.ts';

/** Programs that end with an error nobody catches. */
const PROGRAMS: readonly string[] = [
  "throw new TypeError('wrong')",
  "throw Object.assign(new Error('x'), { code: 'E1', info: { a: [1, { b: 2 }] } })",
  "class HttpError extends Error { constructor(status, m) { super(m); this.name = 'HttpError'; this.status = status; } } throw new HttpError(404, 'gone')",
  "class Custom extends Error {} throw new Custom('of a class')",
  "throw new AggregateError([new Error('a'), new Error('b')], 'both')",
  "require('node:fs').readFileSync('/no/such/file')",
  "require('node:fs').mkdirSync('/tmp')",
  "require('node:fs').readFile('/no/such/file', (error) => { throw error })",
  "Promise.reject(Object.assign(new Error('later'), { code: 'LATER' }))",
  "(async () => { throw new RangeError('in an async function') })()",
  "setTimeout(() => { throw Object.assign(new Error('in a timer'), { at: 5 }) }, 1)",
  'throw { a: 1, b: [2] }',
  'throw [1, 2]',
  'undefined.x',
  'null.f()',
  'nowhere()',
  'const a = 1; a = 2',
  'new URL("nothing")',
];

/** What is said of the error: neither where it was thrown nor the frames, which are V8's own affair. */
const said = (stderr: string) =>
  stderr
    .slice(stderr.indexOf('\n\n') + 2)
    .replace(/\n\s+at .*?(?= \{\n|\n|$)/g, '')
    .replace(/^Node\.js v.*/m, '');

it.each(PROGRAMS)('%s', async (program) => {
  const real = spawnSync(process.execPath, ['-e', program]);
  const made = testMachine({ files: {}, programs: [nodeProgram], executables: { '/usr/local/bin/node': 'node' } });
  const { stderr, status } = await made.run(['node', '-e', program]);
  expect(status).toBe(real.status);
  expect(said(stderr)).toBe(said(real.stderr.toString()));
});
