import { expect, it } from 'vitest';
import { testMachine } from '../../../test/support/machine.ts';
import { nodeProgram } from '../node/program.ts';
import { splitStatements } from './engine.ts';

it('keeps a database in its file, and tells what SQLite says', async () => {
  const made = testMachine({ files: {}, programs: [nodeProgram], executables: { '/usr/local/bin/node': 'node' } });
  const program = (code: string) =>
    made.run([
      'node',
      '-e',
      `const { DatabaseSync } = require('node:sqlite'); const db = new DatabaseSync('/a.db'); ${code}`,
    ]);
  const first = await program(`
    db.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, data BLOB); INSERT INTO t(name) VALUES ('a;b')");
    console.log(db.prepare('INSERT INTO t(name, data) VALUES ($name, $data)').run({ name: 'c', data: Buffer.from([1, 2]) }));
    try { db.prepare("INSERT INTO t(name) VALUES ('c')").run() } catch (error) { console.log(error.message) }
    try { db.exec('SELEC') } catch (error) { console.log(error.message) }
    db.exec('BEGIN'); db.exec("INSERT INTO t(name) VALUES ('undone')"); db.exec('ROLLBACK');
    db.exec('BEGIN'); db.exec("INSERT INTO t(name) VALUES ('kept')"); db.exec('COMMIT');`);
  expect(first.stdout.split('\n')).toEqual([
    '{ changes: 1, lastInsertRowid: 2 }',
    'UNIQUE constraint failed: t.name',
    'near "SELEC": syntax error',
    '',
  ]);
  const second = await program(
    `console.log(JSON.stringify(db.prepare('SELECT id, name, length(data) AS n FROM t').all()))`,
  );
  expect(JSON.parse(second.stdout)).toEqual([
    { id: 1, name: 'a;b', n: null },
    { id: 2, name: 'c', n: 2 },
    { id: 3, name: 'kept', n: null },
  ]);
});

it('cuts a script where a statement ends', () => {
  expect(splitStatements("SELECT ';' ; -- a; b\nSELECT 1;\n")).toEqual(["SELECT ';' ", ' -- a; b\nSELECT 1']);
  expect(splitStatements('CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END; SELECT 2')).toHaveLength(2);
});
