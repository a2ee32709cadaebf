import { isErrno } from '../../../kernel/errno.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { AUTHENTICATION } from './authentication.ts';
import { ScramClient } from './scram.ts';
import { Body, BodyReader, errorFields, type Message, MessageReader, PROTOCOL_3 } from './wire/messages.ts';

export interface Address {
  /** Undefined: the Unix socket, which here is the loopback address. */
  readonly host: string | undefined;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly application: string;
}

/** Why there is no connection, in libpq's words. */
export class ConnectionFailure extends Error {
  /** The server asked for a password, and none was given or it was wrong. */
  readonly needsPassword: boolean;

  constructor(message: string, needsPassword = false) {
    super(message);
    this.needsPassword = needsPassword;
  }
}

/** A client's connection, through its startup. */
export class Connection {
  readonly parameters = new Map<string, string>();
  readonly #sys: SystemCalls;
  readonly #fd: number;
  readonly #reader: MessageReader;
  /** `I` idle, `T` in a transaction, `E` in a failed one. */
  status = 'I';

  private constructor(sys: SystemCalls, fd: number) {
    this.#sys = sys;
    this.#fd = fd;
    this.#reader = new MessageReader(() => sys.read(fd));
  }

  static async open(sys: SystemCalls, address: Address, password?: string): Promise<Connection> {
    const { host, port } = address;
    const target = host === undefined || host.startsWith('/') ? '127.0.0.1' : host;
    const [resolved] = await sys.resolve(target);
    if (resolved === undefined)
      throw new ConnectionFailure(`could not translate host name "${target}" to address: Name or service not known`);
    const isLocal = target !== host;
    const where = isLocal
      ? `connection to server on socket "${host ?? '/var/run/postgresql'}/.s.PGSQL.${port}" failed`
      : `connection to server at "${host}"${resolved === host ? '' : ` (${resolved})`}, port ${port} failed`;
    let fd: number;
    try {
      fd = await sys.connect(resolved, port);
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new ConnectionFailure(
        isLocal
          ? `${where}: No such file or directory\n\tIs the server running locally and accepting connections on that socket?`
          : `${where}: ${error.message}\n\tIs the server running on that host and accepting TCP/IP connections?`,
      );
    }
    const connection = new Connection(sys, fd);
    try {
      await connection.#startUp(address, password);
    } catch (error) {
      connection.#close();
      if (error instanceof ConnectionFailure)
        throw new ConnectionFailure(`${where}: ${error.message}`, error.needsPassword);
      throw error;
    }
    return connection;
  }

  async #startUp({ user, database, application }: Address, password: string | undefined): Promise<void> {
    const words = { user, database, application_name: application, client_encoding: 'UTF8' };
    const body = new Body().int32(PROTOCOL_3);
    for (const [name, value] of Object.entries(words)) body.string(name).string(value);
    await this.send(body.raw(new Uint8Array(1)).message());
    let scram: ScramClient | undefined;
    let isAsked = false;
    for (;;) {
      const message = await this.#reader.next();
      if (!message)
        throw new ConnectionFailure(
          'server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.',
        );
      if (message.type === 'E') {
        const fields = errorFields(message.body);
        throw new ConnectionFailure(`${fields.get('S')}:  ${fields.get('M')}`, isAsked);
      }
      if (message.type === 'S') this.#note(message);
      if (message.type === 'Z') {
        this.#note(message);
        return;
      }
      if (message.type !== 'R') continue;
      const reader = new BodyReader(message.body);
      const code = reader.int32();
      const text = () => new TextDecoder().decode(reader.rest());
      if (code === AUTHENTICATION.SASL) {
        isAsked = true;
        if (password === undefined) throw new ConnectionFailure('fe_sendauth: no password supplied', true);
        scram = new ScramClient(this.#sys.platform, password);
        const first = new TextEncoder().encode(scram.first());
        await this.send(new Body().string(AUTHENTICATION.MECHANISM).int32(first.length).raw(first).message('p'));
      } else if (code === AUTHENTICATION.SASL_CONTINUE && scram) {
        await this.send(new Body().text(scram.final(text())).message('p'));
      } else if (code !== AUTHENTICATION.OK && code !== AUTHENTICATION.SASL_FINAL) {
        throw new ConnectionFailure(`authentication method ${code} not supported`);
      }
    }
  }

  async send(bytes: Uint8Array): Promise<void> {
    await this.#sys.write(this.#fd, bytes);
  }

  /** The next message; undefined when the server has gone. */
  async next(): Promise<Message | undefined> {
    let message: Message | undefined;
    try {
      message = await this.#reader.next();
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
    if (message) this.#note(message);
    return message;
  }

  async end(): Promise<void> {
    try {
      await this.send(new Body().message('X'));
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
    this.#close();
  }

  #close(): void {
    this.#sys.close(this.#fd);
  }

  #note({ type, body }: Message): void {
    if (type === 'Z') this.status = String.fromCharCode(body[0]!);
    if (type !== 'S') return;
    const reader = new BodyReader(body);
    this.parameters.set(reader.string(), reader.string());
  }
}
