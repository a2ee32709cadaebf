import type { Context } from '../../../commands/common/context.ts';
import type { Connection } from '../client.ts';
import { Body, BodyReader, errorFields, readRow } from '../wire/messages.ts';
import { errorText } from './error-text.ts';
import { type Format, formatTable, type Table } from './format.ts';

/** Types whose values psql sets to the right (column_type_alignment). */
const NUMBERS = new Set([20, 21, 23, 26, 28, 29, 700, 701, 790, 1700, 5069]);

/** The server has gone. */
export class ConnectionLost extends Error {}

export interface RunnerOptions {
  readonly format: Format;
  /** Before an error: `psql:FILE:LINE: `, or nothing. */
  readonly place: () => string;
  /** Where the rows of COPY FROM STDIN come from. Undefined at their end. */
  readonly copyLine: () => Promise<string | undefined>;
  isQuiet: boolean;
  isTimed: boolean;
}

/** Sends queries and prints what comes back. */
export class Runner {
  readonly context: Context;
  readonly options: RunnerOptions;
  connection: Connection;

  constructor(context: Context, connection: Connection, options: RunnerOptions) {
    this.context = context;
    this.connection = connection;
    this.options = options;
  }

  /** Runs a query of the user's; false when the server refused it. */
  async run(sql: string): Promise<boolean> {
    const { sys } = this.context;
    const began = sys.now();
    const isGood = await this.#ask(sql, (table, tag) => this.#print(table, tag));
    if (this.options.isTimed) this.context.print(`Time: ${(sys.now() - began).toFixed(3)} ms\n`);
    return isGood;
  }

  /** The rows of a query of psql's own; undefined when the server refused it. */
  async rows(sql: string): Promise<Table | undefined> {
    let found: Table | undefined;
    const isGood = await this.#ask(sql, (table) => {
      found ??= table;
    });
    return isGood ? (found ?? { columns: [], rows: [] }) : undefined;
  }

  #print(table: Table | undefined, tag: string): void {
    if (table && table.columns.length > 0) this.context.print(formatTable(table, this.options.format));
    // INSERT … RETURNING prints its rows and its tag.
    const isQuery = table !== undefined && /^(SELECT|FETCH|SHOW|EXPLAIN|TABLE|VALUES)/.test(tag);
    if (!isQuery && !this.options.isQuiet && tag !== '') this.context.print(`${tag}\n`);
  }

  async #ask(sql: string, done: (table: Table | undefined, tag: string) => void): Promise<boolean> {
    await this.connection.send(new Body().string(sql).message('Q'));
    let columns: Table['columns'] | undefined;
    let rows: (string | null)[][] = [];
    let isGood = true;
    for (;;) {
      const message = await this.connection.next();
      if (!message) throw new ConnectionLost();
      const { type, body } = message;
      if (type === 'T') columns = readColumns(body);
      else if (type === 'D') rows.push(readRow(body));
      else if (type === 'C') {
        done(columns && { columns, rows }, new BodyReader(body).string());
        columns = undefined;
        rows = [];
      } else if (type === 'E' || type === 'N') {
        await this.context.out.flush();
        this.context.out.text(this.options.place() + errorText(errorFields(body), sql), 2);
        if (type === 'E') isGood = false;
      } else if (type === 'G') await this.#copyIn();
      else if (type === 'd') this.context.out.bytes(body.slice());
      else if (type === 'A') this.#notify(body);
      else if (type === 'Z') return isGood;
    }
  }

  async #copyIn(): Promise<void> {
    for (;;) {
      const line = await this.options.copyLine();
      if (line === undefined || line === '\\.') break;
      await this.connection.send(new Body().text(`${line}\n`).message('d'));
    }
    await this.connection.send(new Body().message('c'));
  }

  #notify(body: Uint8Array): void {
    const reader = new BodyReader(body);
    const pid = reader.int32();
    const channel = reader.string();
    const payload = reader.string();
    const what = payload === '' ? '' : ` with payload "${payload}"`;
    this.context.print(`Asynchronous notification "${channel}"${what} received from server process with PID ${pid}.\n`);
  }
}

/** A RowDescription. */
function readColumns(body: Uint8Array): Table['columns'] {
  const reader = new BodyReader(body);
  return Array.from({ length: reader.int16() }, () => {
    const name = reader.string();
    reader.take(6);
    const isNumber = NUMBERS.has(reader.int32());
    reader.take(8);
    return { name, isNumber };
  });
}
