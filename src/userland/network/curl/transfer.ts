import { isErrno } from '../../../kernel/errno.ts';
import type { SocketAddress } from '../../../kernel/net/types.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
import { bytesFromBinary } from '../../commands/common/binary.ts';
import type { Context } from '../../commands/common/context.ts';
import { exchange } from '../../http/client.ts';
import { field, type HeaderFields, type ResponseHead } from '../../http/message.ts';
import { socketStream } from '../../http/socket.ts';
import { HttpError } from '../../http/stream.ts';
import { TIMED_OUT, withTimeout } from '../timeout.ts';
import { resolveUrl, type TransferUrl, urlText } from '../url.ts';
import type { RequestBody } from './body.ts';
import { connectTo } from './connect.ts';
import { CurlError } from './error.ts';
import type { CurlOptions } from './options.ts';
import { requestHeaders, requestMethod } from './request.ts';

/** What became of one URL. */
export interface TransferResult {
  url: string;
  effectiveUrl: string;
  method: string;
  status: number;
  version: string;
  headers: HeaderFields;
  headerBytes: number;
  requestBytes: number;
  received: number;
  /** The Content-Length of the answer. */
  expected: number | undefined;
  sent: number;
  redirects: number;
  connects: number;
  redirectUrl: string | undefined;
  local: SocketAddress | undefined;
  peer: SocketAddress | undefined;
  milliseconds: number;
  connected: number | undefined;
  firstByte: number | undefined;
  file: string | undefined;
  error: CurlError | undefined;
}

export interface Sinks {
  /** The head of an answer as it came, for -i, -I and -D. */
  readonly head: (text: string) => MaybePromise<void>;
  readonly body: (bytes: Uint8Array) => MaybePromise<void>;
}

const MAX_REDIRECTS = 50;

/** One URL to its end, redirects followed when asked to. Failures are in the result. */
export class Transfer {
  readonly result: TransferResult;
  readonly #context: Context;
  readonly #options: CurlOptions;
  readonly #start: number;

  constructor(context: Context, options: CurlOptions, url: string) {
    this.#context = context;
    this.#options = options;
    this.#start = context.sys.now();
    this.result = {
      url,
      effectiveUrl: url,
      method: 'GET',
      status: 0,
      version: '0',
      headers: [],
      headerBytes: 0,
      requestBytes: 0,
      received: 0,
      expected: undefined,
      sent: 0,
      redirects: 0,
      connects: 0,
      redirectUrl: undefined,
      local: undefined,
      peer: undefined,
      milliseconds: 0,
      connected: undefined,
      firstByte: undefined,
      file: undefined,
      error: undefined,
    };
  }

  async run(url: TransferUrl, body: RequestBody | undefined, sinks: Sinks): Promise<void> {
    try {
      await this.#follow(url, body, sinks);
    } catch (error) {
      if (!(error instanceof CurlError)) throw error;
      this.result.error = error;
    }
    this.result.milliseconds = this.#elapsed();
  }

  async #follow(first: TransferUrl, firstBody: RequestBody | undefined, sinks: Sinks): Promise<void> {
    const { flags, values } = this.#options;
    const follow = flags.has('location') || flags.has('location-trusted');
    const most = Number(values.get('max-redirs') ?? MAX_REDIRECTS);
    let url = first;
    let body = firstBody;
    let method = requestMethod(this.#options, body);
    for (;;) {
      this.result.effectiveUrl = urlText(url);
      this.result.method = method;
      const head = await this.#exchange(url, method, body, url.host === first.host, sinks);
      const location = field(head.headers, 'location');
      const next =
        location !== undefined && Math.floor(head.status / 100) === 3 ? resolveUrl(url, location) : undefined;
      this.result.redirectUrl = next && urlText(next);
      if (!next || !follow) return;
      if (most >= 0 && this.result.redirects >= most) {
        throw new CurlError(47, `Maximum (${most}) redirects followed`);
      }
      this.result.redirects++;
      this.#say(`Issue another request to this URL: '${urlText(next)}'`);
      if (method === 'POST' && [301, 302, 303].includes(head.status) && !flags.has(`post${head.status}`)) {
        this.#say('Switch from POST to GET');
        if (!values.has('request')) method = 'GET';
        body = undefined;
      }
      url = next;
      this.result.redirectUrl = undefined;
    }
  }

  async #exchange(
    url: TransferUrl,
    method: string,
    body: RequestBody | undefined,
    trusted: boolean,
    sinks: Sinks,
  ): Promise<ResponseHead> {
    const { sys } = this.#context;
    if (url.scheme === 'https') throw new CurlError(35, 'drydock: not simulated: TLS (https://)');
    if (url.scheme !== 'http') throw new CurlError(1, `Protocol "${url.scheme}" not supported or disabled in libcurl`);
    const number = this.result.connects++;
    const hooks = { say: (text: string) => this.#say(text), left: () => this.#left() };
    const fd = await connectTo(this.#context, url, this.#options, hooks).catch((error) => {
      this.#say(`Closing connection ${number}`);
      throw error;
    });
    this.result.connected ??= this.#elapsed();
    this.result.local = sys.socketName(fd);
    this.result.peer = sys.peerName(fd);
    this.#say(`Connected to ${url.host} (${this.result.peer.address}) port ${url.port} (#${number})`);
    try {
      const target = this.#options.values.get('request-target') ?? url.target;
      const headers = requestHeaders(this.#options, url, body, trusted);
      this.#showRequest(`${method} ${target} HTTP/1.1`, headers);
      if (body) this.result.sent += body.bytes.length;
      return await this.#answer(fd, { method, target, headers, body: body?.bytes }, number, sinks);
    } catch (error) {
      throw this.#transferError(error, number);
    } finally {
      sys.close(fd);
    }
  }

  async #answer(
    fd: number,
    request: { method: string; target: string; headers: HeaderFields; body: Uint8Array | undefined },
    number: number,
    sinks: Sinks,
  ): Promise<ResponseHead> {
    const { sys } = this.#context;
    const { flags } = this.#options;
    const { head, body } = await this.#inTime(
      exchange(
        socketStream(sys, fd),
        request.body ? { ...request, body: request.body } : { ...request, body: undefined },
      ),
    );
    const { result } = this;
    result.firstByte ??= this.#elapsed();
    result.status = head.status;
    result.version = head.version === 'HTTP/1.0' ? '1' : '1.1';
    result.headers = head.headers;
    const text = `${head.version} ${head.status} ${head.reason}\r\n${head.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
    result.headerBytes += text.length;
    const closes = head.version === 'HTTP/1.0' || field(head.headers, 'connection')?.toLowerCase() === 'close';
    if (head.version === 'HTTP/1.0') this.#say('HTTP 1.0, assume close after body');
    this.#shout(marked('< ', text));
    await sinks.head(text);
    const length = field(head.headers, 'content-length');
    result.expected = length === undefined || request.method === 'HEAD' ? undefined : Number(length);
    const failing = head.status >= 400 && flags.has('fail');
    if (failing) throw new CurlError(22, `The requested URL returned error: ${head.status}`);
    result.received = 0;
    const skip =
      Math.floor(head.status / 100) === 3 && flags.has('location') && field(head.headers, 'location') !== undefined;
    if (skip && result.expected !== 0) this.#say('Ignoring the response-body');
    for (;;) {
      const next = await this.#inTime(body.next());
      if (next.done) break;
      if (result.received === 0 && !skip) this.#shout(`{ [${next.value.length} bytes data]\n`, true);
      result.received += next.value.length;
      if (!skip) await sinks.body(next.value);
    }
    this.#say(closes ? `Closing connection ${number}` : `Connection #${number} to host ${this.#hostOf()} left intact`);
    if (head.status >= 400 && flags.has('fail-with-body')) {
      throw new CurlError(22, `The requested URL returned error: ${head.status}`);
    }
    return head;
  }

  #hostOf(): string {
    return /^\w+:\/\/([^:/]+)/.exec(this.result.effectiveUrl)?.[1] ?? '';
  }

  /** curl's number and words for what broke the connection. */
  #transferError(error: unknown, number: number): unknown {
    if (error instanceof CurlError) return error;
    let failure: CurlError | undefined;
    if (error instanceof HttpError) {
      const { result } = this;
      if (error.fault === 'empty') failure = new CurlError(52, 'Empty reply from server');
      else if (error.fault === 'malformed') failure = new CurlError(1, 'Received HTTP/0.9 when not allowed');
      else if (result.expected === undefined) failure = new CurlError(56, 'Recv failure: Connection reset by peer');
      else {
        const left = result.expected - result.received;
        failure = new CurlError(18, `transfer closed with ${left} bytes remaining to read`);
      }
    } else if (isErrno(error, 'ECONNRESET')) failure = new CurlError(56, 'Recv failure: Connection reset by peer');
    else if (isErrno(error, 'EPIPE')) failure = new CurlError(55, 'Send failure: Broken pipe');
    if (!failure) return error;
    this.#say(failure.message);
    this.#say(`Closing connection ${number}`);
    return failure;
  }

  async #inTime<T>(call: Promise<T>): Promise<T> {
    const answer = await withTimeout(this.#context.sys, this.#left(), call);
    if (answer !== TIMED_OUT) return answer;
    const { received, expected } = this.result;
    const of = expected === undefined ? '' : ` out of ${expected}`;
    throw new CurlError(
      28,
      `Operation timed out after ${Math.round(this.#elapsed())} milliseconds with ${received}${of} bytes received`,
    );
  }

  #elapsed(): number {
    return this.#context.sys.now() - this.#start;
  }

  #left(): number | undefined {
    const most = this.#options.values.get('max-time');
    return most === undefined ? undefined : Number(most) * 1000 - this.#elapsed();
  }

  #showRequest(line: string, headers: HeaderFields): void {
    const text = `${line}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
    this.result.requestBytes += bytesFromBinary(text).length;
    this.#shout(marked('> ', text));
  }

  #say(text: string): void {
    this.#shout(`* ${text}\n`);
  }

  #shout(text: string, onlyAside = false): void {
    if (!this.#options.flags.has('verbose')) return;
    if (onlyAside && this.#context.sys.isatty(1)) return;
    this.#context.out.text(text, 2);
  }
}

/** A head, each line behind the direction it went. */
function marked(mark: string, head: string): string {
  const lines = head.split('\r\n').slice(0, -1);
  return lines.map((line) => `${mark}${line}\r\n`).join('');
}
