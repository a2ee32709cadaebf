import type { SystemCalls } from '../../../kernel/program.ts';
import {
  type OpenDatabase,
  type Parameters,
  type SqliteDatabase,
  SqliteError,
  type SqlValue,
} from '../../sqlite/engine.ts';
import type { HostOperations, HostValue } from './operations.ts';

/** What node:sqlite asks for; blobs cross as lists of numbers. */
export function sqliteOperations(sys: SystemCalls, open: OpenDatabase | undefined): HostOperations {
  const databases = new Map<number, SqliteDatabase>();
  let lastId = 0;
  const guarded = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      if (error instanceof SqliteError) throw Object.assign(new Error(error.message), { sqlite: error.code });
      throw error;
    }
  };
  const received = (value: unknown): SqlValue =>
    Array.isArray(value) ? Uint8Array.from(value as number[]) : (value as SqlValue);
  const parameters = (given: unknown): Parameters =>
    Array.isArray(given)
      ? given.map(received)
      : Object.fromEntries(Object.entries(given as object).map(([name, value]) => [name, received(value)]));
  return {
    sqliteOpen(path) {
      if (!open) throw new Error('drydock: not simulated: SQLite where the main file does not name it');
      databases.set(
        ++lastId,
        guarded(() => open(sys, String(path))),
      );
      return lastId;
    },
    sqliteRun(id, sql, given) {
      const result = guarded(() => databases.get(Number(id))!.run(String(sql), parameters(JSON.parse(String(given)))));
      const rows = result.rows.map((row) => row.map((value) => (value instanceof Uint8Array ? [...value] : value)));
      return { ...result, rows } as unknown as HostValue;
    },
    sqliteScript: (id, sql) => guarded(() => databases.get(Number(id))!.script(String(sql))),
    sqliteClose(id) {
      databases.get(Number(id))?.close();
      databases.delete(Number(id));
    },
  };
}
