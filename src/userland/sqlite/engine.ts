import type { Database } from 'sql.js/dist/sql-wasm-inline.js';
import { isErrno } from '../../kernel/errno.ts';
import type { SystemCalls } from '../../kernel/program.ts';

export type SqlValue = number | string | Uint8Array | null;
export type Parameters = readonly SqlValue[] | Readonly<Record<string, SqlValue>>;

export interface SqlResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
  readonly changes: number;
  readonly lastId: number;
}

/** A failure in SQLite's words, with the name of its result code. */
export class SqliteError extends Error {
  readonly code: string;

  constructor(message: string, code = codeOf(message)) {
    super(message);
    this.code = code;
  }
}

function codeOf(message: string): string {
  if (/constraint failed/.test(message)) return 'SQLITE_CONSTRAINT';
  if (/not a database/.test(message)) return 'SQLITE_NOTADB';
  if (/column index out of range/.test(message)) return 'SQLITE_RANGE';
  return 'SQLITE_ERROR';
}

export type OpenDatabase = (sys: SystemCalls, path: string) => SqliteDatabase;

let loading: Promise<OpenDatabase> | undefined;

/** SQLite, loaded when first used. */
export function loadSqlite(): Promise<OpenDatabase> {
  loading ??= import('sql.js/dist/sql-wasm-inline.js').then(async ({ default: initialize }) => {
    const { Database } = await initialize();
    return (sys, path) => new SqliteDatabase(sys, path, (bytes) => new Database(bytes));
  });
  return loading;
}

/** One connection to a database file, or to one in memory. */
export class SqliteDatabase {
  readonly #sys: SystemCalls;
  readonly #path: string | undefined;
  readonly #make: (bytes?: Uint8Array) => Database;
  #database: Database;
  /** The file as this connection knows it. */
  #known = '';
  inTransaction = false;

  constructor(sys: SystemCalls, path: string, make: (bytes?: Uint8Array) => Database) {
    this.#sys = sys;
    this.#path = path === ':memory:' || path === '' ? undefined : path;
    this.#make = make;
    this.#database = this.#load();
  }

  /** Runs one statement. */
  run(sql: string, parameters: Parameters = []): SqlResult {
    return this.#guarded(() => {
      const statement = this.#database.prepare(sql);
      try {
        statement.bind(parameters);
        const rows: SqlValue[][] = [];
        while (statement.step()) rows.push(statement.get());
        this.#follow(sql);
        return this.#result(rows.length > 0 ? statement.getColumnNames() : columnsOf(statement, sql), rows);
      } finally {
        statement.free();
      }
    });
  }

  /** Runs all statements of a script. */
  script(sql: string): void {
    this.#guarded(() => {
      for (const each of splitStatements(sql)) {
        this.#database.exec(each);
        this.#follow(each);
      }
    });
  }

  close(): void {
    this.#database.close();
  }

  #result(columns: readonly string[], rows: readonly SqlValue[][]): SqlResult {
    const [[lastId]] = this.#database.exec('SELECT last_insert_rowid()')[0]!.values as [[number]];
    return { columns, rows, changes: this.#database.getRowsModified(), lastId };
  }

  #guarded<T>(action: () => T): T {
    if (!this.inTransaction && this.#path !== undefined && this.#fingerprint() !== this.#known) {
      this.#database.close();
      this.#database = this.#load();
    }
    const before = this.#version();
    try {
      const result = action();
      if (!this.inTransaction && this.#version() !== before) this.#save();
      return result;
    } catch (error) {
      throw error instanceof Error && !isErrno(error) ? new SqliteError(error.message) : error;
    }
  }

  /** Changes with every change of data or schema. */
  #version(): string {
    const read = (sql: string) => this.#database.exec(sql)[0]!.values[0]![0];
    return `${read('SELECT total_changes()')} ${read('PRAGMA schema_version')} ${read('PRAGMA user_version')} ${this.inTransaction}`;
  }

  #follow(sql: string): void {
    if (/^\s*(BEGIN|SAVEPOINT)\b/i.test(sql)) this.inTransaction = true;
    else if (/^\s*(COMMIT|END|ROLLBACK(?!\s+TO)(?!\s+TRANSACTION\s+TO))\b/i.test(sql)) this.inTransaction = false;
  }

  #load(): Database {
    if (this.#path === undefined) return this.#make();
    try {
      if (!this.#sys.exists(this.#path)) this.#sys.writeFile(this.#path, '', { mode: 0o644 });
      const bytes = this.#sys.readFile(this.#path);
      this.#known = this.#fingerprint();
      return bytes.length > 0 ? this.#make(bytes) : this.#make();
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new SqliteError('unable to open database file', 'SQLITE_CANTOPEN');
    }
  }

  #save(): void {
    if (this.#path === undefined) return;
    // Exporting opens the database anew, with settings as they are at first.
    const keys = this.#database.exec('PRAGMA foreign_keys')[0]!.values[0]![0];
    const bytes = this.#database.export();
    this.#database.exec(`PRAGMA foreign_keys = ${keys}`);
    try {
      this.#sys.writeFile(this.#path, bytes);
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new SqliteError('attempt to write a readonly database', 'SQLITE_READONLY');
    }
    this.#known = this.#fingerprint();
  }

  #fingerprint(): string {
    const { ino, size, mtime } = this.#sys.stat(this.#path!);
    return `${ino} ${size} ${mtime}`;
  }
}

function columnsOf(statement: { getColumnNames(): string[] }, sql: string): string[] {
  return /^\s*(SELECT|WITH|PRAGMA|VALUES|EXPLAIN)\b|\bRETURNING\b/i.test(sql) ? statement.getColumnNames() : [];
}

/** A script's statements, cut at semicolons outside of strings, comments and triggers. */
export function splitStatements(sql: string): string[] {
  const found: string[] = [];
  let [start, depth] = [0, 0];
  const token =
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|\b(?:CREATE\s+(?:TEMP\w*\s+)?TRIGGER|CASE|END)\b|;/gi;
  for (let match = token.exec(sql); match; match = token.exec(sql)) {
    const word = match[0];
    if (/^(CREATE|CASE)/i.test(word)) depth++;
    else if (/^END$/i.test(word) && depth > 0) depth--;
    else if (word === ';' && depth === 0) {
      found.push(sql.slice(start, match.index));
      start = match.index + 1;
    }
  }
  found.push(sql.slice(start));
  return found.filter((each) => each.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').trim() !== '');
}
