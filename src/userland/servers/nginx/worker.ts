import { KernelError } from '../../../kernel/errno.ts';
import { SIGNALS } from '../../../kernel/process/signals.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { field } from '../../http/message.ts';
import { type ServerRequest, type ServerResponse, serveConnection } from '../../http/server.ts';
import type { ByteStream } from '../../http/stream.ts';
import { TIMED_OUT, withTimeout } from '../../network/timeout.ts';
import { acceptConnections } from '../common/accept.ts';
import { SignalQueue } from '../common/signals.ts';
import type { Configuration } from './config/model.ts';
import { type Exchange, normalizeUri, StatusExit } from './exchange.ts';
import { Handler } from './handler.ts';
import type { ErrorLog, LogFiles } from './log.ts';
import { errorPage } from './pages.ts';
import { Balancer } from './proxy.ts';
import { respond, signature, statusAnswer } from './respond.ts';
import { selectServer } from './select.ts';
import { fillTemplate } from './template.ts';
import { seconds } from './units.ts';
import { variable } from './variables.ts';

const COMBINED =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';

/** `return 444`: the connection is closed without an answer. */
const CLOSE_SILENTLY = 444;

export interface WorkerOptions {
  readonly config: Configuration;
  readonly listeners: readonly number[];
  readonly logs: LogFiles;
  readonly errors: ErrorLog;
  /** Numbers connections; all workers of a master share it. */
  readonly counter: { connections: number };
}

/** A worker process: serves connections until it is told to go. */
export class Worker {
  readonly #sys: SystemCalls;
  readonly #options: WorkerOptions;
  readonly #balancer = new Balancer();
  #active = 0;
  #idle: (() => void) | undefined;

  constructor(sys: SystemCalls, options: WorkerOptions) {
    this.#sys = sys;
    this.#options = options;
  }

  async run(): Promise<number> {
    const sys = this.#sys;
    const { errors, logs, listeners } = this.#options;
    sys.signal(SIGNALS.SIGPIPE, 'ignore');
    sys.signal(SIGNALS.SIGHUP, 'ignore');
    const signals = new SignalQueue(sys, ['SIGQUIT', 'SIGTERM', 'SIGINT', 'SIGWINCH']);
    const accepting = listeners.map((fd) => acceptConnections(sys, fd, (connection) => this.#serve(connection)));
    const signal = await Promise.race([...accepting, signals.next()]);
    if (signal === SIGNALS.SIGQUIT || signal === SIGNALS.SIGWINCH) {
      errors.write('notice', 'gracefully shutting down');
      for (const fd of listeners) sys.close(fd);
      await Promise.race([this.#drained(), signals.next()]);
    }
    errors.write('notice', 'exiting');
    errors.write('notice', 'exit');
    await logs.flushed();
    return 0;
  }

  /** Once no request is being answered. */
  #drained(): Promise<void> {
    if (this.#active === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#idle = resolve;
    });
  }

  async #serve(fd: number): Promise<void> {
    const sys = this.#sys;
    const number = ++this.#options.counter.connections;
    const { config } = this.#options;
    const idleFor = seconds(config.http?.value('keepalive_timeout'), 75) * 1000;
    const stream: ByteStream = {
      read: async () => {
        const bytes = await withTimeout(sys, idleFor, sys.read(fd));
        return bytes === TIMED_OUT ? new Uint8Array() : bytes;
      },
      write: (bytes) => sys.write(fd, bytes),
    };
    await serveConnection(stream, (request) => this.#answer(request, fd, number), {
      malformed: () => ({
        status: 400,
        headers: [
          ['Server', signature(sys, undefined)],
          ['Content-Type', 'text/html'],
        ],
        body: new TextEncoder().encode(errorPage(400, signature(sys, undefined))),
      }),
    });
  }

  async #answer(request: ServerRequest, fd: number, number: number): Promise<ServerResponse> {
    this.#active++;
    try {
      return await this.#respond(request, fd, number);
    } finally {
      this.#active--;
      if (this.#active === 0) this.#idle?.();
    }
  }

  async #respond(request: ServerRequest, fd: number, number: number): Promise<ServerResponse> {
    const sys = this.#sys;
    const { config } = this.#options;
    const { head } = request;
    const local = sys.socketName(fd);
    const host = (/^https?:\/\/([^/]*)/i.exec(head.target)?.[1] ?? field(head.headers, 'host') ?? '').replace(
      /:\d+$/,
      '',
    );
    const server = selectServer(config, local.address, local.port, host) ?? config.servers[0]!;
    const place = normalizeUri(head.target, server.scope.flag('merge_slashes', true));
    const exchange: Exchange = {
      request,
      head,
      client: sys.peerName(fd),
      local,
      number,
      began: sys.now(),
      server,
      variables: new Map(),
      location: undefined,
      scope: server.scope,
      uri: place?.uri ?? '/',
      args: place?.args ?? '',
      captures: undefined,
      status: 0,
      sent: 0,
      upstream: undefined,
      redirects: 0,
    };
    const handler = new Handler(
      { sys, config, balancer: this.#balancer, error: (about, message) => this.#error(about, message) },
      exchange,
    );
    const isValid = place !== undefined && (head.version !== 'HTTP/1.1' || field(head.headers, 'host') !== undefined);
    let answer: Awaited<ReturnType<Handler['run']>>;
    try {
      if (!isValid) throw new StatusExit(400);
      answer = await handler.run();
    } catch (error) {
      if (!(error instanceof StatusExit)) throw error;
      answer = await statusAnswer(sys, exchange, handler, error);
    }
    exchange.status = answer.status;
    if (answer.status === CLOSE_SILENTLY) {
      this.#log(exchange);
      throw new KernelError('ECONNRESET');
    }
    const response = respond(sys, exchange, answer, handler);
    if (answer.status === 304 || answer.status === 204 || head.method === 'HEAD') {
      this.#log(exchange);
      return response;
    }
    if (response.body instanceof Uint8Array) {
      exchange.sent = response.body.length;
      this.#log(exchange);
      return response;
    }
    return { ...response, body: this.#counted(exchange, response.body) };
  }

  async *#counted(exchange: Exchange, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      exchange.sent += chunk.length;
      yield chunk;
    }
    this.#log(exchange);
  }

  #log(exchange: Exchange): void {
    const { config, logs } = this.#options;
    if (exchange.scope.value('access_log') === 'off') return;
    for (const { args } of exchange.scope.all('access_log')) {
      const [path = '', name = 'combined'] = args;
      const format = config.formats.get(name) ?? COMBINED;
      const line = fillTemplate(format, (each) => {
        if (each === 'remote_user') return '-';
        const value = variable(this.#sys, config, exchange, each);
        return value === '' ? '-' : escapeLog(value);
      });
      logs.open(path).write(`${line}\n`);
    }
  }

  /** A message about a request, with whom it was for behind it. */
  #error(exchange: Exchange, text: string): void {
    const { head, client, server } = exchange;
    const [message = '', upstream] = text.split(', UPSTREAM ');
    const host = field(head.headers, 'host');
    const referrer = field(head.headers, 'referer');
    const parts = [
      `*${exchange.number} ${message}`,
      `client: ${client.address}`,
      `server: ${server.names[0] ?? ''}`,
      `request: "${head.method} ${head.target} ${head.version}"`,
    ];
    if (upstream !== undefined) parts.push(`upstream: "${upstream}"`);
    if (host !== undefined) parts.push(`host: "${host}"`);
    if (referrer !== undefined) parts.push(`referrer: "${referrer}"`);
    this.#options.errors.write('error', parts.join(', '));
  }
}

function escapeLog(text: string): string {
  return text.replace(
    /["\\\x00-\x1f\x7f]/g,
    (char) => `\\x${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
