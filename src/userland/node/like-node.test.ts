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
    await fetch(at + '/fetched', { signal: AbortSignal.timeout(400) }).catch((e) => console.log(e.name, e.message));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
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
  'a server knows where it listens, and who asks': `
const { createServer, get } = require('node:http');
const listen = (...where) => new Promise((next) => {
  const server = createServer((asked, answer) => answer.end(asked.socket.remoteAddress + ' ' + asked.socket.remoteFamily));
  server.listen(...where, () => {
    const { address, family } = server.address();
    get({ port, host: '127.0.0.1', agent: false }, (answer) => {
      answer.on('data', (text) => console.log(address, family, String(text))).on('end', () => server.close(next));
    });
  });
});
(async () => {
  await listen(port);
  await listen(port, '0.0.0.0');
  await listen({ port, host: '127.0.0.1' });
})();
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
  'files are read and written by descriptor': `
const fs = require('node:fs');
const folder = fs.mkdtempSync('/tmp/descriptors-');
const at = folder + '/a.txt';
const fd = fs.openSync(at, 'w+', 0o640);
console.log(typeof fd, fs.writeSync(fd, 'hello wörld'), fs.writeSync(fd, Buffer.from('!?'), 0, 1), fs.writeSync(fd, 'J', 0));
const buffer = Buffer.alloc(8, '.');
console.log(fs.readSync(fd, buffer, 2, 5, 0), String(buffer), fs.readSync(fd, buffer, { offset: 0, position: 6 }), String(buffer));
console.log(fs.fstatSync(fd).size, (fs.fstatSync(fd).mode & 0o777).toString(8), fs.writevSync(fd, [Buffer.from('a'), Buffer.from('bc')]));
fs.ftruncateSync(fd, 4);
fs.fchmodSync(fd, 0o600);
fs.fsyncSync(fd);
fs.closeSync(fd);
console.log(fs.readFileSync(at, 'utf8'), (fs.statSync(at).mode & 0o777).toString(8));
for (const wrong of [() => fs.closeSync(fd), () => fs.openSync(at, 'wx'), () => fs.openSync(folder + '/none'), () => fs.openSync(at, 'q'), () => fs.readSync(fd, buffer)])
  try { wrong(); console.log('never') } catch (error) { console.log(error.code, error.message.replace(folder, '')) }
fs.open(at, 'a', (error, log) => {
  fs.write(log, 'more', (failed, count, text) => {
    console.log(failed, count, text);
    fs.write(log, Buffer.from('xyz'), 1, 2, null, (failed, count, bytes) => {
      console.log(failed, count, String(bytes));
      fs.close(log, (failed) => {
        console.log(failed, fs.readFileSync(at, 'utf8'));
        fs.open(at, (error, given) => fs.read(given, buffer, 0, 3, 1, (failed, count, same) => {
          console.log(failed, count, same === buffer, String(buffer));
          console.log(String(fs.readFileSync(given)), String(fs.readFileSync(given)));
          fs.close(given);
          handles().then(() => fs.rmSync(folder, { recursive: true }));
        }));
      });
    });
  });
});
async function handles() {
  const file = await fs.promises.open(at, 'r+');
  console.log(String((await file.read(Buffer.alloc(4), 0, 4, 2)).buffer), (await file.write('end', 4)).bytesWritten, (await file.stat()).size);
  console.log(await file.readFile('utf8'));
  await file.close();
  await fs.promises.writeFile(at, 'one\\ntwo\\nthree');
  const lines = await fs.promises.open(at);
  for await (const line of lines.readLines()) console.log('line', line);
  fs.writeSync(1, 'to standard output\\n');
}
`,
  'files are streams': `
const fs = require('node:fs');
const { Readable, Transform, Writable, PassThrough, pipeline } = require('node:stream');
const { once } = require('node:events');
const folder = fs.mkdtempSync('/tmp/streams-');
const soon = () => new Promise((resolve) => setTimeout(resolve, 30));
(async () => {
  fs.writeFileSync(folder + '/x', 'hello wonderful world');
  const part = fs.createReadStream(folder + '/x', { start: 6, end: 14, encoding: 'utf8', highWaterMark: 4 });
  part.on('open', (fd) => console.log('open', typeof fd, part.pending)).on('ready', () => console.log('ready'));
  part.on('data', (text) => console.log('part', text)).on('end', () => console.log('end', part.bytesRead));
  await once(part, 'close');
  console.log(part.destroyed, part.path.replace(folder, ''));
  const written = fs.createWriteStream(folder + '/y');
  written.on('open', () => console.log('opened')).on('finish', () => console.log('finish'));
  console.log(written.write('a'));
  written.end('b', () => console.log('ended'));
  await once(written, 'close');
  console.log(written.bytesWritten, fs.readFileSync(folder + '/y', 'utf8'));
  fs.createWriteStream(folder + '/y', { flags: 'a' }).end('c').on('close', () => console.log(fs.readFileSync(folder + '/y', 'utf8')));
  await soon();
  fs.createWriteStream(folder + '/y', { flags: 'r+', start: 1 }).end('X').on('close', () => console.log(fs.readFileSync(folder + '/y', 'utf8')));
  await soon();
  fs.createReadStream(folder + '/none').on('error', (error) => console.log(error.code));
  fs.createWriteStream(folder + '/no/ne').on('error', (error) => console.log(error.code)).write('x');
  await soon();
  const letters = Readable.from(['a', 'b', 'c']);
  for await (const letter of letters) {
    console.log(letter);
    if (letter === 'b') break;
  }
  console.log(letters.destroyed);
  const upper = new Transform({ transform: (chunk, _encoding, done) => done(null, String(chunk).toUpperCase()) });
  upper.write('abc');
  upper.end();
  console.log(String((await once(upper, 'data'))[0]));
  const slow = new Writable({ highWaterMark: 3, write: (chunk, _encoding, done) => setTimeout(done, 5) });
  console.log(slow.write('ab'), slow.write('cd'), slow.writableLength, slow.writableNeedDrain, slow.writableHighWaterMark);
  await once(slow, 'drain');
  console.log('drained', slow.writableLength);
  const full = new Writable({ write: (chunk, _encoding, done) => done(new Error('full')) });
  pipeline(Readable.from(['x', 'y']), new PassThrough(), full, (error) => console.log('pipeline', error.message, full.destroyed));
  await soon();
  const cut = new PassThrough();
  cut.write('some');
  setTimeout(() => cut.destroy(), 10);
  try {
    for await (const chunk of cut) console.log(String(chunk));
  } catch (error) {
    console.log(error.code, error.message);
  }
  fs.rmSync(folder, { recursive: true });
})();
`,
  'functions know that they are asynchronous': `
const { types, format } = require('node:util');
const arrow = async () => {};
const object = { value: async function () {}, named: async (a) => a };
class Holder { field = async () => 1 }
console.log(Object.prototype.toString.call(early), early.constructor.name, early.name);
for (const each of [arrow, object.value, object.named, new Holder().field, async (x) => async () => x])
  console.log(each[Symbol.toStringTag], each.constructor.name, JSON.stringify(each.name), types.isAsyncFunction(each), each.length);
async function early(a, b) { 'use strict'; return this === undefined; }
early().then(console.log);
console.log(types.isAsyncFunction(() => {}), Object.prototype.toString.call(() => {}));
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
  'a server of net listens as one of http does': `
const net = require('node:net');
const http = require('node:http');
const tried = (make, ...values) =>
  new Promise((done) => {
    const server = make().on('error', (error) => {
      const { code, errno, syscall, address, port: at } = error;
      console.log(error.message.replace(port, 'PORT'), code, errno, syscall, address, at === port);
      done();
    });
    try {
      server.listen(...values, () => {
        const { address, family } = server.address();
        console.log(address, family, server.listening);
        server.close(done);
      });
    } catch (error) {
      console.log(error.name, error.code, error.message);
      done();
    }
  });
const taken = net.createServer((socket) => {
  console.log(socket.remoteFamily, socket.remoteAddress, socket.localAddress);
  socket.end();
});
taken.listen(port, async () => {
  for (const make of [net.createServer, http.createServer]) {
    await tried(make, port);
    await tried(make, { port, host: '127.0.0.1' });
    await tried(make, 70000);
    await tried(make, -1);
    await tried(make, 0);
    await tried(make, 0, '127.0.0.1');
  }
  net.connect(port, '127.0.0.1').on('close', () => taken.close()).resume();
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
