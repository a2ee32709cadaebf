import { expect, it } from 'vitest';
import { session } from './session.ts';

/** initdb runs the whole of PostgreSQL's bootstrap. */
const SLOW = 400_000;
const READY = (name: string) => `until docker exec ${name} pg_isready -q -h ${name}; do sleep 0.1; done`;

const FILES = {
  'package.json': '{ "name": "visits", "version": "1.0.0", "dependencies": { "pg": "^8.11.0" } }\n',
  'server.js': `const { Pool } = require('pg');
const pool = new Pool({ host: 'db', user: 'student', password: process.env.PASSWORD, database: 'course' });
(async () => {
  const { rows } = await pool.query('SELECT id, name FROM pupils ORDER BY id');
  console.log(rows.map(({ id, name }) => id + ':' + name).join(' '));
  await Promise.all(['c', 'd'].map((name) => pool.query('INSERT INTO pupils (name) VALUES ($1)', [name])));
  console.log((await pool.query('SELECT count(*)::int AS n FROM pupils')).rows[0].n);
  await pool.end();
})().catch((error) => { console.log(error.code, error.message); process.exit(1); });
`,
  Dockerfile:
    'FROM node:22-alpine\nWORKDIR /app\nCOPY package.json .\nRUN npm install\nCOPY . .\nCMD ["node", "server.js"]\n',
  'init/1-schema.sql':
    "CREATE TABLE pupils (id serial PRIMARY KEY, name text NOT NULL);\nINSERT INTO pupils (name) VALUES ('a'), ('b');\n",
};

it('a database in a named volume outlives its container, and is reached by name', { timeout: SLOW }, async () => {
  const { run, end } = await session(FILES);
  const refused = await run(
    'docker run --rm -q postgres:17-alpine 2>&1 || docker run --rm postgres:17-alpine; echo $?',
  );
  expect(refused.stderr + refused.stdout).toContain(
    'Error: Database is uninitialized and superuser password is not specified.',
  );
  await run(`docker build -q -t app . ; docker network create net
docker run -d --name db --network net -e POSTGRES_USER=student -e POSTGRES_PASSWORD=secret -e POSTGRES_DB=course \
  -v pgdata:/var/lib/postgresql/data -v "$PWD/init:/docker-entrypoint-initdb.d:ro" postgres:17-alpine`);
  await run(READY('db'));
  const log = await run('docker logs db 2>&1');
  expect(log.stdout).toContain(
    '/usr/local/bin/docker-entrypoint.sh: running /docker-entrypoint-initdb.d/1-schema.sql\nCREATE TABLE\nINSERT 0 2\n',
  );
  expect(log.stdout).toContain('\nPostgreSQL init process complete; ready for start up.\n');
  expect((await run('docker run --rm --network net -e PASSWORD=secret app')).stdout).toBe('1:a 2:b\n4\n');
  expect((await run('docker run --rm --network net -e PASSWORD=wrong app')).stdout).toBe(
    '28P01 password authentication failed for user "student"\n',
  );
  // Killed and removed; a new container finds the rows, and does not initialise again.
  await run(
    'docker rm -f db; docker run -d --name again --network net -v pgdata:/var/lib/postgresql/data postgres:17-alpine',
  );
  await run(READY('again'));
  expect(
    (
      await run(
        "docker exec again psql -U student course -Atc 'SELECT string_agg(name, NULL ORDER BY name) FROM pupils'",
      )
    ).stdout,
  ).toBe('abcd\n');
  expect((await run('docker logs again 2>&1')).stdout).toContain(
    'PostgreSQL Database directory appears to contain a database; Skipping initialization\n',
  );
  expect((await run("docker stop again; docker inspect -f '{{.State.ExitCode}}' again")).stdout).toBe('again\n0\n');
  end();
});
