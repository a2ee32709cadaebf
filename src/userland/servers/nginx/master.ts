import { isErrno, KernelError } from '../../../kernel/errno.ts';
import { SIGNALS, signalName } from '../../../kernel/process/signals.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { findGroup, findUser, groupsOf, linesOf, users } from '../../commands/common/accounts.ts';
import { numbered } from '../common/errno-numbers.ts';
import { SignalQueue } from '../common/signals.ts';
import { loadConfiguration } from './config/load.ts';
import type { Configuration } from './config/model.ts';
import { ConfigError } from './config/parse.ts';
import { ErrorLog, LogFiles } from './log.ts';
import { nginxVersion } from './variables.ts';
import { Worker } from './worker.ts';

const TEMPORARY = ['client_temp', 'proxy_temp', 'fastcgi_temp', 'uwsgi_temp', 'scgi_temp'];
const CACHE = '/var/cache/nginx';
const BIND_TRIES = 5;
const BIND_PAUSE_MS = 500;

/** The master process: holds sockets and logs, starts workers, and obeys signals. */
export class Master {
  #sys: SystemCalls;
  readonly #globals: string;
  #config: Configuration;
  #logs: LogFiles;
  #errors: ErrorLog;
  /** `address:port` → socket. */
  readonly #sockets = new Map<string, number>();
  readonly #workers = new Set<number>();
  readonly #counter = { connections: 0 };
  #respawn = true;

  constructor(sys: SystemCalls, config: Configuration, globals: string) {
    this.#sys = sys;
    this.#config = config;
    this.#globals = globals;
    this.#logs = new LogFiles(sys);
    this.#errors = new ErrorLog(sys, this.#logs.open('stderr'), 'notice');
  }

  /** Opens logs and sockets; ConfigError when that cannot be. */
  async prepare(): Promise<void> {
    await this.#apply(this.#config);
  }

  /** The daemon's own process takes over what its parent has opened. */
  moveTo(child: SystemCalls): this {
    this.#sys = child;
    this.#logs = this.#logs.inheritedBy(child);
    this.#errors = this.#openErrors(this.#config, this.#logs);
    return this;
  }

  #openErrors(config: Configuration, logs: LogFiles, sys = this.#sys): ErrorLog {
    const [path = '/var/log/nginx/error.log', level = 'error'] = config.main.get('error_log')?.args ?? [];
    return new ErrorLog(sys, logs.open(path), level);
  }

  async #apply(config: Configuration): Promise<void> {
    const logs = new LogFiles(this.#sys);
    const errors = this.#openErrors(config, logs);
    for (const scope of [config.http, ...config.servers.map(({ scope }) => scope)]) {
      for (const { args } of scope?.own('access_log') ?? []) if (args[0] !== 'off') logs.open(args[0] ?? '');
    }
    this.#makeTemporary(config);
    await this.#bind(config, errors);
    this.#config = config;
    this.#logs = logs;
    this.#errors = errors;
  }

  #makeTemporary(config: Configuration): void {
    const sys = this.#sys;
    if (!sys.exists(CACHE)) return;
    const owner = this.#workerUser(config);
    for (const name of TEMPORARY) {
      const path = `${CACHE}/${name}`;
      try {
        if (!sys.exists(path)) sys.mkdir(path, 0o700);
        if (owner && sys.stat(path).uid !== owner.uid) sys.chown(path, owner.uid, -1);
      } catch (error) {
        if (!isErrno(error)) throw error;
        throw new ConfigError(`mkdir() "${path}" failed (${numbered(error)})`);
      }
    }
  }

  async #bind(config: Configuration, errors: ErrorLog): Promise<void> {
    const wanted = new Map<string, { address: string; port: number }>();
    for (const { listens } of config.servers) {
      for (const { address, port } of listens) {
        // one socket for all addresses takes the connections of single ones, too
        const everywhere = config.servers.some((one) =>
          one.listens.some((each) => each.address === '0.0.0.0' && each.port === port),
        );
        wanted.set(everywhere ? `0.0.0.0:${port}` : `${address}:${port}`, {
          address: everywhere ? '0.0.0.0' : address,
          port,
        });
      }
    }
    const failures = new Map<string, string>();
    for (let tries = 0; tries < BIND_TRIES; tries++) {
      failures.clear();
      for (const [key, { address, port }] of wanted) {
        if (this.#sockets.has(key)) continue;
        try {
          this.#sockets.set(key, this.#sys.listen(port, address));
        } catch (error) {
          if (!isErrno(error)) throw error;
          const message = `bind() to ${key} failed (${numbered(error)})`;
          if (error.code !== 'EADDRINUSE') throw new ConfigError(message);
          failures.set(key, message);
        }
      }
      if (failures.size === 0) break;
      for (const message of failures.values()) {
        errors.write('emerg', message);
        await this.#sys.write(2, `nginx: [emerg] ${message}\n`);
      }
      errors.write('notice', 'try again to bind() after 500ms');
      await this.#sys.sleep(BIND_PAUSE_MS);
    }
    if (failures.size > 0) throw new ConfigError('still could not bind()');
    for (const [key, fd] of this.#sockets) {
      if (wanted.has(key)) continue;
      this.#sys.close(fd);
      this.#sockets.delete(key);
    }
  }

  async run(): Promise<number> {
    const sys = this.#sys;
    const pidFile = this.#writePid();
    sys.setTitle([`nginx: master process ${sys.argv.join(' ')}`]);
    const signals = new SignalQueue(sys, ['SIGQUIT', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGWINCH', 'SIGCHLD']);
    this.#announce();
    this.#startWorkers();
    let quitting = false;
    // signals only arrive while the process waits in a call
    const pause = sys.sleep(Number.POSITIVE_INFINITY);
    pause.catch(() => {});
    for (;;) {
      const signal = await signals.next();
      if (signal === SIGNALS.SIGCHLD) {
        await this.#reap(quitting);
        if (quitting && this.#workers.size === 0) break;
        continue;
      }
      this.#sayReceived(signal);
      if (signal === SIGNALS.SIGHUP) await this.#reload();
      else if (signal === SIGNALS.SIGUSR1) this.#errors.write('notice', 'reopening logs');
      else {
        quitting ||= signal !== SIGNALS.SIGWINCH;
        this.#respawn = false;
        this.#tellWorkers(
          signal === SIGNALS.SIGQUIT || signal === SIGNALS.SIGWINCH ? SIGNALS.SIGQUIT : SIGNALS.SIGTERM,
        );
        if (quitting && this.#workers.size === 0) break;
      }
    }
    try {
      sys.unlink(pidFile);
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
    this.#errors.write('notice', 'exit');
    await this.#logs.flushed();
    return 0;
  }

  #writePid(): string {
    const path = this.#config.main.value('pid') ?? '/run/nginx.pid';
    try {
      this.#sys.writeFile(path, `${this.#sys.pid}\n`);
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new ConfigError(`open() "${path}" failed (${numbered(error)})`);
    }
    return path;
  }

  #announce(): void {
    const sys = this.#sys;
    const errors = this.#errors;
    errors.write('notice', 'using the "epoll" event method');
    errors.write('notice', `nginx/${nginxVersion(sys)}`);
    errors.write('notice', `built by ${compiler(sys)}`);
    errors.write('notice', `OS: ${sys.uname().sysname} ${sys.uname().release}`);
    const { soft, hard } = sys.limit('n');
    errors.write('notice', `getrlimit(RLIMIT_NOFILE): ${soft}:${hard}`);
  }

  #startWorkers(): void {
    this.#errors.write('notice', 'start worker processes');
    const wanted = this.#config.main.value('worker_processes') ?? '1';
    const count = wanted === 'auto' ? processors(this.#sys) : Number(wanted);
    for (let index = 0; index < count; index++) this.#startWorker();
  }

  #startWorker(): void {
    const config = this.#config;
    const listeners = [...this.#sockets.values()];
    const logs = this.#logs;
    const user = this.#workerUser(config);
    const pid = this.#sys.fork(async (child) => {
      child.setTitle(['nginx: worker process']);
      const inherited = logs.inheritedBy(child);
      const errors = this.#openErrors(config, inherited, child);
      if (user) {
        const { uid, gid } = user;
        child.setCredentials({ uid, gid, euid: uid, egid: gid, groups: user.groups, capabilities: new Set() });
      }
      return new Worker(child, { config, listeners, logs: inherited, errors, counter: this.#counter }).run();
    });
    this.#workers.add(pid);
    this.#errors.write('notice', `start worker process ${pid}`);
  }

  /** Who the workers run as; nobody else than the master when it is not root. */
  #workerUser(config: Configuration): { uid: number; gid: number; groups: number[] } | undefined {
    const sys = this.#sys;
    if (sys.credentials().euid !== 0) return undefined;
    const [name = 'nobody', group] = config.main.get('user')?.args ?? [];
    const user = findUser(sys, name);
    const uid = users(sys).find((one) => one.name === name)?.uid ?? user?.uid;
    if (uid === undefined) throw new ConfigError(`getpwnam("${name}") failed in ${config.path}:2`);
    const gid = (group === undefined ? user?.gid : findGroup(sys, group)) ?? uid;
    return { uid, gid, groups: groupsOf(sys, name, gid) };
  }

  #tellWorkers(signal: number): void {
    for (const pid of this.#workers) this.#kill(pid, signal);
  }

  #kill(pid: number, signal: number): void {
    try {
      this.#sys.kill(pid, signal);
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
    }
  }

  async #reap(quitting: boolean): Promise<void> {
    const sys = this.#sys;
    for (;;) {
      let ended: Awaited<ReturnType<SystemCalls['wait']>>;
      try {
        ended = await sys.wait(-1, { noHang: true });
      } catch (error) {
        if (!isErrno(error, 'ECHILD')) throw error;
        return;
      }
      if (!ended) return;
      this.#errors.write('notice', `signal 17 (SIGCHLD) received from ${ended.pid}`);
      const isWorker = this.#workers.delete(ended.pid);
      const kind = isWorker || this.#retired.delete(ended.pid) ? 'worker process' : 'unknown process';
      if ('signal' in ended) this.#errors.write('alert', `${kind} ${ended.pid} exited on signal ${ended.signal}`);
      else if ('code' in ended) this.#errors.write('notice', `${kind} ${ended.pid} exited with code ${ended.code}`);
      if (isWorker && this.#respawn && !quitting) this.#startWorker();
    }
  }

  readonly #retired = new Set<number>();

  async #reload(): Promise<void> {
    const sys = this.#sys;
    this.#errors.write('notice', 'reconfiguring');
    try {
      const config = await loadConfiguration(sys, { path: this.#config.path, globals: this.#globals });
      await this.#apply(config);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.#errors.write('emerg', error.message);
      return;
    }
    const old = [...this.#workers];
    this.#workers.clear();
    for (const pid of old) this.#retired.add(pid);
    this.#errors.write('notice', 'using the "epoll" event method');
    this.#startWorkers();
    for (const pid of old) this.#kill(pid, SIGNALS.SIGQUIT);
  }

  #sayReceived(signal: number): void {
    const doing: Partial<Record<number, string>> = {
      [SIGNALS.SIGQUIT]: ', shutting down',
      [SIGNALS.SIGTERM]: ', exiting',
      [SIGNALS.SIGINT]: ', exiting',
      [SIGNALS.SIGHUP]: ', reconfiguring',
      [SIGNALS.SIGUSR1]: ', reopening logs',
      [SIGNALS.SIGWINCH]: ', shutting down worker processes',
    };
    this.#errors.write('notice', `signal ${signal} (${signalName(signal)}) received${doing[signal] ?? ''}`);
  }
}

function processors(sys: SystemCalls): number {
  return linesOf(sys, '/proc/cpuinfo').filter((line) => line.startsWith('processor')).length || 1;
}

function compiler(sys: SystemCalls): string {
  return sys.exists('/etc/alpine-release') ? 'gcc 14.2.0 (Alpine 14.2.0) ' : 'gcc 14.2.0 (Debian 14.2.0-19) ';
}
