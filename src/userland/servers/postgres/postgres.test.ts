import { beforeAll, describe, expect, it } from 'vitest';
import type { TestMachine } from '../../../../test/support/machine.ts';
import { userlandMachine } from '../../../../test/support/userland.ts';

const PROGRAMS = 'postgres initdb pg_ctl pg_isready psql gosu'.split(' ');
const ACCOUNTS = {
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\npostgres:x:999:999::/var/lib/postgresql:/bin/sh\n',
  '/etc/group': 'root:x:0:\npostgres:x:999:\n',
};
/** initdb runs the whole of PostgreSQL's bootstrap. */
const SLOW = 300_000;
const START = 'gosu postgres pg_ctl -D /data -t 250 -l /data/log';

// Each test finds what the one before left: one data directory, opened again and again.
describe('a data directory', { timeout: SLOW }, () => {
  let machine: TestMachine;
  const sh = (script: string) => machine.run(['/bin/sh', '-c', script]);

  beforeAll(async () => {
    machine = userlandMachine({
      files: ACCOUNTS,
      executables: {
        ...Object.fromEntries(PROGRAMS.map((name) => [`/bin/${name}`, name])),
        '/bin/mkfifo': 'gnu/mkfifo',
      },
    });
    const made = await sh(
      'mkdir /data; chown postgres /data; echo secret > /tmp/pw; gosu postgres initdb -D /data -U boss --pwfile=/tmp/pw && echo host all all all scram-sha-256 >> /data/pg_hba.conf',
    );
    expect(made.stdout).toContain('Success. You can now start the database server using:\n');
    expect(new TextDecoder().decode(machine.files.readFile('/data/PG_VERSION'))).toBe('18\n');
  }, SLOW);

  it('is not made or served by root', async () => {
    expect(await sh('postgres -D /data')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('"root" execution of the PostgreSQL server is not permitted.'),
    });
    expect((await sh('pg_isready; psql -U boss postgres')).stderr).toBe(
      'psql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory\n\tIs the server running locally and accepting connections on that socket?\n',
    );
  });

  // The expected texts are psql 15's of Debian bookworm but for the titles, which 18 words anew.
  it('is queried, and answers are printed as psql prints them', async () => {
    const result = await sh(`${START} start >/dev/null; psql -U boss postgres <<'END'
CREATE TABLE books (id serial PRIMARY KEY, title text NOT NULL, price numeric(6,2));
INSERT INTO books (title, price) VALUES ('one', 2.5), ('two', NULL);
SELECT * FROM books ORDER BY id; \\d books
COPY books (title, price) FROM stdin;
three	3
\\.
\\x
SELECT *, 'a; b' AS "both" FROM books WHERE id = 3;
\\x
SELECT * FROM nope
WHERE true;
\\dt none
CREATE ROLE app LOGIN PASSWORD 'app';
CREATE DATABASE shop OWNER app;
END`);
    expect(result.stderr).toBe(
      'ERROR:  relation "nope" does not exist\nLINE 1: SELECT * FROM nope\n                      ^\nDid not find any tables named "none".\n',
    );
    expect(result.stdout).toBe(`CREATE TABLE
INSERT 0 2
 id | title | price 
----+-------+-------
  1 | one   |  2.50
  2 | two   |      
(2 rows)

                               Table "public.books"
 Column |     Type     | Collation | Nullable |              Default              
--------+--------------+-----------+----------+-----------------------------------
 id     | integer      |           | not null | nextval('books_id_seq'::regclass)
 title  | text         |           | not null | 
 price  | numeric(6,2) |           |          | 
Indexes:
    "books_pkey" PRIMARY KEY, btree (id)

COPY 1
Expanded display is on.
-[ RECORD 1 ]
id    | 3
title | three
price | 3.00
both  | a; b

Expanded display is off.
CREATE ROLE
CREATE DATABASE
`);
  });

  it('has roles, passwords and databases of its own', async () => {
    const result = await sh(`address=$(hostname -i 2>/dev/null || echo 127.0.0.1)
PGPASSWORD=app psql -h $address -U app shop -c 'CREATE TABLE t(x int)' -Atc 'SELECT current_user, current_database()'
psql -U boss postgres -Atc 'SELECT current_user, current_database(), count(*) FROM books'
psql -U nobody postgres; psql -U boss nowhere; psql -U boss postgres -c 'SELECT 1/0'; echo $?`);
    expect(result.stdout).toBe('CREATE TABLE\napp|shop\nboss|postgres|3\n1\n');
    expect(result.stderr).toBe(
      'psql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: FATAL:  role "nobody" does not exist\n' +
        'psql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: FATAL:  database "nowhere" does not exist\n' +
        'ERROR:  division by zero\n',
    );
  });

  it('keeps sessions apart: what one sets, and its transaction', async () => {
    const result = await sh(`mkfifo /tmp/in; psql -U boss postgres -At < /tmp/in > /tmp/first & exec 3> /tmp/in
echo "SET work_mem = '1MB'; BEGIN; INSERT INTO books (title) VALUES ('four'); SELECT 'begun';" >&3
until grep -q begun /tmp/first; do sleep 0.01; done
psql -U boss postgres -Atc "SELECT count(*), current_setting('work_mem') FROM books" > /tmp/second & second=$!
echo "ROLLBACK;" >&3; wait $second; echo "SHOW work_mem;" >&3; exec 3>&-; wait; cat /tmp/first /tmp/second`);
    expect(result.stdout).toBe('SET\nBEGIN\nINSERT 0 1\nbegun\nROLLBACK\n1MB\n3|4MB\n');
  });

  it('survives kill -9 of its server, as recovery shows, and a stop', async () => {
    const result = await sh(`kill -9 $(head -1 /data/postmaster.pid); ${START} start > /dev/null
psql -U boss postgres -Atc 'SELECT count(*) FROM books'; psql -U boss shop -Atc 'SELECT count(*) FROM t'
${START} stop; ls /data/postmaster.pid 2>&1; grep -o 'LOG: .*' /data/log | tail -8`);
    expect(result.stdout).toMatch(/^3\n0\nwaiting for server to shut down\.\.\.\. done\nserver stopped\n/);
    expect(result.stdout).toContain(
      'LOG:  database system was not properly shut down; automatic recovery in progress\n',
    );
    expect(result.stdout).toMatch(
      /LOG: {2}received fast shutdown request\n.*aborting.*\n.*\n.*database system is shut down\n$/,
    );
    expect(
      (await sh(`${START} start > /dev/null; psql -U boss postgres -Atc 'SELECT max(id) FROM books'`)).stdout,
    ).toBe('3\n');
    expect((await sh(`${START} status; ${START} stop`)).stdout).toMatch(/^pg_ctl: server is running \(PID: \d+\)\n/);
  });
});
