import type { ModuleFactory } from './globals.ts';

/** node:sqlite: SQLite by the host. */
export const sqlite: ModuleFactory = (host, builtin) => {
  const { Buffer } = builtin('buffer') as unknown as { Buffer: { from(value: unknown): Uint8Array } };
  type Value = null | number | string | Uint8Array;
  interface Result {
    columns: string[];
    rows: (Value | number[])[][];
    changes: number;
    lastId: number;
  }
  const failed = (error: unknown): never => {
    const { sqlite: name, message } = error as { sqlite?: string; message: string };
    throw name === undefined
      ? error
      : Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', errcode: 1, sqlite: name });
  };
  const sent = (value: unknown): unknown => {
    if (value === null || typeof value === 'number' || typeof value === 'string') return value;
    if (typeof value === 'bigint') return Number(value);
    if (ArrayBuffer.isView(value)) return [...(value as Uint8Array)];
    throw Object.assign(new TypeError('Provided value cannot be bound to SQLite parameter.'), {
      code: 'ERR_INVALID_ARG_TYPE',
    });
  };
  const bound = (values: readonly unknown[]): unknown => {
    const [first] = values;
    if (first === null || typeof first !== 'object' || ArrayBuffer.isView(first)) return values.map(sent);
    const named = Object.entries(first).flatMap(([name, value]) =>
      /^[:@$]/.test(name) ? [[name, sent(value)]] : [':', '@', '$'].map((sign) => [sign + name, sent(value)]),
    );
    return Object.fromEntries(named);
  };

  class StatementSync {
    readonly #id: () => number;
    readonly sourceSQL: string;
    constructor(id: () => number, sql: string) {
      this.#id = id;
      this.sourceSQL = sql;
    }
    #run(values: readonly unknown[]): Result {
      try {
        return host('sqliteRun', this.#id(), this.sourceSQL, JSON.stringify(bound(values))) as unknown as Result;
      } catch (error) {
        return failed(error);
      }
    }
    all(...values: unknown[]) {
      const { columns, rows } = this.#run(values);
      return rows.map((row) =>
        Object.fromEntries(row.map((value, at) => [columns[at]!, Array.isArray(value) ? Buffer.from(value) : value])),
      );
    }
    get(...values: unknown[]) {
      return this.all(...values)[0];
    }
    iterate(...values: unknown[]) {
      return this.all(...values)[Symbol.iterator]();
    }
    run(...values: unknown[]) {
      const { changes, lastId } = this.#run(values);
      return { changes, lastInsertRowid: lastId };
    }
  }
  class DatabaseSync {
    #id: number | undefined;
    readonly #path: string;
    constructor(path: unknown, options: { open?: boolean } = {}) {
      this.#path = String(path).replace(/^file:\/\//, '');
      if (options.open !== false) this.open();
    }
    get isOpen() {
      return this.#id !== undefined;
    }
    #opened = (): number => {
      if (this.#id === undefined) throw Object.assign(new Error('database is not open'), { code: 'ERR_INVALID_STATE' });
      return this.#id;
    };
    open() {
      try {
        this.#id = host('sqliteOpen', this.#path) as number;
      } catch (error) {
        failed(error);
      }
    }
    exec(sql: string) {
      try {
        host('sqliteScript', this.#opened(), sql);
      } catch (error) {
        failed(error);
      }
    }
    prepare(sql: string) {
      this.#opened();
      return new StatementSync(this.#opened, sql);
    }
    close() {
      host('sqliteClose', this.#opened());
      this.#id = undefined;
    }
  }
  return { DatabaseSync, StatementSync };
};
