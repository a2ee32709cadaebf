import { expect, test } from 'vitest';
import { testMachine } from '../../../test/support/machine.ts';
import { nodeProgram } from './program.ts';

const machine = testMachine({ programs: [nodeProgram] });

function run(code: string, name = 'a.js') {
  machine.files.writeFile(`/tmp/${name}`, code);
  return machine.run(['node', `/tmp/${name}`]);
}

/** As Node ends for the same files: its status, and the first lines of what it says. */
test.each([
  [
    'Promise.reject(new Error("boom"))',
    '/tmp/a.js:1\nPromise.reject(new Error("boom"))\n               ^\n\nError: boom\n    at Object.<anonymous> (/tmp/a.js:1:16)\n',
  ],
  [
    'async function f(){\n throw new TypeError("bad")\n}\nf()\n',
    '/tmp/a.js:2\n throw new TypeError("bad")\n       ^\n\nTypeError: bad\n    at f (/tmp/a.js:2:8)\n    at Object.<anonymous> (/tmp/a.js:4:1)\n',
  ],
  ['new Promise((_, no) => setTimeout(() => no(new Error("later")), 2));', '/tmp/a.js:1\n'],
  ['Promise.resolve(1).then(() => { throw new RangeError("in then") });', '/tmp/a.js:1\n'],
  ['setTimeout(async () => { const x = undefined; x.y; }, 1);', '/tmp/a.js:1\n'],
  ['Promise.reject(42)', 'node:internal/process/promises:'],
])('nobody handles: %s', async (code, said) => {
  const { stderr, status } = await run(code);
  expect(stderr.slice(0, said.length)).toBe(said);
  expect(status).toBe(1);
});

test('of what is no error it says why it ends', async () => {
  expect((await run('Promise.reject("str")')).stderr).toContain('The promise rejected with the reason "str"');
});

test.each([
  [
    'process.on("unhandledRejection", (e) => console.log("heard", e.message)); Promise.reject(new Error("m"))',
    'heard m\n',
  ],
  [
    'process.on("uncaughtException", (e, from) => console.log(e.message, from)); Promise.reject(new Error("m"))',
    'm unhandledRejection\n',
  ],
  [
    'process.on("uncaughtException", (e, from) => console.log(e.message, from)); setTimeout(() => { throw new Error("t") }, 1); setTimeout(() => console.log("still"), 5)',
    't uncaughtException\nstill\n',
  ],
  ['(async () => { try { await Promise.reject(new Error("c")) } catch (e) { console.log(e.message) } })()', 'c\n'],
  ['const f = async () => { throw new Error("d") }; f().catch((e) => console.log(e.message))', 'd\n'],
  [
    'const p = Promise.reject(1); p.catch(() => {}); Promise.allSettled([Promise.reject(2)]).then((r) => console.log(r.length))',
    '1\n',
  ],
  [
    'const o = { async m(a) { return [this === o, arguments.length, a] } }; o.m(1, 2).then((r) => console.log(...r))',
    'true 2 1\n',
  ],
  ['async function f(a) { var a = a || 5; return a } f().then(console.log)', '5\n'],
  ['class P extends Promise {} P.resolve(4).then(console.log); console.log(P.resolve(1) instanceof P)', 'true\n4\n'],
  ['(async () => { console.log(1); console.error(2); await null; console.log(3) })()', '1\n3\n'],
])('handled: %s', async (code, stdout) => {
  expect(await run(code)).toMatchObject({ stdout, status: 0 });
});

test('in a module, at its top level', async () => {
  const { stderr, status } = await run("await Promise.reject(new Error('tla'));", 'a.mjs');
  expect([stderr.split('\n').slice(1, 3), status]).toEqual([
    ["await Promise.reject(new Error('tla'));", '                     ^'],
    1,
  ]);
});

test('a program that ends in the middle of a call leaves the engine to the next', async () => {
  const code =
    'const { Readable } = require("stream"); class A extends Readable {} (async () => { await null; [1].forEach(() => process.exit(4)) })()';
  expect((await run(code)).status).toBe(4);
  expect(await run('console.log("next")')).toMatchObject({ stdout: 'next\n', stderr: '', status: 0 });
});
