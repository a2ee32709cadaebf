import { expect, test } from 'vitest';
import { testMachine } from '../../../test/support/machine.ts';
import { nodeProgram } from './program.ts';

function machine(files: Record<string, string> = {}) {
  return testMachine({ files, programs: [nodeProgram], executables: { '/usr/local/bin/node': 'node' } });
}
const evaluate = (code: string, options = {}) => machine().run(['node', '-e', code], options);

test('prints as console.log does', async () => {
  const { stdout, stderr, status } = await evaluate(
    "console.log('a', 1, { b: [1, 2], c: 'x' }, null, undefined, [ 'y' ]); console.error('%s is %d', 'x', 3)",
  );
  expect({ stdout, stderr, status }).toEqual({
    stdout: "a 1 { b: [ 1, 2 ], c: 'x' } null undefined [ 'y' ]\n",
    stderr: 'x is 3\n',
    status: 0,
  });
});

test('a recursion without end can be caught, and is told of where it is not', async () => {
  const down = 'function down(n) { return down(n + 1) + 1; }';
  const caught = await evaluate(
    `${down} try { down(0) } catch (e) { console.log(e instanceof RangeError, e.name) } console.log('on')`,
  );
  expect(caught).toMatchObject({ stdout: 'true RangeError\non\n', stderr: '', status: 0 });
  const died = await evaluate(`${down} down(0)`);
  expect(died.stderr).toContain('RangeError: Maximum call stack size exceeded');
  expect(died.status).toBe(1);
});

test('whole numbers of any size are cut as V8 cuts them', async () => {
  const { stdout } = await evaluate(
    'for (const value of [-1n, -(2n ** 64n) - 3n, 2n ** 65n + 5n]) console.log(String(BigInt.asUintN(64, value)), String(BigInt.asIntN(32, value)))',
  );
  expect(stdout).toBe('18446744073709551615 -1\n18446744073709551613 -3\n5 5\n');
});

test('runs timers, promises and ticks in order', async () => {
  const { stdout } = await evaluate(
    "setTimeout(() => console.log('timeout'), 1); setImmediate(() => console.log('immediate')); Promise.resolve().then(() => console.log('promise')); console.log('now')",
  );
  expect(stdout.split('\n').slice(0, 2)).toEqual(['now', 'promise']);
  expect(stdout.split('\n').slice(2, 4).sort()).toEqual(['immediate', 'timeout']);
});

test('exits with the status asked for, and runs exit handlers once', async () => {
  const { stdout, status } = await evaluate(
    "process.on('exit', (code) => console.log('bye', code)); process.exit(3); console.log('never')",
  );
  expect({ stdout, status }).toEqual({ stdout: 'bye 3\n', status: 3 });
});

test('an exception nobody catches is reported and ends with 1', async () => {
  const { stderr, status } = await machine({ '/app/a.js': "const x = 1;\nthrow new Error('broken');\n" }).run([
    'node',
    '/app/a.js',
  ]);
  expect(status).toBe(1);
  expect(stderr).toContain("/app/a.js:2\nthrow new Error('broken');\n");
  expect(stderr).toContain('Error: broken\n    at ');
  expect(stderr).toMatch(/\nNode\.js v\d+\.\d+\.\d+\n$/);
});

test('require finds files, folders, JSON and packages', async () => {
  const { stdout, stderr } = await machine({
    '/app/main.js':
      "const { twice } = require('./lib'); console.log(twice(require('./n.json').n), require('left').name, __filename)",
    '/app/lib/index.js': 'exports.twice = (n) => n * 2;',
    '/app/n.json': '{"n": 21}',
    '/app/node_modules/left/package.json': '{"main": "left.js"}',
    '/app/node_modules/left/left.js': "module.exports = { name: 'left' };",
  }).run(['node', 'main.js'], { cwd: '/app' });
  expect({ stdout, stderr }).toEqual({ stdout: '42 left /app/main.js\n', stderr: '' });
});

test('a missing module says so in Node’s words', async () => {
  const { stderr, status } = await machine({ '/app/main.js': "require('express')" }).run(['node', '/app/main.js']);
  expect(status).toBe(1);
  expect(stderr).toContain("Error: Cannot find module 'express'\nRequire stack:\n- /app/main.js\n");
});

test('ES modules import builtins, files and CommonJS packages', async () => {
  const { stdout, stderr } = await machine({
    '/app/package.json': '{"type": "module"}',
    '/app/main.js':
      "import os, { hostname } from 'node:os'; import { a } from './a.js'; import old from 'old'; console.log(hostname() === os.hostname(), a, old.b, import.meta.dirname)",
    '/app/a.js': 'export const a = await Promise.resolve(1);',
    '/app/node_modules/old/index.js': 'exports.b = 2;',
  }).run(['node', '/app/main.js']);
  expect({ stdout, stderr }).toEqual({ stdout: 'true 1 2 /app\n', stderr: '' });
});

test('fs reads and writes the process’s files, with Node’s errors', async () => {
  const { stdout } = await evaluate(`
    const fs = require('fs');
    fs.mkdirSync('/tmp/a/b', { recursive: true });
    fs.writeFileSync('/tmp/a/b/c.txt', 'hello');
    fs.appendFileSync('/tmp/a/b/c.txt', ' world');
    console.log(fs.readFileSync('/tmp/a/b/c.txt', 'utf8'), fs.readdirSync('/tmp/a'), fs.statSync('/tmp/a/b/c.txt').size);
    try { fs.readFileSync('/nothing') } catch (error) { console.log(error.code, error.message) }
    fs.promises.readFile('/nothing').catch((error) => console.log(error.code));
  `);
  expect(stdout).toBe("hello world [ 'b' ] 11\nENOENT ENOENT: no such file or directory, open '/nothing'\nENOENT\n");
});

test('a server answers a client, and SIGTERM closes it', async () => {
  const { stdout } = await evaluate(`
    const http = require('http');
    const server = http.createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => { body += chunk; });
      request.on('end', () => {
        response.setHeader('Content-Type', 'text/plain');
        response.statusCode = 201;
        response.end(request.method + ' ' + request.url + ' ' + body);
      });
    });
    process.on('SIGTERM', () => server.close(() => console.log('closed')));
    server.listen(3000, () => {
      console.log('listening', server.address().port);
      const request = http.request({ port: 3000, method: 'POST', path: '/x?y=1' }, (response) => {
        let text = '';
        response.on('data', (chunk) => { text += chunk; });
        response.on('end', () => { console.log(response.statusCode, response.headers['content-type'], text); process.kill(process.pid, 'SIGTERM'); });
      });
      request.end('body');
    });
  `);
  expect(stdout).toBe('listening 3000\n201 text/plain POST /x?y=1 body\nclosed\n');
});

test('a port in use is an error event', async () => {
  const { stdout } = await evaluate(`
    const http = require('http');
    http.createServer().listen(3000, () => {
      http.createServer().on('error', (error) => { console.log(error.code, error.message); process.exit(0); }).listen(3000);
    });
  `);
  expect(stdout).toBe('EADDRINUSE listen EADDRINUSE: address already in use :::3000\n');
});

test('reads standard input, runs children, and refuses what it does not simulate', async () => {
  const { stdout, stderr, status } = await evaluate(
    "process.stdin.on('data', (d) => console.log('got', String(d).trim())); process.stdin.on('end', () => { require('child_process').execFile('node', ['-p', '1+1'], (e, out) => { console.log(e, out.trim()); require('zlib').brotliCompressSync(''); }) })",
    { stdin: 'input\n' },
  );
  expect(stdout).toBe('got input\nnull 2\n');
  expect(stderr).toContain('drydock: not simulated: zlib.brotliCompressSync');
  expect(status).toBe(1);
});

test('crypto derives keys and signs as Node does, webcrypto too', async () => {
  // RFC 7914, section 11, and RFC 4231, test case 2.
  const { stdout, stderr } = await evaluate(`const c = require('crypto');
console.log(c.pbkdf2Sync('passwd', 'salt', 1, 64, 'sha256').toString('hex').slice(0, 16));
const bytes = (text) => new TextEncoder().encode(text);
(async () => {
  const key = await crypto.subtle.importKey('raw', bytes('Jefe'), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  console.log(Buffer.from(await crypto.subtle.sign('HMAC', key, bytes('what do ya want for nothing?'))).toString('hex').slice(0, 16));
  const password = await crypto.subtle.importKey('raw', bytes('Password'), 'PBKDF2', false, ['deriveBits']);
  const params = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes('NaCl'), iterations: 80000 };
  console.log(Buffer.from(await c.webcrypto.subtle.deriveBits(params, password, 512)).toString('hex').slice(0, 16));
  await crypto.subtle.encrypt().catch((error) => console.log(error.message));
})();`);
  expect({ stdout, stderr }).toEqual({
    stdout: '55ac046e56e3089f\n5bdcc146bf60754e\n4ddcd8f60b98be21\ndrydock: not simulated: crypto.subtle.encrypt\n',
    stderr: '',
  });
});

test('Buffer reads and writes numbers of every kind', async () => {
  const { stdout, stderr } = await evaluate(`const b = Buffer.alloc(8);
b.writeInt32BE(-2, 1); console.log(b.toString('hex'), b.readInt32BE(1), b.readUint16LE(1), b.readInt8(4), b.readIntBE(2, 3));
console.log(b.writeDoubleLE(0.5, 0), b.readDoubleLE(), b.writeUIntLE(0x010203, 0, 3), b.readUIntBE(0, 3).toString(16));
b.writeBigInt64BE(-5n); console.log(b.readBigInt64BE() === -5n, b.readBigUInt64BE().toString(16), b.readFloatBE(0));`);
  expect({ stdout, stderr }).toEqual({
    stdout: '00fffffffe000000 -2 65535 -2 -2\n8 0.5 3 30201\ntrue fffffffffffffffb NaN\n',
    stderr: '',
  });
});
