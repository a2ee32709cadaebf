import { isErrno } from '../../../kernel/errno.ts';
import type { Program } from '../../../kernel/program.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { binaryFromBytes, binaryFromText } from '../../commands/common/binary.ts';
import { type Command, type Context, runCommand } from '../../commands/common/context.ts';
import { LineReader } from '../../commands/common/input.ts';
import { formatForTerminal, formatRaw } from './cli-format.ts';
import { encodeCommand, type Received, RedisError } from './reply.ts';
import { RespReader } from './resp-reader.ts';
import { REDIS_VERSION } from './storage/persistence.ts';
import { splitWords } from './words.ts';

interface Settings {
  host: string;
  port: number;
  database: number;
  password: string | undefined;
  user: string | undefined;
  raw: boolean;
  repeat: number;
  interval: number;
  lastFromStdin: boolean;
  exitOnError: boolean;
  scan: boolean;
  pattern: string | undefined;
}

/** redis-cli: one command, commands from standard input, or a prompt. */
const main: Command = async (context) => {
  const { sys } = context;
  const settings: Settings = {
    host: '127.0.0.1',
    port: 6379,
    database: 0,
    password: sys.env.get('REDISCLI_AUTH'),
    user: undefined,
    raw: !sys.isatty(1),
    repeat: 1,
    interval: 0,
    lastFromStdin: false,
    exitOnError: false,
    scan: false,
    pattern: undefined,
  };
  const words = readOptions(context, settings);
  if (words === undefined) return context.status;
  const session = new Session(context, settings);
  if (settings.scan) words.push('SCAN', '0', ...(settings.pattern === undefined ? [] : ['MATCH', settings.pattern]));
  if (words.length === 0) return session.interact();
  const command = words.map(binaryFromText);
  if (settings.lastFromStdin) command.push(binaryFromBytes(await sys.readAll(0)));
  if (!(await session.connect())) return 1;
  let status = 0;
  for (let turn = 0; turn < settings.repeat || settings.repeat < 0; turn++) {
    status = await session.run(command, settings.scan);
    await context.out.flush();
    if (settings.interval > 0) await sys.sleep(settings.interval * 1000);
  }
  return status;
};

export const redisCli: Program = {
  name: 'redis-cli',
  main: (sys) => runCommand(main, sys, 'redis-cli', sys.argv.slice(1), 'gnu'),
};

/** The command's words; undefined when the options were all there is. */
function readOptions(context: Context, settings: Settings): string[] | undefined {
  const { args, out } = context;
  let at = 0;
  for (; at < args.length; at++) {
    const arg = args[at]!;
    if (!arg.startsWith('-')) break;
    const needsValue = '-h -p -n -a -r -i -u -s -t -d -D -X --pass --user --pattern'.split(' ').includes(arg);
    const value = needsValue ? args[++at] : undefined;
    if (needsValue && value === undefined) {
      out.text(`Unrecognized option or bad number of args for: '${arg}'\n`, 2);
      context.status = 1;
      return undefined;
    }
    switch (arg) {
      case '-h':
        settings.host = value!;
        break;
      case '-p':
        settings.port = Number(value);
        break;
      case '-n':
        settings.database = Number(value);
        break;
      case '-a':
      case '--pass':
        settings.password = value;
        if (!args.includes('--no-auth-warning')) {
          out.text(
            "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\n",
            2,
          );
        }
        break;
      case '--user':
        settings.user = value;
        break;
      case '-u':
        useUrl(settings, value!);
        break;
      case '-r':
        settings.repeat = Number(value);
        break;
      case '-i':
        settings.interval = Number(value);
        break;
      case '--pattern':
        settings.pattern = value;
        break;
      case '--raw':
        settings.raw = true;
        break;
      case '--no-raw':
        settings.raw = false;
        break;
      case '-x':
        settings.lastFromStdin = true;
        break;
      case '-e':
        settings.exitOnError = true;
        break;
      case '--scan':
        settings.scan = true;
        break;
      case '--no-auth-warning':
        break;
      case '-v':
      case '--version':
        context.print(`redis-cli ${REDIS_VERSION}\n`);
        return undefined;
      case '--help':
        context.print(`redis-cli ${REDIS_VERSION}\n\nUsage: redis-cli [OPTIONS] [cmd [arg [arg ...]]]\n`);
        return undefined;
      default:
        if (
          /^(-3|-c|-s|-t|-d|-D|-X|--(stat|latency.*|pipe.*|bigkeys|memkeys|hotkeys|rdb|functions-rdb|replica|eval|ldb.*|cluster|tls|cert|key|cacert|csv|json|intrinsic-latency|lru-test|show-pushes|verbose|askpass))$/.test(
            arg,
          )
        ) {
          out.text(`drydock: not simulated: redis-cli ${arg}\n`, 2);
        } else out.text(`Unrecognized option or bad number of args for: '${arg}'\n`, 2);
        context.status = 1;
        return undefined;
    }
  }
  return args.slice(at);
}

function useUrl(settings: Settings, url: string): void {
  const [, user, password, host, port, database] =
    /^redis:\/\/(?:([^:@]*)(?::([^@]*))?@)?([^:/]*)(?::(\d+))?(?:\/(\d+))?/.exec(url) ?? [];
  if (host) settings.host = host;
  if (port !== undefined) settings.port = Number(port);
  if (database !== undefined) settings.database = Number(database);
  if (password !== undefined) settings.password = password;
  if (user) settings.user = user;
}

class Session {
  readonly #context: Context;
  readonly #sys: SystemCalls;
  readonly #settings: Settings;
  #fd: number | undefined;
  #reader: RespReader | undefined;
  #database: number;
  #inTransaction = false;

  constructor(context: Context, settings: Settings) {
    this.#context = context;
    this.#sys = context.sys;
    this.#settings = settings;
    this.#database = settings.database;
  }

  async connect(): Promise<boolean> {
    const { host, port, password, user } = this.#settings;
    const fail = (why: string) => {
      this.#context.out.text(`Could not connect to Redis at ${host}:${port}: ${why}\n`, 2);
      return false;
    };
    const [address] = await this.#sys.resolve(host);
    if (address === undefined) return fail('Name or service not known');
    let fd: number;
    try {
      fd = await this.#sys.connect(address, port);
    } catch (error) {
      if (!isErrno(error)) throw error;
      return fail(error.message);
    }
    this.#fd = fd;
    this.#reader = new RespReader(() => this.#sys.read(fd));
    if (password !== undefined) {
      const reply = await this.#ask(['AUTH', ...(user === undefined ? [] : [user]), password]);
      if (reply instanceof RedisError) this.#context.out.text(`AUTH failed: ${reply.message}\n`, 2);
    }
    if (this.#database !== 0) {
      const reply = await this.#ask(['SELECT', String(this.#database)]);
      if (reply instanceof RedisError) {
        this.#context.out.text(`SELECT ${this.#database} failed: ${reply.message}\n`, 2);
        this.#database = 0;
      }
    }
    return true;
  }

  /** Undefined when the server has gone. */
  async #ask(words: readonly string[]): Promise<Received | undefined> {
    try {
      await this.#sys.write(this.#fd!, encodeCommand(words));
      return await this.#reader!.reply();
    } catch (error) {
      if (!isErrno(error)) throw error;
      return undefined;
    }
  }

  async run(words: readonly string[], scanning = false): Promise<number> {
    const name = words[0]!.toLowerCase();
    const { raw, exitOnError } = this.#settings;
    const reply = await this.#ask(words);
    if (reply === undefined) {
      if (name === 'shutdown') return 0;
      this.#disconnect();
      this.#context.out.text('Error: Server closed the connection\n', 2);
      return 1;
    }
    if (scanning && Array.isArray(reply)) {
      const [, keys] = reply as readonly Received[];
      for (const key of Array.isArray(keys) ? (keys as readonly Received[]) : [])
        this.#context.out.binary(`${formatRaw(key)}\n`);
      return 0;
    }
    this.#show(reply, name === 'info' || (name === 'client' && typeof reply === 'string'), raw);
    if (!(reply instanceof RedisError)) {
      if (name === 'select') this.#database = Number(words[1]);
      this.#inTransaction = name === 'multi' || (this.#inTransaction && name !== 'exec' && name !== 'discard');
      if (name === 'subscribe' || name === 'psubscribe') return this.#listen();
    }
    return reply instanceof RedisError && exitOnError ? 1 : 0;
  }

  #show(reply: Received, isText: boolean, raw: boolean): void {
    if (isText && typeof reply === 'string') this.#context.out.binary(raw ? `${reply}\n` : reply);
    else this.#context.out.binary(raw ? `${formatRaw(reply)}\n` : formatForTerminal(reply));
  }

  /** Messages until somebody ends it. */
  async #listen(): Promise<number> {
    if (!this.#settings.raw)
      this.#context.out.text('Reading messages... (press Ctrl-C to quit or any key to type command)\n');
    for (;;) {
      await this.#context.out.flush();
      const reply = await this.#reader!.reply();
      if (reply === undefined) return 1;
      this.#show(reply, false, this.#settings.raw);
    }
  }

  #disconnect(): void {
    if (this.#fd !== undefined) this.#sys.close(this.#fd);
    this.#fd = undefined;
  }

  #prompt(): string {
    if (this.#fd === undefined) return 'not connected> ';
    const { host, port } = this.#settings;
    const where = `${host}:${port}${this.#database === 0 ? '' : `[${this.#database}]`}`;
    return `${where}${this.#inTransaction ? '(TX)' : ''}> `;
  }

  /** Commands line by line; a terminal gets a prompt. */
  async interact(): Promise<number> {
    const context = this.#context;
    const isTerminal = this.#sys.isatty(0);
    const isConnected = await this.connect();
    if (!isConnected && !isTerminal) return 1;
    const lines = new LineReader(context, 0);
    let status = 0;
    for (;;) {
      if (isTerminal) context.out.text(this.#prompt());
      await context.out.flush();
      const line = await lines.next();
      if (line === undefined) {
        if (isTerminal) context.out.text('\n');
        return status;
      }
      const words = splitWords(line);
      if (!words) {
        context.out.text('Invalid argument(s)\n');
        continue;
      }
      const [name, second] = words;
      if (name === undefined) continue;
      if (['quit', 'exit'].includes(name.toLowerCase())) return status;
      if (name.toLowerCase() === 'clear') {
        context.out.text('\x1b[H\x1b[2J');
        continue;
      }
      const times = /^\d+$/.test(name) && second !== undefined ? Number(name) : 1;
      if (this.#fd === undefined && !(await this.connect())) continue;
      for (let turn = 0; turn < times; turn++) status = await this.run(times > 1 ? words.slice(1) : words);
    }
  }
}
