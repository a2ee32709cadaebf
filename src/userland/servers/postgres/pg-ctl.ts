import { isErrno } from '../../../kernel/errno.ts';
import { SIGNALS } from '../../../kernel/process/signals.ts';
import type { Program } from '../../../kernel/program.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { splitWords } from '../redis/words.ts';
import { VERSION } from './version.ts';

const STEP = 100;
const MODES: Readonly<Record<string, number>> = {
  smart: SIGNALS.SIGTERM,
  fast: SIGNALS.SIGINT,
  immediate: SIGNALS.SIGQUIT,
};

/** pg_ctl: start, stop, restart, reload, status. */
export const pgCtl: Program = {
  name: 'pg_ctl',
  async main(sys) {
    let directory = sys.env.get('PGDATA');
    let command: string | undefined;
    let mode = 'fast';
    let waits = true;
    let logFile: string | undefined;
    let seconds = 60;
    const options: string[] = [];
    const args = sys.argv.slice(1);
    for (let at = 0; at < args.length; at++) {
      const arg = args[at]!;
      if (arg === '--version' || arg === '-V') {
        await sys.write(1, `pg_ctl (PostgreSQL) ${VERSION}\n`);
        return 0;
      }
      if (arg === '-D' || arg === '--pgdata') directory = args[++at];
      else if (arg === '-o' || arg === '--options') options.push(...(splitWords(unquoted(args[++at] ?? '')) ?? []));
      else if (arg === '-m' || arg === '--mode') mode = args[++at] ?? '';
      else if (arg === '-l' || arg === '--log') logFile = args[++at];
      else if (arg === '-t' || arg === '--timeout') seconds = Number(args[++at]);
      else if (arg === '-w' || arg === '--wait') waits = true;
      else if (arg === '-W' || arg === '--no-wait') waits = false;
      else if (arg === '-s' || arg === '--silent') continue;
      else if (arg.startsWith('-')) return refuse(sys, `drydock: not simulated: pg_ctl ${arg}\n`);
      else command = arg;
    }
    if (directory === undefined)
      return refuse(
        sys,
        'pg_ctl: no database directory specified and environment variable PGDATA unset\nTry "pg_ctl --help" for more information.\n',
      );
    const control = new Control(sys, directory, waits, seconds);
    const signal = MODES[mode];
    if (signal === undefined) return refuse(sys, `pg_ctl: unrecognized shutdown mode "${mode}"\n`);
    switch (command) {
      case 'start':
        return control.start(options, logFile);
      case 'stop':
        return control.stop(signal);
      case 'restart':
        return (await control.stop(signal)) || control.start(options, logFile);
      case 'reload':
        return control.signal(SIGNALS.SIGHUP, 'server signaled\n');
      case 'status':
        return control.status();
      default:
        return refuse(
          sys,
          `pg_ctl: ${command === undefined ? 'no operation specified' : `unrecognized operation mode "${command}"`}\nTry "pg_ctl --help" for more information.\n`,
        );
    }
  },
};

/** `printf %q` writes backslashes before what a shell would take apart. */
const unquoted = (text: string) => text.replace(/\\(.)/g, '$1');

async function refuse(sys: SystemCalls, text: string): Promise<number> {
  await sys.write(2, text);
  return 1;
}

class Control {
  readonly #sys: SystemCalls;
  readonly #directory: string;
  readonly #waits: boolean;
  readonly #seconds: number;

  constructor(sys: SystemCalls, directory: string, waits: boolean, seconds: number) {
    this.#sys = sys;
    this.#directory = directory;
    this.#waits = waits;
    this.#seconds = seconds;
  }

  /** Of the server that runs on the directory. */
  #pid(): number | undefined {
    const path = `${this.#directory}/postmaster.pid`;
    if (!this.#sys.exists(path)) return undefined;
    const pid = Number.parseInt(new TextDecoder().decode(this.#sys.readFile(path)), 10);
    return pid > 0 && this.#isRunning(pid) ? pid : undefined;
  }

  #isRunning(pid: number): boolean {
    try {
      this.#sys.kill(pid, 0);
      return true;
    } catch (error) {
      if (!isErrno(error)) throw error;
      return false;
    }
  }

  async start(options: readonly string[], logFile: string | undefined): Promise<number> {
    const sys = this.#sys;
    if (this.#pid() !== undefined)
      return refuse(sys, 'pg_ctl: another server might be running; trying to start server anyway\n');
    const fds = new Map([
      [0, sys.open('/dev/null', { read: true })],
      [1, 1],
      [2, 2],
    ]);
    if (logFile !== undefined) {
      const log = sys.open(logFile, { write: true, create: true, append: true }, 0o600);
      fds.set(1, log).set(2, log);
    }
    if (this.#waits) await sys.write(1, 'waiting for server to start....');
    const pid = sys.spawn({ argv: ['postgres', '-D', this.#directory, ...options], fds, processGroup: 0 });
    if (!this.#waits) {
      await sys.write(1, 'server starting\n');
      return 0;
    }
    for (let waited = 0; waited < this.#seconds * 1000; waited += STEP) {
      // The server writes the file once it can be reached.
      if (this.#pid() === pid) {
        await sys.write(1, ' done\nserver started\n');
        return 0;
      }
      if (await sys.wait(pid, { noHang: true })) {
        await sys.write(1, ' stopped waiting\n');
        return refuse(sys, 'pg_ctl: could not start server\nExamine the log output.\n');
      }
      if (waited > 0 && waited % 1000 === 0) await sys.write(1, '.');
      await sys.sleep(STEP);
    }
    await sys.write(1, ' stopped waiting\n');
    return refuse(sys, 'pg_ctl: server did not start in time\n');
  }

  async stop(signal: number): Promise<number> {
    const sys = this.#sys;
    const pid = this.#pid();
    if (pid === undefined) return this.#missing();
    sys.kill(pid, signal as Parameters<SystemCalls['kill']>[1]);
    if (!this.#waits) {
      await sys.write(1, 'server shutting down\n');
      return 0;
    }
    await sys.write(1, 'waiting for server to shut down....');
    for (let waited = 0; waited < this.#seconds * 1000; waited += STEP) {
      if (!sys.exists(`${this.#directory}/postmaster.pid`) || !this.#isRunning(pid)) {
        await sys.write(1, ' done\nserver stopped\n');
        return 0;
      }
      await sys.sleep(STEP);
    }
    await sys.write(1, ' failed\n');
    return refuse(sys, 'pg_ctl: server does not shut down\n');
  }

  async signal(signal: number, said: string): Promise<number> {
    const pid = this.#pid();
    if (pid === undefined) return this.#missing();
    this.#sys.kill(pid, signal as Parameters<SystemCalls['kill']>[1]);
    await this.#sys.write(1, said);
    return 0;
  }

  async status(): Promise<number> {
    const pid = this.#pid();
    await this.#sys.write(
      1,
      pid === undefined ? 'pg_ctl: no server running\n' : `pg_ctl: server is running (PID: ${pid})\n`,
    );
    return pid === undefined ? 3 : 0;
  }

  #missing(): Promise<number> {
    return refuse(
      this.#sys,
      `pg_ctl: PID file "${this.#directory}/postmaster.pid" does not exist\nIs server running?\n`,
    );
  }
}
