import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { session } from './session.ts';

const NAMES =
  'cowsay ejs express-session compression moment zod joi ws node-fetch@2 mysql2 ioredis wait-port mongoose fastify pino winston multer chai supertest socket.io react react-dom';

it('packages of npm that tutorials name are installed and loaded as they are published', {
  timeout: 240_000,
}, async () => {
  const { run, end } = await session({
    'load.js': `for (const name of process.argv.slice(2)) console.log(name, typeof require(name.replace(/@.*/, '')));\n`,
  });
  const { stdout } = await run(
    `docker run --rm -v ./load.js:/app/load.js -w /app node:22-alpine sh -c 'npm init -y >/dev/null && npm install ${NAMES} >/dev/null && node load.js ${NAMES}'`,
  );
  expect(stdout.trim().split('\n')).toHaveLength(NAMES.split(' ').length);
  expect(stdout).not.toContain('undefined');
  const cow = await run(`docker run --rm node:22-alpine npx -y cowsay ahoy`);
  expect(cow.stdout).toContain('< ahoy >\n ------\n        \\   ^__^\n');
  end();
});

it('what a tutorial does first with a package comes out as with Node itself', { timeout: 240_000 }, async () => {
  const real = (...args: string[]) => execFileSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  const program = join(import.meta.dirname, 'first-uses.cjs');
  const names = real().trim().split(' ');
  const versions = [...names, 'react-dom'].map((name) => {
    const manifest = join(import.meta.dirname, '../../node_modules', name, 'package.json');
    return `${name}@${(JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version}`;
  });
  const { run, end } = await session({ 'first-uses.cjs': readFileSync(program, 'utf8') });
  const { stdout, stderr } = await run(
    `docker run --rm -v ./first-uses.cjs:/app/first-uses.cjs -w /app node:22-alpine sh -c 'npm init -y >/dev/null && npm install ${versions.join(' ')} >/dev/null && node first-uses.cjs ${names.join(' ')}'`,
  );
  expect(stderr).not.toContain('Error');
  expect(stdout).toBe(real(...names));
  end();
});

it('ioredis keeps a visitor count in a Redis container; ws says that WebSockets are not simulated', {
  timeout: 240_000,
}, async () => {
  const { run, end } = await session({
    'count.js': `const Redis = require('ioredis');
const redis = new Redis({ host: 'cache' });
redis.incr('visits').then(() => redis.incr('visits')).then(async (visits) => {
  await redis.hset('h', { a: 1, b: 2 });
  console.log(visits, await redis.hgetall('h'), (await redis.keys('*')).sort());
  redis.disconnect();
});
`,
    'echo.js': `const { WebSocketServer, WebSocket } = require('ws');
const server = new WebSocketServer({ port: 8080 });
server.on('connection', (socket) => socket.on('message', (data) => socket.send('echo ' + data)));
const client = new WebSocket('ws://127.0.0.1:8080');
client.on('open', () => client.send('ahoy'));
client.on('message', (data) => { console.log(String(data)); client.close(); server.close(); });
`,
    Dockerfile: 'FROM node:22-alpine\nWORKDIR /app\nRUN npm install ioredis ws\nCOPY . .\n',
  });
  await run(
    'docker build -q -t app . && docker network create net && docker run -d --name cache --network net redis:7-alpine',
  );
  await run('until docker exec cache redis-cli ping; do sleep 0.1; done');
  const counted = await run('docker run --rm --network net app node count.js');
  expect(counted).toMatchObject({ stdout: "2 { a: '1', b: '2' } [ 'h', 'visits' ]\n", stderr: '' });
  const echo = await run('docker run --rm app node echo.js');
  expect(echo.stderr).toContain('Error: drydock: not simulated: HTTP upgrades (WebSocket)\n');
  expect(echo.exit).toBe(1);
  end();
});
