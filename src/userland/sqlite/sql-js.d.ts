/** What is used of sql.js (https://sql.js.org/documentation/Database.html). */
declare module 'sql.js/dist/sql-wasm-inline.js' {
  export interface Statement {
    bind(values: readonly unknown[] | Readonly<Record<string, unknown>>): boolean;
    step(): boolean;
    get(): (number | string | Uint8Array | null)[];
    getColumnNames(): string[];
    free(): boolean;
  }
  export interface Database {
    prepare(sql: string): Statement;
    iterateStatements(sql: string): Iterable<Statement>;
    exec(sql: string): { columns: string[]; values: (number | string | Uint8Array | null)[][] }[];
    getRowsModified(): number;
    export(): Uint8Array;
    close(): void;
  }
  export default function initSqlJs(): Promise<{ Database: new (bytes?: Uint8Array) => Database }>;
}
