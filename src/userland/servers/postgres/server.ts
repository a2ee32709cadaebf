import { isErrno } from '../../../kernel/errno.ts';
import { SIGNALS, type Signal } from '../../../kernel/process/signals.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { acceptConnections } from '../common/accept.ts';
import { SignalQueue } from '../common/signals.ts';
import type { ServerLog } from './log.ts';
import { Session } from './session.ts';
import { Engine } from './storage/engine.ts';
import { Turns } from './turns.ts';

export interface ServerOptions {
  readonly directory: string;
  readonly port: number;
  readonly settings: readonly (readonly [string, string])[];
}

/** A running server: its sessions, and the one backend they share. */
export class PostgresServer {
  readonly sys: SystemCalls;
  readonly turns = new Turns();
  /** Whose settings the backend has. */
  current: Session | undefined;
  isStopping = false;
  readonly #options: ServerOptions;
  readonly #log: ServerLog;
  readonly #sessions = new Set<Session>();
  #engine: Engine;
  #nextSession = 1;

  private constructor(sys: SystemCalls, options: ServerOptions, log: ServerLog, engine: Engine) {
    this.sys = sys;
    this.#options = options;
    this.#log = log;
    this.#engine = engine;
  }

  static async start(sys: SystemCalls, options: ServerOptions, log: ServerLog): Promise<PostgresServer> {
    const engine = await Engine.open(sys, { ...options, database: 'postgres', log: (line) => log.engine(line) });
    const server = new PostgresServer(sys, options, log, engine);
    server.#sign();
    return server;
  }

  /** postmaster.pid, in this process's name: the engine puts a number of its own there each time it opens the directory. */
  #sign(): void {
    const { directory, port } = this.#options;
    const lines = [this.sys.pid, directory, Math.floor(this.sys.now() / 1000), port, '', '*', '', 'ready   '];
    this.sys.writeFile(`${directory}/postmaster.pid`, `${lines.join('\n')}\n`, { mode: 0o600 });
  }

  log(level: string, message: string): void {
    this.#log.line(level, message);
  }

  /** A file of the data directory, as it is now. */
  readConfiguration(name: string): string {
    const path = `${this.#options.directory}/${name}`;
    return this.sys.exists(path) ? new TextDecoder().decode(this.sys.readFile(path)) : '';
  }

  isLast(session: Session): boolean {
    return this.#sessions.size === 1 && this.#sessions.has(session);
  }

  /** Serves until a signal ends it; the exit status. */
  async serve(listeners: readonly number[]): Promise<number> {
    this.sys.signal(SIGNALS.SIGPIPE, 'ignore');
    const signals = new SignalQueue(this.sys, ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP']);
    const accepting = Promise.race(
      listeners.map((listener) => acceptConnections(this.sys, listener, (fd) => this.#serveClient(fd))),
    );
    for (;;) {
      const signal = await Promise.race([accepting, signals.next()]);
      if (signal === SIGNALS.SIGHUP) {
        this.log('LOG', 'received SIGHUP, reloading configuration files');
        await this.withEngine((engine) => engine.query('SELECT pg_reload_conf()'));
      } else return this.#stop(signal, listeners);
    }
  }

  async #stop(signal: Signal, listeners: readonly number[]): Promise<number> {
    if (signal === SIGNALS.SIGQUIT) {
      this.log('LOG', 'received immediate shutdown request');
      return 0;
    }
    this.log('LOG', `received ${signal === SIGNALS.SIGINT ? 'fast' : 'smart'} shutdown request`);
    if (signal === SIGNALS.SIGINT) this.log('LOG', 'aborting any active transactions');
    // A smart shutdown waits for the sessions to end by themselves.
    while (signal === SIGNALS.SIGTERM && this.#sessions.size > 0) await this.sys.sleep(50);
    this.isStopping = true;
    for (const session of this.#sessions) await session.terminate().catch(ignoreBroken);
    if (this.#engine.status !== 'I') this.#engine.query('ROLLBACK');
    // Before the lock file goes: who waits for that starts the next server on the same port.
    for (const listener of listeners) this.sys.close(listener);
    await this.#engine.close();
    return 0;
  }

  async #serveClient(fd: number): Promise<void> {
    const session = new Session(this, fd, this.#nextSession++);
    this.#sessions.add(session);
    try {
      await session.serve();
    } finally {
      this.#sessions.delete(session);
    }
  }

  /** The backend with a session's database, role and settings. The session has the turn. */
  async become(session: Session): Promise<Engine> {
    if (this.current === session && this.#engine.database === session.database) return this.#engine;
    this.#reset();
    if (this.#engine.database !== session.database) {
      this.#log.isQuiet = true;
      await this.#engine.close();
      const options = { ...this.#options, database: session.database };
      this.#engine = await Engine.open(this.sys, { ...options, log: (line) => this.#log.engine(line) });
      this.#log.isQuiet = false;
      this.#sign();
    }
    session.enter(this.#engine);
    this.current = session;
    return this.#engine;
  }

  /** The backend as the superuser, between two sessions. */
  async withEngine<T>(use: (engine: Engine) => T): Promise<T> {
    await this.turns.take();
    try {
      this.#reset();
      return use(this.#engine);
    } finally {
      this.turns.give();
    }
  }

  #reset(): void {
    if (!this.current) return;
    this.current.leave(this.#engine);
    this.current = undefined;
    this.#engine.reset();
  }
}

function ignoreBroken(error: unknown): void {
  if (!isErrno(error)) throw error;
}
