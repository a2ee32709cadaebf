import { concat } from '../../../kernel/bytes.ts';
import { isErrno } from '../../../kernel/errno.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { exchange as httpExchange } from '../../http/client.ts';
import { field, type ResponseHead } from '../../http/message.ts';
import { socketStream } from '../../http/socket.ts';
import { HttpError } from '../../http/stream.ts';
import { TIMED_OUT, withTimeout } from '../../network/timeout.ts';
import { numbered } from '../common/errno-numbers.ts';
import type { Configuration, Peer } from './config/model.ts';
import { type Answer, type Exchange, escapeUri, StatusExit } from './exchange.ts';
import { seconds } from './units.ts';

export interface ProxyServices {
  readonly sys: SystemCalls;
  readonly config: Configuration;
  readonly balancer: Balancer;
  readonly expand: (text: string) => string;
  readonly error: (message: string) => void;
}

/** Takes the peers of each upstream in turn, by weight. */
export class Balancer {
  readonly #turns = new Map<string, number>();

  /** The peers in the order to try them. */
  order(name: string, peers: readonly Peer[]): Peer[] {
    const active = peers.filter(({ isBackup }) => !isBackup);
    const wheel = active.flatMap((peer) => Array<Peer>(peer.weight).fill(peer));
    const turn = this.#turns.get(name) ?? 0;
    this.#turns.set(name, turn + 1);
    const turned = wheel.map((_, index) => wheel[(turn + index) % wheel.length]!);
    return [...new Set([...turned, ...peers.filter(({ isBackup }) => isBackup)])];
  }
}

const HIDDEN = new Set(['date', 'server', 'x-pad', 'connection', 'keep-alive', 'transfer-encoding', 'content-length']);

/** Passes the request on to another server (ngx_http_proxy_module). */
export async function proxyPass(exchange: Exchange, pass: string, services: ProxyServices): Promise<Answer> {
  const { sys, config, balancer, expand, error } = services;
  const target = expand(pass);
  const [, place = '', path] = /^http:\/\/([^/]*)(\/.*)?$/.exec(target) ?? [];
  if (place === '') {
    error(`invalid URL prefix in "${target}"`);
    throw new StatusExit(500);
  }
  const peers = config.upstreams.get(place) ?? (await resolvePeers(sys, place, error));
  const uri = passedUri(exchange, path, pass.includes('$'));
  const tries = balancer.order(place, peers);
  const body = await readBody(exchange);
  let status = 502;
  for (const peer of tries) {
    const outcome = await tryPeer(exchange, peer, { place, uri, body }, services);
    if (typeof outcome !== 'number') return answerFrom(exchange, outcome, { place, path });
    status = outcome;
  }
  if (tries.length > 1) error(`no live upstreams while connecting to upstream`);
  throw new StatusExit(status);
}

async function resolvePeers(sys: SystemCalls, place: string, error: (message: string) => void): Promise<Peer[]> {
  const [host = '', port = '80'] = place.split(':');
  const addresses = await sys.resolve(host);
  if (addresses.length === 0) {
    error(`${host} could not be resolved (3: Host not found)`);
    throw new StatusExit(502);
  }
  return addresses.map((address) => ({ address, port: Number(port), weight: 1, isBackup: false }));
}

/** With a path in proxy_pass, it stands in for the location's prefix; else the request goes on as it came. */
function passedUri(exchange: Exchange, path: string | undefined, hasVariables: boolean): string {
  if (path === undefined)
    return exchange.redirects > 0 ? withArguments(exchange, escapeUri(exchange.uri)) : exchange.head.target;
  if (hasVariables) return path;
  const prefix = exchange.location?.kind === 'regex' ? '' : (exchange.location?.pattern ?? '');
  return withArguments(exchange, path + escapeUri(exchange.uri.slice(prefix.length)));
}

function withArguments({ args }: Exchange, uri: string): string {
  return args === '' ? uri : `${uri}?${args}`;
}

async function readBody(exchange: Exchange): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of exchange.request.body) chunks.push(new Uint8Array(chunk));
  return concat(chunks);
}

interface UpstreamAnswer {
  readonly head: ResponseHead;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The answer, or the status to give up with. */
async function tryPeer(
  exchange: Exchange,
  peer: Peer,
  request: { place: string; uri: string; body: Uint8Array },
  { sys, expand, error }: ProxyServices,
): Promise<UpstreamAnswer | number> {
  const { scope, head } = exchange;
  const address = `${peer.address}:${peer.port}`;
  exchange.upstream = { address, status: 502 };
  const failing = (why: string, doing: string, status: number): number => {
    error(`${why} while ${doing}, UPSTREAM http://${address}${request.uri}`);
    exchange.upstream = { address, status };
    return status;
  };
  const timeout = (name: string) => seconds(scope.value(name), 60) * 1000;
  let fd: number;
  try {
    const connected = await withTimeout(sys, timeout('proxy_connect_timeout'), sys.connect(peer.address, peer.port));
    if (connected === TIMED_OUT) {
      return failing('upstream timed out (110: Connection timed out)', 'connecting to upstream', 504);
    }
    fd = connected;
  } catch (failure) {
    if (!isErrno(failure)) throw failure;
    return failing(`connect() failed (${numbered(failure)})`, 'connecting to upstream', 502);
  }
  const version = scope.value('proxy_http_version') === '1.1' ? 'HTTP/1.1' : 'HTTP/1.0';
  try {
    const { body } = request;
    const asked = {
      method: head.method,
      target: request.uri,
      version,
      headers: upstreamHeaders(exchange, request, expand),
      body,
    };
    const answer = await withTimeout(sys, timeout('proxy_read_timeout'), httpExchange(socketStream(sys, fd), asked));
    if (answer === TIMED_OUT) {
      sys.close(fd);
      const doing = 'reading response header from upstream';
      return failing('upstream timed out (110: Connection timed out)', doing, 504);
    }
    exchange.upstream = { address, status: answer.head.status };
    return { head: answer.head, body: closing(sys, fd, answer.body) };
  } catch (failure) {
    sys.close(fd);
    if (failure instanceof HttpError) {
      if (failure.fault === 'malformed') {
        return failing('upstream sent no valid HTTP/1.0 header', 'reading response header from upstream', 502);
      }
      return failing('upstream prematurely closed connection', 'reading response header from upstream', 502);
    }
    if (!isErrno(failure)) throw failure;
    return failing(`recv() failed (${numbered(failure)})`, 'reading response header from upstream', 502);
  }
}

async function* closing(sys: SystemCalls, fd: number, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } finally {
    sys.close(fd);
  }
}

/** The request's own headers, but for those nginx or proxy_set_header sets; an empty value leaves one out. */
function upstreamHeaders(
  { head, scope }: Exchange,
  request: { place: string; body: Uint8Array },
  expand: (text: string) => string,
): [string, string][] {
  const set = new Map<string, [string, string]>();
  const put = (name: string, value: string) => set.set(name.toLowerCase(), [name, value]);
  put('Host', request.place);
  put('Connection', 'close');
  put('Content-Length', request.body.length > 0 || head.method === 'POST' ? String(request.body.length) : '');
  put('Transfer-Encoding', '');
  put('TE', '');
  put('Keep-Alive', '');
  put('Expect', '');
  put('Upgrade', '');
  const proxyHost = (text: string) => expand(text.replace(/\$\{?proxy_host\}?/g, request.place));
  for (const { args } of scope.all('proxy_set_header')) put(args[0] ?? '', proxyHost(args[1] ?? ''));
  const rest = head.headers
    .filter(([name]) => !set.has(name.toLowerCase()))
    .map(([name, value]): [string, string] => [name, value]);
  return [...[...set.values()].filter(([, value]) => value !== ''), ...rest];
}

function answerFrom(
  exchange: Exchange,
  upstream: UpstreamAnswer,
  pass: { place: string; path: string | undefined },
): Answer {
  const { scope, location } = exchange;
  const { head, body } = upstream;
  if (head.status >= 400 && scope.flag('proxy_intercept_errors', false)) throw new StatusExit(head.status);
  const hidden = new Set(scope.all('proxy_hide_header').map(({ args }) => (args[0] ?? '').toLowerCase()));
  const length = field(head.headers, 'content-length');
  const headers = head.headers
    .filter(([name]) => !HIDDEN.has(name.toLowerCase()) && !hidden.has(name.toLowerCase()))
    .filter(([name]) => !['content-type', 'location', 'last-modified', 'etag'].includes(name.toLowerCase()));
  const type = field(head.headers, 'content-type');
  const modified = field(head.headers, 'last-modified');
  const moved = field(head.headers, 'location');
  const etag = field(head.headers, 'etag');
  const prefix = `http://${pass.place}${pass.path ?? '/'}`;
  const here = location && location.kind !== 'regex' && location.kind !== 'named' ? location.pattern : '/';
  const rewritten =
    moved?.startsWith(prefix) && scope.value('proxy_redirect') !== 'off' ? here + moved.slice(prefix.length) : moved;
  return {
    status: head.status,
    headers: modified === undefined ? headers : [['Last-Modified', modified], ...headers],
    body,
    ...(length !== undefined && { length: Number(length) }),
    ...(type !== undefined && { type }),
    ...(etag !== undefined && { etag }),
    ...(rewritten !== undefined && { location: rewritten }),
  };
}
