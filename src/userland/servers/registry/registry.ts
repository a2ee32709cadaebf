import { isErrno } from '../../../kernel/errno.ts';
import { SIGNALS } from '../../../kernel/process/signals.ts';
import type { Program } from '../../../kernel/program.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { textFromBytes } from '../../commands/common/binary.ts';
import { httpDate, logDate } from '../../http/dates.ts';
import { field } from '../../http/message.ts';
import { type ServerResponse, serveConnection } from '../../http/server.ts';
import { socketStream } from '../../http/socket.ts';
import { acceptConnections } from '../common/accept.ts';
import { LogFile } from '../common/log-file.ts';
import { SignalQueue } from '../common/signals.ts';
import { RegistryError } from './answers.ts';
import { answerApi } from './api.ts';
import { RegistryStorage } from './storage.ts';

const VERSION = '2.8.3';

interface Settings {
  readonly address: string;
  readonly rootDirectory: string;
  readonly canDelete: boolean;
}

/** The registry of distribution 2.8: `registry serve CONFIG`. */
export const registry: Program = {
  name: 'registry',
  async main(sys) {
    const [command, path] = sys.argv.slice(1);
    if (command === '--version' || command === '-v') {
      await sys.write(1, `registry github.com/docker/distribution v${VERSION}\n`);
      return 0;
    }
    if (command !== 'serve') {
      if (command === 'garbage-collect') return refuse(sys, 'drydock: not simulated: registry garbage-collect');
      await sys.write(
        1,
        '`registry`\n\nUsage: \n  registry [flags]\n  registry [command]\n\nAvailable Commands: \n  serve           `serve` stores and distributes Docker images\n',
      );
      return 0;
    }
    let settings: Settings;
    try {
      settings = await readSettings(sys, path ?? sys.env.get('REGISTRY_CONFIGURATION_PATH'));
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return refuse(sys, `configuration error: ${error.message}\nUsage: \n  registry serve <config> [flags]\n`);
    }
    return serve(sys, settings);
  },
};

class ConfigurationError extends Error {}

async function refuse(sys: SystemCalls, message: string): Promise<number> {
  await sys.write(2, `${message}\n`);
  return 1;
}

/** The YAML file, and the variables REGISTRY_SECTION_KEY that replace what it says. */
async function readSettings(sys: SystemCalls, path: string | undefined): Promise<Settings> {
  if (path === undefined) throw new ConfigurationError('configuration path unspecified');
  let text: string;
  try {
    text = textFromBytes(sys.readFile(path));
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new ConfigurationError(`open ${path}: ${error.message.toLowerCase()}`);
  }
  const { parse } = await import('yaml');
  let file: unknown;
  try {
    file = parse(text);
  } catch (error) {
    throw new ConfigurationError(`error parsing ${path}: ${error instanceof Error ? error.message : ''}`);
  }
  const setting = (...keys: string[]): string | undefined => {
    const given = sys.env.get(['REGISTRY', ...keys.map((key) => key.toUpperCase())].join('_'));
    if (given !== undefined) return given;
    let value: unknown = file;
    for (const key of keys) value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
    return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
  };
  const sections = typeof file === 'object' && file !== null ? file : {};
  for (const [section, key] of [
    ['auth', 'AUTH'],
    ['proxy', 'PROXY_REMOTEURL'],
  ] as const) {
    if (Reflect.has(sections, section) || [...sys.env.keys()].some((name) => name.startsWith(`REGISTRY_${key}`))) {
      throw new ConfigurationError(`drydock: not simulated: registry ${section}`);
    }
  }
  if (setting('http', 'tls', 'certificate') !== undefined) throw new ConfigurationError('drydock: not simulated: TLS');
  return {
    address: setting('http', 'addr') ?? ':5000',
    rootDirectory: setting('storage', 'filesystem', 'rootdirectory') ?? '/var/lib/registry',
    canDelete: setting('storage', 'delete', 'enabled') === 'true',
  };
}

async function serve(sys: SystemCalls, { address, rootDirectory, canDelete }: Settings): Promise<number> {
  const [stdout, stderr] = [new LogFile(sys, 1), new LogFile(sys, 2)];
  const instance = [...sys.platform.random(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const id = instance.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const say = (level: string, message: string): void => {
    const time = new Date(sys.now()).toISOString().replace('Z', '000000Z');
    stderr.write(
      `time="${time}" level=${level} msg="${message}" go.version=go1.20.8 instance.id=${id} service=registry version=${VERSION} \n`,
    );
  };
  const [, host = '', portText = '5000'] = /^(.*):(\d+)$/.exec(address) ?? [];
  const port = Number(portText);
  say(
    'warning',
    'No HTTP secret provided - generated random secret. This may cause problems with uploads if multiple registries are behind a load-balancer. To provide a shared secret, fill in http.secret in the configuration file or set the REGISTRY_HTTP_SECRET environment variable.',
  );
  say('info', 'redis not configured');
  say('info', 'using inmemory blob descriptor cache');
  let listener: number;
  try {
    listener = sys.listen(port, host === '' ? '0.0.0.0' : host);
  } catch (error) {
    if (!isErrno(error)) throw error;
    say('fatal', `listen tcp ${address}: bind: ${error.message.toLowerCase()}`);
    await stderr.flushed();
    return 1;
  }
  say('info', `listening on ${host === '' ? '[::]' : host}:${port}`);
  const storage = new RegistryStorage(sys, rootDirectory);
  sys.signal(SIGNALS.SIGPIPE, 'ignore');
  const signals = new SignalQueue(sys, ['SIGTERM', 'SIGINT']);
  const accepting = acceptConnections(sys, listener, (fd) => {
    const client = sys.peerName(fd);
    return serveConnection(
      socketStream(sys, fd),
      async (request) => {
        const response = await answer(storage, canDelete, request);
        const { head } = request;
        const size = response.body instanceof Uint8Array ? response.body.length : 0;
        const line = `${head.method} ${head.target} ${head.version}`;
        stdout.write(
          `${client.address} - - [${logDate(sys.now())}] "${line}" ${response.status} ${head.method === 'HEAD' ? 0 : size}` +
            ` "${field(head.headers, 'referer') ?? ''}" "${field(head.headers, 'user-agent') ?? ''}"\n`,
        );
        const headers = [
          ...response.headers,
          ['X-Content-Type-Options', 'nosniff'],
          ['Date', httpDate(sys.now())],
        ] as const;
        return { ...response, headers };
      },
      { quietKeepAlive: true },
    );
  });
  const signal = await Promise.race([accepting, signals.next()]);
  // what the Go runtime does with a signal nobody asked for: PID 1 cannot die of it, and exits with 2
  if (sys.pid === 1) return 2;
  sys.signal(signal, 'default');
  sys.kill(sys.pid, signal);
  return 2;
}

async function answer(
  storage: RegistryStorage,
  canDelete: boolean,
  request: Parameters<typeof answerApi>[1],
): Promise<ServerResponse> {
  try {
    return await answerApi({ storage, canDelete }, request);
  } catch (error) {
    if (error instanceof RegistryError) return error.answer();
    throw error;
  }
}
