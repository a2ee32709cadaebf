import { expect, it } from 'vitest';
import { session } from './session.ts';

/** The to-do app of Docker's own "Get started", its persistence layer as published. */
const FILES = {
  'package.json': `{ "name": "101-app", "version": "1.0.0", "main": "index.js", "license": "MIT",
  "scripts": { "prettify": "prettier -l --write \\"**/*.js\\"", "test": "jest", "dev": "nodemon src/index.js" },
  "dependencies": { "express": "^4.18.2", "mysql2": "^2.3.3", "sqlite3": "^5.1.2", "uuid": "^9.0.0", "wait-port": "^1.0.4" },
  "resolutions": { "ansi-regex": "5.0.1" }, "prettier": { "trailingComma": "all", "tabWidth": 4, "useTabs": false, "semi": true, "singleQuote": true },
  "devDependencies": { "jest": "^29.3.1", "nodemon": "^2.0.20", "prettier": "^2.7.1" } }
`,
  'src/persistence/sqlite.js': `const sqlite3 = require('sqlite3').verbose();
const fs = require('fs');
const location = process.env.SQLITE_DB_LOCATION || '/etc/todos/todo.db';
let db, dbAll, dbRun;
function init() {
    const dirName = require('path').dirname(location);
    if (!fs.existsSync(dirName)) { fs.mkdirSync(dirName, { recursive: true }); }
    return new Promise((acc, rej) => {
        db = new sqlite3.Database(location, err => {
            if (err) return rej(err);
            if (process.env.NODE_ENV !== 'test') console.log(\`Using sqlite database at \${location}\`);
            db.run('CREATE TABLE IF NOT EXISTS todo_items (id varchar(36), name varchar(255), completed boolean)', (err, result) => {
                if (err) return rej(err);
                acc();
            });
        });
    });
}
async function teardown() { return new Promise((acc, rej) => { db.close(err => { if (err) rej(err); else acc(); }); }); }
async function getItems() { return new Promise((acc, rej) => { db.all('SELECT * FROM todo_items', (err, rows) => { if (err) return rej(err); acc(rows.map(item => Object.assign({}, item, { completed: item.completed === 1, }))); }); }); }
async function storeItem(item) { return new Promise((acc, rej) => { db.run('INSERT INTO todo_items (id, name, completed) VALUES (?, ?, ?)', [item.id, item.name, item.completed ? 1 : 0], err => { if (err) return rej(err); acc(); }); }); }
module.exports = { init, teardown, getItems, storeItem };
`,
  'src/persistence/index.js': `if (process.env.MYSQL_HOST) module.exports = require('./mysql');
else module.exports = require('./sqlite');
`,
  'src/index.js': `const express = require('express');
const app = express();
const db = require('./persistence');
const {v4 : uuid} = require('uuid');
app.use(express.json());
app.get('/items', async (req, res) => res.send(await db.getItems()));
app.post('/items', async (req, res) => { const item = { id: uuid(), name: req.body.name, completed: false }; await db.storeItem(item); res.send(item); });
db.init().then(() => { app.listen(3000, () => console.log('Listening on port 3000')); }).catch((err) => { console.error(err); process.exit(1); });
const gracefulShutdown = () => { db.teardown().catch(() => {}).then(() => process.exit()); };
process.on('SIGINT', gracefulShutdown); process.on('SIGTERM', gracefulShutdown); process.on('SIGUSR2', gracefulShutdown);
`,
  Dockerfile: `# syntax=docker/dockerfile:1
FROM node:lts-alpine
WORKDIR /app
COPY . .
RUN yarn install --production
CMD ["node", "src/index.js"]
EXPOSE 3000
`,
};

it('live editing: nodemon starts the program again when a bind-mounted file changes', {
  timeout: 240_000,
}, async () => {
  // A change while nodemon still looks at what there is goes unseen: the file is touched until it is noticed.
  for (const version of ['^2.0.20', '^3.1.0']) {
    const { run, end } = await session({
      'package.json': `{ "scripts": { "dev": "nodemon src/index.js" }, "devDependencies": { "nodemon": "${version}" } }
`,
      'src/index.js': `require('http').createServer((asked, answer) => answer.end('one')).listen(3000, () => console.log('Listening'));
`,
    });
    await run(
      'docker run -dp 127.0.0.1:3000:3000 --name dev -w /app --mount type=bind,src="$(pwd)",target=/app node:lts-alpine sh -c "npm install && npm run dev"',
    );
    expect((await run('until curl -s localhost:3000; do sleep 0.1; done')).stdout).toBe('one');
    await run(`sed -i "s/'one'/'two'/" src/index.js`);
    expect(
      (await run('until curl -s -m 2 localhost:3000 | grep two; do sleep 0.5; touch src/index.js; done')).stdout,
    ).toBe('two\n');
    const logs = (await run('docker logs dev')).stdout.replace(/\x1b\[\d*m/g, '');
    expect(logs).toMatch(
      /\[nodemon\] starting `node src\/index\.js`\nListening\n\[nodemon\] restarting due to changes/,
    );
    end();
  }
});

it('"Get started": the to-do list is in SQLite, and its volume outlives the container', {
  timeout: 240_000,
}, async () => {
  const { run, end } = await session(FILES);
  expect(await run('docker build -q -t getting-started .')).toMatchObject({ exit: 0 });
  const start =
    'docker run -dp 127.0.0.1:3000:3000 --name todo --mount type=volume,src=todo-db,target=/etc/todos getting-started';
  await run(start);
  expect((await run('until curl -s localhost:3000/items; do sleep 0.1; done')).stdout).toBe('[]');
  const milk = await run(`curl -s -H 'Content-Type: application/json' -d '{"name":"milk"}' localhost:3000/items`);
  expect(JSON.parse(milk.stdout)).toMatchObject({ name: 'milk', completed: false });
  expect((await run('docker logs todo')).stdout).toBe(
    'Using sqlite database at /etc/todos/todo.db\nListening on port 3000\n',
  );
  await run(`docker rm -f todo && ${start}`);
  const kept = await run('until curl -s localhost:3000/items; do sleep 0.1; done');
  expect(JSON.parse(kept.stdout)).toEqual([JSON.parse(milk.stdout)]);
  const header = await run('docker exec todo head -c 15 /etc/todos/todo.db');
  expect(header.stdout).toBe('SQLite format 3');
  end();
});
