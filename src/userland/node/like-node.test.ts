import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { testMachine } from '../../../test/support/machine.ts';
import { nodeProgram } from './program.ts';

/** The same program here and on Node itself. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'fetch follows, sends, and fails': `
const { createServer } = require('node:http');
const server = createServer((asked, answer) => {
  if (asked.url === '/moved') return answer.writeHead(302, { Location: '/here' }).end();
  let body = '';
  asked.on('data', (chunk) => (body += chunk));
  asked.on('end', () => {
    answer.writeHead(asked.url === '/none' ? 404 : 200, { 'Content-Type': 'application/json' });
    answer.end(JSON.stringify({ method: asked.method, type: asked.headers['content-type'], agent: asked.headers['user-agent'], body }));
  });
});
server.listen(3917, '127.0.0.1', async () => {
  const at = 'http://127.0.0.1:3917';
  for (const path of ['/here', '/moved', '/none']) {
    const answer = await fetch(at + path);
    console.log(answer.status, answer.ok, answer.redirected, answer.url, answer.headers.get('Content-Type'), await answer.json());
  }
  console.log(await (await fetch(at, { method: 'post', body: new URLSearchParams({ a: 'b c' }) })).text());
  console.log(await (await fetch(new Request(at, { method: 'PUT', headers: { 'X-A': '1' }, body: 'text' }))).text());
  const twice = await fetch(at);
  await twice.text();
  await twice.text().catch((error) => console.log(error.name));
  await fetch('nowhere').catch((error) => console.log(error.name, error.message));
  await fetch('http://127.0.0.1:3916/').catch((error) => console.log(error.name, error.message, error.cause.code));
  await fetch(at, { signal: AbortSignal.abort() }).catch((error) => console.log(error.name));
  const headers = new Headers({ B: '2', a: '1' });
  headers.append('a', 'more');
  console.log([...headers], Response.json({ a: 1 }).headers.get('content-type'), new Response('x', { status: 201 }).ok);
  server.close();
  process.exit();
});
`,
  'zlib packs and unpacks': `
const zlib = require('node:zlib');
const text = 'the quick brown fox '.repeat(50);
for (const [pack, unpack] of [['gzip', 'gunzip'], ['deflate', 'inflate'], ['deflateRaw', 'inflateRaw'], ['gzip', 'unzip']]) {
  const packed = zlib[pack + 'Sync'](text);
  console.log(pack, packed.length < 200, zlib[unpack + 'Sync'](packed).toString() === text);
}
try { zlib.gunzipSync('nothing of the kind') } catch (error) { console.log(error.code, error.message) }
const stream = zlib.createGzip();
const parts = [];
stream.on('data', (part) => parts.push(part)).on('end', () => {
  console.log(String(zlib.gunzipSync(Buffer.concat(parts))));
  zlib.inflate(zlib.deflateSync('later'), (error, bytes) => console.log(error, String(bytes)));
});
stream.write('in ');
stream.end('pieces');
`,
  'names of other scripts': `
const punycode = require('punycode/'.slice(0, -1));
for (const name of ['bücher.example', '例え.テスト', 'plain', 'mañana']) {
  const ascii = punycode.toASCII(name);
  console.log(ascii, punycode.toUnicode(ascii) === name);
}
`,
  'children read what they are given, and files are watched': `
const { spawn, fork } = require('node:child_process');
const fs = require('node:fs');
const folder = fs.mkdtempSync('/tmp/watched-');
const child = spawn(process.execPath, ['-e', 'process.stdin.pipe(process.stdout)']);
child.stdout.on('data', (text) => console.log('cat said', String(text).trim()));
child.on('close', (code) => {
  console.log('cat ended with', code);
  fs.writeFileSync(folder + '/there.txt', 'a');
  setTimeout(() => {
    const seen = new Set();
    const watcher = fs.watch(folder, (kind, name) => seen.add(kind + ' ' + name));
    setTimeout(() => {
      fs.writeFileSync(folder + '/there.txt', 'b');
      fs.writeFileSync(folder + '/new.txt', 'c');
    }, 50);
    setTimeout(() => {
      console.log(seen.has('change there.txt'), seen.has('rename new.txt'));
      watcher.close();
      fs.writeFileSync(folder + '/child.js', 'console.log("forked", process.argv[2])');
      fork(folder + '/child.js', ['here'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }).on('exit', (code) => {
        console.log('ended with', code);
        fs.rmSync(folder, { recursive: true });
      });
    }, 300);
  }, 100);
});
child.stdin.write('one ');
child.stdin.end('two');
`,
  'a question as a promise': `
const { createInterface } = require('node:readline/promises');
(async () => {
  const lines = createInterface({ input: process.stdin });
  console.log(await lines.question('') + '!');
  lines.close();
})();
`,
};

it.each(Object.keys(PROGRAMS))('%s as Node itself does', { timeout: 60_000 }, async (name) => {
  const code = PROGRAMS[name]!;
  const expected = execFileSync(process.execPath, ['--no-deprecation', '-e', code], { input: 'ahoy\n' }).toString();
  const made = testMachine({ files: {}, programs: [nodeProgram], executables: { '/usr/local/bin/node': 'node' } });
  const { stdout, stderr } = await made.run(['node', '-e', code], { stdin: 'ahoy\n' });
  expect(stderr).toBe('');
  expect(stdout).toBe(expected);
});
