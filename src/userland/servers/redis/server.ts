import { isErrno } from '../../../kernel/errno.ts';
import { SIGNALS } from '../../../kernel/process/signals.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { acceptConnections } from '../common/accept.ts';
import { SignalQueue } from '../common/signals.ts';
import { Client } from './client.ts';
import { DATA_COMMANDS } from './commands/table.ts';
import type { RedisConfig } from './config.ts';
import { Keyspace } from './keyspace.ts';
import { encodeReply, RedisError } from './reply.ts';
import { ProtocolError, RespReader } from './resp-reader.ts';
import { type Log, Persistence } from './storage/persistence.ts';

const CRON_MS = 1000;

/** A running server: databases, clients, persistence. */
export class RedisServer {
  readonly sys: SystemCalls;
  readonly config: RedisConfig;
  readonly databases: Keyspace[];
  readonly persistence: Persistence;
  readonly clients = new Set<Client>();
  readonly log: Log;
  readonly started: number;
  commandsProcessed = 0;
  connectionsReceived = 0;
  #nextClient = 1;
  #saving: number | undefined;
  #changed = new Set<() => void>();
  #shutdown: ((save: boolean) => void) | undefined;

  constructor(sys: SystemCalls, config: RedisConfig, log: Log) {
    this.sys = sys;
    this.config = config;
    this.log = log;
    this.started = sys.now();
    this.databases = Array.from({ length: config.number('databases') }, () => new Keyspace(() => sys.now()));
    this.persistence = new Persistence(sys, config, this.databases, log);
  }

  async load(): Promise<void> {
    await this.persistence.load((database, words) => {
      const keys = this.databases[database]!;
      const name = words[0]!.toLowerCase();
      if (name === 'flushall') for (const each of this.databases) each.clear();
      const command = DATA_COMMANDS[name];
      command?.run({ keys, now: () => this.sys.now(), random: () => this.random() }, words.slice(1));
    });
  }

  /** Serves until it is told to end; the exit status. */
  async serve(listener: number, sayFromHandler: (message: string) => void): Promise<number> {
    const { sys } = this;
    sys.signal(SIGNALS.SIGPIPE, 'ignore');
    sys.signal(SIGNALS.SIGHUP, 'ignore');
    const signals = new SignalQueue(sys, ['SIGTERM', 'SIGINT']);
    const asked = new Promise<boolean>((resolve) => {
      this.#shutdown = resolve;
    });
    const accepting = acceptConnections(sys, listener, (fd) => this.#serveClient(fd));
    const cron = this.#cron();
    const outcome = await Promise.race([accepting, cron, signals.next(), asked]);
    let save = this.config.savePoints().length > 0;
    if (typeof outcome === 'boolean') save = outcome;
    else sayFromHandler(`Received ${outcome === SIGNALS.SIGINT ? 'SIGINT' : 'SIGTERM'} scheduling shutdown...`);
    this.log('*', 'User requested shutdown...');
    if (save) {
      this.log('*', 'Saving the final RDB snapshot before exiting.');
      try {
        this.persistence.save();
      } catch (error) {
        if (!isErrno(error)) throw error;
        this.log('#', "Error trying to save the DB, but can't exit.");
        return 1;
      }
    }
    this.log('#', 'Redis is now ready to exit, bye bye...');
    return 0;
  }

  shutdown(save: boolean): void {
    this.#shutdown?.(save);
  }

  random(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.sys.platform.random(4);
    return (a * 2 ** 24 + b * 2 ** 16 + c * 256 + d) / 2 ** 32;
  }

  // --- snapshots in the background

  async #cron(): Promise<never> {
    for (;;) {
      await this.sys.sleep(CRON_MS);
      const since = (this.sys.now() - this.persistence.lastSave) / 1000;
      for (const [seconds, changes] of this.config.savePoints()) {
        if (this.#saving !== undefined || this.persistence.dirty < changes || since < seconds) continue;
        this.log('*', `${changes} changes in ${seconds} seconds. Saving...`);
        this.backgroundSave();
      }
    }
  }

  /** False when one is under way. */
  backgroundSave(): boolean {
    if (this.#saving !== undefined) return false;
    const pid = this.persistence.startBackgroundSave();
    this.#saving = pid;
    this.log('*', `Background saving started by pid ${pid}`);
    void Promise.resolve(this.sys.wait(pid)).then(
      (result) => {
        this.#saving = undefined;
        if (result && 'code' in result && result.code === 0) {
          this.persistence.saved();
          this.log('*', 'Background saving terminated with success');
        } else {
          this.persistence.lastSaveOk = false;
          this.log('#', 'Background saving error');
        }
      },
      () => {},
    );
    return true;
  }

  get isSaving(): boolean {
    return this.#saving !== undefined;
  }

  // --- clients

  async #serveClient(fd: number): Promise<void> {
    const { sys } = this;
    this.connectionsReceived++;
    const client = new Client(this, fd, this.#nextClient++);
    this.clients.add(client);
    const reader = new RespReader(() => sys.read(fd));
    try {
      while (!client.closing) {
        const words = await reader.command();
        if (!words) break;
        if (words.length === 0) continue;
        this.commandsProcessed++;
        const reply = await client.execute(words);
        if (reply !== undefined) await client.send(encodeReply(reply, client.protocol));
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      await client.send(encodeReply(new RedisError(`ERR Protocol error: ${error.message}`)));
    } finally {
      this.clients.delete(client);
    }
  }

  /** Sends to all who subscribed; how many that were. */
  publish(channel: string, message: string): number {
    let count = 0;
    for (const client of this.clients) count += client.deliver(channel, message);
    return count;
  }

  /** A write happened: whoever waits for a list looks again. */
  touched(): void {
    const waiting = this.#changed;
    this.#changed = new Set();
    for (const wake of waiting) wake();
  }

  /** Until the next write. */
  nextChange(): Promise<void> {
    return new Promise((resolve) => this.#changed.add(resolve));
  }
}
