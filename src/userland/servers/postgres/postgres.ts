import { isErrno } from '../../../kernel/errno.ts';
import type { Program } from '../../../kernel/program.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { ServerLog } from './log.ts';
import { PostgresServer } from './server.ts';
import { EngineFailure } from './storage/engine.ts';
import { VERSION } from './version.ts';

const NOT_AS_ROOT = `"root" execution of the PostgreSQL server is not permitted.
The server must be started under an unprivileged user ID to prevent
possible system security compromise.  See the documentation for
more information on how to properly start the server.
`;
const NO_DIRECTORY = `postgres does not know where to find the server configuration file.
You must specify the --config-file or -D invocation option or set the PGDATA environment variable.
`;
/** One-letter options that set a parameter. */
const PARAMETERS: Readonly<Record<string, string>> = {
  B: 'shared_buffers',
  h: 'listen_addresses',
  k: 'unix_socket_directories',
  N: 'max_connections',
  p: 'port',
};

/** The server program. */
export const postgres: Program = {
  name: 'postgres',
  async main(sys) {
    const args = sys.argv.slice(1);
    if (args[0] === '--version' || args[0] === '-V') {
      await sys.write(1, `postgres (PostgreSQL) ${VERSION}\n`);
      return 0;
    }
    if (sys.credentials().euid === 0) return refuse(sys, NOT_AS_ROOT, 1);
    const options = readOptions(sys, args);
    if (typeof options === 'string') return refuse(sys, options, 1);
    const { directory } = options;
    if (directory === undefined) return refuse(sys, NO_DIRECTORY, 2);
    if (!sys.exists(`${directory}/PG_VERSION`)) {
      const why = sys.exists(directory) ? `"${directory}" is not a database cluster directory` : missing(directory);
      return refuse(sys, why.endsWith('\n') ? why : `postgres: ${why}\n`, 2);
    }
    const settings = [...options.settings];
    return run(sys, directory, settings);
  },
};

const missing = (directory: string) =>
  `postgres: could not access directory "${directory}": No such file or directory\nRun initdb or pg_basebackup to initialize a PostgreSQL data directory.\n`;

async function refuse(sys: SystemCalls, text: string, status: number): Promise<number> {
  await sys.write(2, text);
  return status;
}

interface Options {
  directory: string | undefined;
  settings: (readonly [string, string])[];
}

function readOptions(sys: SystemCalls, args: readonly string[]): Options | string {
  const options: Options = { directory: sys.env.get('PGDATA'), settings: [] };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    const long = /^--([\w.-]+)=(.*)$/s.exec(arg);
    if (long) {
      options.settings.push([long[1]!.replaceAll('-', '_'), long[2]!]);
      continue;
    }
    const [, letter, joined = ''] = /^-([A-Za-z])(.*)$/s.exec(arg) ?? [];
    if (letter === undefined)
      return `postgres: invalid argument: "${arg}"\nTry "postgres --help" for more information.\n`;
    const value = joined || (args[++at] ?? '');
    const [, name, setting] = /^([\w.-]+)=(.*)$/s.exec(value) ?? [];
    if (letter === 'D') options.directory = value;
    else if (letter === 'c' && name !== undefined) options.settings.push([name.replaceAll('-', '_'), setting!]);
    else if (letter === 'c') return `postgres: -c ${value} requires a value\n`;
    else if (PARAMETERS[letter]) options.settings.push([PARAMETERS[letter], value]);
    else return `drydock: not simulated: postgres -${letter}\n`;
  }
  return options;
}

async function run(sys: SystemCalls, directory: string, settings: readonly (readonly [string, string])[]) {
  const log = new ServerLog(sys);
  const read = (name: string, otherwise: string) =>
    settings.findLast(([each]) => each === name)?.[1] ?? configured(sys, directory, name) ?? otherwise;
  const port = Number(read('port', '5432'));
  const pidFile = `${directory}/postmaster.pid`;
  const other = sys.exists(pidFile) ? Number.parseInt(new TextDecoder().decode(sys.readFile(pidFile)), 10) : 0;
  if (other > 0 && other !== sys.pid && isRunning(sys, other)) {
    log.line('FATAL', 'lock file "postmaster.pid" already exists');
    log.line('HINT', `Is another postmaster (PID ${other}) running in data directory "${directory}"?`);
    await log.flushed();
    return 1;
  }
  if (sys.exists(pidFile)) sys.unlink(pidFile);
  const wasShutDown = shutDownAt(sys, directory);
  try {
    // What is ours to do is not the engine's.
    const engineSettings = settings.filter(([name]) => !/^(port|listen_addresses|unix_socket_directories)$/.test(name));
    const listeners = listen(sys, log, read('listen_addresses', 'localhost'), port);
    if (!listeners) {
      await log.flushed();
      return 1;
    }
    if (wasShutDown !== undefined) log.line('LOG', `database system was shut down at ${wasShutDown}`);
    const server = await PostgresServer.start(sys, { directory, port, settings: engineSettings }, log);
    noteMajor(sys, log);
    log.line('LOG', 'database system is ready to accept connections');
    const status = await server.serve(listeners);
    await log.flushed();
    if (sys.exists(pidFile)) sys.unlink(pidFile);
    return status;
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    await log.flushed();
    return 1;
  }
}

/** Images of an older major are answered by this version. */
function noteMajor(sys: SystemCalls, log: ServerLog): void {
  const major = sys.env.get('PG_MAJOR');
  if (major !== undefined && major !== VERSION.split('.')[0])
    log.line('WARNING', `drydock: not simulated: PostgreSQL ${major}; PostgreSQL ${VERSION} answers in its place`);
}

function listen(sys: SystemCalls, log: ServerLog, addresses: string, port: number): number[] | undefined {
  log.line('LOG', `starting PostgreSQL ${VERSION} (PGlite) on wasm32`);
  const wanted = addresses
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  // With no addresses there is the Unix socket alone; here, the loopback address.
  const list = wanted.length === 0 ? ['127.0.0.1'] : wanted;
  const listeners: number[] = [];
  for (const name of list) {
    const address = name === '*' || name === '0.0.0.0' ? '0.0.0.0' : name === 'localhost' ? '127.0.0.1' : name;
    if (address.includes(':')) continue;
    try {
      listeners.push(sys.listen(port, address));
      if (wanted.length > 0) log.line('LOG', `listening on IPv4 address "${address}", port ${port}`);
    } catch (error) {
      if (!isErrno(error)) throw error;
      log.line('LOG', `could not bind IPv4 address "${address}": ${error.message}`);
      if (error.code === 'EADDRINUSE')
        log.line(
          'HINT',
          `Is another postmaster already running on port ${port}? If not, wait a few seconds and retry.`,
        );
    }
  }
  if (listeners.length > 0) return listeners;
  log.line('FATAL', 'could not create any TCP/IP sockets');
  return undefined;
}

function isRunning(sys: SystemCalls, pid: number): boolean {
  try {
    sys.kill(pid, 0);
    return true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    return error.code === 'EPERM';
  }
}

/** A parameter of postgresql.conf; the last one counts. */
function configured(sys: SystemCalls, directory: string, name: string): string | undefined {
  const path = `${directory}/postgresql.conf`;
  if (!sys.exists(path)) return undefined;
  const text = new TextDecoder().decode(sys.readFile(path));
  const found = [...text.matchAll(new RegExp(`^\\s*${name}\\s*=?\\s*('(?:[^']|'')*'|[^\\s#]+)`, 'gm'))].at(-1)?.[1];
  return found?.replace(/^'(.*)'$/, '$1').replaceAll("''", "'");
}

/** When the database was shut down in order, as pg_control has it (state 1 = shut down); undefined when it was not. */
function shutDownAt(sys: SystemCalls, directory: string): string | undefined {
  const path = `${directory}/global/pg_control`;
  if (!sys.exists(path)) return undefined;
  const bytes = sys.readFile(path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 32 || view.getUint32(16, true) !== 1) return undefined;
  const time = new Date(Number(view.getBigInt64(24, true)) * 1000).toISOString();
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}
