import { TIMED_OUT, withTimeout } from '../../network/timeout.ts';
import { CONNECTION_COMMANDS } from './commands/connection.ts';
import { globMatcher } from './commands/context.ts';
import { pop } from './commands/lists.ts';
import { SERVER_COMMANDS } from './commands/server.ts';
import { DATA_COMMANDS, NOT_SIMULATED } from './commands/table.ts';
import type { Keyspace } from './keyspace.ts';
import { encodeReply, NO_ARRAY, OK, type Protocol, RedisError, type Reply, Status, Typed } from './reply.ts';
import type { RedisServer } from './server.ts';

/** Commands of a client that waits for messages. */
const WHILE_SUBSCRIBED = new Set(['subscribe', 'unsubscribe', 'psubscribe', 'punsubscribe', 'ping', 'quit', 'reset']);
const WITHOUT_LOGIN = new Set(['auth', 'hello', 'quit', 'reset']);
/** Not queued between MULTI and EXEC. */
const AT_ONCE = new Set(['exec', 'discard', 'multi', 'watch', 'quit', 'reset']);

/** One connection: its database, its transaction, its subscriptions. */
export class Client {
  readonly server: RedisServer;
  readonly fd: number;
  readonly id: number;
  database = 0;
  protocol: Protocol = 2;
  name = '';
  closing = false;
  loggedIn: boolean;
  readonly channels = new Set<string>();
  readonly patterns = new Set<string>();
  #queue: string[][] | undefined;
  #queueBroken = false;
  readonly #watched = new Map<string, string>();
  #sending: Promise<void> = Promise.resolve();

  constructor(server: RedisServer, fd: number, id: number) {
    this.server = server;
    this.fd = fd;
    this.id = id;
    this.loggedIn = server.config.get('requirepass') === '';
  }

  get keys(): Keyspace {
    return this.server.databases[this.database]!;
  }

  /** In the order asked for, replies and messages alike. */
  send(bytes: Uint8Array): Promise<void> {
    this.#sending = this.#sending.then(() => this.server.sys.write(this.fd, bytes));
    return this.#sending;
  }

  /** The reply; undefined when the command has sent what there is to send. */
  async execute(words: string[]): Promise<Reply | undefined> {
    const name = words[0]!.toLowerCase();
    try {
      this.#check(name, words);
      if (this.#queue && !AT_ONCE.has(name)) {
        this.#queue.push(words);
        return new Status('QUEUED');
      }
      if (name === 'blpop' || name === 'brpop')
        return await this.#blockingPop(words, name === 'blpop' ? 'left' : 'right');
      return this.#run(name, words);
    } catch (error) {
      if (!(error instanceof RedisError)) throw error;
      if (this.#queue && !AT_ONCE.has(name)) this.#queueBroken = true;
      return error;
    }
  }

  #check(name: string, words: readonly string[]): void {
    const arity =
      DATA_COMMANDS[name]?.arity ?? SERVER_COMMANDS[name]?.arity ?? CONNECTION_COMMANDS[name]?.arity ?? OWN[name];
    if (arity === undefined) throw unknownCommand(words);
    if (arity > 0 ? words.length !== arity : words.length < -arity) {
      throw new RedisError(`ERR wrong number of arguments for '${name}' command`);
    }
    if (!this.loggedIn && !WITHOUT_LOGIN.has(name)) throw new RedisError('NOAUTH Authentication required.');
    if (this.protocol === 2 && this.channels.size + this.patterns.size > 0 && !WHILE_SUBSCRIBED.has(name)) {
      throw new RedisError(
        `ERR Can't execute '${name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`,
      );
    }
  }

  #run(name: string, words: readonly string[]): Reply | undefined {
    const data = Object.hasOwn(DATA_COMMANDS, name) ? DATA_COMMANDS[name] : undefined;
    const args = words.slice(1);
    if (!data) {
      const other = SERVER_COMMANDS[name] ?? CONNECTION_COMMANDS[name];
      return other ? other.run(this, args) : this.#own(name, args);
    }
    const { server, keys } = this;
    const reply = data.run({ keys, now: () => server.sys.now(), random: () => server.random() }, args);
    if (data.writes) {
      server.persistence.append(this.database, absolute(name, words, server.sys.now()));
      server.touched();
    }
    return reply;
  }

  #own(name: string, args: readonly string[]): Reply | undefined {
    switch (name) {
      case 'multi':
        if (this.#queue) throw new RedisError('ERR MULTI calls can not be nested');
        this.#queue = [];
        this.#queueBroken = false;
        return OK;
      case 'discard':
        if (!this.#queue) throw new RedisError('ERR DISCARD without MULTI');
        this.#endTransaction();
        return OK;
      case 'exec':
        return this.#exec();
      case 'watch':
        if (this.#queue) throw new RedisError('ERR WATCH inside MULTI is not allowed');
        for (const key of args) this.#watched.set(`${this.database}:${key}`, this.#fingerprint(this.database, key));
        return OK;
      case 'unwatch':
        this.#watched.clear();
        return OK;
      default:
        return this.#subscription(name, args);
    }
  }

  #exec(): Reply {
    const queue = this.#queue;
    if (!queue) throw new RedisError('ERR EXEC without MULTI');
    const isBroken = this.#queueBroken;
    const hasChanged = [...this.#watched].some(([id, before]) => {
      const colon = id.indexOf(':');
      return this.#fingerprint(Number(id.slice(0, colon)), id.slice(colon + 1)) !== before;
    });
    this.#endTransaction();
    if (isBroken) throw new RedisError('EXECABORT Transaction discarded because of previous errors.');
    if (hasChanged) return NO_ARRAY;
    return queue.map((words): Reply => {
      try {
        return this.#run(words[0]!.toLowerCase(), words) ?? null;
      } catch (error) {
        if (error instanceof RedisError) return error;
        throw error;
      }
    });
  }

  #endTransaction(): void {
    this.#queue = undefined;
    this.#queueBroken = false;
    this.#watched.clear();
  }

  #fingerprint(database: number, key: string): string {
    const value = this.server.databases[database]?.get(key);
    return (
      JSON.stringify(value, (_, each: unknown) => (each instanceof Map || each instanceof Set ? [...each] : each)) ?? ''
    );
  }

  // --- messages

  #subscription(name: string, args: readonly string[]): undefined {
    const isPattern = name.startsWith('p');
    const set = isPattern ? this.patterns : this.channels;
    const subscribing = !name.includes('unsubscribe');
    const names: (string | null)[] = args.length > 0 ? [...args] : [...set];
    if (names.length === 0) names.push(null);
    for (const each of names) {
      if (each !== null && subscribing) set.add(each);
      else if (each !== null) set.delete(each);
      const count = this.channels.size + this.patterns.size;
      void this.send(encodeReply(new Typed('push', [name, each, count]), this.protocol)).catch(() => {});
    }
  }

  /** Sends a published message if this client wants it; how often. */
  deliver(channel: string, message: string): number {
    let count = 0;
    const give = (...reply: readonly Reply[]): void => {
      count++;
      // a subscriber that has gone is noticed by its own reader
      void this.send(encodeReply(new Typed('push', reply), this.protocol)).catch(() => {});
    };
    if (this.channels.has(channel)) give('message', channel, message);
    for (const pattern of this.patterns) if (globMatcher(pattern)(channel)) give('pmessage', pattern, channel, message);
    return count;
  }

  // --- waiting

  async #blockingPop(words: readonly string[], end: 'left' | 'right'): Promise<Reply> {
    const names = words.slice(1, -1);
    const seconds = Number(words.at(-1));
    if (Number.isNaN(seconds)) throw new RedisError('ERR timeout is not a float or out of range');
    if (seconds < 0) throw new RedisError('ERR timeout is negative');
    const { server } = this;
    const until = seconds === 0 ? undefined : server.sys.now() + seconds * 1000;
    const context = { keys: this.keys, now: () => server.sys.now(), random: () => server.random() };
    for (;;) {
      for (const key of names) {
        const item = pop(context, key, end);
        if (item === undefined) continue;
        server.persistence.append(this.database, [end === 'left' ? 'LPOP' : 'RPOP', key]);
        return [key, item];
      }
      const left = until === undefined ? undefined : until - server.sys.now();
      if ((await withTimeout(server.sys, left, server.nextChange())) === TIMED_OUT) return NO_ARRAY;
    }
  }
}

/** Arities of the commands a client runs itself. */
const OWN: Record<string, number> = {
  multi: 1,
  exec: 1,
  discard: 1,
  watch: -2,
  unwatch: 1,
  subscribe: -2,
  unsubscribe: -1,
  psubscribe: -2,
  punsubscribe: -1,
  blpop: -3,
  brpop: -3,
};

function unknownCommand(words: readonly string[]): RedisError {
  const [name = '', ...args] = words;
  if (NOT_SIMULATED.has(name.toLowerCase())) return new RedisError(`ERR drydock: not simulated: ${name.toUpperCase()}`);
  const shown = args.map((arg) => `'${arg.slice(0, 128)}' `).join('');
  return new RedisError(`ERR unknown command '${name.slice(0, 128)}', with args beginning with: ${shown}`);
}

/** For the append-only file: times to live as the moment they end. */
function absolute(name: string, words: readonly string[], now: number): readonly string[] {
  const [, key = '', time = '', ...rest] = words;
  if (name === 'expire') return ['PEXPIREAT', key, String(Math.round(now + Number(time) * 1000)), ...rest];
  if (name === 'pexpire') return ['PEXPIREAT', key, String(Math.round(now + Number(time))), ...rest];
  if (name === 'setex') return ['SET', key, rest[0] ?? '', 'PXAT', String(Math.round(now + Number(time) * 1000))];
  if (name === 'psetex') return ['SET', key, rest[0] ?? '', 'PXAT', String(Math.round(now + Number(time)))];
  if (name !== 'set') return words;
  const at = words.findIndex((word, index) => index > 2 && /^(EX|PX)$/i.test(word));
  if (at < 0) return words;
  const ms = Number(words[at + 1]) * (words[at]!.toUpperCase() === 'EX' ? 1000 : 1);
  return [...words.slice(0, at), 'PXAT', String(Math.round(now + ms)), ...words.slice(at + 2)];
}
