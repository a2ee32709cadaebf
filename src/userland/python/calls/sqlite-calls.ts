import type { SystemCalls } from '../../../kernel/program.ts';
import { loadSqlite, type Parameters, type SqliteDatabase, SqliteError, type SqlValue } from '../../sqlite/engine.ts';

type Sent = number | string | null | readonly number[];

/** What the sqlite3 module asks for; blobs cross as lists of numbers, failures as `{ error, code }`. */
export function sqliteQuestions(sys: SystemCalls) {
  const databases = new Map<number, SqliteDatabase>();
  let lastId = 0;
  const guarded = <T>(action: () => T): T | { error: string; code: string } => {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof SqliteError)) throw error;
      return { error: error.message, code: error.code };
    }
  };
  const received = (value: Sent): SqlValue => (Array.isArray(value) ? Uint8Array.from(value) : (value as SqlValue));
  const parameters = (given: readonly Sent[] | Readonly<Record<string, Sent>>): Parameters =>
    Array.isArray(given)
      ? given.map(received)
      : Object.fromEntries(Object.entries(given).map(([name, value]) => [name, received(value as Sent)]));
  return {
    sqliteOpen: (path: string) =>
      loadSqlite().then((open) =>
        guarded(() => {
          databases.set(++lastId, open(sys, path));
          return { id: lastId };
        }),
      ),
    sqliteRun: (id: number, sql: string, given: readonly Sent[] | Readonly<Record<string, Sent>>) =>
      guarded(() => {
        const { rows, ...result } = databases.get(id)!.run(sql, parameters(given));
        return {
          ...result,
          rows: rows.map((row) => row.map((value) => (value instanceof Uint8Array ? [...value] : value))),
        };
      }),
    sqliteScript: (id: number, sql: string) =>
      guarded(() => {
        databases.get(id)!.script(sql);
        return {};
      }),
    sqliteClose: (id: number) => {
      databases.get(id)?.close();
      databases.delete(id);
    },
  };
}
