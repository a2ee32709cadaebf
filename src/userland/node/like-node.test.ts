import { execFileSync } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
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
server.listen(port, '127.0.0.1', async () => {
  const at = 'http://127.0.0.1:' + port;
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
  await fetch('http://127.0.0.1:' + unused).catch((error) => console.log(error.name, error.message, error.cause.code));
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
  'a server that closes finishes what it has begun': `
const { createServer, get } = require('node:http');
const server = createServer((asked, answer) => {
  answer.on('finish', () => say('finished', answer.writableFinished)).on('close', () => say('response closed'));
  setTimeout(() => {
    say('answers', asked.url);
    answer.end('late');
  }, 200);
});
server.on('close', () => say('close'));
server.listen(port, () => {
  get({ port, path: '/slow' }, (answer) => {
    answer.setEncoding('utf8').on('data', (text) => console.log('came', text));
    answer.on('end', () => console.log('end', answer.complete));
  });
  setTimeout(() => {
    say('closing');
    server.close((error) => {
      say('closed', error);
      server.close((again) => say(again.code, again.message));
    });
    say('listening', server.listening);
  }, 50);
});
`,
  'requests time out, are given up, and cut off': `
const http = require('node:http');
const server = http.createServer((asked, answer) => {
  const begun = Date.now();
  asked.on('close', () => say(asked.url, 'request closed', asked.destroyed));
  answer.on('close', () => say(asked.url, 'response closed', answer.writableEnded, Date.now() - begun < 900));
  if (asked.url === '/cut') {
    answer.writeHead(200, { 'Content-Length': 10 });
    answer.write('half');
    setTimeout(() => answer.destroy(), 50);
  } else if (asked.url === '/stream') {
    answer.write('a');
    const timer = setInterval(() => answer.write('b'), 20);
    answer.on('close', () => clearInterval(timer));
  }
});
const tries = [
  (next) => {
    const slow = http.get({ port, path: '/slow', timeout: 100 }, () => console.log('never'));
    slow.on('timeout', () => {
      console.log('timeout', slow.destroyed);
      slow.destroy();
    });
    slow.on('error', (error) => console.log('error', error.code, error.message));
    slow.on('close', () => next(console.log('close', slow.destroyed)));
  },
  (next) => {
    const given = http.get({ port, path: '/given' });
    given.setTimeout(60, () => given.destroy(new Error('enough')));
    given.on('error', (error) => console.log('error', error.code, error.message)).on('close', next);
  },
  (next) => {
    const given = http.get({ port, path: '/stream' }, (answer) => {
      let text = '';
      answer.on('data', (part) => {
        text += part;
        if (text === 'abb') answer.destroy();
      });
      answer.on('close', () => next(console.log('left', text.slice(0, 3), answer.destroyed)));
      answer.on('error', (error) => console.log('answer', error.code));
    });
    given.on('error', (error) => console.log('request', error.code));
  },
  (next) => {
    http.get({ port, path: '/cut' }, (answer) => {
      answer.on('data', (part) => console.log('part', String(part)));
      answer.on('aborted', () => console.log('aborted'));
      answer.on('error', (error) => console.log('answer', error.code, error.message));
      answer.on('end', () => console.log('never'));
      answer.on('close', () => next(console.log('closed', answer.complete)));
    });
  },
  async (next) => {
    const at = 'http://127.0.0.1:' + port;
    await fetch(at + '/fetched', { signal: AbortSignal.timeout(80) }).catch((e) => console.log(e.name, e.message));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await fetch(at + '/again', { signal: controller.signal }).catch((e) => console.log(e.name, e.message));
    next();
  },
];
server.listen(port, async () => {
  for (const each of tries) {
    await new Promise(each);
    await new Promise((next) => setTimeout(next, 100));
  }
  server.closeAllConnections();
  server.close(() => console.log('all closed'));
});
`,
  'timers are refreshed, and keep alive or not': `
const begun = Date.now();
const once = setTimeout(() => {
  console.log('once', Date.now() - begun > 140, once.hasRef());
  let beats = 0;
  const often = setInterval(() => {
    beats += 1;
    console.log('beat', beats, often.hasRef());
    if (beats === 2) often.refresh();
    if (beats === 3) clearInterval(often);
  }, 10);
}, 100);
setTimeout(() => once.refresh(), 50);
const idle = setTimeout(() => console.log('never'), 60000);
console.log(idle.hasRef(), idle.unref() === idle, idle.hasRef());
idle.refresh();
setInterval(() => {}, 60000).unref().refresh();
process.on('exit', () => console.log('exit'));
`,
  'sockets wait only so long': `
const net = require('node:net');
const server = net.createServer((socket) => {
  say('from', socket.remoteFamily, typeof socket.remotePort, socket.localPort === port);
  socket.setEncoding('utf8');
  socket.on('data', (text) => socket.write(text.toUpperCase()));
  socket.on('end', () => socket.end('bye'));
  socket.on('close', (failed) => say('server side closed', failed));
});
server.listen(port, '127.0.0.1', () => {
  const client = net.createConnection({ port, host: '127.0.0.1' }, () => {
    console.log('connected', client.connecting, client.remoteAddress, client.remotePort === port);
    client.write('hello');
  });
  client.setTimeout(100);
  client.on('data', (bytes) => console.log(String(bytes)));
  client.on('timeout', () => {
    console.log('timeout', client.destroyed);
    server.getConnections((error, count) => {
      console.log(error, count);
      client.end();
    });
  });
  client.on('end', () => console.log('end'));
  client.on('close', () => server.close(() => say('server closed')));
});
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

/** What a server says is kept until the end: which of two ends of a connection hears of something first is chance. */
const prelude = (port: number, unused: number) => `
const port = ${port};
const unused = ${unused};
const said = [];
const say = (...words) => said.push(words.join(' '));
process.on('exit', () => console.log(said.join('\\n')));
`;

it.each(Object.keys(PROGRAMS))('%s as Node itself does', { timeout: 60_000 }, async (name) => {
  const code = prelude(await freePort(), await freePort()) + PROGRAMS[name]!;
  const args = ['--no-deprecation', '-e', code];
  const expected = execFileSync(process.execPath, args, { input: 'ahoy\n', timeout: 20_000 }).toString();
  const made = testMachine({ files: {}, programs: [nodeProgram], executables: { '/usr/local/bin/node': 'node' } });
  const { stdout, stderr } = await made.run(['node', '-e', code], { stdin: 'ahoy\n' });
  expect(stderr).toBe('');
  expect(stdout).toBe(expected);
});

/** One that is free on this machine, where the real Node runs. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
