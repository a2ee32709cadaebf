import { isErrno } from '../../../kernel/errno.ts';
import { SIGNALS } from '../../../kernel/process/signals.ts';
import type { Program } from '../../../kernel/program.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { findGroup, findUser } from '../../commands/common/accounts.ts';
import { logDate } from '../../http/dates.ts';
import { field } from '../../http/message.ts';
import { serveConnection } from '../../http/server.ts';
import { socketStream } from '../../http/socket.ts';
import { acceptConnections } from '../common/accept.ts';
import { LogFile } from '../common/log-file.ts';
import { SignalQueue } from '../common/signals.ts';
import { type HttpdConfig, HttpdSyntaxError, loadHttpdConfig } from './config.ts';
import { answer, SERVER } from './serve.ts';

const CHILDREN = 3;
const COMMON = '%h %l %u %t \\"%r\\" %>s %b';

/** Apache httpd 2.4 serving files: `httpd -DFOREGROUND`. */
export const httpd: Program = {
  name: 'httpd',
  async main(sys) {
    const args = sys.argv.slice(1);
    if (args.includes('-v') || args.includes('-V')) {
      await sys.write(1, `Server version: ${SERVER}\nServer built:   Nov  4 2025 00:40:00\n`);
      return 0;
    }
    const file = args[args.indexOf('-f') + 1];
    let config: HttpdConfig;
    try {
      config = loadHttpdConfig(
        sys,
        args.includes('-f') && file !== undefined ? file : '/usr/local/apache2/conf/httpd.conf',
      );
    } catch (error) {
      if (!(error instanceof HttpdSyntaxError)) throw error;
      await sys.write(2, `${error.message}\n`);
      return 1;
    }
    if (config.serverName === undefined) await warnName(sys);
    if (args.includes('-t')) {
      await sys.write(2, 'Syntax OK\n');
      return 0;
    }
    if (!args.includes('-DFOREGROUND') && !args.join(' ').includes('-D FOREGROUND')) {
      sys.fork((child) => {
        child.newSession();
        return run(child, config);
      });
      return 0;
    }
    return run(sys, config);
  },
};

async function warnName(sys: SystemCalls): Promise<void> {
  const address = sys.interfaces().find(({ name }) => name !== 'lo')?.address ?? '127.0.0.1';
  for (let times = 0; times < 2; times++) {
    await sys.write(
      2,
      `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${address}. ` +
        "Set the 'ServerName' directive globally to suppress this message\n",
    );
  }
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Fri Nov 21 03:00:00.000000 2025` */
function errorTime(ms: number): string {
  const date = new Date(ms);
  const day = `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2, '0')}`;
  return `${day} ${date.toISOString().slice(11, 23)}000 ${date.getUTCFullYear()}`;
}

async function run(sys: SystemCalls, config: HttpdConfig): Promise<number> {
  const open = (path: string) => new LogFile(sys, sys.open(path, { write: true, append: true, create: true }, 0o644));
  const errors = open(config.errorLog);
  const access = config.customLog && open(config.customLog.path);
  const note = (message: string) => errors.write(`[${errorTime(sys.now())}] [${message}\n`);
  const listeners: number[] = [];
  for (const { address, port } of config.listens) {
    try {
      listeners.push(sys.listen(port, address));
    } catch (error) {
      if (!isErrno(error)) throw error;
      const number = error.code === 'EACCES' ? 13 : 98;
      await sys.write(
        2,
        `(${number})${error.message}: AH00072: make_sock: could not bind to address ${address}:${port}\n`,
      );
      await sys.write(2, 'no listening sockets available, shutting down\nAH00015: Unable to open logs\n');
      return 1;
    }
  }
  if (listeners.length === 0) {
    await sys.write(2, 'no listening sockets available, shutting down\nAH00015: Unable to open logs\n');
    return 1;
  }
  const pidFile = `${config.serverRoot}/logs/httpd.pid`;
  try {
    sys.writeFile(pidFile, `${sys.pid}\n`);
  } catch (error) {
    if (!isErrno(error)) throw error;
    note(`core:error] [pid ${sys.pid}:tid ${sys.pid}] AH00099: could not create ${pidFile}`);
    await errors.flushed();
    return 1;
  }
  const title = sys.argv.join(' ');
  note(`mpm_event:notice] [pid ${sys.pid}:tid ${sys.pid}] AH00489: ${SERVER} configured -- resuming normal operations`);
  note(`core:notice] [pid ${sys.pid}:tid ${sys.pid}] AH00094: Command line: '${title}'`);
  const children = Array.from({ length: CHILDREN }, () => startChild(sys, config, listeners, errors, access));
  const signals = new SignalQueue(sys, ['SIGTERM', 'SIGINT', 'SIGWINCH', 'SIGUSR1', 'SIGHUP']);
  // signals only arrive while the process waits in a call
  const pause = sys.sleep(Number.POSITIVE_INFINITY);
  pause.catch(() => {});
  for (;;) {
    const signal = await signals.next();
    if (signal === SIGNALS.SIGHUP || signal === SIGNALS.SIGUSR1) {
      note(`mpm_event:error] [pid ${sys.pid}:tid ${sys.pid}] drydock: not simulated: restarting httpd`);
      continue;
    }
    const isGraceful = signal === SIGNALS.SIGWINCH;
    for (const child of children) sys.kill(child, isGraceful ? SIGNALS.SIGUSR1 : SIGNALS.SIGTERM);
    for (const child of children) await sys.wait(child);
    const said = isGraceful
      ? 'AH00492: caught SIGWINCH, shutting down gracefully'
      : 'AH00491: caught SIGTERM, shutting down';
    note(`mpm_event:notice] [pid ${sys.pid}:tid ${sys.pid}] ${said}`);
    sys.unlink(pidFile);
    await errors.flushed();
    return 0;
  }
}

function startChild(
  sys: SystemCalls,
  config: HttpdConfig,
  listeners: readonly number[],
  errors: LogFile,
  access: LogFile | undefined,
): number {
  const isRoot = sys.credentials().euid === 0;
  return sys.fork(async (child) => {
    const user = isRoot ? findUser(child, 'www-data') : undefined;
    if (user) {
      const gid = findGroup(child, 'www-data') ?? user.gid ?? user.uid;
      child.setCredentials({ uid: user.uid, gid, euid: user.uid, egid: gid, groups: [gid], capabilities: new Set() });
    }
    child.signal(SIGNALS.SIGPIPE, 'ignore');
    child.signal(SIGNALS.SIGWINCH, 'ignore');
    const signals = new SignalQueue(child, ['SIGUSR1', 'SIGTERM']);
    const [errorLog, accessLog] = [new LogFile(child, errors.fd), access && new LogFile(child, access.fd)];
    const accepting = listeners.map((listener) =>
      acceptConnections(child, listener, (fd) => serveClient(child, fd, config, errorLog, accessLog)),
    );
    await Promise.race([...accepting, signals.next()]);
    await accessLog?.flushed();
    return 0;
  });
}

async function serveClient(
  sys: SystemCalls,
  fd: number,
  config: HttpdConfig,
  errors: LogFile,
  access: LogFile | undefined,
): Promise<void> {
  const [client, local] = [sys.peerName(fd), sys.socketName(fd)];
  const error = (module: string, message: string): void => {
    errors.write(
      `[${errorTime(sys.now())}] [${module}] [pid ${sys.pid}:tid ${sys.pid}] [client ${client.address}:${client.port}] ${message}\n`,
    );
  };
  await serveConnection(
    socketStream(sys, fd),
    async (request) => {
      for await (const _ of request.body);
      const response = answer(request, { sys, config, local, error });
      const { head } = request;
      const size = head.method === 'HEAD' || !(response.body instanceof Uint8Array) ? 0 : response.body.length;
      const format = config.formats.get(config.customLog?.format ?? '') ?? config.customLog?.format ?? COMMON;
      access?.write(
        `${format
          .replace(/\\"/g, '"')
          .replace(/%>?(?:\{([^}]*)\})?([a-zA-Z])/g, (_, name: string | undefined, letter: string) => {
            const values: Record<string, string> = {
              h: client.address,
              a: client.address,
              l: '-',
              u: '-',
              t: `[${logDate(sys.now())}]`,
              r: `${head.method} ${head.target} ${head.version}`,
              s: String(response.status),
              b: size === 0 ? '-' : String(size),
              O: String(size),
              m: head.method,
              U: head.target.replace(/\?.*/, ''),
              i: name === undefined ? '-' : (field(head.headers, name) ?? '-'),
              v: config.serverName ?? local.address,
              p: String(local.port),
            };
            return values[letter] ?? '-';
          })}\n`,
      );
      return response;
    },
    { quietKeepAlive: true },
  );
}

/** apachectl: hands its options to httpd. */
export const apachectl: Program = {
  name: 'apachectl',
  async main(sys) {
    const [command = 'start', ...rest] = sys.argv.slice(1);
    const translated: Record<string, string[]> = {
      start: ['httpd', '-k', 'start'],
      configtest: ['httpd', '-t'],
    };
    if (['stop', 'restart', 'graceful', 'graceful-stop', 'status', 'fullstatus'].includes(command)) {
      await sys.write(2, `drydock: not simulated: apachectl ${command}\n`);
      return 1;
    }
    return sys.exec(translated[command] ?? ['httpd', command, ...rest]);
  },
};
