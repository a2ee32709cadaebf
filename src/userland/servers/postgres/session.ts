import { concat } from '../../../kernel/bytes.ts';
import { authenticationOk, checkPassword } from './authentication.ts';
import { authenticationMethod } from './hba.ts';
import type { PostgresServer } from './server.ts';
import { StatementNames } from './statement-names.ts';
import type { Engine } from './storage/engine.ts';
import { quoteLiteral, quoteName } from './storage/quote.ts';
import {
  Body,
  BodyReader,
  CANCEL_REQUEST,
  errorMessage,
  GSS_REQUEST,
  type Message,
  MessageReader,
  ProtocolError,
  SSL_REQUEST,
  splitMessages,
} from './wire/messages.ts';

/** Parameters a client is told of at the start and on every change. */
const REPORTED =
  `application_name client_encoding DateStyle default_transaction_read_only in_hot_standby integer_datetimes IntervalStyle
  is_superuser scram_iterations search_path server_encoding server_version session_authorization standard_conforming_strings
  TimeZone`.split(/\s+/);
/** Settings a startup message may carry besides the user and the database. */
const NOT_SETTINGS = new Set(['user', 'database', 'options', 'replication']);
const COPY_IN = /^\s*(?:--[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)*copy\b[^;]*\bfrom\s+stdin\b/i;

/** The client is told and let go. */
class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** One connection. */
export class Session {
  user = '';
  database = '';
  readonly #server: PostgresServer;
  readonly #fd: number;
  readonly #reader: MessageReader;
  readonly #names: StatementNames;
  /** What was set in this session, for when another had the backend meanwhile. */
  #settings: (readonly [string, string])[] = [];
  #hasTurn = false;
  #hasChanged = false;

  constructor(server: PostgresServer, fd: number, id: number) {
    this.#server = server;
    this.#fd = fd;
    this.#reader = new MessageReader(() => server.sys.read(fd));
    this.#names = new StatementNames(id);
  }

  async serve(): Promise<void> {
    try {
      if (!(await this.#start())) return;
      await this.#answerAll();
    } catch (error) {
      if (error instanceof Refusal) {
        this.#server.log('FATAL', error.message);
        await this.#send(errorMessage('FATAL', error.code, error.message));
      } else if (error instanceof ProtocolError) {
        await this.#send(errorMessage('FATAL', '08P01', error.message));
      } else throw error;
    } finally {
      await this.#end();
    }
  }

  /** Told that the server goes away. */
  async terminate(): Promise<void> {
    await this.#send(errorMessage('FATAL', '57P01', 'terminating connection due to administrator command'));
  }

  // --- coming in

  async #start(): Promise<boolean> {
    const parameters = await this.#startupParameters();
    if (!parameters) return false;
    this.user = parameters.get('user') ?? '';
    if (this.user === '') throw new Refusal('28000', 'no PostgreSQL user name specified in startup packet');
    this.database = parameters.get('database') ?? this.user;
    await this.#authenticate();
    for (const [name, value] of parameters) if (!NOT_SETTINGS.has(name)) this.#settings.push([name, value]);
    for (const [, name, value] of (parameters.get('options') ?? '').matchAll(/(?:-c\s*|--)([\w.-]+)=(\S*)/g))
      this.#settings.push([name!.replaceAll('-', '_'), value!]);
    await this.#takeTurn();
    const engine = await this.#server.become(this);
    const list = REPORTED.map(quoteLiteral).join(', ');
    const values = engine.query(`SELECT name, current_setting(name) FROM unnest(ARRAY[${list}]) AS name`);
    await this.#send(
      concat([
        authenticationOk(),
        ...values.map(([name, value]) =>
          new Body()
            .string(name ?? '')
            .string(value ?? '')
            .message('S'),
        ),
        new Body().int32(this.#server.sys.pid).int32(0).message('K'),
        new Body().text('I').message('Z'),
      ]),
    );
    this.#giveTurn();
    return true;
  }

  /** Undefined when the client only asked for something else, or went away. */
  async #startupParameters(): Promise<Map<string, string> | undefined> {
    for (;;) {
      const packet = await this.#reader.first();
      if (!packet) return undefined;
      const reader = new BodyReader(packet);
      const code = reader.int32();
      if (code === SSL_REQUEST || code === GSS_REQUEST) {
        await this.#send(new TextEncoder().encode('N'));
        continue;
      }
      if (code === CANCEL_REQUEST) return undefined;
      if (code >> 16 !== 3) {
        const version = `${code >> 16}.${code & 0xffff}`;
        throw new Refusal('0A000', `unsupported frontend protocol ${version}: server supports 3.0 to 3.2`);
      }
      const parameters = new Map<string, string>();
      for (let name = reader.string(); name !== ''; name = reader.string()) parameters.set(name, reader.string());
      return parameters;
    }
  }

  async #authenticate(): Promise<void> {
    const { user, database } = this;
    const { address } = this.#server.sys.peerName(this.#fd);
    const method = authenticationMethod(this.#server.readConfiguration('pg_hba.conf'), { user, database, address });
    if (method === undefined || method === 'reject') {
      const what = method === undefined ? 'no pg_hba.conf entry for' : 'pg_hba.conf rejects connection for';
      throw new Refusal('28000', `${what} host "${address}", user "${user}", database "${database}", no encryption`);
    }
    const [role, place] = await this.#server.withEngine((engine) => [
      engine.query(`SELECT rolpassword, rolcanlogin FROM pg_authid WHERE rolname = ${quoteLiteral(user)}`)[0],
      engine.query(`SELECT datallowconn FROM pg_database WHERE datname = ${quoteLiteral(database)}`)[0],
    ]);
    if (method === 'scram-sha-256' || method === 'md5') {
      const isRight = await checkPassword(this.#server.sys, this.#reader, (bytes) => this.#send(bytes), role?.[0]);
      if (!isRight) throw new Refusal('28P01', `password authentication failed for user "${user}"`);
    } else if (method !== 'trust') throw new Refusal('28000', `drydock: not simulated: ${method} authentication`);
    if (!role) throw new Refusal('28000', `role "${user}" does not exist`);
    if (role[1] !== 't') throw new Refusal('28000', `role "${user}" is not permitted to log in`);
    if (!place) throw new Refusal('3D000', `database "${database}" does not exist`);
    if (place[0] !== 't') throw new Refusal('55000', `database "${database}" is not currently accepting connections`);
  }

  // --- at work

  async #answerAll(): Promise<void> {
    let batch: Uint8Array[] = [];
    for (;;) {
      const message = await this.#reader.next();
      if (!message || message.type === 'X') return;
      batch.push(this.#names.rename(message));
      if (!'QSHF'.includes(message.type)) continue;
      const isCopy = message.type === 'Q' && COPY_IN.test(new BodyReader(message.body).string());
      if (isCopy && !(await this.#collectCopy(batch))) return;
      const answer = await this.#run(concat(batch), message.type === 'H');
      batch = [];
      // The client has been told to send its rows already.
      await this.#send(isCopy ? without(answer, 'G') : answer);
    }
  }

  /** The rows of COPY FROM STDIN: the engine takes them only together with the command. False when the client went away. */
  async #collectCopy(batch: Uint8Array[]): Promise<boolean> {
    await this.#send(
      new Body()
        .raw(new Uint8Array([0]))
        .int16(0)
        .message('G'),
    );
    for (;;) {
      const message: Message | undefined = await this.#reader.next();
      if (!message) return false;
      batch.push(message.bytes);
      if (message.type === 'c' || message.type === 'f') return true;
    }
  }

  async #run(messages: Uint8Array, isUnfinished: boolean): Promise<Uint8Array> {
    await this.#takeTurn();
    const engine = await this.#server.become(this);
    const answer = engine.run(messages);
    for (const { type, body } of splitMessages(answer)) {
      if (type === 'C' && /^(SET|RESET|SELECT|DISCARD)/.test(new BodyReader(body).string())) this.#hasChanged = true;
    }
    if (engine.status === 'I' && !isUnfinished) this.#giveTurn();
    return answer;
  }

  /** Makes the backend this session's. */
  enter(engine: Engine): void {
    for (const [name, value] of this.#settings) {
      try {
        engine.query(`SELECT set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, false)`);
      } catch {
        // A client may name settings the server does not know; the real one is as forgiving about application_name only.
        this.#settings = this.#settings.filter(([each]) => each !== name);
      }
    }
    engine.query(`SET SESSION AUTHORIZATION ${quoteName(this.user)}`);
    this.#hasChanged = false;
  }

  /** Another session comes to the backend: what was set stays known. */
  leave(engine: Engine): void {
    if (!this.#hasChanged) return;
    const rows = engine.query(
      "SELECT name, setting FROM pg_settings WHERE source = 'session' AND context IN ('user', 'superuser')",
    );
    this.#settings = rows.map(([name, setting]) => [name ?? '', setting ?? '']);
  }

  // --- going

  async #end(): Promise<void> {
    if (this.#server.isStopping) return;
    if (this.#server.current === this) {
      await this.#takeTurn();
      if (this.#server.current === this) this.#forget(await this.#server.become(this));
    }
    this.#giveTurn();
  }

  #forget(engine: Engine): void {
    if (engine.status !== 'I') engine.query('ROLLBACK');
    if (this.#server.isLast(this)) engine.query('DISCARD ALL');
    else for (const name of this.#names.own) engine.query(`DEALLOCATE ${quoteName(name)}`);
    this.#server.current = undefined;
    engine.reset();
  }

  async #takeTurn(): Promise<void> {
    if (this.#hasTurn) return;
    await this.#server.turns.take();
    this.#hasTurn = true;
  }

  #giveTurn(): void {
    if (!this.#hasTurn) return;
    this.#hasTurn = false;
    this.#server.turns.give();
  }

  async #send(bytes: Uint8Array): Promise<void> {
    await this.#server.sys.write(this.#fd, bytes);
  }
}

function without(answer: Uint8Array, type: string): Uint8Array {
  const kept = splitMessages(answer).filter((message) => message.type !== type);
  return kept.length === 0 ? new Uint8Array(0) : concat(kept.map(({ bytes }) => bytes));
}
