import { expect, test } from 'vitest';
import { testMachine } from '../../../../test/support/machine.ts';
import { nodeProgram } from '../../node/program.ts';
import { shellProgram } from '../../shell/index.ts';
import { npxProgram } from './npx.ts';
import { npmProgram } from './program.ts';

function machine(files: Record<string, string> = {}) {
  const made = testMachine({
    files: Object.fromEntries(Object.entries(files).map(([path, text]) => [`/app/${path}`, text])),
    programs: [nodeProgram, npmProgram, npxProgram, shellProgram('dash')],
    executables: {
      '/usr/local/bin/node': 'node',
      '/usr/local/bin/npm': 'npm',
      '/usr/local/bin/npx': 'npx',
      '/bin/sh': 'dash',
    },
  });
  made.kernel.host.network.attach({
    name: 'eth0',
    mac: '02:42:ac:11:00:02',
    address: '172.17.0.2',
    prefix: 16,
    network: made.kernel.createSegment('bridge'),
  });
  made.kernel.host.network.setGateway('172.17.0.1');
  if (!made.files.exists('/app')) made.files.mkdir('/app', 0o755);
  return made;
}
const _text = (made: ReturnType<typeof machine>, path: string) => new TextDecoder().decode(made.files.readFile(path));

test('install puts real packages in place, and node runs them', async () => {
  const made = machine({
    'package.json': '{"name":"app","version":"1.0.0","dependencies":{"ms":"^2.0.0"}}',
    'main.js': "console.log(require('ms')('2 days'))",
  });
  const installed = await made.run(['npm', 'install'], { cwd: '/app' });
  expect(installed.stderr).toBe('');
  expect(installed.stdout).toMatch(/^\nadded 1 package, and audited 2 packages in \d+ms\n\nfound 0 vulnerabilities\n$/);
  expect(await made.run(['node', 'main.js'], { cwd: '/app' })).toMatchObject({
    stdout: '172800000\n',
    stderr: '',
    status: 0,
  });
});

test('express serves', async () => {
  const made = machine({
    'main.js': `
      const express = require('express');
      const app = express();
      app.use(express.json());
      app.get('/', (req, res) => res.send('hi ' + req.query.name));
      app.post('/', (req, res) => res.status(201).json({ got: req.body }));
      const server = app.listen(3000, () => {
        const http = require('http');
        http.get('http://localhost:3000/?name=you', (res) => {
          let body = '';
          res.on('data', (d) => { body += d; });
          res.on('end', () => {
            console.log(res.statusCode, res.headers['content-type'], body);
            const post = http.request({ port: 3000, method: 'POST', headers: { 'Content-Type': 'application/json' } }, (r) => {
              let t = '';
              r.on('data', (d) => { t += d; });
              r.on('end', () => { console.log(r.statusCode, t); server.close(); });
            });
            post.end('{"a":1}');
          });
        });
      });`,
  });
  for (const version of ['4', '5']) {
    const installed = await made.run(['npm', 'install', `express@${version}`], { cwd: '/app' });
    expect(installed).toMatchObject({ stderr: '', status: 0 });
    expect(await made.run(['node', 'main.js'], { cwd: '/app' })).toMatchObject({
      stderr: '',
      stdout: '200 text/html; charset=utf-8 hi you\n201 {"got":{"a":1}}\n',
      status: 0,
    });
  }
});
