import { PGlite } from '@electric-sql/pglite';
import type { SystemCalls } from '../../../../kernel/system-calls.ts';
import { Body, errorFields, readRow, splitMessages } from '../wire/messages.ts';
import { DataDirectory } from './data-directory.ts';
import { quoteName } from './quote.ts';

/** One backend, no helpers: how the engine has to be started here. */
const SINGLE = ['--single', '-F', '-j'];
const NEEDED: readonly (readonly [string, string])[] = [
  ['exit_on_error', 'false'],
  ['io_method', 'sync'],
  ['log_checkpoints', 'false'],
  ['max_worker_processes', '0'],
  ['max_parallel_workers', '0'],
  ['max_parallel_workers_per_gather', '0'],
  ['max_parallel_maintenance_workers', '0'],
];
/** Write-ahead log files of 1 MB instead of 16: they are kept in memory. */
const INITDB = ['--wal-segsize=1', '--encoding=UTF8', '--auth-local=trust', '--auth-host=trust'];

/** An error of the server, as SQL clients see it. */
export class SqlError extends Error {
  readonly fields: ReadonlyMap<string, string>;

  constructor(fields: ReadonlyMap<string, string>) {
    super(fields.get('M') ?? '');
    this.fields = fields;
  }
}

export interface EngineOptions {
  readonly directory: string;
  readonly database: string;
  /** `-c name=value` of the server. */
  readonly settings?: readonly (readonly [string, string])[];
  /** A line the engine writes into the server's log. */
  readonly log?: (line: string) => void;
}

/** The one backend, connected to one database. */
export class Engine {
  readonly database: string;
  /** The role that initialised the data directory: what the backend is when it is nobody's. */
  readonly superuser: string;
  readonly #pglite: PGlite;
  readonly #files: DataDirectory;
  /** `I` idle, `T` in a transaction, `E` in a failed one. */
  status = 'I';

  private constructor(database: string, pglite: PGlite, files: DataDirectory) {
    this.database = database;
    this.#pglite = pglite;
    this.#files = files;
    this.superuser = this.query('SELECT rolname FROM pg_authid WHERE oid = 10')[0]?.[0] ?? 'postgres';
  }

  /** Opens a data directory; an empty one is initialised first, with `superuser` as its first role. */
  static async open(sys: SystemCalls, options: EngineOptions, superuser = 'postgres'): Promise<Engine> {
    const files = new DataDirectory(sys, options.directory);
    const complaints: string[] = [];
    const settings = [...NEEDED, ...(options.settings ?? [])];
    const pglite = new PGlite({
      fs: files,
      database: options.database,
      startParams: [...SINGLE, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      initDbStartParams: [...INITDB, `--username=${superuser}`],
      onStderr: (line) => {
        complaints.push(line);
        options.log?.(line);
        return false;
      },
    });
    try {
      await pglite.waitReady;
    } catch (error) {
      files.closeAll();
      const fatal = complaints.find((line) => line.includes('FATAL:'));
      throw fatal === undefined ? error : new EngineFailure(fatal.replace(/^.*?FATAL:\s*/, ''));
    }
    return new Engine(options.database, pglite, files);
  }

  /** Runs complete messages of a client; the complete answers. */
  run(messages: Uint8Array): Uint8Array {
    const answer = this.#pglite.execProtocolRawSync(messages);
    for (const { type, body } of splitMessages(answer)) if (type === 'Z') this.status = String.fromCharCode(body[0]!);
    return answer;
  }

  /** A query of the server's own: rows as text. Throws SqlError. */
  query(sql: string): (string | null)[][] {
    const rows: (string | null)[][] = [];
    for (const { type, body } of splitMessages(this.run(new Body().string(sql).message('Q')))) {
      if (type === 'E') throw new SqlError(errorFields(body));
      if (type === 'D') rows.push(readRow(body));
    }
    return rows;
  }

  /** Makes the backend nobody's: the role and the settings it started with. */
  reset(): void {
    this.query(`SET SESSION AUTHORIZATION ${quoteName(this.superuser)}; RESET ALL`);
  }

  /** Shuts the database down in an orderly way: what is in memory is written, a checkpoint made. */
  async close(): Promise<void> {
    await this.#pglite.close();
    this.#files.closeAll();
  }
}

/** The engine would not start: PostgreSQL's FATAL message. */
export class EngineFailure extends Error {}
