import { isErrno } from '../../../../kernel/errno.ts';
import { SIGNALS } from '../../../../kernel/process/signals.ts';
import type { Program } from '../../../../kernel/program.ts';
import { users } from '../../../commands/common/accounts.ts';
import { binaryFromText, bytesFromBinary } from '../../../commands/common/binary.ts';
import { type Context, runCommand } from '../../../commands/common/context.ts';
import { LineReader } from '../../../commands/common/input.ts';
import { type Address, Connection, ConnectionFailure } from '../client.ts';
import { VERSION } from '../version.ts';
import type { Format } from './format.ts';
import { helpText, runMeta } from './meta.ts';
import { type PsqlOptions, readOptions } from './options.ts';
import { ConnectionLost, Runner } from './runner.ts';
import { Scanner } from './scan.ts';

/** Exit statuses of psql. */
const FAILED = 1;
const NO_CONNECTION = 2;
const SCRIPT_ERROR = 3;

const decoder = new TextDecoder();
const lineText = (binary: string) => decoder.decode(bytesFromBinary(binary));

/** psql: commands, files, standard input or a prompt. */
export const psql: Program = {
  name: 'psql',
  main: (sys) => runCommand(start, sys, 'psql', sys.argv.slice(1), 'gnu'),
};

async function start(context: Context): Promise<number> {
  const options = readOptions(context.sys, context.args);
  if (typeof options === 'string') {
    context.out.text(options, 2);
    return FAILED;
  }
  if (options.version) {
    context.print(`psql (PostgreSQL) ${VERSION}\n`);
    return 0;
  }
  const address = addressOf(context, options);
  let connection: Connection;
  try {
    connection = await connect(context, address, options);
  } catch (error) {
    if (!(error instanceof ConnectionFailure)) throw error;
    context.out.text(`psql: error: ${error.message}\n`, 2);
    return NO_CONNECTION;
  }
  const client = new Psql(context, options, address, connection);
  try {
    const status = await client.main();
    await client.runner.connection.end();
    return status;
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    context.out.text(
      'server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.\nconnection to server was lost\n',
      2,
    );
    return NO_CONNECTION;
  }
}

function addressOf({ sys }: Context, { host, port, user, database, list }: PsqlOptions): Address {
  const own = users(sys).find(({ uid }) => uid === sys.credentials().euid)?.name ?? 'root';
  const name = user ?? own;
  return { host, port, user: name, database: database ?? (list ? 'postgres' : name), application: 'psql' };
}

/** Asks for a password when the server wants one and there is a terminal to ask on. */
async function connect(context: Context, address: Address, options: PsqlOptions): Promise<Connection> {
  const { sys } = context;
  const ask = async () => {
    context.out.text(`Password for user ${address.user}: `, 2);
    await context.out.flush();
    const settings = sys.terminalSettings(0);
    sys.setTerminalSettings(0, { ...settings, echo: false });
    const line = decoder.decode(await sys.read(0)).replace(/\n$/, '');
    sys.setTerminalSettings(0, settings);
    context.out.text('\n', 2);
    return line;
  };
  const canAsk = options.askPassword !== false && sys.isatty(0);
  const password = options.askPassword && canAsk ? await ask() : options.password;
  try {
    return await Connection.open(sys, address, password);
  } catch (error) {
    if (!(error instanceof ConnectionFailure) || !error.needsPassword || !canAsk || password !== undefined) throw error;
    options.password = await ask();
    return Connection.open(sys, address, options.password);
  }
}

/** Where input comes from: its lines, and their numbers for error messages. */
interface Source {
  readonly name: string | undefined;
  readonly next: () => Promise<string | undefined>;
  line: number;
}

/** One run of psql. */
export class Psql {
  readonly context: Context;
  readonly format: Format;
  readonly variables: Map<string, string>;
  readonly runner: Runner;
  isInteractive = false;
  readonly #options: PsqlOptions;
  #address: Address;
  #scanner: Scanner;
  #source: Source | undefined;
  #expandNext = false;

  constructor(context: Context, options: PsqlOptions, address: Address, connection: Connection) {
    this.context = context;
    this.format = options.format;
    this.variables = options.variables;
    this.#options = options;
    this.#address = address;
    this.#scanner = this.#newScanner();
    this.runner = new Runner(context, connection, {
      format: this.format,
      place: () => (this.#source?.name === undefined ? '' : `psql:${this.#source.name}:${this.#source.line}: `),
      copyLine: () => this.#nextLine(),
      isQuiet: options.isQuiet,
      isTimed: false,
    });
  }

  get isQuiet(): boolean {
    return this.runner.options.isQuiet;
  }

  get buffer(): string {
    return this.#scanner.buffer;
  }

  async main(): Promise<number> {
    const { actions, list, isSingle } = this.#options;
    if (list) return (await runMeta(this, 'l', '')) === 'done' ? 0 : FAILED;
    if (actions.length === 0) {
      if (this.context.sys.isatty(0)) return this.#interact();
      const reader = new LineReader(this.context, 0);
      const isGood = await this.#runSource({ name: undefined, line: 0, next: async () => reader.next() });
      return isGood ? 0 : SCRIPT_ERROR;
    }
    if (isSingle) await this.runner.rows('BEGIN');
    let status = 0;
    for (const { kind, text } of actions) {
      const isGood = kind === 'file' ? await this.runFile(text) : await this.#runCommand(text);
      // A file goes on after an error unless ON_ERROR_STOP is set; what a -c answers counts.
      if (isGood) continue;
      status = kind === 'file' && this.#stopsOnError ? SCRIPT_ERROR : FAILED;
      if (this.#stopsOnError || kind === 'command') break;
    }
    if (isSingle) await this.runner.rows(status === 0 ? 'COMMIT' : 'ROLLBACK');
    return status;
  }

  get #stopsOnError(): boolean {
    return /^(1|on|true|yes)$/i.test(this.variables.get('ON_ERROR_STOP') ?? '');
  }

  /** -c: SQL as it is (all of it in one go), or one backslash command. */
  async #runCommand(text: string): Promise<boolean> {
    const meta = /^\s*\\([^\s\\]+)\s*(.*)$/s.exec(text);
    if (meta) return (await runMeta(this, meta[1]!, meta[2]!)) !== 'failed';
    return text.trim() === '' || this.runner.run(text);
  }

  /** \i and -f; false when it cannot be read, or an error ended it. */
  async runFile(path: string): Promise<boolean> {
    if (path === '-') {
      const reader = new LineReader(this.context, 0);
      return this.#runSource({ name: '<stdin>', line: 0, next: async () => reader.next() });
    }
    let bytes: Uint8Array;
    try {
      bytes = this.context.sys.readFile(path);
    } catch (error) {
      if (!isErrno(error)) throw error;
      const prefix = this.isInteractive ? '' : 'psql: error: ';
      this.context.out.text(`${prefix}${path}: ${error.message}\n`, 2);
      return false;
    }
    const lines = decoder.decode(bytes).split('\n');
    if (lines.at(-1) === '') lines.pop();
    let at = 0;
    return this.#runSource({
      name: path,
      line: 0,
      next: async () => (at < lines.length ? binaryFromText(lines[at++]!) : undefined),
    });
  }

  /** Runs input to its end; false when an error ended it (ON_ERROR_STOP). */
  async #runSource(source: Source): Promise<boolean> {
    const [outer, outerScanner] = [this.#source, this.#scanner];
    this.#source = source;
    this.#scanner = this.#newScanner();
    try {
      for (;;) {
        const line = await this.#nextLine();
        const outcome = await this.#feed(line);
        if (outcome === 'failed' && this.#stopsOnError) return false;
        if (line === undefined || outcome === 'quit') return true;
      }
    } finally {
      this.#source = outer;
      this.#scanner = outerScanner;
    }
  }

  async #nextLine(): Promise<string | undefined> {
    const source = this.#source;
    if (!source) return undefined;
    const line = await source.next();
    source.line++;
    return line === undefined ? undefined : lineText(line);
  }

  /** Takes a line (undefined: the end), and runs the statements it completes. */
  async #feed(line: string | undefined): Promise<'done' | 'failed' | 'quit'> {
    let outcome: 'done' | 'failed' = 'done';
    if (line === undefined) {
      const last = this.#scanner.finish();
      return last === undefined || (await this.#send(last)) ? 'done' : 'failed';
    }
    this.#scanner.feed(`${line}\n`);
    for (let piece = this.#scanner.next(); piece; piece = this.#scanner.next()) {
      let isGood: boolean;
      if (piece.kind === 'sql') isGood = await this.#send(piece.text);
      else {
        const result = await runMeta(this, piece.name, piece.rest);
        if (result === 'quit') return 'quit';
        const statement = result === 'send' ? this.#scanner.finish() : undefined;
        isGood = statement === undefined ? result !== 'failed' : await this.#send(statement);
      }
      if (isGood) continue;
      outcome = 'failed';
      if (this.#stopsOnError) return outcome;
    }
    return outcome;
  }

  async #send(sql: string): Promise<boolean> {
    if (this.#options.echo) this.context.print(`${sql}\n`);
    if (!this.#expandNext) return this.runner.run(sql);
    const was = this.format.isExpanded;
    this.format.isExpanded = true;
    this.#expandNext = false;
    const isGood = await this.runner.run(sql);
    this.format.isExpanded = was;
    return isGood;
  }

  expandOnce(): void {
    this.#expandNext = true;
  }

  clearBuffer(): void {
    this.#scanner.clear();
  }

  // --- the prompt

  async #interact(): Promise<number> {
    const { context } = this;
    this.isInteractive = true;
    const server = this.runner.connection.parameters.get('server_version') ?? VERSION;
    const versions = server === VERSION ? VERSION : `${VERSION}, server ${server}`;
    if (!this.isQuiet) context.print(`psql (${versions})\nType "help" for help.\n\n`);
    const reader = new LineReader(context, 0);
    this.#source = { name: undefined, line: 0, next: async () => reader.next() };
    // Ctrl-C forgets the line and what was begun.
    context.sys.signal(SIGNALS.SIGINT, () => {
      this.#scanner.clear();
      void context.sys.write(1, `\n${this.#prompt()}`);
    });
    for (;;) {
      context.out.text(this.#prompt());
      await context.out.flush();
      const line = await this.#nextLine();
      if (line === undefined) {
        context.print('\\q\n');
        return 0;
      }
      const word = line.trim().replace(/;$/, '').toLowerCase();
      if (this.#scanner.isEmpty && (word === 'quit' || word === 'exit')) return 0;
      if (this.#scanner.isEmpty && word === 'help') context.print(helpText);
      else if ((await this.#feed(line)) === 'quit') return 0;
    }
  }

  #prompt(): string {
    const { status } = this.runner.connection;
    const transaction = status === 'T' ? '*' : status === 'E' ? '!' : '';
    const end = this.runner.connection.parameters.get('is_superuser') === 'on' ? '#' : '>';
    return `${this.#address.database}${this.#scanner.mark}${transaction}${end} `;
  }

  #newScanner(): Scanner {
    return new Scanner((name) => this.variables.get(name));
  }

  // --- the connection

  connectionText(): string {
    const { host, port, user, database } = this.#address;
    const where = host === undefined ? 'via socket in "/var/run/postgresql"' : `on host "${host}"`;
    return `You are connected to database "${database}" as user "${user}" ${where} at port "${port}".`;
  }

  /** \c [DATABASE [USER [HOST [PORT]]]]; `-` keeps what there is. */
  async reconnect(words: readonly string[]): Promise<boolean> {
    const [database, user, host, port] = words.map((word) => (word === '-' ? undefined : word));
    const old = this.#address;
    const address = {
      ...old,
      database: database ?? old.database,
      user: user ?? old.user,
      host: host ?? old.host,
      port: port === undefined ? old.port : Number(port),
    };
    try {
      const connection = await connect(this.context, address, this.#options);
      await this.runner.connection.end();
      this.runner.connection = connection;
      this.#address = address;
    } catch (error) {
      if (!(error instanceof ConnectionFailure)) throw error;
      this.context.out.text(`${error.message}\n${this.isInteractive ? 'Previous connection kept\n' : ''}`, 2);
      return false;
    }
    if (!this.isQuiet)
      this.context.print(`You are now connected to database "${address.database}" as user "${address.user}".\n`);
    return true;
  }

  /** \! */
  async shell(command: string): Promise<void> {
    const { sys } = this.context;
    await this.context.out.flush();
    const argv = command === '' ? ['/bin/sh'] : ['/bin/sh', '-c', command];
    await sys.wait(sys.spawn({ argv }));
  }
}
