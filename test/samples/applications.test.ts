import { expect, it } from 'vitest';
import { session } from './session.ts';

const SLOW = 120_000;

it('Node: dependencies in a layer of their own, a server on a published port', { timeout: SLOW }, async () => {
  const { run, end } = await session({
    'package.json':
      '{ "name": "app", "version": "1.0.0", "scripts": { "start": "node server.js" }, "dependencies": { "express": "^4.18.2" } }\n',
    'server.js': `const express = require('express');
const app = express();
app.get('/', (req, res) => res.send('Hello from ' + process.env.NAME));
app.listen(3000, () => console.log('listening on 3000'));
`,
    Dockerfile: `FROM node:22-alpine
WORKDIR /app
COPY package*.json ./
RUN npm install
COPY . .
ENV NAME=Node
EXPOSE 3000
CMD ["npm", "start"]
`,
  });
  await run('docker build -q -t app . && docker run -d --name web -p 8080:3000 app');
  expect(await run('until curl -s localhost:8080; do sleep 0.05; done')).toMatchObject({ stdout: 'Hello from Node' });
  expect((await run('docker logs web')).stdout).toContain('listening on 3000\n');
  // The code changes: what was installed is used again.
  const again = await run(
    "sed -i 's/Hello/Bye/' server.js; docker build --progress=plain -t app . 2>&1 | grep -B1 CACHED",
  );
  expect(again.stdout).toContain('RUN npm install\n');
  expect(again.stdout).not.toContain('COPY . .');
  expect(
    (
      await run(
        'docker rm -f web; docker run -d -p 8080:3000 app >/dev/null; until curl -s localhost:8080; do sleep 0.05; done',
      )
    ).stdout,
  ).toBe('web\nBye from Node');
  end();
});

it('nginx: the page in an image of two lines, and bind-mounted and edited', { timeout: SLOW }, async () => {
  const { run, end } = await session({
    'html/index.html': '<h1>One</h1>\n',
    Dockerfile: 'FROM nginx:alpine\nCOPY html /usr/share/nginx/html\n',
  });
  await run(
    'docker build -q -t site .; docker run -d --name baked -p 8081:80 site; docker run -d --name mounted -p 8082:80 -v "$PWD/html:/usr/share/nginx/html:ro" nginx:alpine',
  );
  const both = 'for port in 8081 8082; do until curl -s localhost:$port; do sleep 0.05; done; done';
  expect((await run(both)).stdout).toBe('<h1>One</h1>\n<h1>One</h1>\n');
  expect((await run(`echo '<h1>Two</h1>' > html/index.html; ${both}`)).stdout).toBe('<h1>One</h1>\n<h1>Two</h1>\n');
  expect((await run("docker inspect -f '{{json .Config.ExposedPorts}} {{json .Config.Cmd}}' site")).stdout).toBe(
    '{"80/tcp":{}} ["nginx","-g","daemon off;"]\n',
  );
  end();
});

it('ubuntu-sleeper: ENTRYPOINT with a default argument', { timeout: SLOW }, async () => {
  const { run, end } = await session({ Dockerfile: 'FROM ubuntu\nENTRYPOINT ["sleep"]\nCMD ["5"]\n' });
  await run('docker build -q -t ubuntu-sleeper .');
  expect(
    (await run("docker create --name made ubuntu-sleeper >/dev/null; docker ps -a --no-trunc --format '{{.Command}}'"))
      .stdout,
  ).toBe('"sleep 5"\n');
  expect(await run('docker run ubuntu-sleeper 0.01; echo $?')).toMatchObject({ stdout: '0\n' });
  expect((await run('docker run --entrypoint echo ubuntu-sleeper awake')).stdout).toBe('awake\n');
  expect((await run('docker run ubuntu-sleeper soon 2>&1; echo $?')).stdout).toContain(
    "sleep: invalid time interval 'soon'",
  );
  end();
});
